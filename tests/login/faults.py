"""The faults by name: what must be refused, and what differs but must be accepted."""

from collections.abc import Callable
from typing import Any

from tests.login.fault_provider import (
    ACCESS_TOKEN,
    CLIENT_ID,
    CODE,
    CRITICAL,
    ELLIPTIC,
    KEYS,
    SECRET,
    Said,
    by_hand,
    half_hash,
    public,
)

Fault = Callable[[Said], object]
BELIEVED = "We could not sign you in"
UNREACHABLE = "This digital key cannot be reached"
STALE = "This sign-in is no longer valid"
WEAK = "A stronger digital key is needed"


def claim(name: str, change: Callable[[Any], object]) -> Fault:
    """Return a fault in one claim of the ID token."""
    return lambda said: said.claims.update({name: change(said.claims.get(name))})


def header(**values: object) -> Fault:
    """Return a fault in the header of the ID token."""
    return lambda said: said.header.update(values)


def unsigned(algorithm: str) -> Fault:
    """Return an ID token without a signature, which discovery allows."""

    def commit(said: Said) -> None:
        said.header = {"alg": algorithm}
        said.discovery["id_token_signing_alg_values_supported"] = [algorithm, "RS256"]
        said.sign = by_hand

    return commit


def shared(secret: bytes) -> Fault:
    """Return an ID token that is signed by what everybody knows."""

    def commit(said: Said) -> None:
        said.header = {"alg": "HS256", "kid": "first"}
        said.sign = lambda told: by_hand(told, secret)

    return commit


def by(name: str, **values: object) -> Fault:
    """Return an ID token signed by another key."""

    def commit(said: Said) -> None:
        said.key = KEYS[name]
        said.header.update(values)

    return commit


def callback(*values: tuple[str, str], keep: tuple[str, ...] = ("code", "state")) -> Fault:
    """Return a way back with other values."""

    def commit(said: Said) -> None:
        said.callback = [one for one in said.callback if one[0] in keep] + list(values)

    return commit


def all_of(*faults: Fault) -> Fault:
    """Return several faults at once."""
    return lambda said: [fault(said) for fault in faults]


def key_set(*keys: dict[str, Any]) -> Fault:
    """Return another key set."""
    return lambda said: setattr(said, "jwks", list(keys))


def promised(said: Said) -> None:
    """Promise `iss` in the callback."""
    said.discovery["authorization_response_iss_parameter_supported"] = True


PEM = KEYS["first"].as_pem(private=False)
HANGING = 10  # seconds; the portal waits for one
LATER = 24 * 3600

REFUSED: dict[str, tuple[Fault, str]] = {
    # signature
    "a bad signature": (by("foreign"), BELIEVED),
    "an unknown kid": (by("foreign", kid="foreign"), BELIEVED),
    "alg none": (unsigned("none"), BELIEVED),
    "alg None": (unsigned("None"), BELIEVED),
    "HS256 with the public key": (shared(PEM), BELIEVED),
    "HS256 with the client secret": (shared(SECRET.encode()), BELIEVED),
    "a key in the header": (
        all_of(by("foreign"), header(jwk=public(KEYS["foreign"]))),
        BELIEVED,
    ),
    "an address of keys in the header": (header(jku="https://evil.example/keys"), BELIEVED),
    "an unknown critical header": (header(**{"crit": [CRITICAL], CRITICAL: 1}), BELIEVED),
    "an algorithm not agreed": (header(alg="PS256"), BELIEVED),
    # iss and sub
    "another iss": (claim("iss", lambda _: "https://evil.example"), BELIEVED),
    "no iss": (lambda said: said.without("iss"), BELIEVED),
    "an iss that differs by a slash": (claim("iss", lambda iss: f"{iss}/"), BELIEVED),
    "an iss that is a list": (claim("iss", lambda iss: [iss]), BELIEVED),
    "no sub": (lambda said: said.without("sub"), BELIEVED),
    "a sub that is a number": (claim("sub", lambda _: 7), BELIEVED),
    "an empty sub": (claim("sub", lambda _: ""), BELIEVED),
    # aud and azp
    "another aud": (claim("aud", lambda _: "other"), BELIEVED),
    "no aud": (lambda said: said.without("aud"), BELIEVED),
    "another aud though azp is ours": (
        lambda said: said.claims.update(aud="other", azp=CLIENT_ID),
        BELIEVED,
    ),
    "another aud in a list though azp is ours": (
        lambda said: said.claims.update(aud=["other"], azp=CLIENT_ID),
        BELIEVED,
    ),
    "an extra aud": (claim("aud", lambda aud: [aud, "other"]), BELIEVED),
    "an azp that is not ours": (claim("azp", lambda _: "other"), BELIEVED),
    # times
    "expired": (claim("exp", lambda exp: exp - LATER), BELIEVED),
    "expired a minute ago": (claim("exp", lambda exp: exp - 120), BELIEVED),
    "no exp": (lambda said: said.without("exp"), BELIEVED),
    "an exp that is not a number": (claim("exp", lambda _: float("nan")), BELIEVED),
    "an iat in an hour": (claim("iat", lambda iat: iat + 3600), BELIEVED),
    "an iat beyond all numbers": (claim("iat", lambda _: 10**400), BELIEVED),
    "no iat": (lambda said: said.without("iat"), BELIEVED),
    "an iat a day old": (claim("iat", lambda iat: iat - LATER), BELIEVED),
    "an nbf ahead": (lambda said: said.claims.update(nbf=said.claims["iat"] + 600), BELIEVED),
    # binding
    "another nonce": (claim("nonce", lambda _: "other"), BELIEVED),
    "no nonce": (lambda said: said.without("nonce"), BELIEVED),
    "no nonce, as it says": (
        all_of(lambda said: said.without("nonce"), claim("nonce_supported", lambda _: False)),
        BELIEVED,
    ),
    "a wrong at_hash": (claim("at_hash", lambda _: half_hash("other")), BELIEVED),
    "a wrong c_hash": (claim("c_hash", lambda _: half_hash("other")), BELIEVED),
    # level
    "a level too low": (claim("acr", lambda _: "weak"), WEAK),
    "a level nobody knows": (claim("acr", lambda _: "strange"), WEAK),
    "no level": (lambda said: said.without("acr"), WEAK),
    # callback
    "another iss in the callback": (callback(("iss", "https://evil.example")), BELIEVED),
    "no iss in the callback though promised": (promised, BELIEVED),
    "another state": (callback(("state", "other"), keep=("code",)), STALE),
    "no state": (callback(keep=("code",)), STALE),
    "two states": (callback(("state", "other")), STALE),
    "two codes": (callback(("code", "other")), BELIEVED),
    "no code": (callback(keep=("state",)), BELIEVED),
    # token answer
    "no ID token": (lambda said: said.token.update(id_token=None), BELIEVED),
    "a token_type that is not Bearer": (
        lambda said: said.token.update(token_type="mac"),
        BELIEVED,
    ),
    "no access token": (lambda said: said.token.update(access_token=None), BELIEVED),
    "an error instead of tokens": (
        lambda said: said.token.update(error="invalid_grant"),
        BELIEVED,
    ),
    "500 instead of tokens": (lambda said: said.statuses.update(token=500), UNREACHABLE),
    "404 with tokens": (lambda said: said.statuses.update(token=404), UNREACHABLE),
    "tokens that are not JSON": (lambda said: said.bodies.update(token=b"<html>"), UNREACHABLE),
    "tokens of two megabytes": (
        lambda said: said.token.update(padding="x" * 2_000_000),
        UNREACHABLE,
    ),
    "tokens that trickle": (lambda said: said.trickles.add("token"), UNREACHABLE),
    "tokens in a deep well": (lambda said: said.bodies.update(token=b"[" * 200_000), UNREACHABLE),
    "tokens that hang": (lambda said: said.delays.update(token=HANGING), UNREACHABLE),
    "tokens by redirect": (lambda said: said.redirected.add("token"), UNREACHABLE),
    # userinfo
    "another sub in userinfo": (lambda said: said.userinfo.update(sub="other"), BELIEVED),
    "no sub in userinfo": (lambda said: said.userinfo.pop("sub"), BELIEVED),
    "500 instead of userinfo": (lambda said: said.statuses.update(userinfo=500), UNREACHABLE),
    "userinfo that hangs": (lambda said: said.delays.update(userinfo=HANGING), UNREACHABLE),
    # discovery and keys
    "discovery of another issuer": (
        lambda said: said.discovery.update(issuer="https://evil.example"),
        UNREACHABLE,
    ),
    "discovery by redirect": (lambda said: said.redirected.add("discovery"), UNREACHABLE),
    "discovery that hangs": (lambda said: said.delays.update(discovery=HANGING), UNREACHABLE),
    "a key set that hangs": (lambda said: said.delays.update(jwks=HANGING), UNREACHABLE),
    "no key": (key_set(), BELIEVED),
    "a key that is for encryption only": (key_set(public(KEYS["first"], use="enc")), BELIEVED),
    "a header over 8 KB": (header(x5c=["A" * 12_000]), BELIEVED),
}

ACCEPTED: dict[str, Fault] = {
    "nothing special": lambda _: None,
    "a header of 8 KB": header(x5c=["A" * 8_000]),
    "headers of their own": header(iss="any", extra="any"),
    "an auth_time beyond all numbers": claim("auth_time", lambda _: 10**400),
    "aud in a list": claim("aud", lambda aud: [aud]),
    "azp is ours": claim("azp", lambda _: CLIENT_ID),
    "a right at_hash": claim("at_hash", lambda _: half_hash(ACCESS_TOKEN)),
    "a right c_hash": claim("c_hash", lambda _: half_hash(CODE)),
    "expired within the skew of clocks": claim("exp", lambda exp: exp - 75),
    "an access token of a second": lambda said: said.token.update(
        expires_in=1, refresh_token="never to be used"
    ),
    "an access token whose end is a text": lambda said: said.token.update(expires_in="60"),
    "an access token without an end": lambda said: said.token.pop("expires_in", None),
    "token_type in small letters": lambda said: said.token.update(token_type="bearer"),
    "iss in the callback as promised": all_of(
        promised, lambda said: said.callback.append(("iss", said.provider.issuer))
    ),
    "no kid with one key": lambda said: said.header.pop("kid"),
    "no kid with several keys": all_of(
        lambda said: said.header.pop("kid"),
        key_set(public(KEYS["second"]), public(KEYS["first"], kid=None)),
    ),
    "an encryption key first": key_set(ELLIPTIC.as_dict(private=False), public(KEYS["first"])),
    "a kind of key nobody knows": key_set({"kty": "future", "kid": "x"}, public(KEYS["first"])),
    "a post-quantum key": key_set(
        {"kty": "AKP", "alg": "ML-DSA-44", "pub": "AAAA", "kid": "pq"}, public(KEYS["first"])
    ),
    "a broken key beside": key_set({"kty": "RSA", "kid": "x"}, public(KEYS["first"])),
    "a key that may verify": key_set(public(KEYS["first"], use=None, key_ops=["verify"])),
    "userinfo with iss and aud": lambda said: said.userinfo.update(
        iss=said.provider.issuer, aud=CLIENT_ID
    ),
}

# Of encrypted answers.
SEALED_REFUSED: dict[str, Fault] = {
    "RSA1_5": all_of(
        lambda said: said.wrap.update(alg="RSA1_5"),
        lambda said: setattr(said, "jwe_algorithms", ("RSA1_5", "A128CBC-HS256")),
    ),
    "a content algorithm not agreed": all_of(
        lambda said: said.wrap.update(enc="A256GCM"),
        lambda said: setattr(said, "jwe_algorithms", ("RSA-OAEP-256", "A256GCM")),
    ),
    "compressed": all_of(
        lambda said: said.wrap.update(zip="DEF"),
        lambda said: setattr(said, "jwe_algorithms", ("RSA-OAEP-256", "A128CBC-HS256", "DEF")),
        lambda said: setattr(said, "sign", lambda _: "0" * 5_000_000),
    ),
    "an unknown kid": lambda said: said.wrap.update(kid="other"),
    "not encrypted": lambda said: setattr(said.provider, "encrypted", False),
    "no signature inside": all_of(unsigned("none")),
}
SEALED_ACCEPTED: dict[str, Fault] = {
    "as agreed": lambda _: None,
    "headers that repeat claims": lambda said: said.wrap.update(
        iss=said.provider.issuer, aud=CLIENT_ID
    ),
}
