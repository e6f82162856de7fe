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
    plain = zlib.compress(json.dumps(list(texts.items())).encode(), 1)
    nonce = token_bytes(_NONCE)
    return nonce + AESGCM(_key(load_settings().secret_key())).encrypt(
        nonce, plain, submission_id.bytes
    )


def unseal(payload: bytes, submission_id: UUID) -> dict[int, dict[str, str]]:
    """Return the texts of a submission by place."""
    cipher = AESGCM(_key(load_settings().secret_key()))
    plain = cipher.decrypt(payload[:_NONCE], payload[_NONCE:], submission_id.bytes)
    return dict(json.loads(zlib.decompress(plain)))


@lru_cache(maxsize=2)
def _key(secret: bytes) -> bytes:
    """Return a key for this purpose alone, from the secret that all processes of ours read."""
    return HKDF(hashes.SHA256(), _KEY, None, b"submissions").derive(secret)
