"""The keys with which a provider signs, looked up again once where they seem to have changed."""

import threading
import time
from collections import deque
from typing import Any, Protocol

from joserfc.errors import JoseError
from joserfc.jwk import JWKRegistry, Key, RSAKey

FRESH = 3600.0  # seconds until we look again
# Whoever sends us false signatures must not make us knock at the provider's door for each.
MOST_REFETCHES = 6
REFETCH_WINDOW = 60.0  # seconds
LEAST_RSA_BITS = 2048
_KINDS = {"RS": "RSA", "PS": "RSA", "ES": "EC", "Ed": "OKP"}


class Line(Protocol):
    """What brings public documents of a provider; raises Refused where it cannot."""

    def get_json(self, url: str) -> dict[str, Any]:
        """Return a document."""


class KeySet:
    """The public keys of one provider; shared by all threads of a process."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._keys: tuple[Key, ...] | None = None
        self._fetched_at = 0.0
        self._refetches: deque[float] = deque(maxlen=MOST_REFETCHES)

    def keys(self, line: Line, address: str) -> tuple[Key, ...]:
        """Return the keys; raises Refused where they cannot be had."""
        keys = self._keys
        if keys is None or time.monotonic() - self._fetched_at > FRESH:
            return self._fetch(line, address)
        return keys

    def looked_up_again(self, line: Line, address: str) -> tuple[Key, ...]:
        """Return the keys as they are now; none where we asked too often of late."""
        now = time.monotonic()
        with self._lock:
            full = len(self._refetches) == MOST_REFETCHES
            if full and now - self._refetches[0] < REFETCH_WINDOW:
                return ()
            self._refetches.append(now)
        return self._fetch(line, address)

    def _fetch(self, line: Line, address: str) -> tuple[Key, ...]:
        found = line.get_json(address).get("keys")
        keys = tuple(
            key for jwk in (found if isinstance(found, list) else ()) for key in _read(jwk)
        )
        with self._lock:
            self._keys, self._fetched_at = keys, time.monotonic()
        return keys


def fitting(keys: tuple[Key, ...], header: dict[str, Any]) -> list[Key]:
    """Return the keys that may have made a signature: of its kind, and of its id if it has one."""
    algorithm = header["alg"]
    return [
        key
        for key in keys
        if key.key_type == _KINDS[algorithm[:2]]
        and key.get("alg") in {None, algorithm}
        and ("kid" not in header or key.get("kid") == header["kid"])
    ]


def _read(jwk: Any) -> list[Key]:  # noqa: ANN401 - what a provider sends
    """Return the key, or nothing where it is not for signatures or of a kind we do not know."""
    if not isinstance(jwk, dict) or jwk.get("use") not in {None, "sig"}:
        return []
    operations = jwk.get("key_ops")
    if isinstance(operations, list) and "verify" not in operations:
        return []
    try:
        key = JWKRegistry.import_key(jwk)
        weak = isinstance(key, RSAKey) and key.public_key.key_size < LEAST_RSA_BITS
    except (JoseError, ValueError, TypeError, KeyError):
        return []
    return [] if weak else [key]
