"""How the files of a mailbox are called, and what a name says."""

import re
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Final

_NAME: Final = re.compile(
    r"(?P<part>FI|FS|GO|TD)\.FLAD\.(?P<sender>[0-9]{6})\.(?P<day>[0-9]{8})"
    r"\.(?P<sequence>[0-9]{5})\.(?P<environment>[RT])\.1(?P<data>\.1)?",
    re.ASCII,
)
EXPECTED: Final = "FI.FLAD.123456.20261124.00001.R.1.1"  # as sentences show it


class Part(StrEnum):
    """What a file is for, as the first two letters of its name say it."""

    DATA = "FI"
    SIGNATURE = "FS"
    START = "GO"
    WITHDRAWAL = "TD"


class Environment(StrEnum):
    """What a file may do: everything, or be checked and answered only."""

    REAL = "R"
    TEST = "T"


class Answer(StrEnum):
    """The two answers to a file: whether it was taken, and what became of its records."""

    ACKNOWLEDGEMENT = "ACRF"
    RESULT = "FLAR"


# These two are followed by the version of their content, `.1`.
_WITH_CONTENT: Final = frozenset({Part.DATA, Part.SIGNATURE})


class NameRefused(Exception):
    """A file does not have a name that we know."""


@dataclass(frozen=True, slots=True)
class FileName:
    """What a name says. day: yyyymmdd; sequence: five digits, the sender's own count."""

    part: Part
    sender: str
    day: str
    sequence: str
    environment: Environment

    def __str__(self) -> str:
        """Return the name as it is written."""
        ending = ".1.1" if self.part in _WITH_CONTENT else ".1"
        return f"{self.part}.FLAD.{self._middle}{ending}"

    def sibling(self, part: Part) -> "FileName":
        """Return the name of another file of the same delivery."""
        return replace(self, part=part)

    def answer(self, answer: Answer, part: Part) -> str:
        """Return the name of a file of an answer; its data are called FO."""
        first = "FO" if part is Part.DATA else part.value
        ending = ".1.1" if part in _WITH_CONTENT else ".1"
        return f"{first}.{answer}.{self._middle}{ending}"

    @property
    def _middle(self) -> str:
        return f"{self.sender}.{self.day}.{self.sequence}.{self.environment}"


def parse_name(name: str) -> FileName:
    """Return what a name says; raises NameRefused, also for a day that no calendar has."""
    found = _NAME.fullmatch(name)
    if found is None or not _is_day(found["day"]):
        raise NameRefused
    part = Part(found["part"])
    if bool(found["data"]) != (part in _WITH_CONTENT):
        raise NameRefused
    environment = Environment(found["environment"])
    return FileName(part, found["sender"], found["day"], found["sequence"], environment)


def _is_day(text: str) -> bool:
    try:
        datetime.strptime(text, "%Y%m%d")  # noqa: DTZ007 - a day has no zone
    except ValueError:
        return False
    return True
