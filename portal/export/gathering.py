"""Gathers all that the portal holds of a person, as of one moment, with the names of the contract.

The database is left before the first byte of a file is made: whoever downloads slowly holds
nothing up.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, TextClause

from portal.account.account import read_account
from portal.account.calendar import address_of
from portal.account.issued import issued_to
from portal.account.looks import DataGroup, Look, check_may_look, write_looks
from portal.account.printed import known
from portal.account.rows import Employers, places_of
from portal.account.values import Account
from portal.clock import BELGIUM
from portal.database import reading, snapshot
from portal.directory.entries import numbers_borne
from portal.export import members
from portal.export.spool import Lines
from portal.export.statements import EMPLOYERS, LOOKS, PERSON, RIGHTS, TRAININGS
from portal.roles import Thing

CHUNK = 200  # rows that are in memory at once
MOST_ATTESTATIONS = 10_000


@dataclass(frozen=True, slots=True)
class Gathered:
    """All of it. account: with employments and no trainings, which may be many.

    head: the members of the document that are few; the three lists are its long ones.
    """

    account: Account
    exported_at: datetime
    head: Mapping[str, Any]
    trainings: Lines = field(default_factory=Lines)
    declared_rights: Lines = field(default_factory=Lines)
    looks: Lines = field(default_factory=Lines)

    def close(self) -> None:
        """Let go of what waits on disk."""
        for lines in (self.trainings, self.declared_rights, self.looks):
            lines.close()


def gather(person_id: UUID, look: Look) -> Gathered:
    """Return what is held of a person; that it was asked for is written down before.

    Raises portal.account.looks.NotPermitted.
    """
    check_may_look([person_id], Thing.STATEMENT, look)
    with reading() as db:
        write_looks(db, [person_id], DataGroup.EXPORT, look)
    with snapshot() as db:
        return read_all(db, person_id, look.looked_at)


def read_all(db: Connection, person_id: UUID, now: datetime) -> Gathered:
    """Return what is held of a person; db: sees one moment, `portal.database.snapshot`."""
    bound = {"person_id": person_id}
    account = read_account(db, person_id, now.astimezone(BELGIUM).date(), newest=0)
    birth_place, email, places, represents, sign_ins = db.execute(PERSON, bound).one()
    employers = list(db.execute(EMPLOYERS, bound))
    numbers = numbers_borne(db, person_id)
    head = {
        "asOf": account.as_of.isoformat(),
        **known(dataDate=account.data_date.isoformat() if account.data_date else None),
        "person": members.person_of(account, numbers, birth_place, email),
        "employers": [members.employer_of(*row) for row in employers],
        "employments": [members.employment_of(one) for one in account.employments],
        "attestations": [
            members.attestation_of(one) for one in issued_to(db, person_id, MOST_ATTESTATIONS)
        ],
        **known(calendarAddress=members.calendar_address_of(address_of(db, person_id))),
        "representations": [members.representation_of(row) for row in represents or ()],
        "signIns": [members.sign_in_of(row) for row in sign_ins or ()],
    }
    gathered = Gathered(account, now, head)
    said = Employers({number: name for number, name, *_ in employers}, places_of(places))
    ssin = numbers[0].ssin
    for row, content, earlier in _rows(db, TRAININGS, bound):
        gathered.trainings.add(members.training_of(row, content, earlier, said, ssin))
    for row, content, earlier in _rows(db, RIGHTS, bound):
        gathered.declared_rights.add(members.right_of(row, content, earlier))
    for row in _rows(db, LOOKS, bound):
        gathered.looks.add(members.look_of(row))
    return gathered


def _rows(db: Connection, statement: TextClause, bound: Mapping[str, object]) -> Iterator[Any]:
    """Return rows as the server hands them out, some at a time."""
    return iter(db.execute(statement, bound, execution_options={"yield_per": CHUNK}))
