"""The statements by which declared records are read: which of them an organisation may see."""

from collections.abc import Sequence
from enum import StrEnum
from functools import cache
from types import MappingProxyType
from typing import Final

from sqlalchemy import TextClause, text

from portal.records.facts import RecordKind
from portal.records.stand import RIGHT, TRAINING, Stand
from portal.roles import Role


class Order(StrEnum):
    """In which order records are listed; each is made unambiguous by the id."""

    MADE = "made"  # in the order of their making
    START = "startDate"
    NEWEST_START = "-startDate"
    CHANGED = "lastModified"
    LAST_CHANGED = "-lastModified"


TABLES: Final = MappingProxyType(
    {
        RecordKind.TRAINING: ("training", "training_id", TRAINING, Stand.of_training),
        RecordKind.RIGHT: ("training_right", "training_right_id", RIGHT, Stand.of_right),
    }
)
# The last and the first day that a record speaks of.
_DAYS: Final = MappingProxyType(
    {
        RecordKind.TRAINING: ("record.end_date", "record.start_date"),
        RecordKind.RIGHT: ("make_date(record.year, 12, 31)", "make_date(record.year, 1, 1)"),
    }
)

# While the worker is employed and for some days more; of an earlier job no longer.
_IN_SERVICE: Final = """EXISTS (
    SELECT FROM employment
    WHERE employment.person_id = record.person_id
        AND employment.enterprise_number = record.enterprise_number
        AND employment.start_date <= {last_day}
        AND coalesce(employment.end_date, 'infinity') >= :still_open
)"""
_MANDATED: Final = """EXISTS (
    SELECT FROM mandate
    WHERE holder_enterprise_number = :organisation
        AND mandator_enterprise_number = record.enterprise_number
        AND revoked_at IS NULL
        AND from_quarter <= least(:quarter, {quarter})
        AND coalesce(until_quarter, '9999Q4') >= greatest(:quarter, {quarter})
)"""
_QUARTER: Final = "to_char({last_day}, 'YYYY\"Q\"Q')"
_REGISTERED: Final = """record.{key} IN (
    SELECT record_id FROM declared_reference WHERE declarant = :organisation
)"""
_CONDITIONS: Final = MappingProxyType(
    {
        "enterprise_number": "record.enterprise_number = :enterprise_number",
        "reference": "record.reference = :reference",
        "status": "record.status = :status",
        "to_verify": "record.to_verify = :to_verify",
        "record_state": "record.record_state = :record_state",
        "start_date_from": "{first_day} >= :start_date_from",
        "start_date_to": "{first_day} <= :start_date_to",
        "changed_since": "record.registered_at >= :changed_since",
        "person_id": "record.person_id = :person_id",
        "record_id": "record.{key} = :record_id",
        "year": "record.year = :year",
        "kind": "record.kind = :kind",
    }
)
_ORDERS: Final = MappingProxyType(
    {
        Order.MADE: ("record.{key}", "uuid", ""),
        Order.START: ("{first_day}", "date", ""),
        Order.NEWEST_START: ("{first_day}", "date", " DESC"),
        Order.CHANGED: ("record.registered_at", "timestamptz", ""),
        Order.LAST_CHANGED: ("record.registered_at", "timestamptz", " DESC"),
    }
)


@cache
def page(
    kind: RecordKind, role: Role, fields: Sequence[str], order: Order, *, follows: bool
) -> TextClause:
    """Return the statement of a page of records that these fields choose; each made once.

    Bound: what the fields name, `organisation`, `quarter`, `enterprises`, `still_open`, `most`;
    where it follows another page also `after` and `after_id`, the last of that page.
    """
    table, key, columns, _ = TABLES[kind]
    last_day, first_day = _DAYS[kind]
    words = {"key": key, "last_day": last_day, "first_day": first_day}
    words["quarter"] = _QUARTER.format(**words)
    value, sort, way = _ORDERS[order]
    conditions = [*_within_reach(role), *(_CONDITIONS[field] for field in fields)]
    if follows:
        sign = "<" if way else ">"
        conditions.append(f"({value}, record.{key}) {sign} (CAST(:after AS {sort}), :after_id)")
    chosen = " AND ".join(conditions).format(**words)
    named = ", ".join(f"record.{column}" for column in columns)
    ordered = f"{value}{way}, record.{key}{way}".format(**words)
    return text(
        f"SELECT {named}, CAST({value.format(**words)} AS text) FROM {table} AS record"  # noqa: S608 - put together from constants of this house
        f" WHERE {chosen} ORDER BY {ordered} LIMIT :most"
    )


def _within_reach(role: Role) -> list[str]:
    if role is Role.PROVIDER:
        return [_REGISTERED]
    if role is Role.MANDATE_HOLDER:
        return ["record.enterprise_number = ANY(:enterprises)", _MANDATED, _IN_SERVICE]
    return ["record.enterprise_number = :organisation", _IN_SERVICE]


@cache
def versions(kind: RecordKind) -> TextClause:
    """Return the statement of all earlier versions of a record, the newest first."""
    table, key, columns, _ = TABLES[kind]
    return text(
        f"SELECT {', '.join(columns)} FROM {table}_version"  # noqa: S608 - same
        f" WHERE person_id = :person_id AND {key} = :record_id ORDER BY version DESC"
    )
