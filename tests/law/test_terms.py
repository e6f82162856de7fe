from datetime import date

import pytest

from portal.law import terms
from portal.law.terms import Regime


@pytest.mark.parametrize(
    ("ended", "term"),
    [
        ("2024-01-01", "2024-04-30"), ("2024-03-31", "2024-04-30"), ("2026-05-12", "2026-07-31"),
        ("2026-09-30", "2026-10-31"), ("2026-10-01", "2027-01-31"), ("2026-12-31", "2027-01-31"),
    ],
)  # fmt: skip
def test_trainings_of_a_quarter_are_due_by_the_end_of_the_month_after_it(
    ended: str, term: str
) -> None:
    assert terms.quarter_term(date.fromisoformat(ended)) == date.fromisoformat(term)


def test_a_training_that_need_not_be_declared_has_no_term() -> None:
    assert terms.quarter_term(date(2023, 12, 31)) is None


@pytest.mark.parametrize(
    ("ended", "closes"),
    [("2026-10-25", "2026-11-24"), ("2024-02-29", "2024-03-30"), ("2005-12-31", "2006-01-30")],
)
def test_access_to_a_leaver_closes_thirty_days_after_the_end(ended: str, closes: str) -> None:
    assert terms.access_closes(date.fromisoformat(ended)) == date.fromisoformat(closes)


def test_a_new_worker_is_checked_within_sixty_days() -> None:
    assert terms.new_worker_term(date(2026, 1, 1)) == date(2026, 3, 2)


def test_the_right_of_a_year_is_verified_within_thirty_days() -> None:
    assert terms.yearly_term(2026) == date(2026, 1, 31)


@pytest.mark.parametrize(
    ("told", "term"),
    [("2025-03-15", "2026-03-15"), ("2024-02-29", "2025-02-28"), ("2025-12-31", "2026-12-31")],
)
def test_a_balance_is_told_again_within_a_year(told: str, term: str) -> None:
    assert terms.balance_term(date.fromisoformat(told)) == date.fromisoformat(term)


@pytest.mark.parametrize(
    ("day", "regime", "until"),
    [
        ("2024-03-31", Regime.OPEN, "2026-01-01"), ("2025-12-31", Regime.OPEN, "2026-01-01"),
        ("2026-01-01", Regime.READ_ONLY, "2027-01-01"),
        ("2026-12-31", Regime.READ_ONLY, "2027-01-01"), ("2027-01-01", Regime.DESTROYED, None),
    ],
)  # fmt: skip
def test_by_law_registration_closes_and_the_data_go(
    day: str, regime: Regime, until: str | None
) -> None:
    registration = terms.registration_on(date.fromisoformat(day), "by-law")
    assert registration.regime is regime
    assert registration.until == (date.fromisoformat(until) if until else None)
    assert registration.source


@pytest.mark.parametrize("day", [date(2024, 1, 1), date(2026, 11, 24), date(2040, 1, 1)])
def test_a_service_that_is_kept_open_stays_open(day: date) -> None:
    assert terms.registration_on(day, "open") == terms.Registration(Regime.OPEN, None, None)
