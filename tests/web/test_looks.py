"""The page on which a worker sees who looked, in plain words and four languages."""

import re
from collections.abc import Callable
from html import unescape

import pytest
from click.testing import CliRunner
from flask.testing import FlaskClient

from portal.account import words
from portal.account.looks import DataGroup
from portal.commands import portal
from portal.languages import LANGUAGES
from portal.roles import PERMITTED, Thing
from tests.account.sample import rows

AsWorker = Callable[[str], FlaskClient]
SSIN = next(rows("workers.csv"))["ssin"]


def said(page: str) -> str:
    """Return what the middle of a page says, without its tags."""
    middle = page.split("<main")[1].split("</main>", maxsplit=1)[0]
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", middle)))


def test_a_worker_sees_at_once_who_looked_and_their_own_looks_on_demand(
    as_worker: AsWorker,
) -> None:
    client = as_worker(SSIN)
    assert "Nobody but you has looked" in said(client.get("/en/account/looks").text)
    assert CliRunner().invoke(portal, ["account", SSIN]).exit_code == 0
    page = said(client.get("/en/account/looks").text)
    assert "24 November 2026 at 12:00 The operator of the learning account Looked at:" in page
    assert "You looked 2 times yourself, now included." in page
    assert page.count("You yourself") == 0
    everything = said(client.get("/en/account/looks?own=yes").text)
    # Those of one day that tell the same stand together, each with its time.
    assert everything.count("You yourself") == 1
    assert "24 November 2026: 3 times · 12:00, 12:00, 12:00 You yourself" in everything
    assert everything.count("The operator of the learning account") == 1


@pytest.mark.parametrize(
    "query", ["after=x", "after=%00", "own=%00", "after=1_2_3", "own=yes&after=" + "9" * 900]
)
def test_no_odd_question_about_looks_is_our_failure(as_worker: AsWorker, query: str) -> None:
    assert as_worker(SSIN).get(f"/nl/account/looks?{query}").status_code == 200


def test_every_page_of_somebody_signed_in_leads_there(shown: FlaskClient) -> None:
    assert '<a href="/nl/account/looks">' in shown.get("/nl/world/one/account").text
    assert "/account/looks" not in shown.get("/nl/privacy").text


SAYS = {
    "one": (
        "Your employer Bakkerij Van Damme NV Looked at: the list of your trainings",
        "Your employer Bakkerij Van Damme NV, through Secrétariat social",
        "The inspection: FOD Werkgelegenheid",
        "Reason given: klacht over",
        "Before today, the last time was 23 November 2026 at 17:05.",
        "23 November 2026: 3 times · 17:05, 17:04, 17:02 Your employer Bakkerij Van Damme NV",
        "Older looks",
    ),
    "several": ("Others and you", "You yourself", "Leave out my own looks"),
    "nobody": ("Nobody but you has looked at your data.", "Show my own looks too"),
}


@pytest.mark.parametrize(("world", "sentences"), SAYS.items())
def test_the_look_log_says(shown: FlaskClient, world: str, sentences: tuple[str, ...]) -> None:
    page = said(shown.get(f"/en/world/{world}/looks").text)
    assert [sentence for sentence in sentences if sentence not in page] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_english_stays_in_the_look_log(shown: FlaskClient, language: str) -> None:
    page = said(shown.get(f"/{language}/world/several/looks").text)
    english = re.findall(r"\b(?:the|your|with|looked|employer|who)\b", page)
    assert bool(english) == (language == "en")


def test_every_role_and_every_part_of_a_record_has_words() -> None:
    of_a_worker = {*(Thing.ACCOUNT, Thing.LOOKS, Thing.EMPLOYMENT, Thing.TRAINING, Thing.STATEMENT)}
    lookers = {role for role, _, thing, _ in PERMITTED if thing in of_a_worker}
    assert set(words.LOOKERS) == set(words.LOOK_REASONS) == lookers
    assert set(words.LOOK_PARTS) == set(DataGroup)
