from datetime import date
from fractions import Fraction

import pytest

from portal.law.right import (
    FullTimeDays,
    MonthShares,
    Origin,
    RightKind,
    begun_months,
    days_gained,
    full_time_days,
    month_shares,
    rights_of_year,
)
from portal.law.size import SizeClass
from tests.law.worlds import declared

LEGAL, SECTORAL, EMPLOYER = RightKind


@pytest.mark.parametrize(
    ("committee", "size", "by_year"),
    [
        ("302", "under10", {2023: "0", 2024: "0", 2030: "0"}),
        ("302", "from10", {2023: "1", 2024: "1", 2030: "1"}),
        ("302", "from20", {2023: "4", 2024: "5", 2030: "5"}),
        ("302", "unknown", {2023: "0", 2024: "0"}),
        ("116", "from20", {2023: "4", 2024: "5", 2031: "5"}),
        ("119", "from20", {2023: "4", 2024: "3", 2025: "4", 2027: "4", 2028: "5", 2040: "5"}),
        ("119", "from10", {2023: "1", 2024: "1"}),
        (
            "124",
            "from20",
            {2023: "5/2", 2025: "5/2", 2026: "3", 2027: "7/2", 2029: "7/2", 2030: "5", 2040: "5"},
        ),
        ("124", "under10", {2023: "0", 2024: "0"}),
        ("200", "from20", {2023: "4", 2024: "3", 2025: "3", 2026: "4", 2027: "4", 2028: "5"}),
        ("200", "from10", {2024: "1"}),
        ("200", "under10", {2024: "0"}),
        ("140.03", "from20", {2024: "5"}),
        ("124.01", "from20", {2024: "5/2"}),
        ("119.01.10", "from20", {2024: "3"}),
        ("1190", "from20", {2024: "5"}),
    ],
)
def test_the_legal_days_of_a_full_timer(committee: str, size: str, by_year: dict[int, str]) -> None:
    for year, days in by_year.items():
        found = full_time_days(LEGAL, year, committee, SizeClass(size))
        assert found is not None
        assert found.days == Fraction(days), year


@pytest.mark.parametrize(
    ("committee", "size", "year", "days"),
    [
        ("200", "under10", 2024, 1),
        ("200", "unknown", 2030, 1),
        ("200", "under10", 2023, None),
        ("200", "from10", 2024, None),
        ("200", "from20", 2024, None),
        ("201", "under10", 2024, None),
    ],
)
def test_the_sectoral_day_of_committee_200(
    committee: str, size: str, year: int, days: int | None
) -> None:
    found = full_time_days(SECTORAL, year, committee, SizeClass(size))
    assert (found.days if found else None) == days


def test_the_rule_that_counts_is_named_with_its_day() -> None:
    law = full_time_days(LEGAL, 2024, "302", SizeClass.FROM20)
    path = full_time_days(LEGAL, 2027, "119.01", SizeClass.FROM20)
    assert law == FullTimeDays(
        Fraction(5), "Law of 3 October 2022, art. 52", date(2024, 1, 1), None
    )
    assert path == FullTimeDays(
        Fraction(4),
        "Sectoral collective agreement of joint committee 119",
        date(2025, 1, 1),
        "119",
    )


def test_before_2023_and_for_the_employers_own_kind_no_rule_gives_days() -> None:
    assert full_time_days(LEGAL, 2022, "302", SizeClass.FROM20) is None
    assert full_time_days(EMPLOYER, 2024, "302", SizeClass.FROM20) is None


@pytest.mark.parametrize(
    ("first", "last", "months"),
    [
        pytest.param("2020-05-05", "2030-01-01", 12, id="all year"),
        pytest.param("2025-04-04", "2025-12-31", 9, id="from 4 April"),
        pytest.param("2025-01-31", "2025-02-01", 2, id="two days in two months"),
        pytest.param("2025-07-15", "2025-07-15", 1, id="one day"),
        pytest.param("2025-12-31", "2026-06-30", 1, id="from the last day"),
        pytest.param("2024-01-01", "2025-01-01", 1, id="until the first day"),
        pytest.param("2026-01-01", "2026-12-31", 0, id="only later"),
        pytest.param("2020-01-01", "2024-12-31", 0, id="only earlier"),
        pytest.param("2025-03-02", "2025-03-01", 0, id="no day at all"),
    ],
)
def test_every_begun_month_counts_whole(first: str, last: str, months: int) -> None:
    service = date.fromisoformat(first), date.fromisoformat(last)
    assert begun_months(2025, *service) == months
    assert days_gained(2025, *service, Fraction(1, 2), Fraction(6)) == Fraction(months, 4)


def shares(first: str, last: str | None, **regimes: str) -> list[tuple[int, int, str]]:
    found = month_shares(
        2025,
        date.fromisoformat(first),
        date.fromisoformat(last) if last else None,
        [
            (date.fromisoformat(day[1:].replace("_", "-")), Fraction(regime))
            for day, regime in regimes.items()
        ],
    )
    assert all(run.months == run.last_month - run.first_month + 1 for run in found)
    return [(run.first_month, run.last_month, str(run.work_regime)) for run in found]


@pytest.mark.parametrize(
    ("first", "last", "regimes", "runs"),
    [
        pytest.param("2020-01-01", None, {"d2020_01_01": "0.8"}, [(1, 12, "4/5")], id="one regime"),
        pytest.param(
            "2020-01-01",
            None,
            {"d2020_01_01": "1", "d2025_07_01": "0.5"},
            [(1, 6, "1"), (7, 12, "1/2")],
            id="a change on the first of a month",
        ),
        pytest.param(
            "2020-01-01",
            None,
            {"d2020_01_01": "1", "d2025_07_31": "0.5"},
            [(1, 6, "1"), (7, 12, "1/2")],
            id="a change on the last of a month counts for the month",
        ),
        pytest.param(
            "2020-01-01",
            "2025-07-20",
            {"d2020_01_01": "1", "d2025_07_21": "0.5"},
            [(1, 7, "1")],
            id="a change after the last day in service does not count",
        ),
        pytest.param(
            "2020-01-01",
            "2025-07-20",
            {"d2020_01_01": "1", "d2025_07_20": "0.5"},
            [(1, 6, "1"), (7, 7, "1/2")],
            id="a change on the last day in service counts for the month",
        ),
        pytest.param(
            "2020-01-01",
            None,
            {"d2020_01_01": "1", "d2025_03_04": "0.5", "d2025_03_20": "0.8"},
            [(1, 2, "1"), (3, 12, "4/5")],
            id="two changes in a month: the later",
        ),
        pytest.param(
            "2020-01-01",
            None,
            {"d2020_01_01": "1", "d2025_03_04": "0.5", "d2025_03_20": "1"},
            [(1, 12, "1")],
            id="there and back in a month: no change",
        ),
        pytest.param(
            "2020-01-01",
            None,
            {"d2020_01_01": "1", "d2023_05_01": "0.5", "d2024_06_01": "0.6"},
            [(1, 12, "3/5")],
            id="only changes of earlier years",
        ),
        pytest.param(
            "2020-01-01",
            None,
            {"d2020_01_01": "1", "d2026_01_01": "0.5"},
            [(1, 12, "1")],
            id="a change of a later year",
        ),
        pytest.param(
            "2025-03-31",
            None,
            {"d2025_03_31": "0.5", "d2025_04_30": "1"},
            [(3, 3, "1/2"), (4, 12, "1")],
            id="hired in the year",
        ),
        pytest.param(
            "2025-04-10",
            None,
            {"d2025_01_01": "1", "d2025_02_01": "0.5"},
            [(4, 12, "1/2")],
            id="a regime from before the first day",
        ),
        pytest.param("2026-01-01", None, {"d2026_01_01": "1"}, [], id="not yet in service"),
        pytest.param(
            "2020-01-01", "2024-12-31", {"d2020_01_01": "1"}, [], id="no longer in service"
        ),
    ],
)
def test_in_the_month_of_a_change_the_later_regime_counts(
    first: str, last: str | None, regimes: dict[str, str], runs: list[tuple[int, int, str]]
) -> None:
    assert shares(first, last, **regimes) == runs


MONTHS = (MonthShares(12, Fraction(1, 2), 1, 12),)
FIVE = FullTimeDays(Fraction(5), "law", date(2024, 1, 1), None)


def test_a_declared_right_replaces_the_computed_one_which_stays_visible() -> None:
    declaration = declared(2024, "6")
    (right,) = rights_of_year(MONTHS, [(LEGAL, FIVE)], {LEGAL: declaration})
    assert (right.gained, right.origin) == (6, Origin.DECLARED)
    assert (right.calculated, right.full_time) == (Fraction(5, 2), FIVE)
    assert right.declared == declaration


def test_an_employers_right_is_taken_as_declared_and_comes_last() -> None:
    extra = declared(2024, "3/2", EMPLOYER)
    rights = rights_of_year(MONTHS, [(LEGAL, FIVE), (SECTORAL, FIVE)], {EMPLOYER: extra})
    assert [right.kind for right in rights] == [LEGAL, SECTORAL, EMPLOYER]
    assert [right.gained for right in rights] == [Fraction(5, 2), Fraction(5, 2), Fraction(3, 2)]
    assert rights[2].calculated is None


def test_after_an_opt_out_only_declared_rights_count() -> None:
    extra = declared(2024, "2", SECTORAL)
    legal, sectoral = rights_of_year(
        MONTHS, [(LEGAL, FIVE), (SECTORAL, FIVE)], {SECTORAL: extra}, opted_out=True
    )
    assert (legal.gained, legal.calculated) == (0, Fraction(5, 2))
    assert (sectoral.gained, sectoral.calculated) == (2, Fraction(5, 2))
