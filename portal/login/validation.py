"""What an answer of a provider must say before we believe it: one small function each.

Authlib alone accepts sixteen kinds of answer that must be refused, so nothing here is left to it.
Every check returns what is wrong, for the log, or None.
"""

import base64
import hashlib
import hmac
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from portal.login.providers import Provider
from portal.login.refusal import NOT_BELIEVED, Refused

LONGEST_SUBJECT = 255
Claims = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Expected:
    """What this sign-in asked for and got beside the token. now: seconds since 1970."""

    provider: Provider
    now: float
    nonce: str = field(repr=False)
    algorithm: str
    access_token: str | None = field(default=None, repr=False)
    code: str | None = field(default=None, repr=False)


def check_id_token(claims: Claims, expected: Expected) -> None:
    """Raise Refused unless everything in an ID token is as it must be."""
    for check in ID_TOKEN_CHECKS:
        fault = check(claims, expected)
        if fault is not None:
            raise Refused(NOT_BELIEVED, f"ID token: {fault}")


def check_userinfo(claims: Claims, subject: str, provider: Provider) -> None:
    """Raise Refused unless userinfo is of the same person, and meant for us where it says so."""
    if claims.get("sub") != subject:
        raise Refused(NOT_BELIEVED, "userinfo: sub")
    if claims.get("iss", provider.issuer) != provider.issuer:
        raise Refused(NOT_BELIEVED, "userinfo: iss")
    if "aud" in claims and (fault := audience_fault(claims, provider)):
        raise Refused(NOT_BELIEVED, f"userinfo: {fault}")


def _issuer(claims: Claims, expected: Expected) -> str | None:
    return None if claims.get("iss") == expected.provider.issuer else "iss"


def _subject(claims: Claims, _: Expected) -> str | None:
    subject = claims.get("sub")
    fits = isinstance(subject, str) and 0 < len(subject) <= LONGEST_SUBJECT
    return None if fits else "sub"


def _audience(claims: Claims, expected: Expected) -> str | None:
    return audience_fault(claims, expected.provider)


def audience_fault(claims: Claims, provider: Provider) -> str | None:
    """Return what is wrong with `aud`: it must be ours, and only of those the operator knows."""
    audience = claims.get("aud")
    members = audience if isinstance(audience, list) else [audience]
    if provider.client_id not in members:
        return "aud is not ours"
    known = {provider.client_id, *provider.extra_audiences}
    if not all(isinstance(member, str) and member in known for member in members):
        return "aud has others"
    return None


def _authorized_party(claims: Claims, expected: Expected) -> str | None:
    return (
        None
        if claims.get("azp", expected.provider.client_id) == expected.provider.client_id
        else "azp"
    )


def _not_expired(claims: Claims, expected: Expected) -> str | None:
    expires = moment(claims, "exp")
    fits = expires is not None and expires > expected.now - expected.provider.clock_skew
    return None if fits else "exp"


def _issued_lately(claims: Claims, expected: Expected) -> str | None:
    return issued_fault(claims, expected.now, expected.provider)


def issued_fault(claims: Claims, now: float, provider: Provider) -> str | None:
    """Return what is wrong with `iat`: neither ahead of our clock nor long ago."""
    issued = moment(claims, "iat")
    oldest = now - provider.id_token_max_age - provider.clock_skew
    fits = issued is not None and oldest <= issued <= now + provider.clock_skew
    return None if fits else "iat"


def _begun(claims: Claims, expected: Expected) -> str | None:
    if "nbf" not in claims:
        return None
    begins = moment(claims, "nbf")
    fits = begins is not None and begins <= expected.now + expected.provider.clock_skew
    return None if fits else "nbf"


def _nonce(claims: Claims, expected: Expected) -> str | None:
    nonce = claims.get("nonce")
    fits = isinstance(nonce, str) and hmac.compare_digest(nonce.encode(), expected.nonce.encode())
    return None if fits else "nonce"


def _access_token_hash(claims: Claims, expected: Expected) -> str | None:
    return None if _hash_fits(claims, "at_hash", expected.access_token, expected) else "at_hash"


def _code_hash(claims: Claims, expected: Expected) -> str | None:
    return None if _hash_fits(claims, "c_hash", expected.code, expected) else "c_hash"


def _signed_in_lately(claims: Claims, expected: Expected) -> str | None:
    longest = expected.provider.max_age
    if longest is None:
        return None
    signed_in = moment(claims, "auth_time")
    oldest = expected.now - longest - expected.provider.clock_skew
    fits = signed_in is not None and signed_in >= oldest
    return None if fits else "auth_time"


def _hash_fits(claims: Claims, name: str, value: str | None, expected: Expected) -> bool:
    """Tell whether a half hash is absent or right. Source: OpenID Connect Core, 3.1.3.6."""
    if name not in claims:
        return True
    stated = claims[name]
    if value is None or not isinstance(stated, str):
        return False
    bits = "512" if expected.algorithm.startswith("Ed") else expected.algorithm[2:]
    digest = hashlib.new(f"sha{bits}", value.encode()).digest()
    half = base64.urlsafe_b64encode(digest[: len(digest) // 2]).rstrip(b"=")
    return hmac.compare_digest(half, stated.encode())


def moment(claims: Claims, name: str) -> float | None:
    """Return a moment in seconds since 1970; None: absent or no number (RFC 7519, section 2)."""
    value = claims.get(name)
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    # A whole number may be too large for a float, but can be compared; NaN cannot.
    return value if isinstance(value, int) or math.isfinite(value) else None


ID_TOKEN_CHECKS: tuple[Callable[[Claims, Expected], str | None], ...] = (
    _issuer,
    _subject,
    _audience,
    _authorized_party,
    _not_expired,
    _issued_lately,
    _begun,
    _nonce,
    _access_token_hash,
    _code_hash,
    _signed_in_lately,
)
