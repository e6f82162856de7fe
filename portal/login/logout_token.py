"""A provider says that a sign-in is over: whether it is the provider, and whose sign-in."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import delete
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from portal.login.digital_key import DigitalKey
from portal.login.providers import Provider
from portal.login.refusal import NOT_BELIEVED, Refused
from portal.login.tokens import Opened
from portal.login.validation import audience_fault, issued_fault, moment
from portal.models import SpentToken

EVENT = "http://schemas.openid.net/event/backchannel-logout"
# Older providers send no type or the general one; any other is a token meant for something else.
TYPES = frozenset({"", "jwt", "logout+jwt", "application/logout+jwt"})


@dataclass(frozen=True, slots=True)
class LoggedOut:
    """Whose sign-ins are over: of a person at the provider, one sign-in, or both. Never neither."""

    subject: str | None
    provider_sid: str | None
    token_id: str = field(repr=False)


def read_logout_token(key: DigitalKey, sent: Sequence[str], now: datetime) -> LoggedOut:
    """Return what a logout token says; raises Refused unless everything in it is as it must be.

    sent: all the tokens of a request; one is right.
    Source: OpenID Connect Back-Channel Logout 1.0, section 2.6.
    """
    if len(sent) != 1 or not key.provider.backchannel_logout:
        raise Refused(NOT_BELIEVED, "logout token: none, several, or not agreed")
    opened = key.open(sent[0])
    for check in CHECKS:
        fault = check(opened, key.provider, now.timestamp())
        if fault is not None:
            raise Refused(NOT_BELIEVED, f"logout token: {fault}")
    claims = opened.claims
    return LoggedOut(claims.get("sub"), claims.get("sid"), claims["jti"])


def spend(db: Session, provider: Provider, said: LoggedOut, now: datetime) -> None:
    """Remember that a token was used; raises Refused where it was used before."""
    # As long as we would still believe its `iat`.
    life = timedelta(seconds=provider.id_token_max_age + 2 * provider.clock_skew)
    digest = hashlib.sha256(f"{provider.issuer}\n{said.token_id}".encode()).digest()
    db.execute(delete(SpentToken).where(SpentToken.expires_at < now))
    written = db.execute(
        insert(SpentToken)
        .values(token_hash=digest, expires_at=now + life)
        .on_conflict_do_nothing()
        .returning(SpentToken.token_hash)
    ).one_or_none()
    if written is None:
        raise Refused(NOT_BELIEVED, "logout token: used before")


def _type(opened: Opened, _provider: Provider, _now: float) -> str | None:
    return None if str(opened.header.get("typ", "")).lower() in TYPES else "typ"


def _issuer(opened: Opened, provider: Provider, _now: float) -> str | None:
    return None if opened.claims.get("iss") == provider.issuer else "iss"


def _audience(opened: Opened, provider: Provider, _now: float) -> str | None:
    return audience_fault(opened.claims, provider)


def _issued(opened: Opened, provider: Provider, now: float) -> str | None:
    return issued_fault(opened.claims, now, provider)


def _not_expired(opened: Opened, provider: Provider, now: float) -> str | None:
    if "exp" not in opened.claims:
        return None  # demanded by the newest text of the standard only
    expires = moment(opened.claims, "exp")
    return None if expires is not None and expires > now - provider.clock_skew else "exp"


def _event(opened: Opened, _provider: Provider, _now: float) -> str | None:
    events = opened.claims.get("events")
    return None if isinstance(events, dict) and isinstance(events.get(EVENT), dict) else "events"


def _no_nonce(opened: Opened, _provider: Provider, _now: float) -> str | None:
    return "nonce" if "nonce" in opened.claims else None


def _names_somebody(opened: Opened, _provider: Provider, _now: float) -> str | None:
    named = [opened.claims[name] for name in ("sub", "sid") if name in opened.claims]
    fits = bool(named) and all(isinstance(value, str) and value for value in named)
    return None if fits else "sub or sid"


def _has_an_id(opened: Opened, _provider: Provider, _now: float) -> str | None:
    token_id = opened.claims.get("jti")
    return None if isinstance(token_id, str) and token_id else "jti"


CHECKS: tuple[Callable[[Opened, Provider, float], str | None], ...] = (
    _type,
    _issuer,
    _audience,
    _issued,
    _not_expired,
    _event,
    _no_nonce,
    _names_somebody,
    _has_an_id,
)
