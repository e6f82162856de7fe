from datetime import date
from fractions import Fraction

import pytest

from portal.law.credit import Ledger, credits_of
from portal.law.right import RightKind
from portal.law.size import SizeClass, SizeHistory
from tests.law.worlds import accounts, declared, employment, quarters

LEGAL, SECTORAL, EMPLOYER = RightKind
DAY = 456  # minutes, in a week of 38 hours


@pytest.mark.parametrize(
    ("fte", "by_year"),
    [
        pytest.param("45", {2023: 4, 2024: 5}, id="20 and more"),
        pytest.param("15", {2023: 1, 2024: 1}, id="10 to under 20"),
        pytest.param("7", {2023: 0, 2024: 0}, id="under 10"),
    ],
)
def test_a_full_timer_gains_what_the_size_gives(fte: str, by_year: dict[int, int]) -> None:
    found = accounts(employment(), fte)
    assert {year: found[year].gained for year in by_year} == by_year


def test_committee_200_follows_its_growth_path_over_the_whole_period() -> None:
    found = accounts(employment(joint_committee="200"), "45", as_of="2028-12-31")
    gained = [found[year].legal for year in range(2024, 2029)]
    assert gained == [3, 3, 4, 4, 5]
    assert sum(gained) == 19
    assert found[2028].left == 19


def test_committee_200_gives_a_sectoral_day_under_10() -> None:
    account = accounts(employment(joint_committee="200"), "7")[2024]
    assert (account.legal, account.sectoral, account.employer) == (0, 1, 0)
    assert account.gained == 1


def test_an_unknown_size_counts_as_under_10() -> None:
    job = employment(joint_committee="200")
    account = credits_of(job, SizeHistory(), Ledger({}), date(2024, 5, 1))[-1]
    assert account.size.size_class is SizeClass.UNKNOWN
    assert (account.legal, account.sectoral) == (0, 1)


def test_a_part_timer_hired_in_april_on_a_growth_path() -> None:
    job = employment(joint_committee="124", start="2025-04-04", regimes={"2025-04-04": "0.8"})
    assert accounts(job, "25")[2025].gained == Fraction(3, 2)


def test_a_half_timer_gains_half_the_days_of_a_full_timers_length() -> None:
    account = accounts(employment(regimes={"2015-01-01": "0.5"}))[2024]
    assert account.gained == Fraction(5, 2)
    assert account.gained * account.day_minutes == 1140


def test_a_regime_that_changes_in_july() -> None:
    job = employment(regimes={"2015-01-01": "1", "2024-07-01": "0.5"})
    assert accounts(job)[2024].gained == Fraction(15, 4)


def test_what_is_left_is_carried_to_the_next_year() -> None:
    found = accounts(employment(), ledger=Ledger({2024: 2 * DAY, 2025: 6 * DAY}))
    assert (found[2024].left, found[2025].carried, found[2025].left) == (3, 3, 2)


@pytest.mark.parametrize("year", [2024, 2025])
def test_a_size_just_under_20_gives_one_day_for_two_years(year: int) -> None:
    known = quarters(q2022Q4="18.2", q2023Q1="19.0", q2023Q2="20.4", q2023Q3="22.0")
    found = credits_of(employment(), SizeHistory(known), Ledger({}), date(2026, 1, 1))
    assert {account.year: account.gained for account in found}[year] == 1


def test_two_declared_quarters_decide_alone() -> None:
    known = SizeHistory(quarters(q2022Q4="24", q2023Q3="21"))
    assert credits_of(employment(), known, Ledger({}), date(2024, 1, 1))[-1].gained == 5


def test_two_half_time_jobs_are_two_accounts() -> None:
    job = employment(regimes={"2015-01-01": "0.5"})
    assert accounts(job, "45")[2024].gained == Fraction(5, 2)
    assert accounts(job, "15")[2024].gained == Fraction(1, 2)


def test_there_is_an_account_for_each_year_in_service_from_2023() -> None:
    assert list(accounts(employment(start="2001-05-01"))) == [2023, 2024, 2025, 2026]
    assert list(accounts(employment(start="2024-12-31", end="2025-01-01"))) == [2024, 2025]
    assert list(accounts(employment(start="2001-05-01", end="2022-12-31"))) == []
    assert list(accounts(employment(start="2027-01-01"))) == []


def test_the_present_year_counts_to_december_or_to_a_known_end() -> None:
    assert accounts(employment())[2026].gained == 5
    assert accounts(employment(end="2026-11-30"))[2026].gained == Fraction(55, 12)
    assert accounts(employment(end="2027-03-31"))[2026].gained == 5


def test_a_training_taken_in_advance_is_carried_as_a_debt() -> None:
    found = accounts(employment(), ledger=Ledger({2024: 7 * DAY}))
    assert (found[2024].left, found[2025].carried, found[2025].left) == (-2, -2, 3)


def test_a_year_without_any_right_is_charged_nothing() -> None:
    account = accounts(employment(), "7", Ledger({2024: 3 * DAY}))[2024]
    assert (account.charged, account.left, account.charged_minutes) == (0, 0, 3 * DAY)


def test_a_debt_is_not_a_right() -> None:
    known = SizeHistory(quarters(q2022Q4="25", q2024Q4="5"))
    ledger = Ledger({2024: 7 * DAY, 2025: 5 * DAY, 2026: 2 * DAY})
    found = credits_of(employment(), known, ledger, date(2026, 11, 24))
    figures = {a.year: (a.carried, a.gained, a.charged, a.left) for a in found}
    assert figures[2025] == (-2, 5, 5, -2)
    assert figures[2026] == (-2, 0, 0, -2)


def test_what_was_carried_is_a_right_to_charge() -> None:
    known = SizeHistory(quarters(q2022Q4="25", q2024Q4="5"))
    found = credits_of(employment(), known, Ledger({2026: DAY}), date(2026, 11, 24))
    assert (found[-1].carried, found[-1].gained, found[-1].charged) == (10, 0, 1)


def test_minutes_of_years_before_the_first_account_are_history_only() -> None:
    assert accounts(employment(), ledger=Ledger({2022: 9 * DAY}))[2023].left == 4


def test_nothing_is_carried_from_one_period_into_the_next() -> None:
    found = accounts(employment(), ledger=Ledger({2028: 90 * DAY}), as_of="2034-01-01")
    assert (found[2023].left, found[2024].carried) == (4, 0)
    assert (found[2028].carried, found[2028].left, found[2029].carried) == (20, -65, 0)
    assert found[2034].carried == 0
    periods = [found[year].five_years for year in (2023, 2024, 2028, 2029, 2033, 2034)]
    assert periods == [
        (2023, 2023), (2024, 2028), (2024, 2028), (2029, 2033), (2029, 2033), (2034, 2038),
    ]  # fmt: skip


def test_only_the_present_year_is_usable_and_only_what_is_positive() -> None:
    found = accounts(employment(), ledger=Ledger({2026: 20 * DAY}))
    assert (found[2025].left, found[2025].usable) == (10, 0)
    assert (found[2026].left, found[2026].usable) == (-5, 0)


def test_a_declared_right_counts_in_its_own_year_only() -> None:
    found = accounts(employment(), ledger=Ledger({}, [declared(2025, "6")]))
    assert [found[year].legal for year in (2024, 2025, 2026)] == [5, 6, 5]
    (right,) = found[2025].rights
    assert (right.calculated, right.gained) == (5, 6)


def test_a_declared_right_makes_a_right_where_there_was_none() -> None:
    ledger = Ledger({2024: DAY}, [declared(2024, "2", EMPLOYER)])
    account = accounts(employment(), "7", ledger)[2024]
    assert (account.legal, account.employer, account.charged, account.left) == (0, 2, 1, 1)


def test_in_a_year_opted_out_of_only_what_is_declared_counts() -> None:
    ledger = Ledger({}, [declared(2025, "2", EMPLOYER)], frozenset({2025}))
    found = accounts(employment(), ledger=ledger)
    assert [found[year].gained for year in (2024, 2025, 2026)] == [5, 2, 5]
    assert [found[year].opted_out for year in (2024, 2025, 2026)] == [False, True, False]
    assert found[2025].rights[0].calculated == 5
