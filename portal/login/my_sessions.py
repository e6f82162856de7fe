"""Where somebody is signed in: what they see of it, and how they end it elsewhere."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection, select, update
from sqlalchemy.orm import Session

from portal.login.sessions import Identity
from portal.models import SessionRow


@dataclass(frozen=True, slots=True)
class OwnSession:
    """One browser in which a person is signed in. provider: the name of the digital key."""

    session_id: UUID
    provider: str
    began_at: datetime
    last_seen_at: datetime
    is_this_one: bool


def sessions_of(
    connection: Connection, identity: Identity, now: datetime
) -> tuple[OwnSession, ...]:
    """Return the sessions of a person that still run: this one, then the newest first."""
    found = connection.execute(
        select(
            SessionRow.session_id,
            SessionRow.provider,
            SessionRow.created_at,
            SessionRow.last_seen_at,
            (SessionRow.session_hash == identity.session_hash).label("is_this_one"),
        )
        .where(SessionRow.person_id == identity.person_id)
        .where(SessionRow.revoked_at.is_(None))
        .where(SessionRow.idle_end_at > now)
        .where(SessionRow.absolute_end_at > now)
        .order_by(
            (SessionRow.session_hash == identity.session_hash).desc(), SessionRow.created_at.desc()
        )
    )
    return tuple(OwnSession(*row) for row in found)


def end_elsewhere(
    db: Session, identity: Identity, now: datetime, session_id: UUID | None = None
) -> int:
    """End another session of a person, or all others, and return how many that were.

    session_id: which; None: all. Never the session that asks, never one of somebody else.
    """
    others = (
        update(SessionRow)
        .where(SessionRow.person_id == identity.person_id)
        .where(SessionRow.session_hash != identity.session_hash)
        .where(SessionRow.revoked_at.is_(None))
        .where(SessionRow.idle_end_at > now)
        .where(SessionRow.absolute_end_at > now)
        .values(revoked_at=now)
        .returning(SessionRow.session_id)
    )
    if session_id is not None:
        others = others.where(SessionRow.session_id == session_id)
    return len(db.execute(others).all())
