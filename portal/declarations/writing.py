"""Keeps what was accepted: the ledger first, which decides who was first, then the records."""

from collections.abc import Mapping
from datetime import datetime
from functools import cache
from typing import Final

from psycopg import sql
from psycopg.errors import UniqueViolation
from sqlalchemy import text
from sqlalchemy.orm import Session

from portal.declarations import catalogue
from portal.declarations.comparing import known_before
from portal.declarations.declaration import Declarant, Quality
from portal.declarations.entry import CreateEntry, Entry, RightEntry, TrainingEntry
from portal.declarations.outcome import Issue
from portal.declarations.records import references_of
from portal.driver import ask, driver_of
from portal.records.stand import RECORD, TRAINING_FACTS, Row

# Each copied column and its type, in the order of the rows. The binary form of COPY says no types
# on the way: the sixteen bytes of an id are the same as those of a `bytea`, and cost a quarter.
_LEDGER: Final = {
    "declarant": "text",
    "reference": "text",
    "person_id": "bytea",
    "record_id": "bytea",
    "record_kind": "text",
    "content": "bytea",
}
# What every version has that is not said by the declaration; of a training also this.
_TRAINING: Final = {
    "person_id": "bytea",
    "training_id": "bytea",
    **TRAINING_FACTS,
    **RECORD,
    "submission_id": "bytea",
    "to_verify": "bool",
}

FEW: Final = 20  # rows that one statement writes more cheaply than a stream
_CLAIM: Final = text(
    """
    INSERT INTO declared_reference
        (declarant, reference, person_id, record_id, record_kind, content)
    SELECT declarant, reference, CAST(encode(person_id, 'hex') AS uuid),
        CAST(encode(record_id, 'hex') AS uuid), record_kind, content
    FROM unnest(
        CAST(:declarant AS text[]), CAST(:reference AS text[]), CAST(:person_id AS bytea[]),
        CAST(:record_id AS bytea[]), CAST(:record_kind AS text[]), CAST(:content AS bytea[])
    ) AS declared (declarant, reference, person_id, record_id, record_kind, content)
    ON CONFLICT (declarant, reference) DO NOTHING
    """
)

_RIGHTS: Final = text(
    """
    INSERT INTO training_right
        (person_id, training_right_id, enterprise_number, year, kind, days, comment, version,
        record_state, reference, registered_by, registered_quality, channel, submission_id,
        registered_at)
    SELECT person_id, training_right_id, enterprise_number, year, kind, days, comment, 1,
        'active', reference, registered_by, :quality, :channel, :submission_id, :registered_at
    FROM unnest(
        CAST(:person_id AS uuid[]), CAST(:training_right_id AS uuid[]),
        CAST(:enterprise_number AS text[]), CAST(:year AS integer[]), CAST(:kind AS text[]),
        CAST(:days AS numeric[]), CAST(:comment AS text[]), CAST(:reference AS text[]),
        CAST(:registered_by AS text[])
    ) AS declared (person_id, training_right_id, enterprise_number, year, kind, days, comment,
        reference, registered_by)
    ON CONFLICT (person_id, enterprise_number, year, kind) WHERE record_state = 'active'
        DO NOTHING
    RETURNING training_right_id
    """
)

_FORGET: Final = text(
    "DELETE FROM declared_reference WHERE (declarant, reference) IN "
    "(SELECT * FROM unnest(CAST(:declarants AS text[]), CAST(:references AS text[])))"
)


def write(db: Session, declarant: Declarant, entries: list[CreateEntry], now: datetime) -> None:
    """Keep the entries; whoever came too late is answered so."""
    # In one order for everybody: two processes with the same references wait, and never deadlock.
    first = _write_ledger(db, sorted(entries, key=lambda entry: entry.key))
    trainings = [entry for entry in first if isinstance(entry, TrainingEntry)]
    rights = [entry for entry in first if isinstance(entry, RightEntry)]
    if trainings:
        copy(db, "training", _TRAINING, _training_rows(declarant, trainings, now))
    if rights:
        _write_rights(db, declarant, rights, now)


def copy(db: Session, table: str, columns: Mapping[str, str], rows: list[Row]) -> None:
    """Write rows into a table as one stream, in binary: the cheapest way there is."""
    statement = _copying(table, tuple(columns))
    with driver_of(db.connection()).cursor() as cursor, cursor.copy(statement) as stream:
        stream.set_types(list(columns.values()))
        for row in rows:
            stream.write_row(row)


@cache
def _copying(table: str, columns: tuple[str, ...]) -> bytes:
    return (
        sql.SQL("COPY {} ({}) FROM STDIN (FORMAT BINARY)")
        .format(sql.Identifier(table), sql.SQL(", ").join(map(sql.Identifier, columns)))
        .as_bytes()
    )


def _write_ledger(db: Session, entries: list[CreateEntry]) -> list[CreateEntry]:
    """Claim the references; return the entries that got theirs, and settle the others."""
    rows = [_ledger_row(entry) for entry in entries]
    if _claim(db, rows):
        return entries
    kept = references_of(db, list[Entry](entries))
    first = []
    for entry in entries:
        theirs = kept.get(entry.key)
        if theirs is not None and theirs.record_id == entry.record_id:
            first.append(entry)
        else:
            known_before(entry, theirs)
    return first


def _claim(db: Session, rows: list[Row]) -> bool:
    """Write references down that are still free; tell whether all of them were."""
    if len(rows) > FEW:
        try:
            with db.begin_nested():
                copy(db, "declared_reference", _LEDGER, rows)
        except UniqueViolation:
            pass  # somebody declared one of them since we looked
        else:
            return True
    bound = dict(zip(_LEDGER, map(list, zip(*rows, strict=True)), strict=True))
    return ask(db, _CLAIM, bound).rowcount == len(rows)


def _ledger_row(entry: CreateEntry) -> Row:
    kind = "right" if isinstance(entry, RightEntry) else "training"
    return (*entry.key, entry.person.raw, entry.record_id.bytes, kind, entry.content)


def _training_rows(declarant: Declarant, entries: list[TrainingEntry], now: datetime) -> list[Row]:
    channel, quality = declarant.channel.value, declarant.quality.value
    submission_id = declarant.submission_id.bytes if declarant.submission_id else None
    to_verify = declarant.quality is Quality.PROVIDER
    rows = []
    # One worker's trainings side by side: later they are read together.
    for entry in sorted(entries, key=lambda entry: entry.person.raw):
        enterprise_number, _, reference, *facts = entry.declaration
        rows.append(
            (
                entry.person.raw,
                entry.record_id.bytes,
                enterprise_number,
                *facts,
                1,
                "active",
                reference,
                entry.key[0],
                quality,
                channel,
                submission_id,
                now,
                to_verify,
            )
        )
    return rows


def _write_rights(
    db: Session, declarant: Declarant, entries: list[RightEntry], now: datetime
) -> None:
    """Keep rights; one that exists since we looked is refused, and its reference is free again."""
    columns = zip(*sorted(map(_right_row, entries)), strict=True)
    bound = dict(zip(_RIGHT_COLUMNS, map(list, columns), strict=True))
    said = {
        "quality": declarant.quality.value,
        "channel": declarant.channel.value,
        "submission_id": declarant.submission_id,
        "registered_at": now,
    }
    written = set(db.execute(_RIGHTS, {**bound, **said}).scalars())
    late = [entry for entry in entries if entry.record_id not in written]
    for entry in late:
        kind = entry.declaration.kind.value
        entry.add(Issue(catalogue.RIGHT_EXISTS, "kind", kind))
    if late:
        declarants, references = zip(*(entry.key for entry in late), strict=True)
        db.execute(_FORGET, {"declarants": list(declarants), "references": list(references)})


_RIGHT_COLUMNS: Final = (
    "person_id",
    "enterprise_number",
    "year",
    "kind",
    "training_right_id",
    "days",
    "comment",
    "reference",
    "registered_by",
)


def _right_row(entry: RightEntry) -> Row:
    """Return a row that sorts by what must be unique, so that nobody deadlocks."""
    right = entry.declaration
    return (
        entry.person.person_id,
        right.enterprise_number,
        right.year,
        right.kind.value,
        entry.record_id,
        right.days,
        right.comment,
        right.reference,
        entry.key[0],
    )
