"""What a cell may hold: each reader gives the value to keep, or says what to write instead."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from portal import identifiers
from portal.identifiers import joint_committee_is_wellformed
from portal.languages import N_
from portal.law.size import Quarter

# A day, a quarter: years in which a living person can have been born or an employment can end.
FIRST_YEAR, LAST_YEAR = 1850, 2199
# Minutes of a full-timer's week. Hours written for minutes (38) and months for weeks fall outside.
LEAST_WEEK, LONGEST_WEEK = 600, 6_000

_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_WHOLE = re.compile(r"[0-9]{1,9}")
# Other programs leave out the zero before the point, or write all 17 digits of a binary number.
_SIZE = re.compile(r"[0-9]{1,9}(\.[0-9]{1,20})?|\.[0-9]{1,20}")
_SHARE = re.compile(r"[01](\.[0-9]{1,20})?|\.[0-9]{1,20}")
_NAME = re.compile(r"[!-~]{1,64}")
_SENDER = re.compile(r"[0-9]{6}")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a cell cannot be kept, as a sentence for whoever corrects the file."""

    sentence: str
    params: Mapping[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        """Return the sentence with its values."""
        return self.sentence % self.params


Reader = Callable[[str], str | Refusal]

EMPTY = Refusal(N_("This cell may not be empty: fill it in."))
_CHECK_DIGITS = Refusal(N_("The last two digits do not fit the others: check the number."))
_SSIN_FAULTS = {
    identifiers.Fault.NOT_NUMERIC: Refusal(
        N_("Write the social security number as 11 digits, without spaces or points.")
    ),
    identifiers.Fault.LENGTH: Refusal(
        N_("A social security number has 11 digits: check for zeros lost at the start.")
    ),
    identifiers.Fault.INVALID: Refusal(
        N_("No birth date can be read in this social security number: check the number.")
    ),
    identifiers.Fault.CHECK_DIGITS: _CHECK_DIGITS,
}
_ENTERPRISE_FAULTS = {
    identifiers.Fault.NOT_NUMERIC: Refusal(
        N_("Write the enterprise number as 10 digits, without spaces or points.")
    ),
    identifiers.Fault.LENGTH: Refusal(
        N_("An enterprise number has 10 digits: check for zeros lost at the start.")
    ),
    identifiers.Fault.INVALID: Refusal(
        N_("An enterprise number starts with 0 or 1: check the number.")
    ),
    identifiers.Fault.CHECK_DIGITS: _CHECK_DIGITS,
}


def ssin(text: str) -> str | Refusal:
    """Return a social security number."""
    fault = identifiers.ssin_fault(text)
    return text if fault is None else _SSIN_FAULTS[fault]


def enterprise_number(text: str) -> str | Refusal:
    """Return an enterprise number."""
    fault = identifiers.enterprise_number_fault(text)
    return text if fault is None else _ENTERPRISE_FAULTS[fault]


def joint_committee(text: str) -> str | Refusal:
    """Return the number of a joint committee."""
    if joint_committee_is_wellformed(text):
        return text
    return Refusal(N_("Write the joint committee as 999, 999.99 or 999.99.99."))


def day(text: str) -> str | Refusal:
    """Return a date that exists."""
    if not _DATE.fullmatch(text):
        return Refusal(N_("Write the date as year-month-day, such as 2024-12-31."))
    try:
        year = date.fromisoformat(text).year
    except ValueError:
        return Refusal(N_("This day does not exist: check the date."))
    return text if FIRST_YEAR <= year <= LAST_YEAR else _year_refused()


def quarter(text: str) -> str | Refusal:
    """Return a quarter."""
    try:
        year = Quarter.parse(text).year
    except ValueError:
        return Refusal(N_("Write the quarter as 2024Q1: the year, Q, and 1, 2, 3 or 4."))
    return text if FIRST_YEAR <= year <= LAST_YEAR else _year_refused()


def _year_refused() -> Refusal:
    return Refusal(
        N_("The year must lie between %(first)s and %(last)s: check it."),
        {"first": FIRST_YEAR, "last": LAST_YEAR},
    )


def words(longest: int) -> Reader:
    """Return a reader of names: white space, also a line break between quotes, becomes one space.

    longest: in characters.
    """

    def read(text: str) -> str | Refusal:
        kept = " ".join(text.split())
        if len(kept) > longest:
            return Refusal(N_("Write at most %(longest)s characters."), {"longest": longest})
        if _CONTROL.search(kept):
            return Refusal(N_("Remove the control characters from this cell."))
        return kept

    return read


def one_of(*codes: str) -> Reader:
    """Return a reader of a closed list of codes."""
    refusal = Refusal(N_("Write one of these codes: %(codes)s."), {"codes": ", ".join(codes)})
    return lambda text: text if text in codes else refusal


def name_of_record(text: str) -> str | Refusal:
    """Return the key that the authentic source gave to a record."""
    if _NAME.fullmatch(text):
        return text
    return Refusal(N_("Write at most 64 letters, digits and signs, without spaces or accents."))


def sender_number(text: str) -> str | Refusal:
    """Return the number of a sender."""
    if _SENDER.fullmatch(text):
        return text
    return Refusal(N_("Write the sender number as 6 digits."))


def week(text: str) -> str | Refusal:
    """Return the minutes of a full-timer's week."""
    if _WHOLE.fullmatch(text) and LEAST_WEEK <= int(text) <= LONGEST_WEEK:
        return text
    return Refusal(
        N_("Write the full-timer's week in minutes, from %(least)s to %(most)s: 2280 is 38 hours."),
        {"least": LEAST_WEEK, "most": LONGEST_WEEK},
    )


def work_regime(text: str) -> str | Refusal:
    """Return a share of a full-time week, exact."""
    if _SHARE.fullmatch(text) and 0 < Decimal(text) <= 1:
        return text
    return Refusal(N_("Write the work regime as a number above 0 and at most 1, such as 0.8."))


def full_time_equivalents(text: str) -> str | Refusal:
    """Return an employer's size, exact."""
    if _SIZE.fullmatch(text):
        return text
    return Refusal(N_("Write the full-time equivalents as a number from 0, such as 19.25."))


def headcount(text: str) -> str | Refusal:
    """Return a number of persons."""
    if _WHOLE.fullmatch(text):
        return text
    return Refusal(N_("Write the headcount as a whole number from 0."))
