"""What waits to be worked through holds numbers of persons, so it is sealed until it is done."""

import json
import zlib
from collections.abc import Sequence
from functools import lru_cache
from secrets import token_bytes
from uuid import UUID

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from portal.declarations.table import Table
from portal.settings import load_settings

SUBMISSIONS = b"submissions"  # of the key under which they wait
_NONCE = 12  # bytes
_KEY = 32  # bytes
_PARTS = 2  # of what is packed: places and columns
_BETWEEN = "|"  # texts of a column, which hardly ever hold it


def pack(places: Sequence[int], texts: Table) -> bytes:
    """Return declarations with their places in a submission; the same ones in the same bytes.

    A column is one text, cut again at its signs, or a list where one of its texts has that sign.
    """
    columns = {name: _joined(column) for name, column in texts.columns.items()}
    return json.dumps([places, columns], sort_keys=True).encode()


def _joined(column: Sequence[str]) -> str | Sequence[str]:
    joined = _BETWEEN.join(column)
    return joined if joined.count(_BETWEEN) == len(column) - 1 else column


def unpack(packed: bytes) -> tuple[list[int], Table]:
    """Return the places and the declarations that `pack` was given.

    What an earlier version received, and waits still, is a list of places each with its texts.
    """
    said = json.loads(packed)
    if len(said) == _PARTS and isinstance(said[1], dict):
        columns = {
            name: column.split(_BETWEEN) if isinstance(column, str) else column
            for name, column in said[1].items()
        }
        return said[0], Table(columns, len(said[0]))
    rows = dict(said)
    places = sorted(rows)
    return places, Table.of([rows[place] for place in places])


def seal_bytes(plain: bytes, bound_to: UUID, purpose: bytes = SUBMISSIONS) -> bytes:
    """Return what waits, packed and sealed; it opens only for this id and purpose."""
    nonce = token_bytes(_NONCE)
    cipher = AESGCM(_key(load_settings().secret_key(), purpose))
    return nonce + cipher.encrypt(nonce, zlib.compress(plain, 1), bound_to.bytes)


def unseal_bytes(payload: bytes, bound_to: UUID, purpose: bytes = SUBMISSIONS) -> bytes:
    """Return what was sealed for this id and purpose."""
    cipher = AESGCM(_key(load_settings().secret_key(), purpose))
    return zlib.decompress(cipher.decrypt(payload[:_NONCE], payload[_NONCE:], bound_to.bytes))


@lru_cache(maxsize=4)
def _key(secret: bytes, purpose: bytes) -> bytes:
    """Return a key for this purpose alone, from the secret that all processes of ours read."""
    return HKDF(hashes.SHA256(), _KEY, None, purpose).derive(secret)
