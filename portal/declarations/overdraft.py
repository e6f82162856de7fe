"""Compares what was kept with the rights of the law: taken in advance, declared too low."""

from collections.abc import Iterable, Mapping
from datetime import date
from fractions import Fraction

from sqlalchemy.orm import Session

from portal.declarations import catalogue
from portal.declarations.declaration import (
    DeclaredKind,
    TrainingDeclaration,
)
from portal.declarations.entry import Entry, Person, RightEntry, TrainingEntry
from portal.declarations.outcome import Issue
from portal.law.credit import YearCredit, charged_days, days_left
from portal.law.parameters import FIRST_YEAR
from portal.law.training import day_minutes, is_charged
from portal.law.words import RightKind
from portal.law.year_right import year_right
from portal.reckoning.reckon import Reckoned, reckon

Pair = tuple[Person, str]


def warn_of_rights(db: Session, entries: list[Entry], today: date) -> None:
    """Add the warnings that need the accounts of the workers concerned, fetched at once.

    entries: just kept, in the order of their list.
    """
    charging: dict[Pair, list[TrainingEntry]] = {}
    declared: dict[Pair, list[RightEntry]] = {}
    for entry in entries:
        pair = entry.person, entry.declaration.enterprise_number
        if isinstance(entry, TrainingEntry) and _charges(entry.declaration):
            charging.setdefault(pair, []).append(entry)
        elif isinstance(entry, RightEntry) and entry.declaration.kind is DeclaredKind.LEGAL:
            declared.setdefault(pair, []).append(entry)
    if not charging and not declared:
        return
    pairs = charging.keys() | declared.keys()
    accounts = reckon(db, [(person.person_id, number) for person, number in pairs], today)
    for (person, number), trainings in charging.items():
        for account in accounts.get((person.person_id, number), ()):
            _warn_of_overdraft(account, trainings)
    for (person, number), rights in declared.items():
        _warn_of_low_rights(accounts.get((person.person_id, number), ()), rights)


def _charges(training: TrainingDeclaration) -> bool:
    return (
        is_charged(training.status, training.counts_for_right)
        and training.end_date.year >= FIRST_YEAR
    )


def _warn_of_overdraft(account: Reckoned, entries: list[TrainingEntry]) -> None:
    """Warn at each training after which nothing was left of the right of its year.

    The account holds all of them. Where it cannot have been below zero at any of them, that is
    the end of it; else they are taken out and put back one by one, in the order of the list.
    """
    if _stays_within(account):
        return
    years = account.years
    if _never_below(years):
        return
    here = [
        (entry, entry.declaration.end_date.year, entry.declaration.charged_minutes)
        for entry in entries
        if account.covers(entry.declaration.start_date, entry.declaration.end_date)
    ]
    asked = {year.year: year.charged_minutes for year in years}
    for _, year, minutes in here:
        asked[year] -= minutes
    for entry, year, minutes in here:
        asked[year] += minutes
        if _left(years, asked, year) < 0:
            detail = {"year": str(year)}
            entry.add(Issue(catalogue.OVER_THE_RIGHT, "charged_minutes", str(minutes), detail))


def _stays_within(account: Reckoned) -> bool:
    """Tell whether no year was charged more than it gains by itself, nothing carried to it.

    Then nothing can be below zero, and in a long list most accounts need not be reckoned. False
    says nothing: what was declared of the right is left to the reckoning.
    """
    ledger, job = account.ledger, account.employment
    if ledger.declared or ledger.opt_outs:
        return False
    for year, minutes in ledger.charged_minutes.items():
        if year < FIRST_YEAR:
            continue
        size_class = account.sizes.in_year(year).size_class
        gained = year_right(year, job, size_class, {}, False).gained  # noqa: FBT003 - no opt-out
        day = day_minutes(job.weekly_minutes, year)
        # Whole numbers: fractions would cost more than all else here.
        given = gained.numerator * day.numerator
        if minutes * gained.denominator * day.denominator > given:
            return False
    return True


def _never_below(years: Iterable[YearCredit]) -> bool:
    """Tell whether what is left cannot have been below zero with fewer trainings either.

    Fewer trainings leave more, except in a year that gains nothing: there a training is charged
    only while something is carried. So years with and without a right are looked at closely.
    """
    return len({year.gained > 0 for year in years}) <= 1 and all(year.left >= 0 for year in years)


def _left(years: Iterable[YearCredit], minutes: Mapping[int, int], until: int) -> Fraction:
    """Return the days left at the end of a year with other minutes than those of the accounts."""
    left = Fraction(0)
    for year in years:
        carried = Fraction(0) if year.year == year.five_years[0] else left
        charged = charged_days(minutes[year.year], year.day_minutes, year.gained, carried)
        left = days_left(carried, year.gained, charged)
        if year.year == until:
            break
    return left


def _warn_of_low_rights(accounts: Iterable[Reckoned], entries: list[RightEntry]) -> None:
    """Warn at each legal right below what the law computes for that worker, employer and year."""
    for entry in entries:
        right = entry.declaration
        calculated = _calculated(accounts, right.year)
        if right.days is not None and Fraction(right.days) < calculated:
            entry.add(Issue(catalogue.RIGHT_BELOW_CALCULATED, "days", str(right.days)))


def _calculated(accounts: Iterable[Reckoned], year: int) -> Fraction:
    """Return the legal days computed for a year, over the employments with that employer."""
    return sum(
        (
            kind.calculated
            for account in accounts
            for credit in account.years
            if credit.year == year
            for kind in credit.rights
            if kind.kind is RightKind.LEGAL and kind.calculated is not None
        ),
        Fraction(0),
    )
