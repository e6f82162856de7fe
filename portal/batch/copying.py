"""Takes a private copy of a file that a sender laid out, whatever that name may lead to."""

import errno
import hashlib
import os
import shutil
import stat
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final

from portal.batch.refusals import FILE_CHANGED, FILE_MISSING, FILE_TOO_LARGE, NO_PLAIN_FILE
from portal.submissions.values import Refusal

# A pipe is opened without waiting for who writes, and then seen to be one.
_READ: Final = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
_WRITE: Final = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC
_PIECE: Final = 2**20  # bytes
_MISSING: Final = frozenset({errno.ENOENT, errno.ENAMETOOLONG})


class FileRefused(Exception):
    """A file cannot be taken."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.code)
        self.refusal = refusal


@dataclass(frozen=True, slots=True)
class Copy:
    """A private copy. content: its SHA-256."""

    path: Path
    size: int
    content: bytes


def copy_file(name: str, inside: int, to: Path, most: int) -> Copy:
    """Return a copy of a file in the folder `inside`, safe on the disk; raises FileRefused.

    to: where it goes; nothing is left there where it fails. most: bytes.
    """
    with _plain(name, inside) as descriptor:
        before = _stamp(descriptor)
        try:
            copy = copy_pieces(iter(partial(os.read, descriptor, _PIECE), b""), to, most)
        except BaseException:
            to.unlink(missing_ok=True)
            raise
        if _stamp(descriptor) != before:
            to.unlink()
            raise FileRefused(FILE_CHANGED)
    return copy


def copy_pieces(pieces: Iterable[bytes], to: Path, most: int) -> Copy:
    """Return a copy of what comes in pieces, safe on the disk; raises FileRefused."""
    digest = hashlib.sha256()
    size = 0
    with os.fdopen(os.open(to, _WRITE, 0o600), "wb") as copy:
        for piece in pieces:
            size += len(piece)
            if size > most:
                raise FileRefused(FILE_TOO_LARGE)
            digest.update(piece)
            copy.write(piece)
        copy.flush()
        os.fsync(copy.fileno())
    _settle_names(to.parent)
    return Copy(to, size, digest.digest())


def _settle_names(folder: Path) -> None:
    """Let the disk know the names in a folder too: a recorded file must be found again."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def read_small(name: str, inside: int, most: int) -> bytes | None:
    """Return a small file, not more of it than a byte too many; None: there is none.

    Raises FileRefused where it is no plain file.
    """
    try:
        with _plain(name, inside) as descriptor:
            return os.read(descriptor, most + 1)
    except FileRefused as fault:
        if fault.refusal is FILE_MISSING:
            return None
        raise


def require_plain(name: str, inside: int) -> None:
    """Raise FileRefused unless there is a plain file of this name."""
    with _plain(name, inside):
        pass


def remove(name: str, inside: int) -> None:
    """Remove whatever has this name in a folder; no link is followed."""
    try:
        os.unlink(name, dir_fd=inside)
    except FileNotFoundError:
        pass
    except (IsADirectoryError, PermissionError):
        shutil.rmtree(name, dir_fd=inside)


@contextmanager
def _plain(name: str, inside: int) -> Iterator[int]:
    """Give the descriptor of a plain file with one name; raises FileRefused for anything else."""
    try:
        descriptor = os.open(name, _READ, dir_fd=inside)
    except OSError as fault:
        missing = fault.errno in _MISSING
        raise FileRefused(FILE_MISSING if missing else NO_PLAIN_FILE) from fault
    try:
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode) or status.st_nlink != 1:
            raise FileRefused(NO_PLAIN_FILE)
        yield descriptor
    finally:
        os.close(descriptor)


def _stamp(descriptor: int) -> tuple[int, int]:
    status = os.fstat(descriptor)
    return status.st_size, status.st_mtime_ns
