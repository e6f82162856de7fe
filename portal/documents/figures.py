"""The rights of one employment on paper: the figures of each year, and how they came about."""

from collections.abc import Iterator
from typing import Any

from portal.account.attestation import EmployerPart
from portal.account.values import EmploymentAccount
from portal.account.words import RIGHTS
from portal.documents.sentences import Sentences
from portal.documents.words import STATES
from portal.languages import N_, show_column, show_date_short, show_hours, show_number, show_percent
from portal.law.credit import YearCredit
from portal.law.right import KindRight, MonthShares

TIMES = "\N{MULTIPLICATION SIGN}"


def rights_of(part: EmployerPart, say: Sentences) -> dict[str, Any]:
    """Return the table of an employment's years."""
    first, last = part.employment.start_date, part.employment.end_date
    title = (
        say(
            N_("Training right, in service since %(first)s"),
            first=show_date_short(first, say.language),
        )
        if last is None
        else say(
            N_("Training right, in service from %(first)s to %(last)s"),
            first=show_date_short(first, say.language),
            last=show_date_short(last, say.language),
        )
    )
    return {"title": title, "years": [_year(year, part.employment, say) for year in part.years]}


def _year(year: YearCredit, employment: EmploymentAccount, say: Sentences) -> dict[str, Any]:
    language = say.language
    return {
        "year": str(year.year),
        "carried": show_column(year.carried, language),
        "gained": show_column(year.gained, language),
        "charged": show_column(year.charged, language),
        "left": show_column(year.left, language),
        "left_hours": show_hours(year.left * year.day_minutes, language),
        "formula": list(_formula(year, employment, say)),
    }


def _formula(year: YearCredit, employment: EmploymentAccount, say: Sentences) -> Iterator[str]:
    for right in year.rights:
        yield _right(right, year, say)
    if year.left > 0:
        day = show_date_short(employment.last_usable_day(year), say.language)
        yield say(N_("What is left: %(state)s"), state=say(STATES[year.state], day=day))


def _right(right: KindRight, year: YearCredit, say: Sentences) -> str:
    name = say(RIGHTS[right.kind])
    if right.declared is not None:
        return say(
            N_("%(right)s: %(days)s, as declared on %(day)s"),
            right=name,
            days=show_number(right.gained, say.language),
            day=show_date_short(right.declared.declared_on, say.language),
        )
    if year.opted_out or right.full_time is None:
        return say(N_("%(right)s: 0, because only a declared right counts here"), right=name)
    sum_ = (
        f"{show_number(right.full_time.days, say.language)} {TIMES} {_months(year.months, say)}"
        f" ÷ 12 = {show_number(right.gained, say.language)}"
    )
    return say(N_("%(what)s: %(days)s"), what=name, days=sum_)


def _months(months: tuple[MonthShares, ...], say: Sentences) -> str:
    runs = [f"{run.months} {TIMES} {show_percent(run.work_regime, say.language)}" for run in months]
    return f"({' + '.join(runs)})" if len(runs) > 1 else "".join(runs)
