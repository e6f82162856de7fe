"""Which of their trainings a worker wants to see, and what comes back: plain values."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import NamedTuple

from portal.account.values import TrainingRecord

CANCELED = "canceled"  # stands among the statuses to choose from: such a record has no other


@dataclass(frozen=True, slots=True)
class TrainingFilter:
    """Which trainings to show; None: all.

    year: in which the training begins or ends. status: of `TrainingStatus`, or CANCELED.
    counts: whether it takes days from the right. origin: the quality of who registered it.
    text: words that must all stand in the title or in the provider's name, in any order, whatever
        their case and accents.
    """

    year: int | None = None
    enterprise_number: str | None = None
    nature: str | None = None
    status: str | None = None
    counts: bool | None = None
    origin: str | None = None
    text: str | None = None


class EmployerName(NamedTuple):
    """An employer to choose by; in order of names."""

    name: str
    enterprise_number: str


@dataclass(frozen=True, slots=True)
class Choices:
    """What this worker's trainings can be chosen by: only what is there. Newest and A first."""

    years: tuple[int, ...] = ()
    employers: tuple[EmployerName, ...] = ()
    natures: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    origins: tuple[str, ...] = ()

    @property
    def employer_names(self) -> dict[str, str]:
        """The names of the employers by their numbers, in order of names."""
        return {number: name for name, number in self.employers}


@dataclass(frozen=True, slots=True)
class EmploymentTotal:
    """What the chosen trainings at one employment come to; never added to another's days.

    start_date, end_date: of the employment; both None: of trainings of which none is known.
    followed_minutes: of completed trainings; planned_minutes: of reserved ones.
    days: taken from the right, exact; None: no employment is known, so nobody knows what a day is.
    """

    employer_name: str
    start_date: date | None
    end_date: date | None
    count: int
    followed_minutes: int
    planned_minutes: int
    days: Fraction | None


@dataclass(frozen=True, slots=True)
class TrainingPage:
    """Some of a worker's trainings, newest first.

    newer, older: the cursors of the pages before and after this one; None: there is none.
    first: how many stand before this page, and one.
    count, followed_minutes, planned_minutes: of all that the filter lets through, on every page.
    totals: of the same trainings, per employment, present ones first.
    """

    trainings: tuple[TrainingRecord, ...]
    newer: str | None
    older: str | None
    first: int
    count: int
    followed_minutes: int
    planned_minutes: int
    totals: tuple[EmploymentTotal, ...]
    choices: Choices
