"""Opens the look log for the worker whose record it is about: who looked, when, why and how."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time
from typing import Any, Self
from uuid import UUID

from sqlalchemy import Connection, text

from portal.account.looks import DataGroup, Look, check_may_look, write_looks
from portal.clock import BELGIUM
from portal.roles import Role, Thing

PAGE_SIZE = 50
_NO_MOMENT = datetime.min.replace(tzinfo=BELGIUM)


@dataclass(frozen=True, slots=True)
class SeenLook:
    """One look at the worker's record.

    organisation: the name of whom they looked for, else its number; through: likewise, of the
        mandate holder who acts for it. None: nobody.
    """

    looked_at: datetime
    role: str
    organisation: str | None
    through: str | None
    reason: str | None
    data_group: str
    channel: str


@dataclass(frozen=True, slots=True)
class LooksOfDay:
    """Looks of one day that are alike in all but their time; moments: newest first, at least one.

    look: the newest of them.
    """

    look: SeenLook
    moments: tuple[datetime, ...]


def by_day(looks: Sequence[SeenLook]) -> list[LooksOfDay]:
    """Return looks, newest first, those of a day that tell the same put together."""
    alike: dict[tuple[object, ...], list[SeenLook]] = defaultdict(list)
    for one in looks:
        alike[one.looked_at.date(), replace(one, looked_at=_NO_MOMENT)].append(one)
    return [LooksOfDay(found[0], tuple(one.looked_at for one in found)) for found in alike.values()]


@dataclass(frozen=True, slots=True)
class LookPage:
    """Some of the looks at a worker's record, newest first.

    next_cursor: what to hand in for the page after this one; None: this is the last.
    own_count: how often the worker looked, this time included; own_before: when, the last time
        on an earlier day; None: never.
    """

    looks: tuple[SeenLook, ...]
    next_cursor: str | None
    own_count: int
    own_before: datetime | None

    @property
    def days(self) -> list[LooksOfDay]:
        """The looks of this page, those of a day that tell the same put together."""
        return by_day(self.looks)


@dataclass(frozen=True, slots=True)
class Cursor:
    """The last look of a page: the next page begins after it."""

    looked_at: datetime
    person_id: UUID
    sequence: int

    @classmethod
    def parse(cls, written: str | None) -> Self | None:
        """Return the cursor as an address carries it; None: none there, or not readable."""
        try:
            microseconds, person_id, sequence = (written or "").split("_")
            looked_at = datetime.fromtimestamp(int(microseconds) // 10**6, BELGIUM)
            looked_at = looked_at.replace(microsecond=int(microseconds) % 10**6)
            return cls(looked_at, UUID(person_id), int(sequence))
        except (ValueError, OverflowError, OSError):
            return None

    def __str__(self) -> str:
        """Return it as `parse` reads it."""
        microseconds = int(self.looked_at.timestamp()) * 10**6 + self.looked_at.microsecond
        return f"{microseconds}_{self.person_id}_{self.sequence}"


# All chains of the person: their own, and those of whom turned out to be the same.
PAGE = """
WITH seen AS MATERIALIZED (
    SELECT look.*
    FROM look_chain AS chain
    JOIN look ON look.person_id = chain.person_id
    WHERE chain.holder_id = :person_id
),
shown AS MATERIALIZED (
    SELECT *
    FROM seen
    WHERE {condition}
    ORDER BY looked_at DESC, person_id DESC, sequence DESC
    LIMIT :page_size
)
SELECT
    (
        SELECT json_agg(
            json_build_array(
                shown.person_id,
                shown.sequence,
                shown.looked_at,
                shown.role,
                {organisation},
                {through},
                shown.reason,
                shown.data_group,
                shown.channel
            )
            ORDER BY shown.looked_at DESC, shown.person_id DESC, shown.sequence DESC
        )
        FROM shown
    ),
    (SELECT count(*) FROM seen WHERE role = :own_role),
    (SELECT max(looked_at) FROM seen WHERE role = :own_role AND looked_at < :today)
"""
OTHERS = "role <> :own_role"
AFTER = "(looked_at, person_id, sequence) < (:looked_at, :chain_id, :sequence)"
# The name of an enterprise where it is known, else its number; asked for by key, whatever the plan.
NAMED = """coalesce(
    (SELECT name FROM employer WHERE enterprise_number = shown.{0}), shown.{0}
)"""
# By whether own looks are shown, and whether the page follows another.
PAGES = {
    (own, follows): text(
        PAGE.format(
            condition=" AND ".join(["true", *[OTHERS] * (not own), *[AFTER] * follows]),
            organisation=NAMED.format("organisation"),
            through=NAMED.format("through"),
        )
    )
    for own in (False, True)
    for follows in (False, True)
}


def open_looks(
    db: Connection, person_id: UUID, look: Look, cursor: str | None = None, *, own: bool = False
) -> LookPage:
    """Return a page of the looks at a worker's record; this look is written first, and in it.

    db: a connection from `portal.database.reading`, so that the look stands at once.
    cursor: `next_cursor` of the page before; None, or unreadable: the first page.
    own: whether the worker's own looks are shown too.
    """
    check_may_look([person_id], Thing.LOOKS, look)
    write_looks(db, [person_id], DataGroup.LOOKS, look)
    bound: dict[str, object] = {
        "person_id": person_id,
        "own_role": Role.WORKER.value,
        "today": datetime.combine(look.looked_at.astimezone(BELGIUM), time(), BELGIUM),
        "page_size": PAGE_SIZE + 1,  # to know whether more follow
    }
    after = Cursor.parse(cursor)
    if after is not None:
        bound |= {
            "looked_at": after.looked_at,
            "chain_id": after.person_id,
            "sequence": after.sequence,
        }
    rows, own_count, own_before = db.execute(PAGES[own, after is not None], bound).one()
    page = [_look_of(row) for row in rows or ()]
    more = len(page) > PAGE_SIZE
    return LookPage(
        looks=tuple(seen for _, seen in page[:PAGE_SIZE]),
        next_cursor=str(page[PAGE_SIZE - 1][0]) if more else None,
        own_count=own_count,
        own_before=own_before.astimezone(BELGIUM) if own_before else None,
    )


def _look_of(row: list[Any]) -> tuple[Cursor, SeenLook]:
    person_id, sequence, looked_at, *said = row
    at = datetime.fromisoformat(looked_at).astimezone(BELGIUM)
    return Cursor(at, UUID(person_id), sequence), SeenLook(at, *said)
