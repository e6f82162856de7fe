"""How much a sender may have waiting, over all connections of this process."""

import os
from typing import Final

from asyncssh import SFTPFailure

from portal.batch.folders import INCOMING, Folder, opened
from portal.settings import Settings

_MIB: Final = 2**20


class Quota:
    """The bytes and files of one sender that wait to be taken."""

    def __init__(self, settings: Settings, sender_number: str) -> None:
        self._settings = settings
        self._sender = sender_number
        self._bytes = 0
        self._files = 0

    def measure(self) -> None:
        """Count what lies there."""
        sizes = [size for folder in INCOMING for size in self._sizes(folder)]
        self._bytes, self._files = sum(sizes), len(sizes)

    def require_room_for_a_file(self) -> None:
        """Raise SFTPFailure where there are as many files as there may be."""
        most = self._settings.mailbox_files
        if self._files >= most:
            raise SFTPFailure(
                f"{most:,} files wait to be taken, and more may not. Remove what no GO starts."
            )

    def grow(self, by: int, size: int) -> None:
        """Count bytes that a file will have more, up to a size; raises SFTPFailure."""
        if size > self._settings.batch_size:
            raise SFTPFailure(
                f"A file may have {self._settings.batch_size // _MIB:,} MiB. Send several."
            )
        if by <= 0:
            return
        if self._bytes + by > self._settings.mailbox_quota:
            raise SFTPFailure(
                f"Your mailbox is full: {self._settings.mailbox_quota // _MIB:,} MiB wait to be"
                " taken. Remove what no GO starts."
            )
        self._bytes += by

    def _sizes(self, folder: Folder) -> list[int]:
        with opened(self._settings, self._sender, folder) as inside, os.scandir(inside) as found:
            return [entry.stat(follow_symlinks=False).st_size for entry in found]
