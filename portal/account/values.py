"""What an account holds, as plain values: pages and commands show them and compute nothing."""

from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from typing import NamedTuple
from uuid import UUID

from portal.law.counting import Counting, counting_in, said_against
from portal.law.credit import EndReason, YearCredit
from portal.law.training import Financing, Nature, NotCountingReason, TrainingStatus


@dataclass(frozen=True, slots=True)
class Person:
    """Whose account it is.

    language: nl, fr, de or en: the language the register writes in; None: unknown.
    """

    person_id: UUID
    family_name: str
    given_names: str
    birth_date: date | None
    language: str | None


@dataclass(frozen=True, slots=True)
class EmploymentAccount:
    """One employment with its training account, year by year.

    end_date: the last day in service; None: still in service, without a known end.
    weekly_minutes: of a full-timer there; day_minutes: of a training day there, exact.
    work_regimes: (first day, share of a full-time week), ascending.
    years: ascending, from 2023 to the year of the day asked for; empty before.
    present: not ended before that day; one that is still to begin is present too.
    """

    employment_id: str
    enterprise_number: str
    employer_name: str
    joint_committee: str
    start_date: date
    end_date: date | None
    end_reason: EndReason | None
    work_regimes: tuple[tuple[date, Fraction], ...]
    weekly_minutes: int
    day_minutes: Fraction
    years: tuple[YearCredit, ...]
    present: bool
    as_of: date

    @property
    def this_year(self) -> YearCredit | None:
        """The account of the year of the day asked for; None: not in service in that year."""
        if self.years and self.years[-1].year == self.as_of.year:
            return self.years[-1]
        return None

    def last_usable_day(self, year: YearCredit) -> date:
        """Return until when what is left of a year can be used: the end here, or of five years."""
        end_of_period = date(year.five_years[1], 12, 31)
        return min(self.end_date or end_of_period, end_of_period)

    @property
    def begins_later(self) -> bool:
        """Whether the first day in service comes after the day asked for."""
        return self.start_date > self.as_of


class TrainingRecord(NamedTuple):
    """A training as one version of its record says it.

    A named tuple and no dataclass: an account may hold hundreds.

    record_state: active or canceled; a canceled record is shown and never charged.
    employment_id: the employment in which the training lies whole; None: the authentic sources
        know no such employment any more.
    day_minutes: of a training day in that employment; None with it.
    charged_minutes: as declared; charged to the right only if `is_charged`.
    registered_by: the enterprise number of the organisation that declared this version.
    registered_quality: employer, mandateHolder, provider or operator.
    to_verify: a provider declared it, and the employer did not accept it yet: it is not charged.
    has_right: whether the year in which it ends gave a right in that employment.
    """

    training_id: UUID
    version: int
    record_state: str
    reference: str
    enterprise_number: str
    employer_name: str
    employment_id: str | None
    title: str
    language: str
    nature: Nature
    status: TrainingStatus
    start_date: date
    end_date: date
    duration_minutes: int
    counts_for_right: bool
    not_counting_reason: NotCountingReason | None
    charged_minutes: int
    day_minutes: Fraction | None
    provider_name: str | None
    provider_enterprise_number: str | None
    certificate_obtained: bool
    certificate_valid_until: date | None
    financing: Financing | None
    registered_by: str
    registered_quality: str
    registered_at: datetime
    channel: str
    is_charged: bool
    to_verify: bool
    has_right: bool = True

    @property
    def counting(self) -> Counting:
        """Whether it takes days from the right, and if not, why not."""
        against = said_against(
            self.status,
            self.counts_for_right,
            self.not_counting_reason,
            canceled=self.record_state == "canceled",
            to_verify=self.to_verify,
        )
        is_in_employment = self.employment_id is not None
        return against or counting_in(
            self.end_date.year, is_in_employment, self.has_right, self.charged_minutes
        )

    @property
    def line(self) -> "TrainingLine":
        """What a list shows of it."""
        return TrainingLine(
            training_id=str(self.training_id),
            start_date=self.start_date,
            end_date=self.end_date,
            title=self.title,
            language=self.language,
            duration_minutes=self.duration_minutes,
            enterprise_number=self.enterprise_number,
            employer_name=self.employer_name,
            counting=self.counting,
        )


class TrainingLine(NamedTuple):
    """What a list shows of a training, and no more: an account may list hundreds.

    training_id: as an address writes it.
    """

    training_id: str
    start_date: date
    end_date: date
    title: str
    language: str
    duration_minutes: int
    enterprise_number: str
    employer_name: str
    counting: Counting


class ExpiringCertificate(NamedTuple):
    """A certificate whose last day is near; no newer one of the same training replaces it."""

    training_id: UUID
    title: str
    language: str
    valid_until: date


@dataclass(frozen=True, slots=True)
class Account:
    """A worker's account at all employers, as of a day.

    data_date: the day of the newest data: the last load of the authentic sources, or the last
        declaration about this worker if that is later; None: nothing was ever loaded.
    employments: present ones by their first day, then past ones, the last ended first.
    trainings: newest first, as many as were asked for; training_count: all there are.
    lines: the same, as lists show them; an account is read with the one or with the other.
    expiring: certificates by their last day; only where one account alone was opened.
    """

    person: Person
    as_of: date
    data_date: date | None
    employments: tuple[EmploymentAccount, ...]
    trainings: tuple[TrainingRecord, ...]
    training_count: int
    lines: tuple[TrainingLine, ...] = ()
    expiring: tuple[ExpiringCertificate, ...] = ()
