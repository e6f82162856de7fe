# ruff: noqa: RUF001 - sums are written with the sign of multiplication
"""What the account says in every state it can be in, in plain words."""

import re
from html import unescape

import pytest
from flask import Flask
from flask.testing import FlaskClient

from portal.languages import LANGUAGES
from tests.web.worlds import WORLDS


def words(page: str) -> str:
    """Return what a page says, without its tags."""
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", page)))


SAYS = {
    "one": ("9.5 days", "are still available · 72 h 12 min", "2.5 of 12 days used in 2026"),
    "no-right": ("No training right here", "There is no right for you here in 2026."),
    "several": ("Bakkerij Van Damme NV", "Zorggroep Lindeboom VZW", "Friterie chez Léon SRL"),
    "nothing-left": ("0 days", "all used", "1 of 1 day used", "1 January 2027"),
    "in-advance": ("−0.54 days", "taken in advance · −4 h 4 min", "your right of 2027"),
    "too-small": ("No training right here", "fewer than 10 workers"),
    "size-unknown": ("No training right here", "do not know how many workers"),
    "only-declared": ("No right registered", "Ask your employer"),
    "not-yet": ("Not started yet", "You start here on 4 January 2027"),
    "ending": ("Use them until 11 December 2026, your last day here",),
    "unsettled": ("Not settled: Zorggroep Lindeboom VZW", "12.5 days · 95 h", "trade union"),
    "only-past": (
        "No employer at the moment",
        "You resigned. Your last day was 31 March 2025.",
        "What was left then (6.25 days) was lost on that day.",
        "Before 2023 there was no training right.",
    ),
    "path": ("11.78 days",),
    "last-year": (
        "Use your days before 1 January 2029",
        "Bakkerij Van Damme NV: 19.5 days disappear on 31 December 2028.",
        "Zorggroep Lindeboom VZW: 5 days disappear on 31 December 2028.",
    ),
    "expiring": (
        "Certificates expire soon",
        "Allergenen en hygiëne (HACCP) is valid until 14 January 2027.",
    ),
    "huge": ("37 earlier employers", "All trainings (450)"),
    "read-only": ("9.5 days", "You can read your account until 31 December 2026."),
    "two-jobs": ("No employer at the moment", "Your fixed-term contract ended on 30 April 2025."),
    "nobody": ("No employer at the moment", "No training has been registered for you yet."),
}
NEVER_SAYS = {
    "ending": ("goes to the next year",),
    "only-past": ("still available",),
    "last-year": ("carried over to the next year",),
    "one": ("expires soon", "Use your days before"),
    "too-small": ("0 days", "Ask your employer for a training"),
    "nobody": ("earlier employer",),
    "several": ("15.5", "117 h"),  # what adding up the three would give
}


@pytest.mark.parametrize(("world", "sentences"), SAYS.items())
def test_the_account_says(shown: FlaskClient, world: str, sentences: tuple[str, ...]) -> None:
    page = words(shown.get(f"/en/world/{world}/account").text)
    assert [sentence for sentence in sentences if sentence not in page] == []


@pytest.mark.parametrize(("world", "sentences"), NEVER_SAYS.items())
def test_the_account_never_says(shown: FlaskClient, world: str, sentences: tuple[str, ...]) -> None:
    page = words(shown.get(f"/en/world/{world}/account").text)
    assert [sentence for sentence in sentences if sentence in page] == []


def test_no_training_from_before_the_right_is_said_to_count(shown: FlaskClient) -> None:
    page = words(shown.get("/en/world/one/trainings").text)
    assert re.search(r"Secourisme en entreprise [\w .]+ NV 7 h 36 min From before", page)
    alone = words(shown.get("/en/world/one/training/6").text)
    assert "From before the training right" in alone
    assert "Counts" not in alone


def test_a_career_of_many_years_folds_the_early_ones(app: Flask) -> None:
    with app.test_request_context("/en/"):
        macro = app.jinja_env.get_template("macros/choice.html").module.years_to_choose
        page = macro(range(2026, 1985, -1), 1990, caller=lambda year: f"/{year}")
    newest, earlier = page.split("<details open>")
    assert newest.count("<li>") == 8
    assert earlier.count("<li>") == 33


def test_every_story_is_told_by_a_world() -> None:
    assert set(SAYS) == set(WORLDS)


@pytest.mark.parametrize(
    ("language", "figure"),
    [
        ("nl", "9,5 dagen nog te gebruiken · 72 u. 12 min."),
        ("fr", "9,5 jours encore disponibles · 72 h 12"),
        ("de", "9,5 Tage noch verfügbar · 72 Std. 12 Min."),
        ("en", "9.5 days are still available · 72 h 12 min"),
    ],
)
def test_the_figure_reads_as_people_of_that_language_write(
    shown: FlaskClient, language: str, figure: str
) -> None:
    assert figure in words(shown.get(f"/{language}/world/one/account").text)


@pytest.mark.parametrize(
    ("world", "year", "sentences"),
    [
        (
            "path",
            2026,
            (
                "Joint committee 200 agreed its own growth path",
                "Collective agreement of 6 July 2023, 181682/CO/200",
                "January to June 2026: 6 months at 100% of a full week",
                "July to December 2026: 6 months at 50% of a full week",
                "4 days × (6 × 100% + 6 × 50%) ÷ 12 = 3 days",
                "took 1 h 40 min",
            ),
        ),
        (
            "path",
            2025,
            (
                "Your employer registered 6 days on 3 February 2025.",
                "That replaces what we computed: 3 days.",
                "Computed, as shown below 3 Registered, and this counts 6",
                "So for 2024 and 2025 we count: 20 workers or more.",
            ),
        ),
        (
            "only-past",
            2025,
            ("You resigned. Your last day was 31 March 2025.", "The days left were lost then."),
        ),
        (
            "too-small",
            2026,
            (
                "fewer than 10 workers",
                "0 days × 12 × 100% ÷ 12 = 0 days",
                "There was no right to take them from",
                "Source: Decision of this service: where a year gives no right, nothing is taken",
            ),
        ),
        (
            "in-advance",
            2026,
            ("Source: Decision of this service: days taken in advance are carried over too",),
        ),
        ("size-unknown", 2026, ("Nobody has told us how many workers", "size unknown")),
        ("two-jobs", 2025, ("It stands with your later job here",)),
        ("only-declared", 2026, ("only a registered right counts",)),
    ],
)
def test_the_story_of_a_right_says(
    shown: FlaskClient, world: str, year: int, sentences: tuple[str, ...]
) -> None:
    page = words(shown.get(f"/en/world/{world}/rights/{year}").text)
    assert [sentence for sentence in sentences if sentence not in page] == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("world", WORLDS)
def test_no_english_stays_in_another_language(
    shown: FlaskClient, world: str, language: str
) -> None:
    page = words(shown.get(f"/{language}/world/{world}/account").text)
    english = re.findall(r"\b(?:the|your|with|days|hours|training right|still)\b", page)
    assert bool(english) == (language == "en")


def test_only_who_took_days_in_advance_reads_what_becomes_of_them(shown: FlaskClient) -> None:
    page = words(shown.get("/en/world/one/rights/2026").text)
    assert "taken in advance are carried" not in page


def test_an_employer_reads_of_the_right_of_the_worker(shown: FlaskClient) -> None:
    page = words(shown.get("/en/world/one/employer/worker").text)
    assert "Counts for the right" in page
    assert "Does not count for the right" in page
    assert "your right" not in page


def test_nobody_is_told_that_their_employer_registered_nothing(shown: FlaskClient) -> None:
    page = words(shown.get("/en/world/two-jobs/rights/2025").text)
    assert "registered 0 days" not in page
