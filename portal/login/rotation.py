"""The change of a key by which we prove who we are, in two steps, so that no sign-in fails.

Beside `NAME.pem`, which signs, may lie `NAME-next.pem` and `NAME-former.pem`: both are only shown
to providers, the one before it signs and the other while what it signed is on its way.
"""

import secrets
from enum import Enum
from pathlib import Path

from joserfc.jwk import RSAKey

from portal.login.own_keys import RSA_BITS
from portal.secret_files import keep_secret


class Step(Enum):
    """What a call of `rotate` did."""

    MADE_THE_NEXT = "made the next"
    TOOK_THE_NEXT = "took the next"


def shown_beside(path: Path) -> list[Path]:
    """Return the files of keys that are shown beside the one that signs."""
    return [file for file in (_beside(path, "next"), _beside(path, "former")) if file.exists()]


def rotate(path: Path) -> tuple[Step, Path]:
    """Make the next key of a file; where it lies there already, let it sign from now on.

    Result: what was done, and the file of the key that came.

    path: the key that signs, which exists. What signed before becomes the former key, and the
    former one before it is forgotten.
    """
    following, former = _beside(path, "next"), _beside(path, "former")
    if not following.exists():
        keep_secret(following, RSAKey.generate_key(RSA_BITS).as_pem(private=True))
        return Step.MADE_THE_NEXT, following
    # Whenever this is interrupted, a key that signs lies there and every key is shown.
    copy = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    keep_secret(copy, path.read_bytes())
    copy.replace(former)
    following.replace(path)
    return Step.TOOK_THE_NEXT, path


def _beside(path: Path, role: str) -> Path:
    return path.with_name(f"{path.stem}-{role}{path.suffix}")
