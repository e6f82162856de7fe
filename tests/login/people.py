"""People of the register, written straight into it."""

from uuid import UUID

from portal.clock import machine_now
from portal.database import Session
from portal.identifiers import new_id
from portal.models import DirectoryEntry, Person


def in_register(number: str, state: str = "current", replaced_by: str | None = None) -> UUID:
    """Write a number and its person down; return the person's id.

    replaced_by: a number that stands there already, of the same person.
    """
    with Session.begin() as db:
        if replaced_by is None:
            person_id = new_id()
            db.add(_somebody(person_id))
            db.flush()
        else:
            person_id = db.get_one(DirectoryEntry, replaced_by).person_id
        entry = DirectoryEntry(
            ssin=number,
            person_id=person_id,
            state=state,
            replaced_by=replaced_by,
            changed_at=machine_now(),
        )
        db.add(entry)
    return person_id


def _somebody(person_id: UUID) -> Person:
    return Person(
        person_id=person_id,
        family_name="Peeters",
        given_names="Marie",
        birth_date=None,
        birth_place=None,
        language="nl",
        email=None,
    )
