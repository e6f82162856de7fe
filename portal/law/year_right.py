"""What an employment gains in one year, with its reasons; equal cases are computed only once."""

from collections.abc import Mapping
from fractions import Fraction
from functools import lru_cache
from typing import NamedTuple

from portal.law.employment import Employment
from portal.law.full_time import full_times_of
from portal.law.right import (
    DeclaredRight,
    KindRight,
    MonthShares,
    month_shares,
    rights_of_year,
    service_months,
)
from portal.law.words import RightKind, SizeClass

_NOTHING = Fraction(0)
_NONE_DECLARED: Mapping[RightKind, DeclaredRight] = {}


class YearRight(NamedTuple):
    """The months in service, each kind of right, and the sum of what they give in days."""

    months: tuple[MonthShares, ...]
    rights: tuple[KindRight, ...]
    gained: Fraction


class _OneRegime(NamedTuple):
    """The commonest case: one regime, nothing declared; numbers alone are quick to look up."""

    year: int
    joint_committee: str
    size_class: SizeClass
    first_month: int
    last_month: int
    numerator: int
    denominator: int


def year_right(
    year: int,
    employment: Employment,
    size_class: SizeClass,
    declared: Mapping[RightKind, DeclaredRight],
    opted_out: bool,  # noqa: FBT001 - the fifth fact, of equal rank
) -> YearRight:
    """Return what an employment gains in a year in which it was in service.

    declared, opted_out: as for `rights_of_year`.
    """
    first, last = employment.start_date, employment.end_date
    committee = employment.joint_committee
    regime = employment.regime_throughout(year)
    if regime is not None and not declared and not opted_out:
        begin, end = service_months(year, first, last)
        share = (regime.numerator, regime.denominator)
        return _of_one_regime(_OneRegime(year, committee, size_class, begin, end, *share))
    months = month_shares(year, first, last, employment.work_regimes)
    full_times = full_times_of(year, committee, size_class)
    rights = rights_of_year(months, full_times, declared, opted_out=opted_out)
    return YearRight(months, rights, _total(rights))


@lru_cache(maxsize=16384)
def _of_one_regime(case: _OneRegime) -> YearRight:
    regime = Fraction(case.numerator, case.denominator)
    count = case.last_month - case.first_month + 1
    months = (MonthShares(count, regime, case.first_month, case.last_month),)
    full_times = full_times_of(case.year, case.joint_committee, case.size_class)
    rights = rights_of_year(months, full_times, _NONE_DECLARED)
    return YearRight(months, rights, _total(rights))


def _total(rights: tuple[KindRight, ...]) -> Fraction:
    return sum((right.gained for right in rights), _NOTHING)
