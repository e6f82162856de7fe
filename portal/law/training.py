"""What a training takes from a right: whether it is charged, and how minutes become days."""

from datetime import date
from enum import StrEnum
from fractions import Fraction
from functools import lru_cache
from typing import Literal

from portal.law.parameters import DAYS_PER_WEEK, DECLARATION_DUTY, DURATION_LIMITS

_MINUTES = 60  # of an hour


class TrainingStatus(StrEnum):
    """What became of a training."""

    COMPLETED = "completed"
    NOT_FOLLOWED = "notFollowed"
    RESERVED = "reserved"
    UNSUITABLE = "unsuitable"


class Nature(StrEnum):
    """How a training is given."""

    FORMAL = "formal"
    INFORMAL = "informal"


class NotCountingReason(StrEnum):
    """Why a training does not count for the right."""

    FLEMISH_TRAINING_LEAVE = "flemishTrainingLeave"
    PAID_EDUCATIONAL_LEAVE = "paidEducationalLeave"
    OUTSIDE_PROFESSION = "outsideProfession"

    @property
    def is_leave(self) -> bool:
        """Whether the worker takes the training as leave, which can never count for the right."""
        return self is not NotCountingReason.OUTSIDE_PROFESSION


class Financing(StrEnum):
    """Who pays for a training."""

    EMPLOYER = "employer"
    SECTOR_FUND = "sectorFund"
    GOVERNMENT = "government"
    WORKER = "worker"
    OTHER = "other"


def is_charged(
    status: TrainingStatus,
    counts_for_right: bool,  # noqa: FBT001 - the second of two facts that every record has
    *,
    canceled: bool = False,
    to_verify: bool = False,
) -> bool:
    """Tell whether a training takes days from the right: followed, counting, not canceled.

    to_verify: a provider declared it, and the employer did not accept it yet.
    """
    is_followed = status is TrainingStatus.COMPLETED and counts_for_right
    return is_followed and not canceled and not to_verify


def must_be_declared(end_date: date) -> bool:
    """Tell whether a training that ended on that day must be declared; earlier ones may be."""
    return DECLARATION_DUTY.on_or_first(end_date)


@lru_cache(maxsize=4096)
def day_minutes(weekly_minutes: int, year: int | None = None) -> Fraction:
    """Return the minutes of one training day: the day of a full-timer in that undertaking.

    weekly_minutes: of a full-timer there, also for a part-timer; 2280 gives 456.
    year: whose week counts; None: by the newest rule.
    """
    days = (
        DAYS_PER_WEEK.newest.value if year is None else DAYS_PER_WEEK.on_or_first(date(year, 1, 1))
    )
    return Fraction(weekly_minutes, days)


def in_days(minutes: int, minutes_per_day: Fraction) -> Fraction:
    """Return minutes of training as days, exact: 240 minutes of days of 456 are 10/19 day."""
    return Fraction(minutes * minutes_per_day.denominator, minutes_per_day.numerator)


def days_of(minutes: int, weekly_minutes: int, year: int | None = None) -> Fraction:
    """Return minutes of training as days of an employment with that week, exact.

    weekly_minutes, year: as for `day_minutes`.
    """
    return in_days(minutes, day_minutes(weekly_minutes, year))


def implausible_duration(
    start_date: date, end_date: date, minutes: int
) -> Literal["warning", "blocking"] | None:
    """Tell whether a training is too long for the days it spans, both included.

    blocking: longer than those days have hours; warning: unlikely. Just at the limit is neither.
    None also for a training that ends before it starts: that is another fault.
    """
    days = (end_date - start_date).days + 1
    limits = DURATION_LIMITS.on_or_first(end_date)
    if days < 1 or minutes <= days * limits["warning"] * _MINUTES:
        return None
    return "blocking" if minutes > days * limits["blocking"] * _MINUTES else "warning"
