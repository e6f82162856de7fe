"""The keys of social security numbers: one file a key, outside of the database.

A key is a pair under one id: an index key, under which a number is found, and a sealing key, under
which it is kept to be shown. The database without the files gives no number, and neither do the
files without the database.
"""

import base64
import binascii
import hmac
import os
import secrets
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Self
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from portal.secret_files import keep_secret

ID_LENGTH: Final = 8  # characters, ASCII
INDEX_LENGTH: Final = 32  # bytes of HMAC-SHA-256
_HALF: Final = 32  # bytes of either key
_NONCE: Final = 12  # bytes


class KeysFault(Exception):
    """A key that is needed is not there or cannot be used; the text is for who runs the portal."""


class NotTheirs(ValueError):
    """A sealed number does not open for this person under this key."""


@dataclass(frozen=True, slots=True)
class KeyPair:
    """One pair of keys; what it seals begins with its id.

    proof: tells another key with the same id from this one, and nothing of the key.
    """

    key_id: str
    proof: bytes
    _index_key: bytes = field(repr=False, compare=False)
    _sealing: AESGCM = field(repr=False, compare=False)

    @classmethod
    def of(cls, key_id: str, secret: bytes) -> Self:
        """Return the pair that a secret of 64 bytes holds, the index key first."""
        index_key, sealing_key = secret[:_HALF], secret[_HALF:]
        proof = hmac.digest(index_key, hmac.digest(sealing_key, b"proof", "sha256"), "sha256")
        return cls(key_id, proof, index_key, AESGCM(sealing_key))

    def index(self, ssin: str) -> bytes:
        """Return the keyed index of a number, HMAC-SHA-256: always the same, and no way back."""
        return hmac.digest(self._index_key, ssin.encode(), "sha256")

    def seal(self, ssin: str, person_id: UUID) -> bytes:
        """Return a number sealed for one person: key id, nonce, AES-256-GCM with the person's id.

        Each time another text, so that equal numbers do not show.
        """
        nonce = os.urandom(_NONCE)
        sealed = self._sealing.encrypt(nonce, ssin.encode(), person_id.bytes)
        return self.key_id.encode() + nonce + sealed

    def open(self, sealed: bytes, person_id: UUID) -> str:
        """Return the number; raises NotTheirs where it was sealed for another person."""
        nonce, text = sealed[ID_LENGTH : ID_LENGTH + _NONCE], sealed[ID_LENGTH + _NONCE :]
        try:
            return self._sealing.decrypt(nonce, text, person_id.bytes).decode()
        except (InvalidTag, ValueError) as why:
            raise NotTheirs(f"The sealed number of person {person_id} does not open.") from why


def key_id_of(sealed: bytes) -> str:
    """Return under which key a number is sealed."""
    return sealed[:ID_LENGTH].decode("ascii", "replace")


def path_of(folder: Path, key_id: str) -> Path:
    """Return the file of a key."""
    return folder / f"{key_id}.key"


def read_key(folder: Path, key_id: str) -> KeyPair:
    """Return a key from its file; raises KeysFault where there is none, or no whole one."""
    path = path_of(folder, key_id)
    try:
        text = path.read_bytes()
    except FileNotFoundError as why:
        raise KeysFault(
            f"The database is written with key {key_id} of social security numbers, and there is"
            f" no file {path}. Bring it back from where keys are kept, or correct"
            " PORTAL_NUMBER_KEYS."
        ) from why
    except OSError as why:
        raise KeysFault(f"The key file {path} cannot be read: {why.strerror}.") from why
    try:
        secret = base64.b64decode(text.strip(), validate=True)
    except binascii.Error:
        secret = b""
    if len(secret) != 2 * _HALF:
        raise KeysFault(
            f"The key file {path} is damaged: it must hold 64 bytes in base64, on one line. Bring"
            " it back from where keys are kept."
        )
    return KeyPair.of(key_id, secret)


def make_key(folder: Path) -> KeyPair:
    """Return a new key, its file written whole and readable for its owner alone.

    The id is the second in which it was made, so that ids grow; where another process was first
    in that second, the next one.
    """
    text = base64.b64encode(secrets.token_bytes(2 * _HALF)) + b"\n"
    second = int(time.time())
    while True:
        key_id = f"{second:0{ID_LENGTH}x}"
        if keep_secret(path_of(folder, key_id), text):
            return read_key(folder, key_id)
        second += 1


def key_ids(folder: Path) -> list[str]:
    """Return the ids of all keys that have a file, the oldest first."""
    names = (path.stem for path in folder.glob("*.key"))
    return sorted(name for name in names if len(name) == ID_LENGTH and name.isascii())
