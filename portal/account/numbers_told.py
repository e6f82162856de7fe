"""Tells an organisation which numbers of its workers changed; each worker sees that it was told."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection

from portal.account.looks import DataGroup, Look, check_may_look, write_looks
from portal.account.represented import represented, tie_of
from portal.directory.changes import NumberChange, number_changes
from portal.roles import Thing


class Behind(NamedTuple):
    """Behind which change a page begins: its moment and its place, b"" for none."""

    moment: datetime
    place: bytes


def open_number_changes(
    db: Connection, organisation: str, behind: Behind, most: int, look: Look
) -> Sequence[NumberChange]:
    """Return changes of numbers of workers of whom an organisation may read, the oldest first."""
    enterprises = represented(db, look.role, organisation, look.looked_at.date())
    found = number_changes(db, enterprises, behind.moment, behind.place, most)
    people = list({change.person_id for change in found})
    if people:
        check_may_look(people, Thing.EMPLOYMENT, look, tie_of(look.role))
        write_looks(db, people, DataGroup.NUMBER, look)
    return found
