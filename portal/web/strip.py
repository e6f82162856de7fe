"""The strip of one employment: the years of a five-year period as columns of a small drawing."""

from collections.abc import Iterable
from fractions import Fraction
from typing import NamedTuple

from portal.account.values import EmploymentAccount
from portal.law.year import YearCredit

# In hundredths of the drawing: between the figures above the columns and the years under them.
TOP, BOTTOM = 18, 82
BOTTOM_WITH_DEBTS = 70  # so that there is room for a figure under what hangs down
_ABOVE, _BELOW = 4, 12  # from a bar to the foot of its figure
_NOTHING = Fraction(0)


class Bar(NamedTuple):
    """A part of a column; kind: used, left or advance; top and height in hundredths."""

    kind: str
    top: int
    height: int


class Column(NamedTuple):
    """One year; credit: its account; None: it has none (yet). foot: on what its figure stands.

    The figure is what is left: it stands above the bars, and under them where days are owed.
    """

    year: int
    middle: int
    credit: YearCredit | None
    foot: int
    bars: tuple[Bar, ...]


class Strip(NamedTuple):
    """One five-year period at one employer. ground: where zero lies, in hundredths."""

    columns: tuple[Column, ...]
    ground: int
    in_advance: bool

    @property
    def credits(self) -> tuple[YearCredit, ...]:
        """The years that have an account, ascending."""
        return tuple(column.credit for column in self.columns if column.credit)


def strips_of(present: Iterable[EmploymentAccount]) -> list[tuple[EmploymentAccount, Strip]]:
    """Return each employment with the strip of its present period; without those that have none."""
    found = [(one, strip_of(one.years, one.this_year)) for one in present]
    return [(one, strip) for one, strip in found if strip]


def strip_of(years: Iterable[YearCredit], shown: YearCredit | None) -> Strip | None:
    """Return the strip of the period in which a year lies; None: there is nothing to draw.

    years: of one employment. shown: the year; None: there is none.
    """
    if shown is None:
        return None
    first, last = shown.five_years
    found = {credit.year: credit for credit in years if first <= credit.year <= last}
    highest = max(max(one.left + one.charged, _NOTHING) for one in found.values())
    lowest = min(min(one.left, _NOTHING) for one in found.values())
    if highest == lowest:
        return None
    scale = ((BOTTOM_WITH_DEBTS if lowest < 0 else BOTTOM) - TOP) / (highest - lowest)
    ground = TOP + round(highest * scale)
    columns = tuple(
        _column(year, (year - first) * 20 + 10, found.get(year), (ground, scale))
        for year in range(first, last + 1)
    )
    return Strip(columns, ground, lowest < 0)


def _column(
    year: int, middle: int, credit: YearCredit | None, place: tuple[int, Fraction]
) -> Column:
    """Return a column: what was used stands on the ground, what is left on top of it."""
    ground, scale = place
    if credit is None:
        return Column(year, middle, None, ground, ())
    top = ground - round(max(credit.left + credit.charged, _NOTHING) * scale)
    rest = ground - round(min(credit.charged, max(credit.left + credit.charged, _NOTHING)) * scale)
    depth = ground - round(min(credit.left, _NOTHING) * scale)
    bars = (
        Bar("used", rest, ground - rest),
        Bar("left", top, rest - top),
        Bar("advance", ground, depth - ground),
    )
    foot = depth + _BELOW if credit.left < 0 else top - _ABOVE
    return Column(year, middle, credit, foot, tuple(bar for bar in bars if bar.height > 0))
