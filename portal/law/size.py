"""An employer's size class, which decides how many days a full-timer gains there."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction
from typing import Self

from portal.law.words import SizeClass

__all__ = ["Quarter", "QuarterSize", "Size", "SizeBasis", "SizeClass"]


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
        raise NotImplementedError

    @classmethod
    def of(cls, day: date) -> Self:
        raise NotImplementedError


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
