from datetime import date
from fractions import Fraction

import pytest

from portal.law.dated import NotYetInForce
from portal.law.size import Quarter, QuarterSize, SizeBasis, SizeClass, SizeHistory, size_in
from tests.law.worlds import quarters


def only_headcount(quarter: str, headcount: int | None, fte: str | None = None) -> QuarterSize:
    return QuarterSize(Quarter.parse(quarter), Fraction(fte) if fte else None, headcount)


FOUR = quarters(q2022Q4="18.2", q2023Q1="19.0", q2023Q2="20.4", q2023Q3="22.0")


@pytest.mark.parametrize("year", [2024, 2025])
def test_the_mean_of_four_quarters_is_frozen_for_two_years(year: int) -> None:
    size = size_in(year, FOUR)
    assert (size.value, size.size_class) == (Fraction("19.9"), SizeClass.FROM10)
    assert (size.period_start, size.basis) == (2024, SizeBasis.REFERENCE)
    assert size.quarters == FOUR


def test_only_declared_quarters_are_divided_by() -> None:
    size = size_in(2024, quarters(q2022Q4="24", q2023Q3="21"))
    assert (size.value, size.size_class) == (Fraction("22.5"), SizeClass.FROM20)


def test_a_quarter_without_full_time_equivalents_is_not_declared() -> None:
    known = (*quarters(q2022Q4="24"), only_headcount("2023Q1", 3))
    assert size_in(2024, known).value == 24


def test_quarters_outside_the_reference_period_do_not_count() -> None:
    known = (*FOUR, *quarters(q2022Q3="900", q2023Q4="900", q2024Q1="900"))
    assert size_in(2025, known).value == Fraction("19.9")


def test_the_order_of_the_quarters_does_not_matter() -> None:
    assert size_in(2024, FOUR[::-1]) == size_in(2024, FOUR)


@pytest.mark.parametrize(
    ("fte", "size_class"),
    [
        ("0", "under10"), ("9.99", "under10"), ("10", "from10"), ("19.9", "from10"),
        ("19.9999", "from10"), ("20", "from20"), ("5000", "from20"),
    ],
)  # fmt: skip
def test_a_size_is_never_rounded_into_a_class(fte: str, size_class: str) -> None:
    assert size_in(2024, quarters(q2023Q1=fte)).size_class == size_class


def test_without_reference_quarters_the_headcount_of_the_first_quarter_after_them_counts() -> None:
    known = (only_headcount("2024Q2", 30, "12"), only_headcount("2024Q1", 19, "25"))
    size = size_in(2024, known)
    assert (size.value, size.size_class) == (Fraction(19), SizeClass.FROM10)
    assert (size.basis, size.quarters) == (SizeBasis.FIRST_QUARTER, known[1:])


def test_the_first_quarter_may_come_years_later() -> None:
    assert size_in(2022, (only_headcount("2025Q1", 36, "31.3"),)).size_class is SizeClass.FROM20


def test_a_headcount_that_is_not_given_is_looked_for_in_the_next_quarter() -> None:
    known = (only_headcount("2023Q4", None, "25"), only_headcount("2024Q1", 12))
    assert size_in(2024, known).value == 12


@pytest.mark.parametrize(
    "known",
    [
        pytest.param((), id="no quarter at all"),
        pytest.param(quarters(q2020Q1="50"), id="only an earlier quarter"),
        pytest.param(quarters(q2024Q1="50"), id="a later quarter without headcount"),
        pytest.param((only_headcount("2023Q1", 50),), id="a headcount of a reference quarter"),
    ],
)
def test_a_size_that_nothing_tells_is_unknown(known: tuple[QuarterSize, ...]) -> None:
    size = size_in(2024, known)
    assert (size.value, size.basis, size.quarters) == (None, SizeBasis.UNKNOWN, ())
    assert size.size_class is SizeClass.UNKNOWN
    assert "unknown size" in size.source


def test_before_the_first_size_period_there_is_no_size() -> None:
    with pytest.raises(NotYetInForce):
        size_in(2021, FOUR)


def test_a_history_gives_the_size_of_each_year() -> None:
    known = (*FOUR, *quarters(q2024Q4="20"))
    history = SizeHistory(known)
    for year in (2023, 2024, 2025, 2026, 2027, 2024):
        assert history.in_year(year) == size_in(year, known)


@pytest.mark.parametrize("text", ["2024", "2024Q5", "2024q1", "24Q1", "2024Q1 ", "\u0662024Q1", ""])
def test_what_is_no_quarter_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not a quarter"):
        Quarter.parse(text)


@pytest.mark.parametrize(
    ("day", "text", "end"),
    [
        (date(2024, 1, 1), "2024Q1", date(2024, 3, 31)),
        (date(2024, 6, 30), "2024Q2", date(2024, 6, 30)),
        (date(2024, 7, 1), "2024Q3", date(2024, 9, 30)),
        (date(2024, 12, 31), "2024Q4", date(2024, 12, 31)),
    ],
)
def test_a_day_lies_in_its_quarter(day: date, text: str, end: date) -> None:
    quarter = Quarter.of(day)
    assert (str(quarter), quarter.end, Quarter.parse(text)) == (text, end, quarter)
