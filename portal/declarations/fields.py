"""How each kind of field is read from text: a value, None for no text, or what is wrong with it.

Declarations repeat themselves (the same days, enterprises and titles in thousands of rows), so
what was read once is remembered for a while.
"""

import re
import unicodedata
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache
from typing import Final, NamedTuple, TypeVar
from uuid import UUID

from portal.declarations import catalogue
from portal.declarations.outcome import Detail
from portal.declarations.reason import Reason
from portal.identifiers import (
    ENTERPRISE_NUMBER_LENGTH,
    SSIN_LENGTH,
    Fault,
    enterprise_number_fault,
    ssin_fault,
)
from portal.languages import LANGUAGES

C = TypeVar("C", bound=StrEnum)
V = TypeVar("V")

# The longest texts that are kept, in characters.
TITLE_LENGTH: Final = 250
PROVIDER_NAME_LENGTH: Final = 250
COMMENT_LENGTH: Final = 1000
# No career that is still running began earlier; no certificate is valid for longer.
FIRST_DAY: Final = date(1950, 1, 1)
LAST_DAY: Final = date(2099, 12, 31)
MOST_MINUTES: Final = 10_000_000  # more than any span of days between them would make plausible
MOST_DAYS: Final = 366  # of a right: a year has no more
MOST_VERSIONS: Final = 2_000_000_000

_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
# One text for one number: what was declared is known again by its text.
_WHOLE = re.compile(r"0|[1-9][0-9]{0,17}")
_DAYS = re.compile(r"[0-9]{1,9}(\.[0-9]{1,4})?")
_RECORD_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_SOME_ID: Final = "019a0000-0000-7000-8000-000000000000"
_SOME_MOMENT: Final = "2026-11-24T09:30:00+01:00"
_REFERENCE = re.compile(r"[A-Za-z0-9._:-]{1,64}")
# Control characters, lone surrogates, private characters, separators of lines. Not those that are
# unassigned: what is new in Unicode would be refused or kept as the version of Python has it.
_HIDDEN: Final = frozenset({"Cc", "Cs", "Co", "Zl", "Zp"})
_NO_CHARACTER: Final = re.compile("[\ufdd0-\ufdef\ufffe\uffff]")
_BLANK: Final = frozenset({"Zs", "Cf"})  # spaces of all widths, also of none
# Marks that turn the direction of writing make a text look like another one.
_TURNING: Final = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_MEMORY: Final = 4096  # texts of one kind


class Unreadable(NamedTuple):
    """What is wrong with a text."""

    reason: Reason
    detail: Detail


_NUMBER_FAULTS: Final = {
    Fault.NOT_NUMERIC: catalogue.NOT_NUMERIC,
    Fault.LENGTH: catalogue.WRONG_LENGTH,
    Fault.INVALID: catalogue.INVALID_NUMBER,
    Fault.CHECK_DIGITS: catalogue.CHECK_DIGITS,
}


@lru_cache(_MEMORY)
def read_ssin(text: str) -> str | Unreadable | None:
    """Read a social security number: eleven digits, no separators."""
    if not text:
        return None
    fault = ssin_fault(text)
    return text if fault is None else _number_fault(fault, SSIN_LENGTH)


@lru_cache(_MEMORY)
def read_enterprise_number(text: str) -> str | Unreadable | None:
    """Read an enterprise number: ten digits, no separators."""
    if not text:
        return None
    fault = enterprise_number_fault(text)
    return text if fault is None else _number_fault(fault, ENTERPRISE_NUMBER_LENGTH)


def _number_fault(fault: Fault, length: int) -> Unreadable:
    detail: Detail = {"length": length} if fault is Fault.LENGTH else {}
    return Unreadable(_NUMBER_FAULTS[fault], detail)


def read_reference(text: str) -> str | Unreadable | None:
    """Read a declarant's own name for a record: letters, digits and . _ : - without spaces."""
    if _REFERENCE.fullmatch(text):
        return text
    if not text:
        return None
    return _invalid("1-64 A-Z a-z 0-9 . _ : -")


@lru_cache(_MEMORY)
def read_date(text: str) -> date | Unreadable | None:
    """Read a day: 2024-12-31."""
    if not text:
        return None
    if not _DATE.fullmatch(text):
        return _invalid("2024-12-31")
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return _invalid("2024-12-31")
    if FIRST_DAY <= day <= LAST_DAY:
        return day
    return _out_of_range(FIRST_DAY, LAST_DAY)


def minutes_reader(first: int) -> Callable[[str], int | Unreadable | None]:
    """Return the reader of whole minutes that are at least so many."""
    return _whole_reader(first, MOST_MINUTES)


def _whole_reader(first: int, last: int) -> Callable[[str], int | Unreadable | None]:
    @lru_cache(_MEMORY)
    def read(text: str) -> int | Unreadable | None:
        if not text:
            return None
        if not _WHOLE.fullmatch(text):
            return _invalid("456")
        return number if first <= (number := int(text)) <= last else _out_of_range(first, last)

    return read


read_year: Final = _whole_reader(FIRST_DAY.year, LAST_DAY.year)
read_version: Final = _whole_reader(1, MOST_VERSIONS)


def read_record_id(text: str) -> UUID | Unreadable | None:
    """Read the id of a record, as an outcome gave it."""
    if not text:
        return None
    return UUID(text) if _RECORD_ID.fullmatch(text) else _invalid(_SOME_ID)


def read_moment(text: str) -> datetime | Unreadable | None:
    """Read a moment with its distance from universal time: 2026-11-24T09:30:00+01:00."""
    if not text:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return _invalid(_SOME_MOMENT)
    return moment if text.isascii() and moment.tzinfo else _invalid(_SOME_MOMENT)


def read_days(text: str) -> Decimal | Unreadable | None:
    """Read the days of a right: a decimal with a point and at most four decimals."""
    if not text:
        return None
    if not _DAYS.fullmatch(text):
        return _invalid("2.5")
    days = Decimal(text).normalize()
    return days if days <= MOST_DAYS else _out_of_range(0, MOST_DAYS)


class _Codes(dict[str, V]):
    """A closed list of codes, in which capitals matter; read as fast as a dictionary."""

    def __missing__(self, text: str) -> Unreadable | None:
        """Say which codes there are, unless nothing was said."""
        if not text:
            return None
        return Unreadable(catalogue.UNKNOWN_CODE, {"codes": ", ".join(self)})

    def reader(self) -> Callable[[str], V | Unreadable | None]:
        """Return the function that reads a code."""
        return self.__getitem__


def code_reader(codes: type[C]) -> Callable[[str], C | Unreadable | None]:
    """Return the reader of a closed list of codes."""
    return _Codes({member.value: member for member in codes}).reader()


read_truth: Final = _Codes({"true": True, "false": False}).reader()
read_language: Final = _Codes({language: language for language in LANGUAGES}).reader()


def text_reader(length: int) -> Callable[[str], str | Unreadable | None]:
    """Return the reader of a text for people of at most so many characters; None: only spaces."""

    @lru_cache(_MEMORY)
    def read(text: str) -> str | Unreadable | None:
        if not text.isprintable():
            if _has_hidden(text):
                return Unreadable(catalogue.HIDDEN_CHARACTERS, {})
            if all(unicodedata.category(character) in _BLANK for character in text):
                return None
        # One spelling for one text: e + accent and é are the same title.
        text = unicodedata.normalize("NFC", text).strip()
        if len(text) > length:
            return Unreadable(catalogue.TOO_LONG, {"length": length})
        return text or None

    return read


def _has_hidden(text: str) -> bool:
    return _NO_CHARACTER.search(text) is not None or any(
        unicodedata.category(character) in _HIDDEN or character in _TURNING for character in text
    )


def _invalid(expected: str) -> Unreadable:
    return Unreadable(catalogue.INVALID_STRUCTURE, {"expected": expected})


def _out_of_range(first: int | date, last: int | date) -> Unreadable:
    return Unreadable(catalogue.OUT_OF_RANGE, {"first": first, "last": last})
