"""What the public pages promise, and that what they say is so."""

import re
from html import unescape
from pathlib import Path
from typing import cast

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine, text

from portal.app import create_app
from portal.clock import now
from portal.database import Session
from portal.declarations.catalogue import CATALOGUE
from portal.declarations.reason import ZONES
from portal.duties.condition import Name
from portal.identifiers import new_id
from portal.languages import LANGUAGES
from portal.login.digital_key import DigitalKey
from portal.login.reach import Reach
from portal.login.refusal import UNREACHABLE, Refused
from portal.models import FeedLoad
from portal.settings import HOUSE, Settings
from portal.submissions.beating import beat
from portal.web.checks import CHECKS, checks
from portal.web.terms import TERMS
from portal.web.vendors import ASKING, DECLARE, DISCOVER
from tests.web.show_public import REFUSALS

TESTS = Path(__file__).parent.parent
PATHS = (
    "/",
    "/privacy",
    "/readers",
    "/accessibility",
    "/contact",
    "/terms",
    "/status",
    "/vendors",
    "/sign-in",
)


def words(page: str) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", page)))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_link_of_a_public_page_leads_somewhere(client: FlaskClient, language: str) -> None:
    found = set()
    for path in PATHS:
        found |= set(re.findall(r'href="(/[^"]*)"', client.get(f"/{language}{path}").text))
    for address in found:
        path, _, part = unescape(address).partition("#")
        answer = client.get(path, buffered=True)
        # A digital key that is not running answers 503, an account leads to sign in.
        assert answer.status_code in {200, 302, 303, 503}, address
        if part:
            assert f'id="{part}"' in answer.text, address


def test_the_cookies_named_are_those_set(client: FlaskClient) -> None:
    named = set(re.findall(r"<code>([^<]+)</code>", client.get("/en/privacy").text))
    assert named == {"session", "sign-in", "form", "language"}
    set_by_us = client.get("/fr/", headers={"Accept-Language": "de"}).headers["Set-Cookie"]
    assert set_by_us.split("=")[0] in named


def test_nobody_is_named_whom_the_settings_do_not_name(settings: Settings) -> None:
    anonymous = create_app(settings).test_client().get("/en/contact").text
    assert "mailto:" not in anonymous
    assert "tel:" not in anonymous
    asked = settings.model_copy(
        update={"contact_name": "A & B", "contact_email": "help@a.example", "contact_phone": "1 2"}
    )
    page = create_app(asked).test_client().get("/en/contact").text
    assert "run by: A &amp; B." in page
    assert 'href="mailto:help@a.example"' in page
    assert 'href="tel:12"' in page


def test_the_status_tells_the_day_of_the_data(client: FlaskClient, database: Engine) -> None:
    assert database
    assert "No data about jobs and employers has come in yet." in client.get("/en/status").text
    with Session.begin() as db:
        db.add(FeedLoad(feed_load_id=new_id(), loaded_at=now(), counts={}))
    page = words(client.get("/en/status").text)
    assert "Can be read" in page
    assert "came in on 24 November 2026. That is today." in page


def test_the_status_and_the_health_tell_since_when_no_worker_is_there(
    client: FlaskClient, database: Engine
) -> None:
    with database.begin() as db:
        beat(db, new_id())
    assert client.get("/health").get_json() == {
        "status": "UP",
        "checks": {name: {"status": "UP"} for name in Name},
    }
    assert "Is worked through" in client.get("/en/status").text
    with database.begin() as db:
        db.execute(text("UPDATE worker_beat SET beaten_at = '2026-11-24 03:12+01'"))
    told = client.get("/health")
    assert (told.status_code, told.get_json()["status"]) == (200, "DEGRADED")
    assert told.get_json()["checks"]["worker"] == {
        "status": "DOWN",
        "since": "2026-11-24T03:12:00+01:00",
    }
    page = words(client.get("/en/status").text)
    assert "Has to wait now Since 24 November 2026 at 03:12" in page


def test_the_status_tells_of_a_lost_database_without_asking_who_is_there(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Nothing listens on this port.
    nowhere = Settings(database_url="postgresql+psycopg://nobody@127.0.0.1:9/none")
    monkeypatch.setattr("portal.database.load_settings", lambda: nowhere)
    client.set_cookie("session", "a-key")
    page = client.get("/en/status")
    assert page.status_code == 200
    assert "Cannot be read now" in page.text
    assert re.search(r"Since \d+ \w+ \d+ at \d\d:\d\d", words(page.text))
    assert client.get("/health").get_json() == {
        "status": "DOWN",
        "checks": {"database": {"status": "DOWN"}},
    }
    assert "Nothing is lost" in page.text


def test_a_page_of_somebody_signed_in_is_told_to_wait_when_the_database_is_lost(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    nowhere = Settings(database_url="postgresql+psycopg://nobody@127.0.0.1:9/none")
    monkeypatch.setattr("portal.database.load_settings", lambda: nowhere)
    client.set_cookie("session", "a-key")
    page = client.get("/en/account/trainings?year=2025")
    assert page.status_code == 503
    assert "We cannot reach your data for a moment" in page.text
    assert 'href="/en/account/trainings?year=2025">Try again' in page.text
    assert client.get("/en/nowhere").status_code == 404


class Silent:
    def knock(self) -> None:
        raise Refused(UNREACHABLE)


class Counting:
    def __init__(self) -> None:
        self.knocks = 0

    def knock(self) -> None:
        self.knocks += 1


def test_a_digital_key_is_asked_once_a_minute_however_many_look() -> None:
    counting = Counting()
    reach = Reach({"good": cast("DigitalKey", counting), "silent": cast("DigitalKey", Silent())})
    for _ in range(50):
        assert reach.now() == {"good": True, "silent": False}
    assert counting.knocks == 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_word_of_the_law_is_explained_at_its_own_address(
    client: FlaskClient, language: str
) -> None:
    page = client.get(f"/{language}/terms").text
    assert [key for key in TERMS if f'id="{key}"' not in page] == []


def test_the_choice_of_language_has_none_chosen_yet(client: FlaskClient) -> None:
    assert "aria-current" not in client.get("/", headers={"Accept-Language": "es"}).text
    assert client.get("/en/").text.count('aria-current="true"') == 1


def test_no_page_that_failed_claims_to_be_in_other_languages(client: FlaskClient) -> None:
    assert 'rel="alternate"' in client.get("/en/privacy").text
    assert 'rel="alternate"' not in client.get("/en/nowhere").text


def test_the_statement_tells_of_every_check_and_of_no_other() -> None:
    sources = "".join(path.read_text("utf-8") for path in TESTS.glob("house/test_page*.py"))
    marked = set(re.findall(r'mark\.check\("([^"]+)"\)', sources))
    found = checks()
    assert marked == set(CHECKS)
    assert sorted((*found.passed, *found.failed)) == sorted(CHECKS), "run tests.web.statement"


def test_the_statement_hides_no_check_that_failed(client: FlaskClient) -> None:
    page = words(client.get("/en/accessibility").text)
    found = checks()
    assert all(CHECKS[name] in page for name in (*found.passed, *found.failed))
    assert bool(found.failed) == ("What is not in order" in page)
    assert "No independent expert" in page


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_for_vendors_tells_every_code_as_the_service_does(
    client: FlaskClient, language: str
) -> None:
    page = client.get(f"/{language}/vendors").text
    told = client.get("/REST/fla/v1/refData/problemTypes").get_json()["items"]
    assert len(told) > 45
    for code in told:
        _, _, rest = page.partition(f'<div id="{code["code"]}">')
        entry = words(rest.partition("</div>")[0])
        assert entry.startswith(words(f" {code['code']} {code['description'][language]} "))
        assert ("status" not in code) or str(code["status"]) in entry
        assert re.findall(r"…-(\d{3})", entry) == code.get("errorIdKinds", [])
    kinds = {reason.kind for reason in CATALOGUE.values()}
    assert set(re.findall(r"…-(\d{3})", page)) == kinds
    assert set(ZONES.values()) <= set(re.findall(r"<code>(\d{5})</code>", page))


def test_the_page_for_vendors_tells_the_limits_of_this_portal(settings: Settings) -> None:
    other = settings.model_copy(update={"rest_requests": 77, "rest_body": 7 * 1024})
    page = words(create_app(other).test_client().get("/en/vendors").text)
    assert "at most 77 in five minutes" in page
    assert "at most 7 KiB" in page


def test_the_long_form_has_the_commands_of_the_page() -> None:
    text = (HOUSE / "docs" / "vendors.md").read_text()
    for command in (DISCOVER, ASKING, DECLARE):
        said = command.format(service="$BASE", issuer="$ISSUER")
        assert said in text


@pytest.mark.parametrize("code", REFUSALS)
def test_no_refusal_shows_a_word_that_only_programs_know(shown: FlaskClient, code: str) -> None:
    assert code not in words(shown.get(f"/en/state/refused/{code}").text)
