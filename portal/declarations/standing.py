"""Finds the records that a list changes, and keeps others from changing them meanwhile."""

from collections.abc import Iterable
from functools import cache
from types import MappingProxyType
from typing import Final
from uuid import UUID

from sqlalchemy import TextClause, text
from sqlalchemy.orm import Session

from portal.declarations.declaration import Declarant, Quality
from portal.records.facts import RecordKind
from portal.records.stand import RIGHT, TRAINING, Stand

# Which records a declarant may lay hands on at all; what it may not is not even locked.
_WITHIN_REACH: Final = MappingProxyType(
    {
        Quality.OPERATOR: "CAST(:organisation AS text) IS NULL",
        Quality.EMPLOYER: "record.enterprise_number = :organisation",
        Quality.MANDATE_HOLDER: """EXISTS (
            SELECT FROM mandate
            WHERE holder_enterprise_number = :organisation
                AND mandator_enterprise_number = record.enterprise_number
                AND revoked_at IS NULL
        )""",
        Quality.PROVIDER: """EXISTS (
            SELECT FROM declared_reference
            WHERE declarant = :organisation
                AND declared_reference.reference = record.reference
                AND record_id = record.{key}
        )""",
    }
)
_TABLES: Final = MappingProxyType(
    {
        RecordKind.TRAINING: ("training", "training_id", TRAINING, Stand.of_training),
        RecordKind.RIGHT: ("training_right", "training_right_id", RIGHT, Stand.of_right),
    }
)


@cache
def _statement(kind: RecordKind, quality: Quality) -> TextClause:
    table, key, columns, _ = _TABLES[kind]
    within_reach = _WITHIN_REACH[quality].format(key=key)
    # In one order for everybody: two lists with the same records wait, and never deadlock.
    return text(f"""
        SELECT {", ".join(columns)}
        FROM {table} AS record
        WHERE {key} = ANY(CAST(string_to_array(:records, ',') AS uuid[]))
            AND {within_reach}
        ORDER BY person_id, {key}
        FOR NO KEY UPDATE OF record
    """)  # noqa: S608 - put together from constants of this house


def hold(
    db: Session, declarant: Declarant, asked: Iterable[tuple[RecordKind, UUID]]
) -> dict[tuple[RecordKind, UUID], Stand]:
    """Return the records asked for that are within the declarant's reach, by kind and id.

    Until the end of the transaction nobody else can change them. One statement a kind.
    """
    wanted: dict[RecordKind, dict[UUID, None]] = {}
    for kind, record_id in asked:
        wanted.setdefault(kind, {})[record_id] = None
    found = {}
    for kind, ids in wanted.items():
        bound = {
            "organisation": declarant.enterprise_number,
            "records": ",".join(map(str, ids)),
        }
        read = _TABLES[kind][3]
        for row in db.execute(_statement(kind, declarant.quality), bound):
            stand = read(tuple(row))
            found[kind, stand.record_id] = stand
    return found
