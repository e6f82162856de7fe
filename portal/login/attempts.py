"""Sign-ins on their way, kept on the server: the browser holds one key for all of them."""

import secrets
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Self

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from portal.login.level import Level
from portal.login.sessions import KEY_BYTES, hash_of
from portal.models import SignInAttempt

LIFE = timedelta(minutes=30)
MOST_OPEN = 5  # in one browser; one more, and the oldest goes


@dataclass(frozen=True, slots=True)
class Attempt:
    """What must come back unchanged, and where to go then.

    next_path: an address of ours that `safe_next` let through; None: the account.
    least_level: how sure the key must be for that page.
    """

    provider: str
    language: str
    next_path: str | None
    least_level: Level
    state: str = field(repr=False)
    nonce: str = field(repr=False)
    code_verifier: str = field(repr=False)

    @classmethod
    def new(cls, provider: str, language: str, next_path: str | None, least_level: Level) -> Self:
        """Return a new attempt with secrets of its own."""
        own = (secrets.token_urlsafe(KEY_BYTES) for _ in range(3))
        return cls(provider, language, next_path, least_level, *own)


def keep_attempt(db: Session, attempt: Attempt, browser_key: str, now: datetime) -> None:
    """Write an attempt down, its state as a hash; forget what is too old or too many."""
    browser = hash_of(browser_key)
    db.add(
        SignInAttempt(
            state_hash=hash_of(attempt.state),
            browser_hash=browser,
            provider=attempt.provider,
            nonce=attempt.nonce,
            code_verifier=attempt.code_verifier,
            language=attempt.language,
            next_path=attempt.next_path,
            least_level=attempt.least_level.code,
            created_at=now,
        )
    )
    db.flush()
    newest = (
        select(SignInAttempt.state_hash)
        .where(SignInAttempt.browser_hash == browser)
        .order_by(SignInAttempt.created_at.desc(), SignInAttempt.state_hash)
        .limit(MOST_OPEN)
    )
    db.execute(
        delete(SignInAttempt).where(
            SignInAttempt.browser_hash == browser, SignInAttempt.state_hash.not_in(newest)
        )
    )
    db.execute(delete(SignInAttempt).where(SignInAttempt.created_at < now - LIFE))


def take_attempt(db: Session, state: str, browser_key: str, now: datetime) -> Attempt | None:
    """Return the attempt with this `state` in this browser and forget it: it is good once."""
    found = db.execute(
        delete(SignInAttempt)
        .where(
            SignInAttempt.state_hash == hash_of(state),
            SignInAttempt.browser_hash == hash_of(browser_key),
        )
        .returning(
            SignInAttempt.provider,
            SignInAttempt.language,
            SignInAttempt.next_path,
            SignInAttempt.least_level,
            SignInAttempt.nonce,
            SignInAttempt.code_verifier,
            SignInAttempt.created_at,
        )
    ).one_or_none()
    if found is None or found.created_at < now - LIFE:
        return None
    return Attempt(
        found.provider,
        found.language,
        found.next_path,
        Level.of(found.least_level),
        state,
        found.nonce,
        found.code_verifier,
    )
