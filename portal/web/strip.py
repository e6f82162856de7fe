"""The strip of one employment: the years of a five-year period as columns of a small drawing."""

from collections.abc import Iterable
from fractions import Fraction
from math import lcm
from typing import NamedTuple

from portal.account.values import EmploymentAccount
from portal.law.year import YearCredit

# In hundredths of the drawing: between the figures above the columns and the years under them.
TOP, BOTTOM = 18, 82
BOTTOM_WITH_DEBTS = 70  # so that there is room for a figure under what hangs down
_ABOVE, _BELOW = 4, 12  # from a bar to the foot of its figure


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
    # By whole parts of a day: to compare and to scale fractions takes longer.
    part = lcm(*(days.denominator for one in found.values() for days in (one.left, one.charged)))
    amounts = {
        year: (_parts(one.left, part), _parts(one.charged, part)) for year, one in found.items()
    }
    highest = max(0, *(left + charged for left, charged in amounts.values()))
    lowest = min(0, *(left for left, _ in amounts.values()))
    if highest == lowest:
        return None
    scale = _Scale((BOTTOM_WITH_DEBTS if lowest < 0 else BOTTOM) - TOP, highest - lowest)
    ground = TOP + scale.height(highest)
    columns = tuple(
        _column(
            found.get(year), (year, (year - first) * 20 + 10), (ground, scale), amounts.get(year)
        )
        for year in range(first, last + 1)
    )
    return Strip(columns, ground, lowest < 0)


def _parts(days: Fraction, part: int) -> int:
    """Return days as whole parts of a day; part: how many of them make one."""
    return days.numerator * (part // days.denominator)


class _Scale(NamedTuple):
    """How many hundredths of the drawing all that is drawn takes; whole: that, in parts of days."""

    span: int
    whole: int

    def height(self, parts: int) -> int:
        """Return how high so many parts of days are drawn."""
        return round(parts * self.span / self.whole)


def _column(
    credit: YearCredit | None,
    where: tuple[int, int],
    place: tuple[int, _Scale],
    amounts: tuple[int, int] | None,
) -> Column:
    """Return a column: what was used stands on the ground, what is left on top of it.

    where: the year, and the middle of its column.
    amounts: what is left and what was used, in parts of days.
    """
    ground, scale = place
    if amounts is None:
        return Column(*where, None, ground, ())
    left, charged = amounts
    there = max(left + charged, 0)
    top = ground - scale.height(there)
    rest = ground - scale.height(min(charged, there))
    depth = ground - scale.height(min(left, 0))
    bars = (
        Bar("used", rest, ground - rest),
        Bar("left", top, rest - top),
        Bar("advance", ground, depth - ground),
    )
    foot = depth + _BELOW if left < 0 else top - _ABOVE
    return Column(*where, credit, foot, tuple(bar for bar in bars if bar.height > 0))
