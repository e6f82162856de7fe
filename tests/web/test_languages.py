import re
from datetime import date, timedelta
from fractions import Fraction

import pytest
from markupsafe import escape

from portal.languages import (
    LANGUAGES,
    day_count,
    show_date,
    show_date_short,
    show_days,
    show_hours,
    show_percent,
    tied,
)
from portal.web.page import figures_of

AMOUNTS = ("days", "hours", "number", "percent")  # the filters that write them


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
        pytest.param("24087/4", "6.021,75", id="thousands stand apart"),
        pytest.param("-1234567", "\u22121.234.567", id="millions too"),
        pytest.param("299/100", "2,99", id="no rounding where none is needed"),
    ],
)
def test_days_have_at_most_two_decimals_half_up(exact: str, shown: str) -> None:
    assert show_days(Fraction(exact), "nl") == shown
    assert show_days(Fraction(exact), "de") == shown
    assert show_days(Fraction(exact), "fr") == shown.replace(".", "\u202f")
    assert show_days(Fraction(exact), "en") == shown.translate(str.maketrans(",.", ".,"))


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
    ("minutes", "nl", "fr", "de", "en"),
    [
        (456, "7 u. 36 min.", "7 h 36", "7 Std. 36 Min.", "7 h 36 min"),
        (1140, "19 u.", "19 h", "19 Std.", "19 h"),
        (65, "1 u. 5 min.", "1 h 05", "1 Std. 5 Min.", "1 h 5 min"),
        (5, "5 min.", "5 min", "5 Min.", "5 min"),
        (-244, "−4 u. 4 min.", "−4 h 04", "−4 Std. 4 Min.", "−4 h 4 min"),  # noqa: RUF001
        (Fraction(1, 2), "1 min.", "1 min", "1 Min.", "1 min"),
        (Fraction(-1, 3), "0 u.", "0 h", "0 Std.", "0 h"),
        (60000, "1000 u.", "1000 h", "1000 Std.", "1000 h"),
    ],
)
def test_a_duration_never_reads_as_a_time_of_the_day_and_stays_on_one_line(
    minutes: int | Fraction, nl: str, fr: str, de: str, en: str
) -> None:
    shown = [show_hours(minutes, language) for language in LANGUAGES]
    assert shown == [one.replace(" ", "\u00a0") for one in (nl, fr, de, en)]


@pytest.mark.parametrize(
    ("sentence", "together"),
    [
        ("Law of 3 October 2022, art. 50 §2", "3_October|art._50_§2"),
        ("Am 1. Januar %(year)s beginnt es.", "1._Januar"),
        ("%(days)s days of %(employer)s", "%(days)s_days"),
        ("In 2024 there was none", ""),
        ("Dites « oui » : pourquoi ?", "«_oui_»_:|pourquoi_?"),
    ],
)
def test_a_number_stays_with_what_it_counts_or_names(sentence: str, together: str) -> None:
    said = tied(sentence)
    assert said.replace("\u00a0", " ") == sentence
    found = re.findall(r"[^ ]+\u00a0[^ ,]+", said)
    assert "|".join(found).replace("\u00a0", "_") == together


def test_dates_are_written_as_in_belgium() -> None:
    day = date(2026, 1, 1)
    assert [show_date(day, language).replace("\u00a0", " ") for language in LANGUAGES] == [
        "1 januari 2026",
        "1er janvier 2026",
        "1. Januar 2026",
        "1 January 2026",
    ]
    assert show_date(date(2026, 3, 21), "fr") == "21\u00a0mars 2026"
    assert show_date_short(date(2026, 11, 24), "nl") == "24\u00a0nov 2026"


def test_a_share_keeps_what_matters_of_a_regime() -> None:
    assert show_percent(Fraction("0.8"), "nl") == "80%"
    assert show_percent(Fraction("0.3333"), "en") == "33.33%"
    assert show_percent(Fraction("0.8"), "de") == "80\u202f%"


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_figure_can_be_taken_for_html(language: str) -> None:
    amounts = [Fraction(top, 7) for top in range(-3000, 3000, 11)]
    days = [date(2024, 1, 1) + timedelta(days) for days in range(0, 1500, 9)]
    figures = figures_of(language)
    written = [figures[name](amount) for name in AMOUNTS for amount in amounts]
    written += [figures[name](day) for name in ("day", "short_day") for day in days]
    written += [figures["iso_day"](day.isoformat()) for day in days]
    written += [figures["short_days"](days[0], day) for day in days]
    assert {*AMOUNTS, "day", "short_day", "iso_day", "short_days"} == figures.keys()
    assert not [one for one in written if escape(one) != one]
