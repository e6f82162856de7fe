"""Opening what a provider signed or encrypted: which algorithms and keys, and nothing else."""

import base64
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from joserfc import jwe, jws
from joserfc.errors import JoseError
from joserfc.jwk import Key

from portal.login.key_set import fitting
from portal.login.providers import Provider
from portal.login.refusal import NOT_BELIEVED, Refused

# What could make us trust a key out of the token itself, or skip a part of it.
FORBIDDEN_HEADERS = frozenset({"jwk", "jku", "x5u", "crit", "b64", "zip"})
LARGEST_HEADER = 11 * 1024  # bytes in base64, so 8 KB: certificates travel in headers
LARGEST_TOKEN = 256 * 1024  # bytes
_SIGNED_PARTS = 3
_ENCRYPTED_PARTS = 5

# keys(True): the same after looking them up again; none where that may not be done now.
Keys = Callable[[bool], tuple[Key, ...]]


@dataclass(frozen=True, slots=True)
class Opened:
    """The header and the claims of a token whose signature is right."""

    header: dict[str, Any]
    claims: dict[str, Any]


class _SignedRegistry(jws.JWSRegistry):
    max_header_length = LARGEST_HEADER
    max_payload_length = LARGEST_TOKEN


class _EncryptedRegistry(jwe.JWERegistry):
    max_protected_header_length = LARGEST_HEADER
    max_ciphertext_length = LARGEST_TOKEN


def open_signed(token: object, algorithms: Sequence[str], keys: Keys) -> Opened:
    """Return what a provider signed with one of its keys; raises Refused."""
    text = _text(token, _SIGNED_PARTS)
    header = _header(text)
    if header.get("alg") not in algorithms:
        raise _false("algorithm not allowed")
    registry = _SignedRegistry(algorithms=algorithms, strict_check_header=False)
    for again in (False, True):
        for key in fitting(keys(again), header):
            payload = _signed_by(key, text, registry)
            if payload is not None:
                return Opened(header, _claims(payload))
    raise _false("no key of the provider made this signature")


def _signed_by(key: Key, text: str, registry: jws.JWSRegistry) -> bytes | None:
    try:
        return jws.deserialize_compact(text, key, registry=registry).payload
    except (JoseError, ValueError, TypeError):
        return None


def open_encrypted(token: object, provider: Provider, keys: Sequence[Key]) -> str:
    """Return the token that was encrypted for one of our keys; raises Refused."""
    text = _text(token, _ENCRYPTED_PARTS)
    header = _header(text)
    if header.get("alg") not in provider.jwe_algs or header.get("enc") not in provider.jwe_encs:
        raise _false("encryption not allowed")
    registry = _EncryptedRegistry(
        algorithms=[*provider.jwe_algs, *provider.jwe_encs],
        strict_check_header=False,  # some repeat `iss` and `aud` there
    )
    for key in keys:
        if "kid" in header and header["kid"] != key.kid:
            continue
        try:
            plain = jwe.decrypt_compact(text, key, registry=registry).plaintext
        except (JoseError, ValueError, TypeError):
            continue
        return (plain or b"").decode("ascii", "replace")
    raise _false("no key of ours opens this")


def is_encrypted(token: object) -> bool:
    """Tell whether this has the shape of an encrypted token."""
    return isinstance(token, str) and token.count(".") == _ENCRYPTED_PARTS - 1


def _text(token: object, parts: int) -> str:
    if not isinstance(token, str) or not token.isascii() or len(token) > LARGEST_TOKEN:
        raise _false("not a token")
    if token.count(".") != parts - 1:
        raise _false("signed, encrypted or neither, other than agreed")
    return token


def _header(text: str) -> dict[str, Any]:
    encoded = text.split(".", 1)[0]
    if len(encoded) > LARGEST_HEADER:
        raise _false("header too large")
    try:
        header = json.loads(base64.urlsafe_b64decode(encoded + "=" * (-len(encoded) % 4)))
    except (ValueError, RecursionError) as fault:
        raise _false("header not readable") from fault
    if not isinstance(header, dict) or not isinstance(header.get("kid", ""), str):
        raise _false("header not readable")
    if FORBIDDEN_HEADERS & header.keys():
        raise _false("header not allowed")
    return header


def _claims(payload: bytes) -> dict[str, Any]:
    try:
        claims = json.loads(payload)
    except (ValueError, RecursionError) as fault:
        raise _false("claims not readable") from fault
    if not isinstance(claims, dict):
        raise _false("claims not readable")
    return claims


def _false(detail: str) -> Refused:
    return Refused(NOT_BELIEVED, detail)
