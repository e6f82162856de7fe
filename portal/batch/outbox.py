"""Lays answers out: hidden until they are whole and signed, the GO last."""

import base64
import os
from collections.abc import Iterable
from dataclasses import dataclass
from typing import IO, Final

from portal.batch.copying import remove
from portal.batch.filename import Answer, FileName, Part
from portal.batch.folders import Folder, opened
from portal.documents.seal import seal_of
from portal.settings import Settings

HIDDEN: Final = "."  # before a name: not whole yet
_NEW: Final = os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
_MODE: Final = 0o640  # behind OpenSSH, the sender reads by its group


@dataclass(frozen=True, slots=True)
class Outbox:
    """Where the answers to one folder of one sender go."""

    settings: Settings
    sender_number: str
    folder: Folder


def lay_out(outbox: Outbox, data: FileName, answer: Answer, pieces: Iterable[bytes]) -> None:
    """Lay out an answer to a file: FO, then FS, then GO.

    pieces: of the answer, as it goes to the disk. An answer of the same name is replaced. Raises
    OSError, and SealFault where it cannot be signed; then nothing is seen.
    """
    with opened(outbox.settings, outbox.sender_number, outbox.folder) as inside:
        written = data.answer(answer, Part.DATA)
        signed = data.answer(answer, Part.SIGNATURE)
        started = data.answer(answer, Part.START)
        # Who fetches goes by GO: it must not stand for an answer that is being replaced.
        remove(started, inside)
        with _hidden(written, inside) as file:
            for piece in pieces:
                file.write(piece)
            _settle(file)
            file.seek(0)
            signature = seal_of(outbox.settings).sign(file)
        with _hidden(signed, inside) as file:
            file.write(base64.encodebytes(signature))
            _settle(file)
        with _hidden(started, inside) as file:
            _settle(file)
        for name in (written, signed, started):
            _show(name, inside)
        os.fsync(inside)


def _hidden(name: str, inside: int) -> IO[bytes]:
    """Return a new file that is not seen yet."""
    remove(HIDDEN + name, inside)
    return os.fdopen(os.open(HIDDEN + name, _NEW, _MODE, dir_fd=inside), "w+b")


def _settle(file: IO[bytes]) -> None:
    file.flush()
    os.fsync(file.fileno())


def _show(name: str, inside: int) -> None:
    try:
        os.rename(HIDDEN + name, name, src_dir_fd=inside, dst_dir_fd=inside)
    except (IsADirectoryError, NotADirectoryError):
        remove(name, inside)
        os.rename(HIDDEN + name, name, src_dir_fd=inside, dst_dir_fd=inside)
