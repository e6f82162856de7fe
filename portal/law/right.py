"""The days that one year of service gains a worker, and where each number of the sum comes from."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction

from portal.law.words import RightKind

__all__ = ["DeclaredRight", "FullTimeDays", "KindRight", "MonthShares", "Origin", "RightKind"]


class Origin(StrEnum):
    """Who says how many days a right has: the computation, or a declaration."""

    CALCULATED = "calculated"
    DECLARED = "declared"


@dataclass(frozen=True, slots=True)
class FullTimeDays:
    """What a full-time worker gains in a whole year, and by which rule.

    growth_path: the joint committee whose collective agreement gives the number; None: the law.
    """

    days: Fraction
    source: str
    since: date
    growth_path: str | None


@dataclass(frozen=True, slots=True)
class MonthShares:
    """Months of one year in a row with one work regime (share of a full-time week)."""

    months: int
    work_regime: Fraction
    first_month: int
    last_month: int


@dataclass(frozen=True, slots=True)
class DeclaredRight:
    """A right as an employer declared it: replaces what is computed for that kind and year.

    declared_by: the enterprise number of who declared it.
    """

    year: int
    kind: RightKind
    days: Fraction
    declared_on: date
    declared_by: str


@dataclass(frozen=True, slots=True)
class KindRight:
    """What one kind of right gives in one year.

    gained: the days that count.
    calculated: the days computed, whether or not they count; None: the law computes none.
    """

    kind: RightKind
    gained: Fraction
    origin: Origin
    calculated: Fraction | None
    full_time: FullTimeDays | None
    declared: DeclaredRight | None
