"""When a thing is due: declarations, checks, access after the end, and the service itself."""

import calendar
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from portal.law.dated import Dated
from portal.law.parameters import (
    BALANCE_NOTICE,
    LEAVER_ACCESS,
    NEW_WORKER_CHECK,
    QUARTER_DECLARATION,
    REGISTRATION,
    YEARLY_CHECK,
)
from portal.law.size import Quarter
from portal.law.training import must_be_declared
from portal.law.words import Regime

__all__ = [
    "Regime",
    "Registration",
    "access_closes",
    "balance_term",
    "new_worker_term",
    "quarter_term",
    "registration_on",
    "still_open",
    "yearly_term",
]

_MONTHS = 12  # of a calendar year


@dataclass(frozen=True, slots=True)
class Registration:
    """What may be done with the account on a day.

    until: the first day of the next regime; None: no end is set.
    source: the rule; None where whoever runs the service keeps it open.
    """

    regime: Regime
    until: date | None
    source: str | None


def registration_on(day: date, mode: Literal["open", "by-law"]) -> Registration:
    """Return what may be done with the account on a day.

    mode: `open`: as the service is designed, for whoever runs it; `by-law`: the Belgian dates.
    Source: Law of 20 October 2023, repealed by the law of 14 January 2026.
    """
    if mode == "open":
        return Registration(Regime.OPEN, None, None)
    change = REGISTRATION.find(day) or REGISTRATION.first
    after = REGISTRATION.next_after(change.since)
    return Registration(change.value, after.since if after else None, change.source)


def quarter_term(end_date: date) -> date | None:
    """Return the last day to declare a training that ended on that day; None: there is no duty."""
    if not must_be_declared(end_date):
        return None
    quarter_end = Quarter.of(end_date).end
    months = quarter_end.month + QUARTER_DECLARATION.on_or_first(end_date)
    return _last_of_month(quarter_end.year, months)


def new_worker_term(start_date: date) -> date:
    """Return the last day for the employer to check the rights of a worker who started that day."""
    return _days_after(start_date, NEW_WORKER_CHECK)


def yearly_term(year: int) -> date:
    """Return the last day for the employer to verify the rights of that year."""
    return _days_after(date(year, 1, 1), YEARLY_CHECK)


def access_closes(end_date: date) -> date:
    """Return the last day on which the employer may read and complete a leaver's account."""
    return _days_after(end_date, LEAVER_ACCESS)


def still_open(day: date) -> date:
    """Return the earliest last day in service of whose account the employer's access is open."""
    first = day
    while access_closes(first - timedelta(days=1)) >= day:
        first -= timedelta(days=1)
    return first


def balance_term(last_told: date) -> date:
    """Return the last day for the employer to tell the worker again what is left."""
    months = last_told.month + BALANCE_NOTICE.on_or_first(last_told)
    return min(
        _last_of_month(last_told.year, months),
        # The same day of the month, unless that month has none.
        _last_of_month(last_told.year, months - 1) + timedelta(days=last_told.day),
    )


def _days_after(day: date, term: Dated[int]) -> date:
    return day + timedelta(days=term.on_or_first(day))


def _last_of_month(year: int, month: int) -> date:
    """Return the last day of a month counted from January of that year, so also of month 13."""
    years, before = divmod(month - 1, _MONTHS)
    return date(year + years, before + 1, calendar.monthrange(year + years, before + 1)[1])
