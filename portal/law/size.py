"""An employer's size class, which decides how many days a full-timer gains there."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from fractions import Fraction
from functools import cache
from typing import Self

from portal.law.parameters import REFERENCE_QUARTERS, SIZE_BORDERS, SIZE_PERIODS, UNKNOWN_SIZE
from portal.law.periods import period_of
from portal.law.words import SizeClass

__all__ = ["Quarter", "QuarterSize", "Size", "SizeBasis", "SizeClass", "SizeHistory", "size_in"]

_QUARTER = re.compile(r"([0-9]{4})Q([1-4])")


class SizeBasis(StrEnum):
    """What an employer's size was read from."""

    REFERENCE = "reference"
    FIRST_QUARTER = "firstQuarter"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, order=True)
class Quarter:
    """A quarter of a calendar year; earlier quarters are smaller."""

    year: int
    number: int

    @classmethod
    def parse(cls, text: str) -> Self:
        """Return the quarter written as `2024Q1`; ValueError for anything else."""
        match = _QUARTER.fullmatch(text)
        if match is None:
            raise ValueError(f"not a quarter: {text!r}")
        return cls(int(match[1]), int(match[2]))

    @classmethod
    def of(cls, day: date) -> Self:
        """Return the quarter in which that day lies."""
        return cls(day.year, (day.month + 2) // 3)

    @property
    def end(self) -> date:
        """The last day of the quarter."""
        if self.number == 4:  # noqa: PLR2004 - a year has four quarters
            return date(self.year, 12, 31)
        return date(self.year, self.number * 3 + 1, 1) - timedelta(days=1)

    def __str__(self) -> str:
        """Return `2024Q1`, as `parse` reads it."""
        return f"{self.year:04}Q{self.number}"


@dataclass(frozen=True, slots=True)
class QuarterSize:
    """What an employer declared of its workers at the end of one quarter.

    fte: full-time equivalents; None: no declaration for that quarter.
    headcount: workers, each counted as one; None: not given.
    """

    quarter: Quarter
    fte: Fraction | None
    headcount: int | None


@dataclass(frozen=True, slots=True)
class Size:
    """An employer's size, frozen for the period of years that begins with `period_start`.

    value: full-time equivalents (headcount if that is the basis), not rounded; None: unknown.
    quarters: those the value was computed from.
    source: the rule that says how it is computed.
    """

    period_start: int
    value: Fraction | None
    basis: SizeBasis
    quarters: tuple[QuarterSize, ...]
    size_class: SizeClass
    source: str


def size_in(year: int, quarters: Sequence[QuarterSize]) -> Size:
    """Return the size that counts in a year for an employer with these quarters, in any order.

    The mean over the declared reference quarters; none declared: the headcount of the employer's
    first quarter after them; none either: unknown. Years before 2022: NotYetInForce.
    Source: Law of 3 October 2022, art. 50 §2.
    """
    start, _ = period_of(year, SIZE_PERIODS)
    change = REFERENCE_QUARTERS.change_on(date(start, 1, 1))
    reference = reference_quarters(start)
    known = sorted(quarters, key=lambda q: q.quarter)
    declared = tuple(q for q in known if q.quarter in reference and q.fte is not None)
    if declared:
        total = sum((q.fte for q in declared if q.fte is not None), Fraction(0))
        value, basis = total / len(declared), SizeBasis.REFERENCE
        return Size(start, value, basis, declared, class_of(value, start), change.source)
    after = (q for q in known if q.quarter > reference[-1] and q.headcount is not None)
    first = next(after, None)
    if first is None or first.headcount is None:
        source = UNKNOWN_SIZE.change_on(date(start, 1, 1)).source
        return Size(start, None, SizeBasis.UNKNOWN, (), SizeClass.UNKNOWN, source)
    value, basis = Fraction(first.headcount), SizeBasis.FIRST_QUARTER
    return Size(start, value, basis, (first,), class_of(value, start), change.source)


@cache
def reference_quarters(period_start: int) -> tuple[Quarter, ...]:
    """Return the quarters, ascending, whose mean is the size of the period from that year on."""
    quarters = REFERENCE_QUARTERS.on(date(period_start, 1, 1))
    return tuple(sorted(Quarter(period_start + before, number) for before, number in quarters))


def class_of(value: Fraction, period_start: int) -> SizeClass:
    """Return the class of a size, which is never rounded: 19.9 is under 20."""
    borders = SIZE_BORDERS.on(date(period_start, 1, 1))
    if value >= borders[SizeClass.FROM20]:
        return SizeClass.FROM20
    return SizeClass.FROM10 if value >= borders[SizeClass.FROM10] else SizeClass.UNDER10


@dataclass(frozen=True, slots=True)
class SizeHistory:
    """All quarters known of one employer; each year's size is computed once and kept.

    Make one per employer and hand it to every employment there.
    """

    quarters: tuple[QuarterSize, ...] = ()
    _sizes: dict[int, Size] = field(default_factory=dict, init=False, repr=False, compare=False)

    def in_year(self, year: int) -> Size:
        """Return the size that counts in a year, as `size_in` gives it."""
        size = self._sizes.get(year)
        if size is None:
            size = self._sizes[year] = size_in(year, self.quarters)
        return size
