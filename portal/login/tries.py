"""How often somebody may do what a guesser does a thousand times, counted over all processes."""

import hashlib
import hmac
import ipaddress
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import Connection, text

WINDOW = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Limit:
    """At most so many tries of one kind by one somebody within a window."""

    kind: str
    most: int


# An office of thousands may share one address, so an address may do far more than a browser.
STARTS_OF_A_BROWSER = Limit("start-browser", 60)
STARTS_OF_AN_ADDRESS = Limit("start-address", 3000)
FALSE_RETURNS = Limit("false-return", 100)  # from a digital key, with what we never sent there
MISSES_OF_A_PERSON = Limit("miss-person", 60)  # addresses of things that are not there, or not ours
MISSES_OF_AN_ADDRESS = Limit("miss-address", 300)
CALENDAR_ADDRESSES_OF_A_PERSON = Limit("calendar-person", 20)
FETCHES_OF_A_CALENDAR = Limit("calendar-fetch", 30)
EXPORTS_OF_A_PERSON = Limit("export-person", 20)
ATTESTATIONS_OF_A_PERSON = Limit("attestation-person", 60)
CREDENTIALS_OF_A_PERSON = Limit("credential-person", 60)
ROLES_OF_A_PERSON = Limit("role-person", 30)  # numbers typed to give somebody a role
SECOND_FACTS = Limit("second-fact", 5)  # wrong ones, about one attestation

# The first try after a window begins a new one, and clears some that are over.
_COUNT = text(
    """
    WITH counted AS (
        INSERT INTO try_window AS w (kind, who_hash, tries, ends_at)
        VALUES (:kind, :who, 1, :ends_at)
        ON CONFLICT (kind, who_hash) DO UPDATE
        SET tries = CASE WHEN w.ends_at <= :now THEN 1 ELSE w.tries + 1 END,
            ends_at = CASE WHEN w.ends_at <= :now THEN :ends_at ELSE w.ends_at END
        RETURNING tries, ends_at
    ), over AS (
        SELECT kind, who_hash
        FROM try_window
        WHERE ends_at < :long_ago AND (SELECT tries FROM counted) = 1
        LIMIT 100
        FOR UPDATE SKIP LOCKED
    ), cleared AS (
        DELETE FROM try_window USING over
        WHERE try_window.kind = over.kind AND try_window.who_hash = over.who_hash
    )
    SELECT tries, ends_at FROM counted
    """
)
_LOOK = text(
    "SELECT tries, ends_at FROM try_window"
    " WHERE kind = :kind AND who_hash = :who AND ends_at > :now"
)


class TooOften(Exception):
    """Somebody tried too often. wait: seconds until the window is over, at least one."""

    def __init__(self, wait: int) -> None:
        super().__init__(f"try again in {wait} seconds")
        self.wait = wait


def count_try(connection: Connection, limit: Limit, who: bytes, now: datetime) -> None:
    """Count one try; raises TooOften where it is one too many."""
    found = connection.execute(
        _COUNT,
        {
            "kind": limit.kind,
            "who": who,
            "now": now,
            "ends_at": now + WINDOW,
            "long_ago": now - WINDOW,
        },
    ).one()
    if found.tries > limit.most:
        raise TooOften(seconds_of(found.ends_at - now))


def refuse_after_too_many(connection: Connection, limit: Limit, who: bytes, now: datetime) -> None:
    """Raise TooOften where as many tries as are allowed were counted; count nothing."""
    found = connection.execute(_LOOK, {"kind": limit.kind, "who": who, "now": now}).one_or_none()
    if found is not None and found.tries >= limit.most:
        raise TooOften(seconds_of(found.ends_at - now))


def person_hash(person_id: UUID) -> bytes:
    """Return what stands for a person, as PostgreSQL makes it too when it looks up a session."""
    return hashlib.sha256(person_id.bytes).digest()


def who_hash(secret: bytes, somebody: str) -> bytes:
    """Return what the database keeps of an address or a browser: neither can be read there.

    Of an IPv6 address the first half counts: whoever has one has them all.
    """
    try:
        address = ipaddress.ip_address(somebody)
    except ValueError:
        pass
    else:
        if address.version == 6:  # noqa: PLR2004 - the name of the protocol
            somebody = str(ipaddress.ip_network(f"{address}/64", strict=False))
    return hmac.new(secret, somebody.encode(), hashlib.sha256).digest()


def seconds_of(left: timedelta) -> int:
    """Return whole seconds to wait, at least one."""
    return max(1, round(left.total_seconds()))
