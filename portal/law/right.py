"""The days that one year of service gains a worker, and where each number of the sum comes from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction

from portal.law.full_time import FullTimeDays, full_time_days
from portal.law.words import RightKind

__all__ = [
    "DeclaredRight",
    "FullTimeDays",
    "KindRight",
    "MonthShares",
    "Origin",
    "RightKind",
    "begun_months",
    "days_gained",
    "days_of_months",
    "full_time_days",
    "month_shares",
    "rights_of_year",
    "service_months",
]

_MONTHS = 12  # of a calendar year
_NOTHING = Fraction(0)


class Origin(StrEnum):
    """Who says how many days a right has: the computation, or a declaration."""

    CALCULATED = "calculated"
    DECLARED = "declared"


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
    for_later_job: counts at a later employment with this employer in that year; here days is 0.
    """

    year: int
    kind: RightKind
    days: Fraction
    declared_on: date
    declared_by: str
    for_later_job: bool = False


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


def service_months(year: int, first: date, last: date | None) -> tuple[int, int]:
    """Return the first and the last month of a year in which there was a day in service.

    first, last: the days in service, both included; may reach beyond the year; last None: no end
    in sight. (1, 0): none in that year.
    """
    if first.year > year or (last is not None and (last < first or last.year < year)):
        return 1, 0
    begin = first.month if first.year == year else 1
    end = last.month if last is not None and last.year == year else _MONTHS
    return begin, end


def begun_months(year: int, first: date, last: date | None) -> int:
    """Return how many months of a year had at least one day in service, 0 to 12."""
    begin, end = service_months(year, first, last)
    return end - begin + 1


def days_gained(
    year: int, first: date, last: date, work_regime: Fraction, full_time_days: Fraction
) -> Fraction:
    """Return the training days that one employment gains its worker in one year.

    first, last: the days in service, both included; may reach beyond the year.
    work_regime: share of a full-time week, 0 < work_regime <= 1.
    full_time_days: what a full-time worker gains here in a whole year.
    Result: days, exact; pages round, the law does not say how.
    Source: Law of 3 October 2022, art. 50 §3: a month begun counts as a month.
    """
    return full_time_days * work_regime * begun_months(year, first, last) / _MONTHS


def month_shares(
    year: int, first: date, last: date | None, work_regimes: Sequence[tuple[date, Fraction]]
) -> tuple[MonthShares, ...]:
    """Return the begun months of a year, in runs of equal work regime, ascending.

    In a month in which the regime changes, the one in force on the month's last day in service
    counts for the whole month (a decision of ours).
    first, last: the days in service, both included; last None: no end in sight.
    work_regimes: (first day, regime), ascending; the first also holds for any day before it.
    """
    begin, end = service_months(year, first, last)
    if end < begin:
        return ()
    starts: list[tuple[int, Fraction]] = [(begin, work_regimes[0][1])]
    for since, regime in work_regimes:
        if since.year > year or (last is not None and since > last):
            break
        month = max(since.month, begin) if since.year == year else begin
        if month == starts[-1][0]:
            starts.pop()
        if not starts or starts[-1][1] != regime:
            starts.append((month, regime))
    runs = []
    for month, regime in reversed(starts):
        runs.append(MonthShares(end - month + 1, regime, month, end))
        end = month - 1
    return tuple(reversed(runs))


def days_of_months(full_time: Fraction, months: Sequence[MonthShares]) -> Fraction:
    """Return A x B x C: what a full-timer gains in a whole year, for these months and regimes."""
    if len(months) == 1:
        run = months[0]
        share = run.work_regime
        # One exact division: fractions are slow to multiply, whole numbers are not.
        return Fraction(
            full_time.numerator * share.numerator * run.months,
            full_time.denominator * share.denominator * _MONTHS,
        )
    total = sum((run.work_regime * run.months for run in months), _NOTHING)
    return full_time * total / _MONTHS


def rights_of_year(
    months: Sequence[MonthShares],
    full_times: Sequence[tuple[RightKind, FullTimeDays]],
    declared: Mapping[RightKind, DeclaredRight],
    *,
    opted_out: bool = False,
) -> tuple[KindRight, ...]:
    """Return each kind of right there is in a year, in the order legal, sectoral, employer.

    full_times: as `full_times_of` gives them for the year, committee and size class.
    declared: a declared right replaces the computed one of its kind, which stays visible.
    opted_out: only declared rights count; what is computed stays visible and gives 0.
    """
    computed = [(kind, days_of_months(full.days, months), full) for kind, full in full_times]
    if not declared and not opted_out:
        return tuple(
            KindRight(kind, days, Origin.CALCULATED, days, full, None)
            for kind, days, full in computed
        )
    by_kind = {kind: (days, full) for kind, days, full in computed}
    rights = []
    for kind in RightKind:
        days, full = by_kind.get(kind, (None, None))
        declaration = declared.get(kind)
        if declaration is not None:
            days_declared = declaration.days
            rights.append(KindRight(kind, days_declared, Origin.DECLARED, days, full, declaration))
        elif days is not None:
            gained = _NOTHING if opted_out else days
            rights.append(KindRight(kind, gained, Origin.CALCULATED, days, full, None))
    return tuple(rights)
