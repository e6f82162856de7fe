"""What the country is made of, as plain values."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, slots=True)
class Size:
    """An employer's size at the end of a quarter, as the feed writes it."""

    quarter: str
    fte: str
    headcount: str


@dataclass(frozen=True, slots=True)
class Employer:
    """An employer. key: its name in the material. closed: the last year of its existence."""

    key: str
    name: str
    language: str
    trade: str
    committees: tuple[str, ...]
    weekly_minutes: int
    enterprise_number: str
    nsso_number: str
    sizes: tuple[Size, ...]
    opened: int
    closed: int | None


@dataclass(frozen=True, slots=True)
class Training:
    """A training as its employer declares it."""

    title: str
    language: str
    start_date: date
    end_date: date
    minutes: int
    nature: str = "formal"
    status: str = "completed"
    not_counting_reason: str = ""
    certificate: bool = False
    valid_until: date | None = None
    provider: str = ""
    financing: str = ""


@dataclass(frozen=True, slots=True)
class Right:
    """A right as the employer declares it; an opt-out has no days."""

    year: int
    kind: str
    days: str
    comment: str


@dataclass(frozen=True, slots=True)
class Job:
    """An employment with what was declared for it."""

    employer: Employer
    joint_committee: str
    start_date: date
    end_date: date | None
    end_reason: str
    regimes: Mapping[date, str]
    trainings: tuple[Training, ...] = ()
    rights: tuple[Right, ...] = ()

    def last_day(self, bound: date) -> date:
        """Return the last day in service, not later than a bound."""
        return bound if self.end_date is None else min(bound, self.end_date)


@dataclass(frozen=True, slots=True)
class Person:
    """A worker. note: one sentence a language on why this person is interesting to be."""

    ssin: str
    family_name: str
    given_names: str
    birth_date: date | None
    birth_place: str
    language: str
    replaces_ssin: str = ""
    canceled: bool = False
    jobs: tuple[Job, ...] = ()
    roles: tuple[tuple[str, str], ...] = ()  # employer's key, role
    note: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Country:
    """All of it."""

    employers: Mapping[str, Employer]
    people: tuple[Person, ...]
