"""Who is signed in, kept on the server: the cookie is only a key to a row here."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, Index, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from portal.identifiers import new_id
from portal.models.base import Base


class SessionRow(Base):
    """One sign-in of one person in one browser."""

    __tablename__ = "session"
    # A provider that says a sign-in is over names it, or the person.
    __table_args__ = (
        Index("ix_session_provider_subject", "provider", "subject"),
        Index("ix_session_provider_provider_sid", "provider", "provider_sid"),
    )

    session_hash: Mapped[bytes] = mapped_column(LargeBinary, primary_key=True)  # SHA-256 of cookie
    session_id: Mapped[UUID] = mapped_column(unique=True, default=new_id)  # by which pages name it
    person_id: Mapped[UUID] = mapped_column(index=True)
    language: Mapped[str]
    provider: Mapped[str]
    subject: Mapped[str]  # the provider's `sub`
    provider_sid: Mapped[str | None]
    level: Mapped[str]  # low, substantial, high
    auth_time: Mapped[datetime]
    created_at: Mapped[datetime]
    last_seen_at: Mapped[datetime]  # written at most once a minute
    idle_end_at: Mapped[datetime]
    absolute_end_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
    acting_for: Mapped[str | None]  # enterprise number in whose matters the person acts
    acting_through: Mapped[str | None]  # of the mandate holder; None: in its own name
    # Where the journal of the database was after this session last changed anything, in bytes:
    # what it reads comes from no copy that has not come so far. None: from no copy.
    journal_position: Mapped[int | None] = mapped_column(BigInteger)


class SignInAttempt(Base):
    """A sign-in on its way: what must come back unchanged, and where to go then."""

    __tablename__ = "sign_in_attempt"

    state_hash: Mapped[bytes] = mapped_column(LargeBinary, primary_key=True)  # SHA-256 of `state`
    browser_hash: Mapped[bytes] = mapped_column(LargeBinary, index=True)  # SHA-256 of its cookie
    provider: Mapped[str]
    nonce: Mapped[str]
    code_verifier: Mapped[str]
    language: Mapped[str]
    next_path: Mapped[str | None]  # a route of ours, checked before it was kept
    least_level: Mapped[str]  # low, substantial, high: what that route needs
    created_at: Mapped[datetime] = mapped_column(index=True)


class SpentToken(Base):
    """A token of a provider that is good once and was used, until it expires by itself."""

    __tablename__ = "spent_token"

    token_hash: Mapped[bytes] = mapped_column(LargeBinary, primary_key=True)  # of issuer and `jti`
    expires_at: Mapped[datetime] = mapped_column(index=True)


class TryWindow(Base):
    """How often somebody did lately what a guesser does a thousand times."""

    __tablename__ = "try_window"
    __table_args__ = {"prefixes": ["UNLOGGED"]}  # noqa: RUF012 - read by SQLAlchemy; a crash may forget it

    kind: Mapped[str] = mapped_column(primary_key=True)
    who_hash: Mapped[bytes] = mapped_column(LargeBinary, primary_key=True)  # keyed; no address
    tries: Mapped[int]
    ends_at: Mapped[datetime] = mapped_column(index=True)
