"""What people type into the cells of a sheet, turned into the texts that the door reads.

What cannot be understood stays as it is: the door says what is wrong with it.
"""

import re
from collections.abc import Callable, Mapping
from fractions import Fraction
from functools import lru_cache, partial
from types import MappingProxyType
from typing import Final

from portal.identifiers import (
    ENTERPRISE_NUMBER_LENGTH,
    SSIN_LENGTH,
    enterprise_number_fault,
    ssin_fault,
)
from portal.wire.code_words import code_of

_CLOCK: Final = re.compile(r"([0-9]{1,9}):([0-5][0-9])(:00)?")
# What a spreadsheet computes comes with up to 17 digits: 0.30000000000000004.
_HOURS: Final = re.compile(r"([0-9]{1,15})(?:[.,]([0-9]{1,30}))?")
_MINUTES: Final = re.compile(r"([0-9]{1,15}) ?min", re.IGNORECASE)

# Also the words that spreadsheet programs themselves write for a logical value.
_TRUTH: Final = MappingProxyType(
    {
        **dict.fromkeys(("true", "yes", "ja", "oui", "waar", "vrai", "wahr"), "true"),
        **dict.fromkeys(("false", "no", "nee", "non", "nein", "onwaar", "faux", "falsch"), "false"),
    }
)
# The fewest digits of which a number may still have lost no more than its first zeros.
_FEWEST_SSIN: Final = 8  # born in January 2000: 000101...
_FEWEST_ENTERPRISE: Final = 9


@lru_cache(maxsize=4096)
def minutes_of(text: str) -> str:
    """Return a duration (`7:36`, `7,6`, `7.6` hours, `456 min`) as whole minutes, half up."""
    if clock := _CLOCK.fullmatch(text):
        return str(int(clock[1]) * 60 + int(clock[2]))
    if minutes := _MINUTES.fullmatch(text):
        return str(int(minutes[1]))
    if hours := _HOURS.fullmatch(text):
        exact = Fraction(f"{hours[1]}.{hours[2] or 0}") * 60
        return str(int(exact + Fraction(1, 2)))
    return text


@lru_cache(maxsize=1024)
def truth_of(text: str) -> str:
    """Return yes or no, in any of the four languages, as `true` or `false`."""
    return _TRUTH.get(text.casefold(), text)


def _words_of(field: str) -> Callable[[str], str]:
    """Return what reads the words of a closed list; a sheet says the same few over and over."""
    return lru_cache(maxsize=1024)(partial(code_of, field))


READERS: Final[Mapping[str, Callable[[str], str]]] = MappingProxyType(
    {
        "duration_minutes": minutes_of,
        "counts_for_right": truth_of,
        "certificate_obtained": truth_of,
        **{
            field: _words_of(field)
            for field in ("language", "nature", "status", "not_counting_reason", "financing")
        },
    }
)


@lru_cache(maxsize=4096)
def restored_ssin(text: str) -> str | None:
    """Return a social security number with the zeros that a spreadsheet took, or None.

    None: nothing is missing, or more than zeros is.
    """
    if not _FEWEST_SSIN <= len(text) < SSIN_LENGTH:
        return None
    whole = text.zfill(SSIN_LENGTH)
    return None if ssin_fault(whole) else whole


@lru_cache(maxsize=4096)
def restored_enterprise_number(text: str) -> str | None:
    """Return an enterprise number with the zero that a spreadsheet took, or None."""
    if not _FEWEST_ENTERPRISE <= len(text) < ENTERPRISE_NUMBER_LENGTH:
        return None
    whole = text.zfill(ENTERPRISE_NUMBER_LENGTH)
    return None if enterprise_number_fault(whole) else whole


RESTORERS: Final[Mapping[str, Callable[[str], str | None]]] = MappingProxyType(
    {"ssin": restored_ssin, "enterprise_number": restored_enterprise_number}
)
