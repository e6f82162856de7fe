"""Writes an export into a portal that does not know its person, and proves that it is the same."""

import json
import tempfile
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from decimal import Inexact
from pathlib import Path
from typing import Any, Final
from uuid import UUID

from sqlalchemy import delete, func, insert, select, text, update
from sqlalchemy.exc import DataError, IntegrityError
from sqlalchemy.orm import Session

from portal.account.looks import DataGroup, Look, check_may_look, write_looks
from portal.clock import BELGIUM
from portal.directory.entries import find
from portal.export.as_feed import write_feed
from portal.export.document import Document
from portal.export.gathering import Gathered, read_all
from portal.export.parts import RightPart, TrainingPart
from portal.export.reading import Export, ExportRefused
from portal.export.records import ledger_row, right_row, training_row
from portal.feed.loading import load_feed
from portal.models import (
    DeclaredReference,
    Employer,
    Employment,
    FeedLoad,
    Person,
    Training,
    TrainingRight,
    TrainingRightVersion,
    TrainingVersion,
)
from portal.records.facts import EVERYBODY
from portal.roles import Role, Thing

# The parts of a document that must be the same again; the others happened elsewhere.
_COMPARED: Final = ("person", "employments", "trainings", "declaredRights")


@dataclass(frozen=True, slots=True)
class Restored:
    """What became of an export. is_new: false where the portal held the very same already.

    differing: the parts that are not the same afterwards.
    """

    is_new: bool
    employments: int
    trainings: int
    declared_rights: int
    differing: tuple[str, ...]


def restore(db: Session, export: Export, now: datetime) -> Restored:
    """Write an export's person and records; raises ExportRefused, and nothing may be committed."""
    document = export.document
    known = _known_person(db, export)
    is_new = known is None or _is_empty(db, known)
    person_id = _written(db, export) if known is None or is_new else known
    look = Look(now, Role.OPERATOR, "command")
    check_may_look([person_id], Thing.ACCOUNT, look)
    write_looks(db.connection(), [person_id], DataGroup.ACCOUNT, look)
    differing = _differing(db, person_id, export)
    if differing and not is_new:
        raise ExportRefused(
            f"The portal knows this person with other data ({', '.join(differing)}): an export can"
            " only be read into a portal that holds nothing of the person."
        )
    return Restored(
        is_new,
        len(document.employments),
        len(document.trainings),
        len(document.declared_rights),
        differing,
    )


def _known_person(db: Session, export: Export) -> UUID | None:
    numbers = [number.ssin for number in export.document.person.numbers]
    people = {entry.person_id for entry in find(db, numbers).values()}
    if len(people) > 1:
        raise ExportRefused("The portal knows the numbers of this person as those of several.")
    return next(iter(people), None)


def _is_empty(db: Session, person_id: UUID) -> bool:
    """Tell whether nothing but the identity of a person is known."""
    return not any(
        db.scalar(select(func.count()).where(table.person_id == person_id))
        for table in (Employment, Training, TrainingRight)
    )


def _written(db: Session, export: Export) -> UUID:
    """Write all of it and return the person."""
    try:
        known = set(db.scalars(select(Employer.enterprise_number)))
        _load_sources(db, export, known)
        _write_opt_outs(db, export.document, known)
        (person_id,) = {
            entry.person_id for entry in find(db, [export.document.person.ssin]).values()
        }
        _write_records(db, person_id, export.document)
    except (DataError, IntegrityError):
        raise ExportRefused("This export holds what no learning account can hold.") from None
    return person_id


def _write_opt_outs(db: Session, document: Document, known: Collection[str]) -> None:
    """Write what employers chose for all their workers; what is known of an employer stays."""
    chosen = select(TrainingRight.enterprise_number).where(TrainingRight.person_id == EVERYBODY)
    stays = {*known, *db.scalars(chosen)}
    opt_outs = [
        opt_out
        for employer in document.employers
        if employer.enterprise_number not in stays
        for opt_out in employer.opt_outs
    ]
    _write_rights(db, EVERYBODY, opt_outs)
    _claim_references(db, [ledger_row(EVERYBODY, one) for one in opt_outs])


def _write_rights(db: Session, person_id: UUID, rights: Sequence[RightPart]) -> None:
    old = [old for one in rights for old in one.earlier_versions]
    _insert(db, TrainingRight, (right_row(person_id, one) for one in rights))
    _insert(db, TrainingRightVersion, (right_row(person_id, one) for one in old))


def _write_records(db: Session, person_id: UUID, document: Document) -> None:
    """Write what the person gave and what was registered of them."""
    if document.person.email:
        set_email = update(Person).where(Person.person_id == person_id)
        db.execute(set_email.values(email=document.person.email))
    trainings, rights = document.trainings, document.declared_rights
    old_trainings = [old for one in trainings for old in one.earlier_versions]
    _insert(db, Training, (training_row(person_id, one) for one in trainings))
    _insert(db, TrainingVersion, (training_row(person_id, one) for one in old_trainings))
    _write_rights(db, person_id, rights)
    records: list[TrainingPart | RightPart] = [*trainings, *rights]
    _claim_references(db, [ledger_row(person_id, one) for one in records])


def _load_sources(db: Session, export: Export, known: Collection[str]) -> None:
    """Let what the government knows come in as a feed, which checks it."""
    document = export.document
    ids = [job.employment_id for job in document.employments]
    if db.scalar(select(Employment.employment_id).where(Employment.employment_id.in_(ids))):
        raise ExportRefused("An employment of this export is another person's in this portal.")
    was_fed = db.scalar(select(func.count()).select_from(FeedLoad))
    day = document.data_date or document.as_of
    loaded_at = datetime.combine(day, time(12), BELGIUM)
    with tempfile.TemporaryDirectory() as folder:
        try:
            write_feed(document, Path(folder), known)
        except Inexact:
            raise ExportRefused("A work regime of this export is no decimal number.") from None
        report = load_feed(db, Path(folder), loaded_at, lambda _step, _rows: None)
    for fault in report.faults:
        place = f"{fault.file}, {fault.column}"
        raise ExportRefused(
            f"The authentic data of this export cannot be: {place}: {fault.sentence}"
        )
    if was_fed:
        # The day of the data is that of the sources' own loads, for everybody.
        db.execute(delete(FeedLoad).where(FeedLoad.loaded_at == loaded_at))


def _insert(db: Session, table: type[Any], rows: Iterable[dict[str, object]]) -> None:
    if found := list(rows):
        db.execute(insert(table), found)


def _claim_references(db: Session, rows: Sequence[dict[str, object] | None]) -> None:
    """Remember what was declared under which reference, so that it is known when it comes again."""
    claimed = [row for row in rows if row is not None]
    if claimed:
        names = list(claimed[0])
        statement = text(
            f"INSERT INTO {DeclaredReference.__tablename__} ({', '.join(names)})"  # noqa: S608 - ours
            f" VALUES ({', '.join(f':{name}' for name in names)}) ON CONFLICT DO NOTHING"
        )
        db.execute(statement, claimed)


def _differing(db: Session, person_id: UUID, export: Export) -> tuple[str, ...]:
    """Return the parts in which the portal now says something else than the export."""
    moment = datetime.combine(export.document.as_of, time(12), BELGIUM)
    gathered = read_all(db.connection(), person_id, moment)
    try:
        here = _parts_of(gathered)
    finally:
        gathered.close()
    return tuple(name for name in _COMPARED if here[name] != export.said[name])


def _parts_of(gathered: Gathered) -> dict[str, Any]:
    """Return what is compared, as JSON gives it back."""
    few = json.loads(json.dumps(dict(gathered.head)))
    return {
        **few,
        "trainings": list(gathered.trainings),
        "declaredRights": list(gathered.declared_rights),
    }
