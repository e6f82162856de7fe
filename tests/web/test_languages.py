from datetime import date
from fractions import Fraction

import pytest

from portal.languages import (
    LANGUAGES,
    day_count,
    show_date,
    show_date_short,
    show_days,
    show_hours,
    show_percent,
)


@pytest.mark.parametrize(
    ("exact", "shown"),
    [
        pytest.param("5/2", "2,5", id="no zeros behind"),
        pytest.param("10/3", "3,33", id="two decimals at most"),
        pytest.param("1/200", "0,01", id="half goes up"),
        pytest.param("1/201", "0", id="under half is nothing"),
        pytest.param("-1/201", "0", id="nothing has no sign"),
        pytest.param("-8/15", "\u22120,53", id="taken in advance"),
        pytest.param("-1/200", "\u22120,01", id="half of a debt grows"),
        pytest.param("100", "100", id="whole hundreds stay"),
        pytest.param("299/100", "2,99", id="no rounding where none is needed"),
    ],
)
def test_days_have_at_most_two_decimals_half_up(exact: str, shown: str) -> None:
    assert show_days(Fraction(exact), "nl") == shown
    assert show_days(Fraction(exact), "en") == shown.replace(",", ".")


@pytest.mark.parametrize(
    ("days", "singular_in"),
    [
        ("1", {"nl", "fr", "de", "en"}),
        ("3/2", {"fr"}),
        ("1/2", {"fr"}),
        ("0", {"fr"}),
        ("2", set()),
        ("-1", {"nl", "fr", "de", "en"}),
        # Shown as 1, so it reads as 1.
        ("999/1000", {"nl", "fr", "de", "en"}),
    ],
)
def test_the_word_for_days_agrees_with_the_figure_in_each_language(
    days: str, singular_in: set[str]
) -> None:
    assert {one for one in LANGUAGES if day_count(Fraction(days), one) == 1} == singular_in


@pytest.mark.parametrize(
    ("minutes", "nl", "fr"),
    [
        (1140, "19:00", "19\u00a0h\u00a000"),
        (5, "0:05", "0\u00a0h\u00a005"),
        (-244, "\u22124:04", "\u22124\u00a0h\u00a004"),
        (Fraction(1, 2), "0:01", "0\u00a0h\u00a001"),
        (Fraction(-1, 3), "0:00", "0\u00a0h\u00a000"),
        (60000, "1000:00", "1000\u00a0h\u00a000"),
    ],
)
def test_hours_and_minutes_stand_as_people_write_them(
    minutes: int | Fraction, nl: str, fr: str
) -> None:
    assert show_hours(minutes, "nl") == show_hours(minutes, "de") == show_hours(minutes, "en") == nl
    assert show_hours(minutes, "fr") == fr


def test_dates_are_written_as_in_belgium() -> None:
    day = date(2026, 1, 1)
    assert [show_date(day, language) for language in LANGUAGES] == [
        "1 januari 2026",
        "1er janvier 2026",
        "1. Januar 2026",
        "1 January 2026",
    ]
    assert show_date(date(2026, 3, 21), "fr") == "21 mars 2026"
    assert show_date_short(date(2026, 11, 24), "nl") == "24 nov 2026"


def test_a_share_keeps_what_matters_of_a_regime() -> None:
    assert show_percent(Fraction("0.8"), "nl") == "80%"
    assert show_percent(Fraction("0.3333"), "en") == "33.33%"
    assert show_percent(Fraction("0.8"), "de") == "80\u202f%"
