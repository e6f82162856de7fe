from datetime import date
from fractions import Fraction

import pytest

from portal.law.training import (
    NotCountingReason,
    TrainingStatus,
    day_minutes,
    days_of,
    implausible_duration,
    is_charged,
    must_be_declared,
)


@pytest.mark.parametrize(
    ("status", "counts", "canceled", "charged"),
    [
        pytest.param("completed", True, False, True, id="followed and counting"),
        pytest.param("completed", False, False, False, id="followed as leave"),
        pytest.param("completed", True, True, False, id="canceled"),
        pytest.param("reserved", True, False, False, id="still to come"),
        pytest.param("notFollowed", True, False, False, id="not followed"),
        pytest.param("unsuitable", True, False, False, id="unsuitable"),
    ],
)
def test_only_what_was_followed_and_counts_is_charged(
    *, status: str, counts: bool, canceled: bool, charged: bool
) -> None:
    assert is_charged(TrainingStatus(status), counts, canceled=canceled) is charged


def test_what_a_provider_declared_is_charged_once_the_employer_accepted_it() -> None:
    assert not is_charged(TrainingStatus.COMPLETED, True, to_verify=True)
    assert is_charged(TrainingStatus.COMPLETED, True, to_verify=False)


def test_training_leave_can_never_count() -> None:
    leaves = {reason for reason in NotCountingReason if reason.is_leave}
    assert leaves == {"flemishTrainingLeave", "paidEducationalLeave"}


@pytest.mark.parametrize(
    ("weekly", "day"), [(2280, Fraction(456)), (2160, Fraction(432)), (2278, Fraction(2278, 5))]
)
def test_a_training_day_is_the_day_of_a_full_timer(weekly: int, day: Fraction) -> None:
    assert day_minutes(weekly) == day_minutes(weekly, 2024) == day_minutes(weekly, 1985) == day


def test_four_hours_in_a_week_of_38_are_ten_nineteenths_of_a_day() -> None:
    assert days_of(240, 2280) == Fraction(10, 19)


@pytest.mark.parametrize(
    ("start", "end", "hours", "extra", "judged"),
    [
        pytest.param(1, 1, 12, 0, None, id="12 hours in a day"),
        pytest.param(1, 1, 12, 1, "warning", id="a minute over 12 hours in a day"),
        pytest.param(1, 1, 24, 0, "warning", id="24 hours in a day"),
        pytest.param(1, 1, 24, 1, "blocking", id="a minute over 24 hours in a day"),
        pytest.param(1, 3, 36, 0, None, id="36 hours in three days"),
        pytest.param(1, 3, 36, 1, "warning", id="a minute over 36 hours in three days"),
        pytest.param(1, 3, 72, 1, "blocking", id="a minute over 72 hours in three days"),
        pytest.param(3, 1, 500, 0, None, id="ends before it starts"),
    ],
)
@pytest.mark.parametrize("year", [1985, 2026])
def test_a_duration_is_judged_by_the_days_it_spans(  # noqa: PLR0913 - a row of the table
    *, start: int, end: int, hours: int, extra: int, judged: str | None, year: int
) -> None:
    first, last = date(year, 5, start), date(year, 5, end)
    assert implausible_duration(first, last, hours * 60 + extra) == judged


@pytest.mark.parametrize(
    ("end", "duty"),
    [(date(1985, 1, 1), False), (date(2023, 12, 31), False), (date(2024, 1, 1), True)],
)
def test_trainings_from_2024_must_be_declared(*, end: date, duty: bool) -> None:
    assert must_be_declared(end) is duty
