"""What an attestation says of a worker's account: plain facts; paper and pages only set them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from portal.account.values import Account, EmploymentAccount, Person, TrainingRecord
from portal.law.credit import YearCredit


class Scope(StrEnum):
    """Which part of the account an attestation is about."""

    ALL = "all"
    YEAR = "year"
    EMPLOYER = "employer"
    TRAINING = "training"
    PERIOD = "period"


class Lacking(StrEnum):
    """Why there is nothing to attest."""

    UNREADABLE = "unreadable"  # what was asked for makes no sense
    NO_TRAINING = "noTraining"  # of this worker; somebody else's and an unknown one alike
    CANCELED = "canceled"
    NO_EMPLOYER = "noEmployer"  # of this worker
    EMPTY_YEAR = "emptyYear"
    EMPTY_PERIOD = "emptyPeriod"
    EMPTY_ACCOUNT = "emptyAccount"


class NothingToAttest(Exception):
    """The account holds nothing of what was asked for."""

    def __init__(self, lacking: Lacking) -> None:
        super().__init__(lacking.value)
        self.lacking = lacking


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a worker wants attested; of the other fields only that of the scope is set.

    first_date, last_date: of a period, both included.
    with_number: whether the social security number shall stand in it.
    """

    scope: Scope
    year: int | None = None
    enterprise_number: str | None = None
    training_id: UUID | None = None
    first_date: date | None = None
    last_date: date | None = None
    with_number: bool = False

    @property
    def fields(self) -> dict[str, str]:
        """What tells this wish from another, as text; the same wish gives the same."""
        said = {
            "scope": self.scope.value,
            "year": self.year,
            "enterprise": self.enterprise_number,
            "training": self.training_id,
            "from": self.first_date,
            "to": self.last_date,
            "with_number": "yes" if self.with_number else None,
        }
        return {name: str(value) for name, value in said.items() if value is not None}


@dataclass(frozen=True, slots=True)
class EmployerPart:
    """One employment with those of its years that are attested, ascending."""

    employment: EmploymentAccount
    years: tuple[YearCredit, ...]


@dataclass(frozen=True, slots=True)
class Statement:
    """All that an attestation says of its holder.

    as_of: the day on which the account was so; data_date: of the newest data in it.
    parts: in the order of the account; none in that of one training.
    trainings: newest first, those that were withdrawn left out.
    """

    holder: Person
    wanted: Wanted
    as_of: date
    data_date: date | None
    parts: tuple[EmployerPart, ...]
    trainings: tuple[TrainingRecord, ...]


def wanted_of(said: Mapping[str, str]) -> Wanted:
    """Return the wish that some texts tell, named as in `Wanted.fields`.

    Raises NothingToAttest where they make no sense; fields of other scopes are not looked at.
    """
    try:
        scope = Scope(said.get("scope", ""))
        with_number = said.get("with_number") == "yes"
        if scope is Scope.YEAR:
            return Wanted(scope, year=_year(said["year"]), with_number=with_number)
        if scope is Scope.EMPLOYER:
            number = said["enterprise"].replace(".", "").strip()
            return Wanted(scope, enterprise_number=number, with_number=with_number)
        if scope is Scope.TRAINING:
            training_id = UUID(said["training"])
            return Wanted(scope, training_id=training_id, with_number=with_number)
        if scope is Scope.PERIOD:
            first, last = date.fromisoformat(said["from"]), date.fromisoformat(said["to"])
            return _period(first, last, with_number=with_number)
    except (KeyError, ValueError) as fault:
        raise NothingToAttest(Lacking.UNREADABLE) from fault
    return Wanted(scope, with_number=with_number)


def _year(text: str) -> int:
    return date.fromisoformat(f"{text.strip()}-01-01").year


def _period(first: date, last: date, *, with_number: bool) -> Wanted:
    if last < first:
        raise NothingToAttest(Lacking.UNREADABLE)
    return Wanted(Scope.PERIOD, first_date=first, last_date=last, with_number=with_number)


def statement_of(account: Account, wanted: Wanted) -> Statement:
    """Return what an account says of what is wanted; raises NothingToAttest.

    account: opened with all its trainings.
    """
    trainings = tuple(one for one in account.trainings if _is_about(one, wanted))
    if wanted.scope is Scope.TRAINING:
        _must_stand(trainings)
        parts: tuple[EmployerPart, ...] = ()
    else:
        trainings = tuple(one for one in trainings if one.record_state == "active")
        parts = tuple(part for one in account.employments if (part := _part(one, wanted)))
        _must_say_something(wanted, parts, trainings)
    return Statement(account.person, wanted, account.as_of, account.data_date, parts, trainings)


def _is_about(training: TrainingRecord, wanted: Wanted) -> bool:
    if wanted.scope is Scope.TRAINING:
        return training.training_id == wanted.training_id
    if wanted.scope is Scope.EMPLOYER:
        return training.enterprise_number == wanted.enterprise_number
    first, last = _span(wanted)
    return training.start_date <= last and training.end_date >= first


def _span(wanted: Wanted) -> tuple[date, date]:
    """Return the first and the last day that are attested; all days where none were said."""
    if wanted.year is not None:
        return date(wanted.year, 1, 1), date(wanted.year, 12, 31)
    return wanted.first_date or date.min, wanted.last_date or date.max


def _part(employment: EmploymentAccount, wanted: Wanted) -> EmployerPart | None:
    """Return what is said of an employment; None: nothing."""
    if wanted.enterprise_number not in {None, employment.enterprise_number}:
        return None
    first, last = _span(wanted)
    end = employment.end_date
    if employment.start_date > last or (end is not None and end < first):
        return None
    years = tuple(one for one in employment.years if first.year <= one.year <= last.year)
    return EmployerPart(employment, years)


def _must_stand(trainings: tuple[TrainingRecord, ...]) -> None:
    if not trainings:
        raise NothingToAttest(Lacking.NO_TRAINING)
    if trainings[0].record_state != "active":
        raise NothingToAttest(Lacking.CANCELED)


def _must_say_something(
    wanted: Wanted, parts: tuple[EmployerPart, ...], trainings: tuple[TrainingRecord, ...]
) -> None:
    if wanted.scope is Scope.PERIOD and not trainings:
        raise NothingToAttest(Lacking.EMPTY_PERIOD)
    if not trainings and not parts:
        lacking = {Scope.YEAR: Lacking.EMPTY_YEAR, Scope.EMPLOYER: Lacking.NO_EMPLOYER}
        raise NothingToAttest(lacking.get(wanted.scope, Lacking.EMPTY_ACCOUNT))
