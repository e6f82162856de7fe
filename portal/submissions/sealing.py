"""What waits to be worked through holds numbers of persons, so it is sealed until it is done."""

import json
import zlib
from collections.abc import Mapping
from functools import lru_cache
from secrets import token_bytes
from uuid import UUID

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from portal.settings import load_settings

_NONCE = 12  # bytes
_KEY = 32  # bytes


def seal(texts: Mapping[int, Mapping[str, str]], submission_id: UUID) -> bytes:
    """Return texts by place, sealed for one submission."""
    return seal_bytes(json.dumps(list(texts.items())).encode(), submission_id)


def unseal(payload: bytes, submission_id: UUID) -> dict[int, dict[str, str]]:
    """Return the texts of a submission by place."""
    return dict(json.loads(unseal_bytes(payload, submission_id)))


def seal_bytes(plain: bytes, bound_to: UUID) -> bytes:
    """Return what waits, packed and sealed; it opens only for the id to which it is bound."""
    nonce = token_bytes(_NONCE)
    cipher = AESGCM(_key(load_settings().secret_key()))
    return nonce + cipher.encrypt(nonce, zlib.compress(plain, 1), bound_to.bytes)


def unseal_bytes(payload: bytes, bound_to: UUID) -> bytes:
    """Return what was sealed for this id."""
    cipher = AESGCM(_key(load_settings().secret_key()))
    return zlib.decompress(cipher.decrypt(payload[:_NONCE], payload[_NONCE:], bound_to.bytes))


@lru_cache(maxsize=2)
def _key(secret: bytes) -> bytes:
    """Return a key for this purpose alone, from the secret that all processes of ours read."""
    return HKDF(hashes.SHA256(), _KEY, None, b"submissions").derive(secret)
