"""Where a sender may go: four folders, and in them files with names that we know."""

import posixpath
import re
from dataclasses import dataclass
from typing import Final

from asyncssh import SFTPNoSuchFile, SFTPPermissionDenied

from portal.batch.filename import EXPECTED, FileName, NameRefused, parse_name
from portal.batch.folders import Folder

# While it arrives, programs give a file an ending of theirs: .filepart, .x7s2.partial
_ARRIVING: Final = re.compile(
    r"(.+\.1)((?:\.[A-Za-z0-9_-]*[A-Za-z_-][A-Za-z0-9_-]*){1,2})", re.ASCII
)
_LONGEST: Final = 128  # characters
_DEPTH: Final = 2  # a folder and a file in it


@dataclass(frozen=True, slots=True)
class Place:
    """What a path names. folder: None for the root; name: None for a folder."""

    folder: Folder | None
    name: str | None

    @property
    def is_file(self) -> bool:
        """Whether it would be a file."""
        return self.name is not None


def absolute(path: bytes) -> str:
    """Return a path as seen from the root, which nothing leads out of; raises SFTPNoSuchFile."""
    try:
        text = path.decode("ascii")
    except UnicodeDecodeError as fault:
        raise SFTPNoSuchFile("Names are written in letters, digits and points.") from fault
    return posixpath.normpath("/" + text).replace("//", "/")


def place_of(path: bytes) -> Place:
    """Return what a path names; raises SFTPNoSuchFile where nothing can be."""
    steps = absolute(path).split("/")[1:]
    if steps == [""]:
        return Place(None, None)
    if steps[0] not in set(Folder) or len(steps) > _DEPTH:
        raise SFTPNoSuchFile("There are the folders IN, OUT, INTEST and OUTTEST, and none in them.")
    folder = Folder(steps[0])
    if len(steps) == 1:
        return Place(folder, None)
    # What begins with a point is being written by us, or a program's own.
    if steps[1].startswith(".") or len(steps[1]) > _LONGEST or "\0" in steps[1]:
        raise SFTPNoSuchFile("There is no such file.")
    return Place(folder, steps[1])


def require_own_name(name: str, sender_number: str, folder: Folder) -> None:
    """Raise SFTPPermissionDenied unless this sender may bring a file of this name here."""
    known = _named(name)
    if known.sender != sender_number:
        raise SFTPPermissionDenied(
            f"The name must bear your own sender number, {sender_number}: {known.sender} is not it."
        )
    if known.environment is not folder.environment:
        raise SFTPPermissionDenied(
            f"{folder} takes names with {folder.environment} in front of .1, and this one has"
            f" {known.environment}."
        )


def _named(name: str) -> FileName:
    try:
        arriving = _ARRIVING.fullmatch(name)
        try:
            return parse_name(name)
        except NameRefused:
            if arriving is None:
                raise
            return parse_name(arriving[1])
    except NameRefused as fault:
        raise SFTPPermissionDenied(
            f"Call a file like {EXPECTED}; the signature begins with FS, GO and TD end in .1 once."
        ) from fault
