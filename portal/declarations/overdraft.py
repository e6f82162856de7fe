"""Compares what was kept with the rights of the law: taken in advance, declared too low."""

from collections.abc import Iterable, Mapping
from datetime import date
from fractions import Fraction
from typing import NamedTuple, TypeVar

from sqlalchemy.orm import Session

from portal.declarations import catalogue
from portal.declarations.declaration import Declarant, Quality
from portal.declarations.entry import ChangeEntry, Entry, TrainingEntry
from portal.declarations.outcome import Issue
from portal.declarations.people import Person
from portal.law.credit import YearCredit, charged_days, days_left
from portal.law.parameters import FIRST_YEAR
from portal.law.training import TrainingStatus, is_charged
from portal.law.words import RightKind
from portal.reckoning.reckon import Reckoned, reckon
from portal.reckoning.within import may_be_overdrawn
from portal.records.facts import DeclaredKind, RightDeclaration, TrainingDeclaration
from portal.records.stand import Stand

V = TypeVar("V")
Pair = tuple[Person, str]


class Step(NamedTuple):
    """What one entry does to an account: the training that was charged, and that which is now."""

    entry: Entry
    account: Pair
    before: TrainingDeclaration | None
    after: TrainingDeclaration | None


def warn_of_rights(db: Session, entries: list[Entry], declarant: Declarant, today: date) -> None:
    """Add the warnings that need the accounts of the workers concerned, fetched at once.

    entries: just kept, in the order of their list.
    """
    if declarant.quality is Quality.PROVIDER:
        return  # nothing is charged before the employer accepts it, and balances are not for them
    low = _by_account(
        ((entry.person, right.enterprise_number), entry)
        for entry in entries
        if isinstance(right := entry.declaration, RightDeclaration)
        and right.kind is DeclaredKind.LEGAL
    )
    doubtful = _doubtful(db, entries)
    pairs = doubtful.keys() | low.keys()
    if not pairs:
        return
    accounts = reckon(db, [(person.person_id, number) for person, number in pairs], today)
    for (person, number), steps in doubtful.items():
        for account in accounts.get((person.person_id, number), ()):
            _warn_of_overdraft(account, steps)
    for (person, number), rights in low.items():
        _warn_of_low_rights(accounts.get((person.person_id, number), ()), rights)


def _by_account(found: Iterable[tuple[Pair, V]]) -> dict[Pair, list[V]]:
    accounts: dict[Pair, list[V]] = {}
    for pair, value in found:
        accounts.setdefault(pair, []).append(value)
    return accounts


def _account_of(entry: Entry) -> Pair | None:
    """Return the account of which an entry changes the charges; None: of none."""
    if isinstance(entry, TrainingEntry):
        training = entry.declaration
        charges = _charges(training, training.status)
        return (entry.person, training.enterprise_number) if charges else None
    step = _step_of(entry)
    return step and step.account


def _step_of(entry: Entry) -> Step | None:
    """Return what an entry does to the account; None: nothing."""
    if isinstance(entry, TrainingEntry):
        training = entry.declaration
        if not _charges(training, training.status):
            return None
        return Step(entry, (entry.person, training.enterprise_number), None, training)
    if not isinstance(entry, ChangeEntry) or entry.before is None:
        return None
    account = entry.person, entry.before.facts.enterprise_number
    step = Step(entry, account, _charged(entry.before), _charged(entry.after))
    return step if step.before or step.after else None


def _charged(stand: Stand | None) -> TrainingDeclaration | None:
    if stand is None or stand.is_canceled or stand.to_verify:
        return None
    facts = stand.facts
    if isinstance(facts, RightDeclaration):
        return None
    # The status of a record that was read is a bare text.
    return facts if _charges(facts, TrainingStatus(facts.status)) else None


def _charges(training: TrainingDeclaration, status: TrainingStatus) -> bool:
    return is_charged(status, training.counts_for_right) and training.end_date.year >= FIRST_YEAR


def _doubtful(db: Session, entries: list[Entry]) -> dict[Pair, list[Step]]:
    """Return the accounts that must be reckoned to know whether something was left of each year.

    One to which trainings are only added is not among them where its years give more by themselves.
    """
    accounts = list(map(_account_of, entries))
    changed = {
        step.account
        for entry in entries
        if isinstance(entry, ChangeEntry) and (step := _step_of(entry)) and step.before is not None
    }
    growing = [pair for pair in dict.fromkeys(accounts) if pair and pair not in changed]
    found = may_be_overdrawn(db, [(person.text, number) for person, number in growing])
    doubtful = changed.union(growing[place] for place in found)
    return _by_account(
        (pair, step)
        for entry, pair in zip(entries, accounts, strict=True)
        if pair in doubtful and (step := _step_of(entry)) and pair
    )


def _warn_of_overdraft(account: Reckoned, steps: list[Step]) -> None:
    """Warn at each training after which nothing was left of the right of its year.

    The account holds all of them. Where it cannot have been below zero at any of them, that is
    the end of it; else they are taken out and put back one by one, in the order of the list.
    """
    only_more = all(step.before is None for step in steps)
    years = account.years
    if only_more and _never_below(years):
        return
    asked = {year.year: year.charged_minutes for year in years}
    for step in steps:
        _put(asked, account, step.after, -1)
        _put(asked, account, step.before, 1)
    for step in steps:
        _put(asked, account, step.before, -1)
        year = _put(asked, account, step.after, 1)
        if year and step.after and _takes_more(step) and _left(years, asked, year) < 0:
            minutes = str(step.after.charged_minutes)
            issue = Issue(catalogue.OVER_THE_RIGHT, "charged_minutes", minutes, {"year": str(year)})
            step.entry.add(issue)


def _put(
    asked: dict[int, int], account: Reckoned, training: TrainingDeclaration | None, sign: int
) -> int | None:
    """Add a training to the minutes of its year, or take it out; return the year, if it is here."""
    if training is None or not account.covers(training.start_date, training.end_date):
        return None
    year = training.end_date.year
    asked[year] += sign * training.charged_minutes
    return year


def _takes_more(step: Step) -> bool:
    """Tell whether the year of the training has more charged to it than before."""
    before, after = step.before, step.after
    if before is None or after is None:
        return after is not None
    same_year = before.end_date.year == after.end_date.year
    return not same_year or after.charged_minutes > before.charged_minutes


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


def _warn_of_low_rights(accounts: Iterable[Reckoned], entries: list[Entry]) -> None:
    """Warn at each legal right below what the law computes for that worker, employer and year."""
    for entry in entries:
        right = entry.declaration
        assert isinstance(right, RightDeclaration)  # noqa: S101 - chosen so
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
