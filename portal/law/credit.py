"""The training account of one employment over the years: gained, charged, carried, left."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from portal.law.attribution import Pools, attribute
from portal.law.employment import Employment, Ledger
from portal.law.ending import ending_of, state_of
from portal.law.parameters import FIRST_YEAR
from portal.law.right import DeclaredRight
from portal.law.size import SizeHistory
from portal.law.training import day_minutes, in_days
from portal.law.words import EndReason, RightKind, State
from portal.law.year import Ending, YearCredit, YearRules, rules_of
from portal.law.year_right import year_right

__all__ = [
    "Employment",
    "EndReason",
    "Ending",
    "Ledger",
    "State",
    "YearCredit",
    "YearRules",
    "charged_days",
    "credits_of",
    "day_minutes",
    "days_left",
]

_NOTHING = Fraction(0)
_NONE_DECLARED: Mapping[RightKind, DeclaredRight] = {}


def charged_days(
    minutes: int, minutes_per_day: Fraction, gained: Fraction, carried: Fraction
) -> Fraction:
    """Return the days that minutes of training take from a year's right.

    A year without any right (nothing gained, nothing positive carried) is charged nothing: its
    trainings are history only (a decision of ours).
    """
    if not minutes or (not gained and carried.numerator <= 0):
        return _NOTHING
    return in_days(minutes, minutes_per_day)


def days_left(carried: Fraction, gained: Fraction, charged: Fraction) -> Fraction:
    """Return what is left of a year's right; negative: taken in advance."""
    # Adding zero to a fraction costs as much as adding anything, and most years have a zero.
    available = carried + gained if carried else gained
    return available - charged if charged else available


def credits_of(
    employment: Employment, sizes: SizeHistory, ledger: Ledger, as_of: date
) -> tuple[YearCredit, ...]:
    """Return the accounts of one employment, ascending, as they stand on a day.

    One per calendar year in which it was in service, from 2023 to the year of that day; in that
    year the whole year counts, or until the end date if there is one. Pure: equal arguments give
    equal accounts.
    sizes: of this employer. ledger: what was declared for this very employment.
    """
    end = employment.end_date
    ended = end is not None and end < as_of
    account = _Account(
        employment,
        sizes,
        ledger,
        as_of,
        _by_year(ledger.declared),
        ending_of(end, employment.end_reason) if end is not None and ended else None,
    )
    first = max(FIRST_YEAR, employment.start_date.year)
    last = as_of.year if end is None else min(as_of.year, end.year)
    years: list[YearCredit] = []
    carried, pools = _NOTHING, None
    for year in range(first, last + 1):
        if year == rules_of(year).five_years[0]:
            carried, pools = _NOTHING, None
        credit, pools = account.year(year, carried, pools)
        carried = credit.left
        years.append(credit)
    return tuple(years)


@dataclass(frozen=True, slots=True)
class _Account:
    """What the accounts of one employment have in common, from year to year."""

    employment: Employment
    sizes: SizeHistory
    ledger: Ledger
    as_of: date
    declared: Mapping[int, Mapping[RightKind, DeclaredRight]]
    ending: Ending | None

    def year(
        self, year: int, carried: Fraction, pools: Pools | None
    ) -> tuple[YearCredit, Pools | None]:
        """Return the account of one year, and the days per kind to carry over from it."""
        job = self.employment
        size = self.sizes.in_year(year)
        opted_out = year in self.ledger.opt_outs
        declared = self.declared.get(year, _NONE_DECLARED)
        months, rights, gained = year_right(year, job, size.size_class, declared, opted_out)
        per_day = day_minutes(job.weekly_minutes, year)
        minutes = self.ledger.charged_minutes.get(year, 0)
        charged = charged_days(minutes, per_day, gained, carried)
        left = days_left(carried, gained, charged)
        taken, pools = attribute(pools, rights, carried, charged)
        state = state_of(year, self.ending, self.as_of)
        credit = YearCredit(
            year=year,
            size=size,
            months=months,
            rights=rights,
            carried=carried,
            gained=gained,
            charged=charged,
            left=left,
            usable=left if state is State.USABLE and left.numerator > 0 else _NOTHING,
            state=state,
            charged_minutes=minutes,
            charged_by_kind=taken,
            opted_out=opted_out,
            day_minutes=per_day,
            ending=self.ending if self.ending and self.ending.end_date.year == year else None,
            rules=rules_of(year),
        )
        return credit, pools


def _by_year(
    declared: Sequence[DeclaredRight],
) -> Mapping[int, Mapping[RightKind, DeclaredRight]]:
    years: dict[int, dict[RightKind, DeclaredRight]] = {}
    for right in declared:
        years.setdefault(right.year, {})[right.kind] = right
    return years
