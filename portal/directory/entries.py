"""Persons by their numbers, and numbers by their persons: one statement, however many."""

from collections.abc import Collection, Iterable
from itertools import product
from typing import Final, NamedTuple
from uuid import UUID

from sqlalchemy import Connection, text
from sqlalchemy.orm import Session

from portal.directory.keys import INDEX_LENGTH, key_id_of
from portal.directory.ring import KeyRing, key_ring
from portal.driver import rows_of

KEY_IN_USE: Final = -1  # the place of rows that name no person but a key

# All indexes come as one text of bytes: an array of thousands costs the client more than all the
# rest of asking. The answer also says which keys are in use at the same moment.
_FIND: Final = text(f"""
    SELECT asked.place, found.person_id, found.state, coalesce(last.state, found.state)
    FROM generate_series(0, :last) AS asked (place)
    JOIN directory AS found ON found.number_index = substring(
        CAST(:indexes AS bytea) FROM asked.place * {INDEX_LENGTH} + 1 FOR {INDEX_LENGTH}
    )
    LEFT JOIN directory AS last ON last.number_index = found.replaced_by
    UNION ALL
    SELECT {KEY_IN_USE}, NULL, key_id, encode(proof, 'hex')
    FROM number_key
    WHERE state <> 'retired'
""")  # noqa: S608 - our own numbers

_NUMBERS: Final = text("""
    SELECT DISTINCT ON (person_id) person_id, sealed
    FROM directory
    WHERE person_id = ANY(CAST(string_to_array(:people, ',') AS uuid[]))
    ORDER BY person_id, state = 'replaced', state = 'canceled'
""")

_BORNE: Final = text("""
    SELECT number_index, sealed, state, replaced_by
    FROM directory
    WHERE person_id = :person_id
""")
_STATES: Final = ("current", "canceled", "replaced")  # in which a number is to be used


class Entry(NamedTuple):
    """What the register says of a number: whose it is, and whether it is still borne.

    state, last_state: `current`, `replaced` or `canceled`; the latter of the number to use instead,
    which is the number itself where none replaced it.
    """

    person_id: UUID
    state: str
    last_state: str


class BorneNumber(NamedTuple):
    """A number that a person bears or bore. replaced_by: the number to use instead."""

    ssin: str
    state: str
    replaced_by: str | None


def find(db: Session | Connection, ssins: Iterable[str]) -> dict[str, Entry]:
    """Return what is known of these numbers, in one statement; the others are left out.

    In a transaction, two persons become one only after it has ended.
    Raises KeysFault where a key that is in use cannot be read.
    """
    ring = key_ring()
    asked = list(dict.fromkeys(ssins))
    if not asked or not (ring.in_use or ring.ask(db)):
        return {}
    while True:
        found, agreed = _ask(db, ring, asked)
        # Else a rotation began since this process asked last: under the new key too.
        if agreed:
            return found


def _ask(
    db: Session | Connection, ring: KeyRing, asked: list[str]
) -> tuple[dict[str, Entry], bool]:
    """Return what is known under the keys of this process, and whether those are all."""
    pairs = ring.in_use  # of this question: another thread may learn of a new key before its answer
    indexes = b"".join([pair.index(ssin) for pair, ssin in product(pairs, asked)])
    bound = {"indexes": indexes, "last": len(indexes) // INDEX_LENGTH - 1}
    found: dict[str, Entry] = {}
    proofs: dict[str, bytes] = {}
    for place, person_id, state, last_state in rows_of(db, _FIND, bound):
        if place == KEY_IN_USE:
            proofs[state] = bytes.fromhex(last_state)
        else:
            found[asked[place % len(asked)]] = Entry(person_id, state, last_state)
    return found, set(ring.take_over(proofs)) <= set(pairs)


def numbers_of(db: Session | Connection, person_ids: Collection[UUID]) -> dict[UUID, str]:
    """Return the number that each person bears now, or bore last; in one statement.

    To be shown to that person, or written for an operator: every reading of it is a look.
    Raises KeysFault where the key cannot be read, NotTheirs where a number was tampered with.
    """
    if not person_ids:
        return {}
    ring = key_ring()
    rows = db.execute(_NUMBERS, {"people": ",".join(map(str, person_ids))}).all()
    return {
        person_id: ring.key(key_id_of(sealed)).open(sealed, person_id) for person_id, sealed in rows
    }


def numbers_borne(db: Connection, person_id: UUID) -> tuple[BorneNumber, ...]:
    """Return every number that a person bears or bore, the one to use now first.

    Every reading of them is a look. Raises as `numbers_of` does.
    """
    ring = key_ring()
    rows = db.execute(_BORNE, {"person_id": person_id}).all()
    numbers = {
        row.number_index: ring.key(key_id_of(row.sealed)).open(row.sealed, person_id)
        for row in rows
    }
    borne = (
        BorneNumber(numbers[row.number_index], row.state, numbers.get(row.replaced_by))
        for row in rows
    )
    return tuple(sorted(borne, key=lambda one: (_STATES.index(one.state), one.ssin)))
