"""What the door must know of the records, fetched once for a whole list."""

from dataclasses import dataclass
from datetime import date
from typing import Final, NamedTuple
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from portal.declarations.declaration import Declaration
from portal.declarations.entry import NOBODY, Entry, RightEntry, TrainingEntry

_PEOPLE: Final = text("SELECT ssin, person_id, state FROM directory WHERE ssin = ANY(:ssins)")

_EMPLOYMENTS: Final = text(
    """
    SELECT person_id, enterprise_number, start_date, end_date
    FROM employment
    WHERE person_id = ANY(:people)
        AND enterprise_number = ANY(:enterprises)
    """
)

_REFERENCES: Final = text(
    """
    SELECT declarant, reference, person_id, record_id, content
    FROM declared_reference
    WHERE (declarant, reference) IN (
            SELECT * FROM unnest(CAST(:organisations AS text[]), CAST(:references AS text[]))
        )
    """
)

_SAME_DAYS: Final = text(
    """
    SELECT person_id, enterprise_number, start_date, end_date, duration_minutes, title, reference
    FROM training
    WHERE (person_id, start_date) IN (
            SELECT * FROM unnest(CAST(:people AS uuid[]), CAST(:days AS date[]))
        )
        AND record_state = 'active'
    """
)

_RIGHTS: Final = text(
    """
    SELECT person_id, enterprise_number, year, kind
    FROM training_right
    WHERE person_id = ANY(:people)
        AND record_state = 'active'
    """
)


class Person(NamedTuple):
    """Whom a social security number names; state: current, replaced, canceled."""

    person_id: UUID
    state: str


class Job(NamedTuple):
    """The first and last day of an employment; None: still in service."""

    start_date: date
    end_date: date | None

    def covers(self, start_date: date, end_date: date) -> bool:
        """Tell whether a training between those days, both included, lies whole in it."""
        return self.start_date <= start_date and (
            self.end_date is None or end_date <= self.end_date
        )

    def touches(self, year: int) -> bool:
        """Tell whether it was in service on any day of a year."""
        return self.start_date.year <= year and (
            self.end_date is None or year <= self.end_date.year
        )


class Kept(NamedTuple):
    """A record of which the ledger knows the reference."""

    person_id: UUID
    record_id: UUID
    content: bytes


# What makes two trainings look like one: worker, enterprise, days, minutes, title.
Likeness = tuple[UUID, str, date, date, int, str]
RightKey = tuple[UUID, str, int, str]


def likeness(entry: TrainingEntry) -> Likeness:
    """Return what a training would share with its duplicate."""
    training = entry.declaration
    return (
        entry.person_id,
        training.enterprise_number,
        training.start_date,
        training.end_date,
        training.duration_minutes,
        training.title.casefold(),
    )


def right_key(entry: RightEntry) -> RightKey:
    """Return what only one active right may have."""
    right = entry.declaration
    return entry.person_id, right.enterprise_number, right.year, right.kind.value


@dataclass(frozen=True, slots=True)
class Records:
    """What is known that bears on a list; filled on with what the list itself adds.

    people: by social security number. jobs: by person and enterprise. kept: by organisation and
    reference. alike: references of active trainings. rights: those active.
    """

    people: dict[str, Person]
    jobs: dict[tuple[UUID, str], list[Job]]
    kept: dict[tuple[str, str], Kept]
    alike: dict[Likeness, str]
    rights: set[RightKey]


def look_up(db: Session, entries: list[Entry]) -> Records:
    """Return what is known of all that a list speaks of, in as many statements for any list."""
    declared = [entry.declaration for entry in entries]
    people = _people_of(db, declared)
    for entry in entries:
        if person := people.get(entry.declaration.ssin):
            entry.person_id = person.person_id
    return Records(
        people=people,
        jobs=_jobs_of(db, people, declared),
        kept=references_of(db, entries),
        alike=_alike_of(db, entries),
        rights=_rights_of(db, entries),
    )


def _people_of(db: Session, declared: list[Declaration]) -> dict[str, Person]:
    ssins = list({declaration.ssin for declaration in declared})
    rows = db.execute(_PEOPLE, {"ssins": ssins})
    return {ssin: Person(person_id, state) for ssin, person_id, state in rows}


def _jobs_of(
    db: Session, people: dict[str, Person], declared: list[Declaration]
) -> dict[tuple[UUID, str], list[Job]]:
    bound = {
        "people": list({person.person_id for person in people.values()}),
        "enterprises": list({declaration.enterprise_number for declaration in declared}),
    }
    jobs: dict[tuple[UUID, str], list[Job]] = {}
    for person_id, enterprise_number, start_date, end_date in db.execute(_EMPLOYMENTS, bound):
        jobs.setdefault((person_id, enterprise_number), []).append(Job(start_date, end_date))
    return jobs


def references_of(db: Session, entries: list[Entry]) -> dict[tuple[str, str], Kept]:
    """Return the records that the ledger already knows under references of these entries."""
    bound = {
        "organisations": [entry.organisation for entry in entries],
        "references": [entry.declaration.reference for entry in entries],
    }
    return {
        (organisation, reference): Kept(person_id, record_id, content)
        for organisation, reference, person_id, record_id, content in db.execute(_REFERENCES, bound)
    }


def _alike_of(db: Session, entries: list[Entry]) -> dict[Likeness, str]:
    days = {
        (entry.person_id, entry.declaration.start_date)
        for entry in entries
        if isinstance(entry, TrainingEntry) and entry.person_id is not NOBODY
    }
    if not days:
        return {}
    bound = {"people": [person for person, _ in days], "days": [day for _, day in days]}
    return {
        (person_id, enterprise_number, start, end, minutes, title.casefold()): reference
        for person_id, enterprise_number, start, end, minutes, title, reference in db.execute(
            _SAME_DAYS, bound
        )
    }


def _rights_of(db: Session, entries: list[Entry]) -> set[RightKey]:
    people = {
        entry.person_id
        for entry in entries
        if isinstance(entry, RightEntry) and entry.person_id is not NOBODY
    }
    if not people:
        return set()
    return {
        (person_id, enterprise_number, year, kind)
        for person_id, enterprise_number, year, kind in db.execute(
            _RIGHTS, {"people": list(people)}
        )
    }
