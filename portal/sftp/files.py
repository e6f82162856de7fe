"""A file in a mailbox, by its name and in hand; only plain ones count as files."""

import os
import stat
from dataclasses import dataclass
from typing import cast

from asyncssh import SFTPNoSuchFile

from portal.batch.folders import Folder


@dataclass(frozen=True, slots=True)
class Named:
    """A file by its folder and name, whether it is there or not."""

    folder: Folder
    name: str


@dataclass(slots=True)
class InHand:
    """A file in hand. growing: a sender writes it."""

    descriptor: int
    name: str
    growing: bool
    appending: bool
    looked_at: float  # when authority was last read, on the clock of the machine


def plain(status: os.stat_result) -> os.stat_result:
    """Return what is known of a plain file; raises SFTPNoSuchFile for anything else."""
    if not stat.S_ISREG(status.st_mode) or status.st_nlink != 1:
        raise SFTPNoSuchFile("This is no plain file.")
    return status


def is_there(name: str, inside: int) -> bool:
    """Tell whether anything has this name in a folder."""
    try:
        os.stat(name, dir_fd=inside, follow_symlinks=False)
    except FileNotFoundError:
        return False
    return True


def in_hand(file_obj: object) -> InHand:
    """Return what asyncssh hands back for an open file."""
    return cast("InHand", file_obj)
