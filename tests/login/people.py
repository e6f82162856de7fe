"""People of the register, written straight into it."""

from uuid import UUID

from portal.database import Session
from portal.directory.entries import find
from portal.identifiers import new_id
from portal.models import Person
from tests.directory.register import add_number


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
            person_id = find(db, [replaced_by])[replaced_by].person_id
        add_number(db, number, person_id, state, replaced_by)
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
