"""Where a worker stands with one employer today: which of a few plain stories the page tells."""

from collections.abc import Iterable
from datetime import date
from enum import StrEnum
from fractions import Fraction

from portal.account.values import EmploymentAccount
from portal.law.credit import YearCredit
from portal.law.parameters import SIZE_BORDERS
from portal.law.size import SizeClass


class Standing(StrEnum):
    """What the card of one employer has to say."""

    AVAILABLE = "available"
    NOTHING_LEFT = "nothingLeft"
    IN_ADVANCE = "inAdvance"
    TOO_SMALL = "tooSmall"
    SIZE_UNKNOWN = "sizeUnknown"
    ONLY_DECLARED = "onlyDeclared"
    NO_RIGHT = "noRight"
    NOT_YET = "notYet"


def standing_of(year: YearCredit | None) -> Standing:
    """Return where the worker stands; year: the present year's account, None if there is none."""
    if year is None:
        return Standing.NOT_YET
    if year.left > 0:
        return Standing.AVAILABLE
    if year.left < 0:
        return Standing.IN_ADVANCE
    if year.gained or year.charged or year.carried:
        return Standing.NOTHING_LEFT
    return _why_no_right(year)


def _why_no_right(year: YearCredit) -> Standing:
    if year.opted_out:
        return Standing.ONLY_DECLARED
    if year.size.size_class is SizeClass.UNDER10:
        return Standing.TOO_SMALL
    if year.size.size_class is SizeClass.UNKNOWN:
        return Standing.SIZE_UNKNOWN
    return Standing.NO_RIGHT


def shares_used(year: YearCredit) -> tuple[int, int]:
    """Return what is used of what was there, and what is used beyond it, in hundredths.

    Of what was there, or of all that is used where that is more: both together are at most 100.
    """
    return shares_of(year.carried + year.gained, year.charged)


def shares_of(available: Fraction, used: Fraction) -> tuple[int, int]:
    """Return the same of any days that were there and were used."""
    available = max(available, Fraction(0))
    whole = max(available, used)
    if whole <= 0:
        return 0, 0
    within = round(100 * min(used, available) / whole)
    return within, 100 - within if used > available else 0


def last_day_of_period(year: YearCredit) -> date:
    """Return the day after which nothing of this year's days is left."""
    return date(year.five_years[1], 12, 31)


def period_ends(present: Iterable[EmploymentAccount]) -> list[EmploymentAccount]:
    """Return the employments whose days left disappear at the end of this year."""
    return [
        one
        for one in present
        if one.this_year
        and one.this_year.usable
        and one.this_year.year == one.this_year.five_years[1]
        and (one.end_date is None or one.end_date > last_day_of_period(one.this_year))
    ]


def size_borders(year: int) -> dict[str, int]:
    """Return from how many workers on an employer belongs to each class in a year."""
    borders = SIZE_BORDERS.on(date(year, 1, 1))
    return {name: int(border) for name, border in borders.items()}
