"""Numbers of attestations: nobody guesses them, and who types one from paper may err a little."""

import hashlib
import hmac
from typing import Final
from uuid import UUID

# Without letters that look like a figure, or like another letter.
ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH: Final = 16  # of five bits each
GROUP: Final = 4
_MEANT: Final = str.maketrans("OILU", "011V", " -.\u2010\u2011\u2013\u00a0\t")


def code_of(secret: bytes, person_id: UUID, attestation_id: UUID) -> str:
    """Return the number of an attestation: the same each time, and nothing to be guessed from."""
    said = b"attestation" + person_id.bytes + attestation_id.bytes
    drawn = int.from_bytes(hmac.digest(secret, said, "sha256")) >> (256 - 5 * LENGTH)
    return "".join(ALPHABET[drawn >> 5 * place & 31] for place in reversed(range(LENGTH)))


def read_code(typed: str) -> str | None:
    """Return the number that somebody means; None: it can be none."""
    code = typed.upper().translate(_MEANT)
    return code if len(code) == LENGTH and all(sign in ALPHABET for sign in code) else None


def show_code(code: str) -> str:
    """Return a number, or the beginning of one, as paper shows it: in groups of four."""
    return "-".join(code[place : place + GROUP] for place in range(0, len(code), GROUP))


def code_hash(code: str) -> bytes:
    """Return what the database keeps of a number, which cannot be read back from it."""
    return hashlib.sha256(code.encode()).digest()
