"""Files of secrets: for their owner alone, whole or not there, and the first writer wins."""

import os
import secrets
from pathlib import Path


def keep_secret(path: Path, secret: bytes) -> bool:
    """Write a secret that is new; return whether it was, since all go on with what lies there.

    On the disk when this comes back: what is sealed with it may be kept in the next moment.
    """
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    made = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    with os.fdopen(os.open(made, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(secret)
        file.flush()
        os.fsync(file.fileno())
    try:
        # A link fails where another process was first, so all read the same secret.
        path.hardlink_to(made)
    except FileExistsError:
        return False
    finally:
        made.unlink()
    folder = os.open(path.parent, os.O_RDONLY)
    os.fsync(folder)
    os.close(folder)
    return True
