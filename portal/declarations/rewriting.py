"""Keeps what was changed: each version that was replaced, and the record as it now stands."""

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import Final
from uuid import UUID

from sqlalchemy import TextClause, text
from sqlalchemy.orm import Session

from portal.declarations.entry import ChangeEntry
from portal.declarations.writing import copy
from portal.records.facts import RecordKind
from portal.records.stand import RIGHT, TRAINING, Stand

_TABLES: Final[Mapping[RecordKind, tuple[str, Mapping[str, str]]]] = MappingProxyType(
    {
        RecordKind.TRAINING: ("training", TRAINING),
        RecordKind.RIGHT: ("training_right", RIGHT),
    }
)


def rewrite(db: Session, entries: list[ChangeEntry]) -> None:
    """Keep changes that were accepted, in the order of their list; two statements a kind.

    Their records are held, so nobody else has changed them since they were compared.
    """
    for kind, (table, columns) in _TABLES.items():
        replaced: list[Stand] = []
        latest: dict[UUID, Stand] = {}
        for entry in entries:
            if entry.action.kind is kind and entry.before and entry.after:
                replaced.append(entry.before)
                latest[entry.record_id] = entry.after
        if latest:
            copy(db, f"{table}_version", columns, [stand.row for stand in replaced])
            values = zip(*(stand.row for stand in latest.values()), strict=True)
            bound = dict(zip(columns, map(list, values), strict=True))
            db.execute(_update(kind), bound)


@cache
def _update(kind: RecordKind) -> TextClause:
    table, columns = _TABLES[kind]
    key = ("person_id", f"{table}_id")
    changed = [name for name in columns if name not in key]
    arrays = ", ".join(f"CAST(:{name} AS {sort}[])" for name, sort in columns.items())
    return text(f"""
        UPDATE {table} AS record
        SET ({", ".join(changed)}) = ROW({", ".join(f"changed.{name}" for name in changed)})
        FROM unnest({arrays}) AS changed ({", ".join(columns)})
        WHERE {" AND ".join(f"record.{name} = changed.{name}" for name in key)}
    """)  # noqa: S608 - put together from constants of this house
