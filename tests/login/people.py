"""People of the register, written straight into it."""

from uuid import UUID

from portal.clock import machine_now
from portal.database import Session
from portal.identifiers import new_id
from portal.models import DirectoryEntry, Person

MARIE = "85073003328"
MARIE_BEFORE = "85470100195"


def in_register(
    number: str,
    state: str = "current",
    replaced_by: str | None = None,
    person_id: UUID | None = None,
) -> UUID:
    """Write a number down, and its person unless one is given; return the person's id."""
    with Session.begin() as db:
        if person_id is None:
            person_id = new_id()
            db.add(
                Person(
                    person_id=person_id,
                    family_name="Peeters",
                    given_names="Marie",
                    birth_date=None,
                    birth_place=None,
                    language="nl",
                    email=None,
                )
            )
            db.flush()
        db.add(
            DirectoryEntry(
                ssin=number,
                person_id=person_id,
                state=state,
                replaced_by=replaced_by,
                changed_at=machine_now(),
            )
        )
    return person_id
