"""A new key for every number, while everybody goes on looking numbers up and writing them.

The database remembers how far it is: a rotation that was stopped is taken up by the next one.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import Connection, exists, func, select, text, update
from sqlalchemy.orm import Session as DatabaseSession

from portal.database import Session
from portal.directory.keys import KeyPair, key_ids, make_key
from portal.directory.renewing import renew
from portal.directory.ring import (
    FORMER,
    RETIRED,
    KeyRing,
    hold_writing,
    key_for_writing,
    key_ring,
    take_into_use,
)
from portal.models import DirectoryEntry, NumberKey

PERSONS: Final = 1_000  # in one transaction: a feed that waits for it waits for a blink

_NEXT: Final = text("""
    SELECT DISTINCT person_id
    FROM directory
    WHERE person_id > :after AND key_id <> :key_id
    ORDER BY person_id
    LIMIT :persons
""")

_RETIRE: Final = (
    update(NumberKey)
    .where(NumberKey.state == FORMER)
    .where(~exists().where(DirectoryEntry.key_id == NumberKey.key_id))
    .returning(NumberKey.key_id)
)

Progress = Callable[[int, int], None]  # how many numbers stand under the new key, and of how many


@dataclass(frozen=True, slots=True)
class KeyState:
    """A key as the database knows it; numbers: how many stand under it."""

    key_id: str
    state: str
    since: datetime
    retired_at: datetime | None
    numbers: int


@dataclass(frozen=True, slots=True)
class Rotation:
    """What a rotation did.

    retired: the keys before it. taken_up: whether it went on with one that was stopped.
    """

    current: str
    retired: tuple[str, ...]
    numbers: int
    taken_up: bool


def rotate(now: datetime, progress: Progress) -> Rotation:
    """Write every number under a new key, batch by batch, then retire the keys before it.

    May be stopped at any moment and started again. Raises KeysFault where a key cannot be read.
    """
    ring = key_ring()
    with Session.begin() as db:
        current, taken_up = _begin(db, ring, now)
    renewed = _renew_all(ring, current, progress)
    with Session.begin() as db:
        hold_writing(db)
        retired = db.scalars(_RETIRE.values(state=RETIRED, retired_at=now)).all()
    return Rotation(current.key_id, tuple(retired), renewed, taken_up)


def _begin(db: DatabaseSession, ring: KeyRing, now: datetime) -> tuple[KeyPair, bool]:
    """Return the key to write under, and whether a rotation to it was begun before."""
    hold_writing(db)
    known = set(db.scalars(select(NumberKey.key_id)))
    if not known:
        made = ring.key(key_ids(ring.folder)[-1]) if key_ids(ring.folder) else make_key(ring.folder)
        take_into_use(db, made, now)
        return made, False
    current = key_for_writing(db, ring)
    if len(ring.ask(db)) > 1:
        return current, True
    # Before the database knows it, its file lies on the disk: perhaps put there for all machines,
    # perhaps left by a rotation that was stopped in this very moment.
    waiting = [key_id for key_id in key_ids(ring.folder) if key_id > current.key_id]
    made = ring.key(waiting[-1]) if waiting else make_key(ring.folder)
    before = update(NumberKey).where(NumberKey.key_id == current.key_id)
    db.execute(before.values(state=FORMER))
    take_into_use(db, made, now)
    return made, False


def _renew_all(ring: KeyRing, current: KeyPair, progress: Progress) -> int:
    """Renew person by person in the order of their ids; return how many numbers were renewed."""
    after, renewed = UUID(int=0), 0
    with Session() as db:
        total = db.scalar(select(func.count()).where(DirectoryEntry.key_id != current.key_id)) or 0
    while True:
        with Session.begin() as db:
            hold_writing(db)
            people = _people(db.connection(), current, after)
            if not people:
                return renewed
            renewed += renew(db.connection(), ring, current, people)
        after = people[-1]
        progress(renewed, total)


def _people(connection: Connection, current: KeyPair, after: UUID) -> list[UUID]:
    bound = {"after": after, "key_id": current.key_id, "persons": PERSONS}
    return list(connection.execute(_NEXT, bound).scalars())


def states() -> list[KeyState]:
    """Return every key that the database was ever written with, the oldest first."""
    counted = (
        select(DirectoryEntry.key_id, func.count().label("numbers"))
        .group_by(DirectoryEntry.key_id)
        .subquery()
    )
    rows = (
        select(
            NumberKey.key_id,
            NumberKey.state,
            NumberKey.since,
            NumberKey.retired_at,
            func.coalesce(counted.c.numbers, 0),
        )
        .outerjoin(counted, counted.c.key_id == NumberKey.key_id)
        .order_by(NumberKey.key_id)
    )
    with Session() as db:
        return [KeyState(*row) for row in db.execute(rows)]
