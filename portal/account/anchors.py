"""Ties all chains of looks to one hash a day, which can be kept where nobody reaches it."""

import hashlib
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Connection, text

AT_ONCE = 10_000  # chains in memory, whatever their number
# Before the first anchor.
NOTHING = b""


@dataclass(frozen=True, slots=True)
class Anchor:
    """One hash over all chains at one moment of a day.

    chains: how many had grown since the anchor before; is_new: made now, not earlier that day.
    """

    day: date
    chains: int
    root: bytes
    is_new: bool

    def __str__(self) -> str:
        """Return it as `portal looks verify --kept` reads it."""
        return f"{self.day.isoformat()} {self.root.hex()}"


# One at a time; whoever looks meanwhile does not wait.
_ALONE = text("LOCK TABLE look_anchor IN SHARE ROW EXCLUSIVE MODE")
_MADE = text("SELECT day, chains, root FROM look_anchor ORDER BY day DESC LIMIT 1")
_HEADS = text("""
    INSERT INTO anchored_look (person_id, day, sequence, hash)
    SELECT chain.person_id, :day, chain.sequence, chain.hash
    FROM look_chain AS chain
    LEFT JOIN LATERAL (
        SELECT anchored_look.sequence
        FROM anchored_look
        WHERE anchored_look.person_id = chain.person_id
        ORDER BY anchored_look.day DESC
        LIMIT 1
    ) AS before ON true
    WHERE chain.sequence > coalesce(before.sequence, 0)
    -- Sorted, all are found before the first is added, and none of these is searched.
    ORDER BY chain.person_id
""")
_OF_DAY = text("""
    SELECT person_id, sequence, hash
    FROM anchored_look
    WHERE day = :day AND person_id > :after
    ORDER BY person_id
    LIMIT :at_once
""")
_KEEP = text("""
    INSERT INTO look_anchor (day, anchored_at, chains, root) VALUES (:day, :now, :chains, :root)
""")


def anchor_looks(db: Connection, now: datetime) -> Anchor:
    """Return the anchor of today, made now where there is none yet.

    db: in a transaction of its own. A day that lies before the last anchor gets none: that one is
    returned.
    """
    db.execute(_ALONE)
    last = db.execute(_MADE).one_or_none()
    day = now.date()
    if last is not None and last.day >= day:
        return Anchor(last.day, last.chains, last.root, is_new=False)
    chains = db.execute(_HEADS, {"day": day}).rowcount
    root = root_of(db, last.root if last else NOTHING, day)
    db.execute(_KEEP, {"day": day, "now": now, "chains": chains, "root": root})
    return Anchor(day, chains, root, is_new=True)


def root_of(db: Connection, previous: bytes, day: date) -> bytes:
    """Return the hash of a day's anchor: over the one before, the day, and its heads by person."""
    digest = hashlib.sha256(previous + day.isoformat().encode())
    after = UUID(int=0)
    while heads := db.execute(_OF_DAY, {"day": day, "after": after, "at_once": AT_ONCE}).all():
        for person_id, sequence, head in heads:
            digest.update(person_id.bytes + sequence.to_bytes(8, "big") + head)
        after = heads[-1].person_id
    return digest.digest()
