"""Forms that could not be sent: kept for whoever typed them, and for nobody else."""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Connection, Row, text
from sqlalchemy.orm import Session

from portal.identifiers import new_id
from portal.login.sessions import hash_of
from portal.submissions.sealing import seal_bytes, unseal_bytes

KEPT_FOR: Final = timedelta(days=7)
MOST: Final = 5  # of one person; one more, and the oldest goes
_PURPOSE: Final = b"unsent"
_UNWRITABLE: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

Pairs = Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Unsent:
    """A form as it was left.

    acting_for: as the form carried it; enterprise_name: of the enterprise in it.
    address: to which the form goes, without its language. pairs: its names and texts in order.
    """

    unsent_id: UUID
    acting_for: str
    enterprise_name: str
    address: str
    pairs: Pairs
    kept_at: datetime

    @property
    def until(self) -> datetime:
        """Until when it is kept."""
        return self.kept_at + KEPT_FOR


_FORGET: Final = text("""
    DELETE FROM unsent_form
    WHERE person_id = :person_id AND (
        kept_at <= :oldest
        OR (acting_for = :acting_for AND address = :address)
        OR unsent_id IN (
            SELECT unsent_id FROM unsent_form WHERE person_id = :person_id
            ORDER BY kept_at DESC, unsent_id OFFSET :others
        )
    )
""")
_KEEP: Final = text("""
    INSERT INTO unsent_form (person_id, unsent_id, acting_for, address, content, kept_at)
    VALUES (:person_id, :unsent_id, :acting_for, :address, :content, :now)
""")
_LIST: Final = text("""
    SELECT person_id, unsent_id, acting_for, address, content, kept_at,
        coalesce(employer.name, acting_for) AS enterprise_name
    FROM unsent_form
    LEFT JOIN employer ON employer.enterprise_number = split_part(acting_for, '-', 1)
    WHERE person_id = :person_id AND kept_at > :oldest
    ORDER BY kept_at DESC, unsent_id
""")
_WHOSE: Final = text("SELECT person_id FROM session WHERE session_hash = :session_hash")
_DROP: Final = text("DELETE FROM unsent_form WHERE person_id = :person_id AND unsent_id = :one")


def whose_session(db: Connection, key: str) -> UUID | None:
    """Return whose session this key opens or opened; None: there is no such row any more."""
    found: UUID | None = db.execute(_WHOSE, {"session_hash": hash_of(key)}).scalar()
    return found


def keep_unsent(
    db: Session, person_id: UUID, place: tuple[str, str], pairs: Pairs, now: datetime
) -> None:
    """Keep what a person typed; it takes the place of what was kept of the same form.

    place: for whom the form was made, and its address without language.
    """
    acting_for, address = place
    clean = [[_UNWRITABLE.sub("", part) for part in pair] for pair in pairs]
    bound = {
        "person_id": person_id,
        "unsent_id": new_id(),
        "acting_for": acting_for,
        "address": address,
        "content": seal_bytes(json.dumps(clean).encode(), person_id, _PURPOSE),
        "now": now,
        "oldest": now - KEPT_FOR,
        "others": MOST - 1,
    }
    db.execute(_FORGET, bound)
    db.execute(_KEEP, bound)


def list_unsent(db: Connection, person_id: UUID, now: datetime) -> list[Unsent]:
    """Return what is kept for a person, the newest first."""
    found = db.execute(_LIST, {"person_id": person_id, "oldest": now - KEPT_FOR})
    return [_unsent(row) for row in found]


def drop_unsent(db: Session, person_id: UUID, unsent_id: UUID) -> None:
    """Throw away what was kept for this person; harmless where there is none."""
    db.execute(_DROP, {"person_id": person_id, "one": unsent_id})


def _unsent(row: Row[Any]) -> Unsent:
    pairs = json.loads(unseal_bytes(row.content, row.person_id, _PURPOSE))
    return Unsent(
        row.unsent_id,
        row.acting_for,
        row.enterprise_name,
        row.address,
        [(name, value) for name, value in pairs],
        row.kept_at,
    )
