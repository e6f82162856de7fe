"""Who is signed in is kept here, on the server; the browser holds nothing but a random key."""

import hashlib
import secrets
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, delete, text, update
from sqlalchemy.orm import Session

from portal.driver import rows_of
from portal.login.level import Level
from portal.login.tries import MISSES_OF_A_PERSON
from portal.models import SessionRow
from portal.replica import HERE

IDLE = timedelta(minutes=15)
LIFE = timedelta(hours=8)
SEEN = timedelta(minutes=1)  # the last use is written down at most this often
KEY_BYTES = 32


class Ending(StrEnum):
    """Why a session is over."""

    IDLE = "idle"
    ABSOLUTE = "absolute"
    REVOKED = "revoked"


@dataclass(frozen=True, slots=True)
class SignIn:
    """What a digital key said of who has just signed in.

    subject: how the provider calls the person; provider_sid: how it calls the sign-in.
    language: of the pages on which the sign-in began.
    """

    person_id: UUID
    provider: str
    subject: str
    provider_sid: str | None
    level: Level
    auth_time: datetime
    language: str


@dataclass(frozen=True, slots=True)
class Identity:
    """Who asks for a page: the person of a session that is alive, for Flask-Login too."""

    person_id: UUID
    given_names: str
    family_name: str
    language: str
    provider: str
    level: Level
    idle_end_at: datetime
    absolute_end_at: datetime
    session_hash: bytes = field(repr=False)
    acting_for: str | None = None  # the enterprise in whose matters the person acts
    acting_through: str | None = None  # the mandate holder for whom; None: that very enterprise
    journal_position: int | None = None  # since which `portal.database.reading` may read
    represents: bool = False  # whether there is any enterprise to act for
    stopped_until: datetime | None = None  # who guessed too often sees nothing that can be guessed
    is_authenticated: bool = True
    is_active: bool = True
    is_anonymous: bool = False

    @property
    def runs_until(self) -> datetime:
        """When the session ends if nothing happens."""
        return min(self.idle_end_at, self.absolute_end_at)

    @property
    def is_last_stretch(self) -> bool:
        """Whether using the portal cannot make it last any longer."""
        return self.idle_end_at >= self.absolute_end_at

    def get_id(self) -> str:
        """Return the person's id, by which Flask-Login tells people apart."""
        return str(self.person_id)


# One question a page; its answer is one column, since each costs.
_FIND = text(f"""
    SELECT json_build_array(
        s.person_id, p.given_names, p.family_name, s.language, s.provider, s.level,
        s.acting_for, s.acting_through, s.journal_position,
        EXISTS (
            SELECT FROM representative r WHERE r.person_id = s.person_id AND r.revoked_at IS NULL
        ),
        s.last_seen_at, s.idle_end_at, s.absolute_end_at, s.revoked_at, w.ends_at
    )
    FROM session s
    JOIN person p USING (person_id)
    LEFT JOIN try_window w
      ON w.kind = '{MISSES_OF_A_PERSON.kind}' AND w.who_hash = sha256(uuid_send(s.person_id))
     AND w.tries >= {MISSES_OF_A_PERSON.most}
    WHERE s.session_hash = :session_hash
""")  # noqa: S608 - put together from constants of this house


class _Found(NamedTuple):
    """What the statement above tells of a session."""

    person_id: str
    given_names: str
    family_name: str
    language: str
    provider: str
    level: str
    acting_for: str | None
    acting_through: str | None
    journal_position: int | None
    represents: bool
    last_seen_at: datetime
    idle_end_at: datetime
    absolute_end_at: datetime
    revoked_at: datetime | None
    guesses_end_at: datetime | None


# Nobody is woken: what ended since it was found stays ended.
_TOUCH = text("""
    UPDATE session
    SET last_seen_at = :now, idle_end_at = least(:idle_end_at, absolute_end_at)
    WHERE session_hash = :session_hash AND revoked_at IS NULL AND idle_end_at > :now
    RETURNING idle_end_at
""")


def open_session(db: Session, sign_in: SignIn, now: datetime) -> str:
    """Write a new session down and return its key, which only the browser will know.

    Forgets the person's sessions whose eight hours are over.
    """
    over = (SessionRow.person_id == sign_in.person_id, SessionRow.absolute_end_at <= now)
    db.execute(delete(SessionRow).where(*over))
    key = new_key()
    db.add(
        SessionRow(
            session_hash=hash_of(key),
            person_id=sign_in.person_id,
            language=sign_in.language,
            provider=sign_in.provider,
            subject=sign_in.subject,
            provider_sid=sign_in.provider_sid,
            level=sign_in.level.code,
            auth_time=sign_in.auth_time,
            created_at=now,
            last_seen_at=now,
            idle_end_at=now + IDLE,
            absolute_end_at=now + LIFE,
            journal_position=db.scalar(text(HERE)),
        )
    )
    db.flush()
    return key


def check_session(connection: Connection, key: str, now: datetime) -> Identity | Ending | None:
    """Return who holds this key, or why the session is over; None: no such session.

    One statement, and one more where a minute has passed, which writes the last use down.
    """
    session_hash = hash_of(key)
    rows = rows_of(connection, _FIND, {"session_hash": session_hash})
    if not rows:
        return None
    answer = rows[0][0]
    found = _Found(*answer[:10], *(_moment(said) for said in answer[10:]))
    ending = _ending_of(found, now)
    if ending is not None:
        return ending
    if found.last_seen_at > now - SEEN:
        return _identity_of(found, session_hash, now)
    touch = {"session_hash": session_hash, "now": now, "idle_end_at": now + IDLE}
    touched = rows_of(connection, _TOUCH, touch)
    if not touched:
        return Ending.REVOKED  # since it was found
    return _identity_of(found._replace(idle_end_at=touched[0][0]), session_hash, now)


def _moment(said: str | None) -> datetime | None:
    return datetime.fromisoformat(said) if said else None


def _ending_of(found: _Found, now: datetime) -> Ending | None:
    if found.revoked_at is not None:
        return Ending.REVOKED
    if found.absolute_end_at <= now:
        return Ending.ABSOLUTE
    return Ending.IDLE if found.idle_end_at <= now else None


def _identity_of(found: _Found, session_hash: bytes, now: datetime) -> Identity:
    stopped_until = found.guesses_end_at
    return Identity(
        person_id=UUID(found.person_id),
        given_names=found.given_names,
        family_name=found.family_name,
        language=found.language,
        provider=found.provider,
        level=Level.of(found.level),
        idle_end_at=found.idle_end_at,
        absolute_end_at=found.absolute_end_at,
        session_hash=session_hash,
        acting_for=found.acting_for,
        acting_through=found.acting_through,
        journal_position=found.journal_position,
        represents=found.represents,
        stopped_until=stopped_until if stopped_until and stopped_until > now else None,
    )


def end_session(db: Session, key: str, now: datetime) -> None:
    """End the session with this key; harmless where there is none."""
    _revoke(db, now, SessionRow.session_hash == hash_of(key))


def end_sessions_of(
    db: Session, provider: str, subject: str | None, provider_sid: str | None, now: datetime
) -> None:
    """End the sessions that a provider says are over: of one sign-in, or of one person there.

    subject, provider_sid: at least one is given; a session must agree with all that are.
    """
    named = [SessionRow.provider == provider]
    if subject is not None:
        named.append(SessionRow.subject == subject)
    if provider_sid is not None:
        named.append(SessionRow.provider_sid == provider_sid)
    _revoke(db, now, *named)


def _revoke(db: Session, now: datetime, *named: ColumnElement[bool]) -> None:
    db.execute(
        update(SessionRow).where(SessionRow.revoked_at.is_(None), *named).values(revoked_at=now)
    )


def new_key() -> str:
    """Return a random key of a session, which only a browser will know."""
    return secrets.token_urlsafe(KEY_BYTES)


def hash_of(key: str) -> bytes:
    """Return what the database keeps of a random key: nobody finds the key from it."""
    return hashlib.sha256(key.encode()).digest()
