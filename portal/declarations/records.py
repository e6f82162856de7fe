"""What the door must know of the records, fetched once for a whole list."""

from dataclasses import dataclass
from datetime import date
from typing import Final, NamedTuple
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from portal.declarations.entry import NOBODY, Entry, Job, Person, RightEntry, TrainingEntry
from portal.directory.entries import find

# Lists are bound as one text and taken apart by the server: an array of ten thousand texts costs
# the client more than all the rest of asking. Nothing that is listed holds a comma.
_JOBS: Final = text(
    """
    SELECT person_id, enterprise_number, start_date, end_date
    FROM employment
    WHERE person_id = ANY(CAST(string_to_array(:people, ',') AS uuid[]))
        AND enterprise_number = ANY(string_to_array(:enterprises, ','))
    """
)

_REFERENCES: Final = text(
    """
    SELECT declarant, reference, person_id, record_id, content
    FROM declared_reference
    WHERE (declarant, reference) IN (
            SELECT *
            FROM unnest(string_to_array(:organisations, ','), string_to_array(:references, ','))
        )
    """
)

_SAME_DAYS: Final = text(
    """
    SELECT person_id, enterprise_number, start_date, end_date, duration_minutes, title, reference
    FROM training
    WHERE (person_id, start_date) IN (
            SELECT *
            FROM unnest(
                CAST(string_to_array(:people, ',') AS uuid[]),
                CAST(string_to_array(:days, ',') AS date[])
            )
        )
        AND record_state = 'active'
    """
)

_RIGHTS: Final = text(
    """
    SELECT person_id, enterprise_number, year, kind
    FROM training_right
    WHERE person_id = ANY(CAST(string_to_array(:people, ',') AS uuid[]))
        AND record_state = 'active'
    """
)

CURRENT: Final = "current"  # the state of a number that is still borne


class Kept(NamedTuple):
    """A record of which the ledger knows the reference."""

    person_id: UUID
    record_id: UUID
    content: bytes


# What makes two trainings look like one: worker, enterprise, days, minutes, title.
Likeness = tuple[Person, str, date, date, int, str]
RightKey = tuple[Person, str, int, str]


def likeness(entry: TrainingEntry) -> Likeness:
    """Return what a training would share with its duplicate."""
    training = entry.declaration
    return (
        entry.person,
        training.enterprise_number,
        training.start_date,
        training.end_date,
        training.duration_minutes,
        training.title.casefold(),
    )


def right_key(entry: RightEntry) -> RightKey:
    """Return what only one active right may have."""
    right = entry.declaration
    return entry.person, right.enterprise_number, right.year, right.kind.value


@dataclass(frozen=True, slots=True)
class Records:
    """What is known that bears on a list; filled on with what the list itself adds.

    states: of the social security numbers that are known. kept: by organisation and reference.
    alike: references of active trainings. rights: those active.
    """

    states: dict[str, str]
    kept: dict[tuple[str, str], Kept]
    alike: dict[Likeness, str]
    rights: set[RightKey]


def look_up(db: Session, entries: list[Entry]) -> Records:
    """Return what is known of all that a list speaks of, in as many statements for any list.

    Each entry gets its worker, with the employments at the enterprises of the list.
    """
    ssins = {entry.declaration.ssin for entry in entries}
    states: dict[str, str] = {}
    named: dict[str, Person] = {}
    people: dict[UUID, Person] = {}
    for ssin, (person_id, state, _) in find(db, ssins).items():
        states[ssin] = state
        named[ssin] = people.setdefault(person_id, Person(person_id))
    for entry in entries:
        entry.person = named.get(entry.declaration.ssin, NOBODY)
    _find_jobs(db, people, {entry.declaration.enterprise_number for entry in entries})
    kept = references_of(db, entries)
    return Records(states, kept, _alike_of(db, people, entries), _rights_of(db, people, entries))


def _find_jobs(db: Session, people: dict[UUID, Person], enterprises: set[str]) -> None:
    bound = {"people": ",".join(map(str, people)), "enterprises": ",".join(enterprises)}
    for person_id, enterprise_number, start_date, end_date in db.execute(_JOBS, bound):
        jobs = people[person_id].jobs.setdefault(enterprise_number, [])
        jobs.append(Job(start_date, end_date))


def references_of(db: Session, entries: list[Entry]) -> dict[tuple[str, str], Kept]:
    """Return the records that the ledger already knows under references of these entries."""
    bound = {
        "organisations": ",".join([entry.key[0] for entry in entries]),
        "references": ",".join([entry.key[1] for entry in entries]),
    }
    return {
        (organisation, reference): Kept(person_id, record_id, content)
        for organisation, reference, person_id, record_id, content in db.execute(_REFERENCES, bound)
    }


def _alike_of(db: Session, people: dict[UUID, Person], entries: list[Entry]) -> dict[Likeness, str]:
    days = {
        (entry.person, entry.declaration.start_date)
        for entry in entries
        if isinstance(entry, TrainingEntry) and entry.person is not NOBODY
    }
    if not days:
        return {}
    bound = {
        "people": ",".join([person.text for person, _ in days]),
        "days": ",".join([str(day) for _, day in days]),
    }
    return {
        (people[person_id], number, start, end, minutes, title.casefold()): reference
        for person_id, number, start, end, minutes, title, reference in db.execute(
            _SAME_DAYS, bound
        )
    }


def _rights_of(db: Session, people: dict[UUID, Person], entries: list[Entry]) -> set[RightKey]:
    asked = {
        entry.person.text
        for entry in entries
        if isinstance(entry, RightEntry) and entry.person is not NOBODY
    }
    if not asked:
        return set()
    return {
        (people[person_id], number, year, kind)
        for person_id, number, year, kind in db.execute(_RIGHTS, {"people": ",".join(asked)})
    }
