"""Whole accounts for an operator: one line of JSON for each number asked, in flat memory."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from uuid import UUID

from sqlalchemy import Connection

from portal.account.account import open_accounts
from portal.account.looks import Look
from portal.account.printed import print_account
from portal.directory.entries import find, numbers_of
from portal.roles import Role

CHUNK = 200  # people read at once


@dataclass(frozen=True, slots=True)
class Line:
    """The answer to one number; account: a line of JSON; None: nobody has that number."""

    asked: str
    account: str | None


def numbers_typed(words: Iterable[str], typed: Iterable[bytes]) -> Iterator[str]:
    """Return the numbers of a command line; `-` stands for those on the lines that are typed."""
    for word in words:
        if word == "-":
            # What is no text is no number either: it is named as unknown, like any other.
            lines = (line.decode("utf-8-sig", "replace").strip() for line in typed)
            yield from filter(None, lines)
        else:
            yield word


def account_lines(
    db: Connection, ssins: Iterable[str], as_of: date, now: datetime
) -> Iterator[Line]:
    """Return one line for each number, in the order asked; every reading is written down first.

    db: a connection from `portal.database.reading`, so that each look stands at once.
    A replaced number leads to its person, whose account bears the current number.
    """
    look = Look(now, Role.OPERATOR, "command")
    waiting = iter(ssins)
    while chunk := list(islice(waiting, CHUNK)):
        people = _people(db, chunk)
        ids = list({person_id: None for person_id, _ in people.values()})
        accounts = open_accounts(db, ids, as_of, look, newest=None) if ids else {}
        for asked in chunk:
            if asked not in people:
                yield Line(asked, None)
                continue
            person_id, current = people[asked]
            yield Line(asked, print_account(accounts[person_id], current))


def _people(db: Connection, asked: Iterable[str]) -> dict[str, tuple[UUID, str]]:
    """Return the person and the current number behind each number that is known."""
    # Only digits are asked for: a text that is none may hold what has no bytes in any encoding.
    digits = {ssin for ssin in asked if ssin.isascii() and ssin.isdecimal()}
    found = find(db, digits)
    replaced = {entry.person_id for entry in found.values() if entry.state == "replaced"}
    current = numbers_of(db, replaced)
    return {
        ssin: (entry.person_id, current.get(entry.person_id, ssin)) for ssin, entry in found.items()
    }
