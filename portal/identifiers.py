"""The numbers by which the country knows people and enterprises: well formed or not, and shown.

Only ASCII digits, no separators: what travels is bare (contract), what is shown is spaced.
"""

import re
import secrets
import time
from datetime import UTC, date, datetime
from enum import StrEnum
from uuid import UUID

from stdnum.be import vat

SSIN_LENGTH = 11
ENTERPRISE_NUMBER_LENGTH = 10
_MODULUS = 97
_FROM_2000 = 2 * 10**9  # a 2 is put before the nine digits of those born from 2000
_CHANCE = 10  # bytes drawn for an id, of which 74 bits are used
_VERSION_7 = 0x7 << 76 | 0x2 << 62  # with the variant of RFC 9562
_FREE = (0xFFF << 64) | (1 << 62) - 1  # bits left to chance
_DIGITS = re.compile(r"[0-9]+", re.ASCII)
_JOINT_COMMITTEE = re.compile(r"[0-9]{3}(\.[0-9]{2}){0,2}", re.ASCII)


class Fault(StrEnum):
    """What is wrong with a number, in the order in which it is looked at."""

    NOT_NUMERIC = "notNumeric"
    LENGTH = "length"
    INVALID = "invalid"
    CHECK_DIGITS = "checkDigits"


def ssin_fault(text: str) -> Fault | None:
    """Return what is wrong with a social security number, or None.

    National register and BIS numbers (month raised by 20 or 40); unknown month or day may be 00.
    Own arithmetic, since `stdnum.be.ssn` admits separators, check digits 00 and days such as 88;
    the tests compare the two on everything else, BIS numbers included.
    """
    if not _DIGITS.fullmatch(text):
        return Fault.NOT_NUMERIC
    if len(text) != SSIN_LENGTH:
        return Fault.LENGTH
    body, check = int(text[:9]), int(text[9:])
    centuries = [
        century
        for century, base in ((1900, body), (2000, _FROM_2000 + body))
        if check == _MODULUS - base % _MODULUS and century + int(text[:2]) <= _this_year()
    ]
    if not centuries:
        return Fault.CHECK_DIGITS
    if not any(_is_birth_date(text, century) for century in centuries):
        return Fault.INVALID
    return None


def _this_year() -> int:
    return datetime.now(UTC).year  # nobody is born later, wherever the portal's clock stands


def _is_birth_date(text: str, century: int) -> bool:
    year, month, day = century + int(text[:2]), int(text[2:4]), int(text[4:6])
    for raised in (40, 20):
        if month >= raised:
            month -= raised
            break
    if month == 0 or day == 0:
        return month <= 12 and day <= 31  # noqa: PLR2004 - the calendar's own numbers
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


def enterprise_number_fault(text: str) -> Fault | None:
    """Return what is wrong with an enterprise number, or None.

    Ten digits, the first 0 or 1, the last two 97 - (first eight mod 97).
    """
    if not _DIGITS.fullmatch(text):
        return Fault.NOT_NUMERIC
    if len(text) != ENTERPRISE_NUMBER_LENGTH:
        return Fault.LENGTH
    if text[0] not in "01":
        return Fault.INVALID
    return None if vat.is_valid(text) else Fault.CHECK_DIGITS


def joint_committee_is_wellformed(text: str) -> bool:
    """Tell whether a joint committee is written `999`, `999.99` or `999.99.99`."""
    return _JOINT_COMMITTEE.fullmatch(text) is not None


def show_enterprise_number(number: str) -> str:
    """Return an enterprise number as people read it: 0123.456.789."""
    return f"{number[:4]}.{number[4:7]}.{number[7:]}"


def mask_ssin(ssin: str) -> str:
    """Return a social security number of which only the birth year can be read."""
    return f"{ssin[:2]}.••.••-•••.••"


def new_id() -> UUID:
    """Return a new UUID version 7: in order of time, so that indexes grow at one end (RFC 9562)."""
    return new_ids(1)[0]


def new_ids(count: int) -> list[UUID]:
    """Return so many new ids of one moment; one by one each would ask for chance by itself."""
    moment = (time.time_ns() // 1_000_000 & (1 << 48) - 1) << 80
    chance = secrets.token_bytes(count * _CHANCE)
    return [
        UUID(int=moment | _VERSION_7 | int.from_bytes(chance[start : start + _CHANCE]) & _FREE)
        for start in range(0, len(chance), _CHANCE)
    ]
