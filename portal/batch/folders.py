"""Where mailboxes lie, and how to reach into one without being led out of it."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import Final

from portal.batch.filename import Environment
from portal.settings import Settings

_FOLDER: Final = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
_OURS: Final = 0o700


class Folder(StrEnum):
    """The folders of a mailbox."""

    IN = "IN"
    OUT = "OUT"
    IN_TEST = "INTEST"
    OUT_TEST = "OUTTEST"

    @property
    def is_for_senders(self) -> bool:
        """Whether a sender puts files here; else the portal does."""
        return self in INCOMING

    @property
    def environment(self) -> Environment:
        """What the files in it may do."""
        return Environment.TEST if self in {Folder.IN_TEST, Folder.OUT_TEST} else Environment.REAL

    @property
    def answers(self) -> "Folder":
        """Where the answers to what lies here go."""
        return answers_to(self.environment)


def answers_to(environment: Environment) -> Folder:
    """Return the folder of the answers to files of an environment."""
    return Folder.OUT if environment is Environment.REAL else Folder.OUT_TEST


INCOMING: Final = (Folder.IN, Folder.IN_TEST)
OUTGOING: Final = (Folder.OUT, Folder.OUT_TEST)


def mailboxes_folder(settings: Settings) -> Path:
    """Return the folder that holds a folder per sender, named by its number."""
    return settings.mailboxes or settings.data / "mailboxes"


def make_mailbox(settings: Settings, sender_number: str) -> None:
    """Make the folders of a sender's mailbox where they are missing."""
    for folder in Folder:
        path = mailboxes_folder(settings) / sender_number / folder
        path.mkdir(mode=_OURS, parents=True, exist_ok=True)


@contextmanager
def opened(settings: Settings, sender_number: str, folder: Folder) -> Iterator[int]:
    """Give the descriptor of a folder of a mailbox; no link is followed on the way.

    Raises OSError where it is not there, or is no folder.
    """
    mailbox = os.open(mailboxes_folder(settings) / sender_number, _FOLDER)
    try:
        inside = os.open(folder, _FOLDER, dir_fd=mailbox)
    finally:
        os.close(mailbox)
    try:
        yield inside
    finally:
        os.close(inside)


def names_in(inside: int) -> list[str]:
    """Return the names in an open folder."""
    return os.listdir(inside)
