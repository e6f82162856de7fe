"""What the door must know of the records, fetched once for a whole list."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, NamedTuple
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from portal.declarations.declaration import Declarant, Quality
from portal.declarations.entry import ChangeEntry, CreateEntry, Entry
from portal.declarations.people import NOBODY, Job, Person
from portal.declarations.standing import hold
from portal.directory.entries import find
from portal.driver import rows_of
from portal.records.facts import EVERYBODY, RecordKind, RightDeclaration, TrainingDeclaration
from portal.records.stand import Stand

# Lists are bound as one text and taken apart by the server: an array of ten thousand texts costs
# the client more than all the rest of asking. Nothing that is listed holds a comma.
_JOBS: Final = text(
    """
    SELECT CAST(person_id AS text), enterprise_number, start_date, end_date
    FROM employment
    WHERE person_id = ANY(CAST(string_to_array(:people, ',') AS uuid[]))
        AND enterprise_number = ANY(string_to_array(:enterprises, ','))
    """
)

_REFERENCES: Final = text(
    """
    SELECT declarant, reference, person_id, record_id, record_kind, content, warnings
    FROM declared_reference
    WHERE (declarant, reference) IN (
            SELECT *
            FROM unnest(string_to_array(:organisations, ','), string_to_array(:references, ','))
        )
    """
)

# A provider hears of its own registrations only. Each day is looked up by the key, whatever the
# server believes of a table that has just grown: OFFSET keeps it from joining the two otherwise.
_SAME_DAYS: Final = text(
    """
    SELECT found.*
    FROM unnest(
            CAST(string_to_array(:people, ',') AS uuid[]),
            CAST(string_to_array(:days, ',') AS date[])
        ) AS asked (person_id, start_date),
        LATERAL (
            SELECT CAST(person_id AS text), enterprise_number, start_date, end_date,
                duration_minutes, title,
                training_id, reference
            FROM training
            WHERE training.person_id = asked.person_id
                AND training.start_date = asked.start_date
                AND record_state = 'active'
                AND registered_by = coalesce(CAST(:only_by AS text), registered_by)
            OFFSET 0
        ) AS found
    """
)

_RIGHTS: Final = text(
    """
    SELECT CAST(person_id AS text), enterprise_number, year, kind
    FROM training_right
    WHERE person_id = ANY(CAST(string_to_array(:people, ',') AS uuid[]))
        AND record_state = 'active'
    """
)

CURRENT: Final = "current"  # the state of a number that is still borne


class Kept(NamedTuple):
    """A record of which the ledger knows the reference.

    warnings: of the first answer, as they are kept.
    """

    person_id: UUID
    record_id: UUID
    kind: RecordKind
    content: bytes
    warnings: list[Any] | None


# What makes two trainings look like one: worker, enterprise, days, minutes, title.
Likeness = tuple[Person, str, date, date, int, str]
RightKey = tuple[Person, str, int, str]


def likeness(person: Person, training: TrainingDeclaration) -> Likeness:
    """Return what a training would share with its duplicate."""
    return (
        person,
        training.enterprise_number,
        training.start_date,
        training.end_date,
        training.duration_minutes,
        training.title.casefold(),
    )


def right_key(person: Person, right: RightDeclaration) -> RightKey:
    """Return what only one active right may have."""
    return person, right.enterprise_number, right.year, right.kind


@dataclass(frozen=True, slots=True)
class Records:
    """What is known that bears on a list; filled on with what the list itself adds.

    states: of the social security numbers that are known; named: whose they are.
    people: all who are concerned, by the text of their id. kept: by organisation and reference.
    stands: the records that the list changes. alike: ids and references of active trainings.
    rights: those active.
    """

    states: dict[str, str]
    named: dict[str, Person]
    people: dict[str, Person]
    kept: dict[tuple[str, str], Kept]
    stands: dict[tuple[RecordKind, UUID], Stand]
    alike: dict[Likeness, tuple[UUID, str]]
    rights: set[RightKey]


def look_up(db: Session, declarant: Declarant, entries: list[Entry]) -> Records:
    """Return what is known of all that a list speaks of, in as many statements for any list.

    Each entry that creates gets its worker; all get their employments at the enterprises of the
    list. What the list changes is held until the end of the transaction.
    """
    kept = references_of(db, entries)
    stands = hold(db, declarant, _changed(entries, kept))
    people = {str(stand.person_id): Person(stand.person_id) for stand in stands.values()}
    states: dict[str, str] = {}
    named: dict[str, Person] = {}
    said = {entry.declaration.ssin for entry in entries if entry.declaration.ssin}
    for ssin, (person_id, state, _) in find(db, said).items():
        states[ssin] = state
        person = Person(person_id)
        named[ssin] = people.setdefault(person.text, person)
    for entry in entries:
        if isinstance(entry, CreateEntry):
            entry.person = named.get(entry.declaration.ssin, NOBODY)
            if not entry.declaration.ssin:
                entry.person = people.setdefault(str(EVERYBODY), Person(EVERYBODY))
    _find_jobs(db, people, _enterprises(entries, stands.values()))
    alike = _alike_of(db, people, _days_of(entries, named), declarant)
    return Records(states, named, people, kept, stands, alike, _rights_of(db, people, entries))


def _changed(
    entries: list[Entry], kept: dict[tuple[str, str], Kept]
) -> Iterable[tuple[RecordKind, UUID]]:
    """Give the kinds and ids of the records that a list changes, as far as they can be named."""
    for entry in entries:
        if not isinstance(entry, ChangeEntry):
            continue
        if entry.change.record_id is not None:
            yield entry.action.kind, entry.change.record_id
        elif entry.key in kept:
            yield entry.action.kind, kept[entry.key].record_id


def _enterprises(entries: list[Entry], stands: Iterable[Stand]) -> set[str]:
    said = {entry.declaration.enterprise_number for entry in entries}
    said |= {stand.facts.enterprise_number for stand in stands}
    return {number for number in said if number}


def _find_jobs(db: Session, people: dict[str, Person], enterprises: set[str]) -> None:
    bound = {"people": ",".join(people), "enterprises": ",".join(enterprises)}
    for person, enterprise_number, start_date, end_date in rows_of(db, _JOBS, bound):
        jobs = people[person].jobs.setdefault(enterprise_number, [])
        jobs.append(Job(start_date, end_date))


def references_of(db: Session, entries: list[Entry]) -> dict[tuple[str, str], Kept]:
    """Return the records that the ledger already knows under references of these entries."""
    bound = {
        "organisations": ",".join([entry.key[0] for entry in entries]),
        "references": ",".join([entry.key[1] for entry in entries]),
    }
    return {
        (organisation, reference): Kept(person_id, record_id, RecordKind(kind), content, warnings)
        for organisation, reference, person_id, record_id, kind, content, warnings in rows_of(
            db, _REFERENCES, bound
        )
    }


def _days_of(entries: list[Entry], named: dict[str, Person]) -> set[tuple[Person, date]]:
    # Nobody's days are asked for too: who is unknown takes as long as who works elsewhere.
    return {
        (named.get(declaration.ssin, NOBODY), declaration.start_date)
        for entry in entries
        if isinstance(declaration := entry.declaration, TrainingDeclaration)
    }


def _alike_of(
    db: Session,
    people: dict[str, Person],
    days: set[tuple[Person, date]],
    declarant: Declarant,
) -> dict[Likeness, tuple[UUID, str]]:
    if not days:
        return {}
    is_provider = declarant.quality is Quality.PROVIDER
    bound = {
        "people": ",".join([person.text for person, _ in days]),
        "days": ",".join([str(day) for _, day in days]),
        "only_by": declarant.enterprise_number if is_provider else None,
    }
    return {
        (people[person], number, start, end, minutes, title.casefold()): (record_id, reference)
        for person, number, start, end, minutes, title, record_id, reference in rows_of(
            db, _SAME_DAYS, bound
        )
    }


def _rights_of(db: Session, people: dict[str, Person], entries: list[Entry]) -> set[RightKey]:
    asked = {
        entry.person.text
        for entry in entries
        if isinstance(entry.declaration, RightDeclaration) and isinstance(entry, CreateEntry)
    }
    if not asked:
        return set()
    return {
        (people[person], number, year, kind)
        for person, number, year, kind in db.execute(_RIGHTS, {"people": ",".join(asked)})
    }
