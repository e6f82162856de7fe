"""The way in and out through the demo key, over HTTP, as a browser without script goes it."""

import time

import pytest
import requests
from sqlalchemy import select, update

from portal.database import Session
from portal.demo.key.people import STRANGER
from portal.models import SessionRow, SignInAttempt
from tests.login.browser import Browser
from tests.login.country import MARIE, MARIE_BEFORE, Country
from tests.login.people import in_register


def sessions() -> list[SessionRow]:
    with Session() as db:
        return list(db.scalars(select(SessionRow).order_by(SessionRow.created_at)))


def is_signed_in(browser: Browser, country: Country) -> bool:
    return browser.open(f"{country.portal_url}/en/account", follow=False).status_code == 200


def test_a_worker_arrives_at_the_page_asked_for(country: Country) -> None:
    in_register(MARIE)
    page = Browser().sign_in(country.portal_url, MARIE, "/fr/account/trainings?year=2024")
    assert page.status_code == 200
    assert page.url == f"{country.portal_url}/fr/account/trainings?year=2024"


@pytest.mark.parametrize("language", ["nl", "fr", "de", "en"])
def test_the_language_is_kept_all_the_way(country: Country, language: str) -> None:
    in_register(MARIE)
    browser = Browser()
    browser.open(f"{country.portal_url}/{language}/sign-in")
    browser.click(f"/{language}/sign-in/demo")
    assert f'<html lang="{language}">' in browser.page.text
    browser.send(MARIE)
    assert browser.page.url == f"{country.portal_url}/{language}/account"


def test_an_address_of_somebody_else_is_never_the_end_of_the_way(country: Country) -> None:
    in_register(MARIE)
    for foreign in ("//evil.example/", "https://evil.example/", "/\\evil.example", "/nl/nothing"):
        browser = Browser()
        browser.open(f"{country.portal_url}/en/sign-in/demo?next={foreign}")
        browser.send(MARIE)
        assert browser.page.url == f"{country.portal_url}/en/account", foreign


def test_a_portal_opened_as_localhost_leads_to_its_own_name_first(country: Country) -> None:
    in_register(MARIE)
    browser = Browser()
    browser.open(country.portal_url.replace("127.0.0.1", "localhost") + "/en/account/trainings")
    browser.click("/en/sign-in/demo")
    assert browser.send(MARIE).url == f"{country.portal_url}/en/account/trainings"


def test_signing_out_ends_it_at_both_ends(country: Country) -> None:
    in_register(MARIE)
    browser = Browser()
    browser.sign_in(country.portal_url, MARIE)
    kept = browser.session.cookies["session"]
    browser.send("/en/sign-out")
    assert browser.page.url == f"{country.portal_url}/en/signed-out"
    assert "Nobody is signed in here" in browser.open(country.key_url).text
    thief = Browser()
    thief.session.cookies["session"] = kept
    assert not is_signed_in(thief, country)


def test_the_key_ends_a_session_behind_the_readers_back(country: Country) -> None:
    in_register(MARIE)
    browser = Browser()
    browser.sign_in(country.portal_url, MARIE)
    assert is_signed_in(browser, country)
    browser.open(country.key_url)
    browser.send("/end-session")
    until = time.monotonic() + 5
    while time.monotonic() < until and sessions()[0].revoked_at is None:
        time.sleep(0.02)
    assert not is_signed_in(browser, country)


def test_whoever_stops_at_the_key_is_told_so_in_their_language(country: Country) -> None:
    browser = Browser()
    browser.open(f"{country.portal_url}/en/sign-in/demo")
    browser.send("cancel", cancel="1")
    assert browser.title == "You stopped signing in"
    browser.click("/en/sign-in/demo")
    assert browser.title == "Who do you want to be?"


def test_a_person_no_register_knows_gets_advice_and_no_session(country: Country) -> None:
    browser = Browser()
    browser.open(f"{country.portal_url}/en/sign-in/demo")
    browser.send(STRANGER.ssin)
    assert browser.page.status_code == 403
    assert browser.title == "We know no employment of yours"
    assert sessions() == []


def test_a_replaced_number_leads_to_its_person(country: Country) -> None:
    person_id = in_register(MARIE)
    in_register(MARIE_BEFORE, "replaced", MARIE)
    browser = Browser()
    browser.open(f"{country.portal_url}/en/sign-in/demo")
    browser.send(MARIE, person=MARIE_BEFORE)
    assert browser.page.status_code == 200
    assert [session.person_id for session in sessions()] == [person_id]


def test_a_withdrawn_number_opens_no_account(country: Country) -> None:
    in_register(MARIE, "canceled")
    browser = Browser()
    browser.sign_in(country.portal_url, MARIE)
    assert browser.title == "Your social security number is no longer used"
    assert sessions() == []


def test_a_weak_key_is_told_to_come_back_stronger(country: Country) -> None:
    in_register(MARIE)
    browser = Browser()
    browser.open(f"{country.portal_url}/en/sign-in/demo")
    browser.open(f"{browser.page.url}&means=password")
    browser.send(MARIE)
    assert browser.title == "A stronger digital key is needed"
    assert sessions() == []


def test_a_key_that_is_down_costs_a_page_not_an_error(country: Country) -> None:
    ring = country.portal.extensions["digital-keys"]
    key = ring.keys["demo"]
    ring.keys["demo"] = type(key)(
        key.provider.model_copy(update={"issuer": "http://127.0.0.1:9"}),
        key.callback,
        key.signing_key,
        (),
    )
    browser = Browser()
    browser.open(f"{country.portal_url}/en/sign-in/demo")
    assert browser.page.status_code == 503
    assert browser.title == "This digital key cannot be reached"


def test_an_answer_of_the_key_is_good_once(country: Country) -> None:
    in_register(MARIE)
    browser = Browser()
    browser.open(f"{country.portal_url}/en/sign-in/demo")
    callback = browser.send(MARIE, follow=False).headers["Location"]
    assert browser.open(callback).url == f"{country.portal_url}/en/account"
    browser.open(callback)
    assert browser.page.status_code == 400
    assert browser.title == "This sign-in is no longer valid"
    assert len(sessions()) == 1


def test_an_answer_begun_in_another_browser_signs_nobody_in(country: Country) -> None:
    in_register(MARIE)
    attacker, victim = Browser(), Browser()
    attacker.open(f"{country.portal_url}/en/sign-in/demo")
    callback = attacker.send(MARIE, follow=False).headers["Location"]
    victim.open(f"{country.portal_url}/en/sign-in/demo")
    assert victim.open(callback).status_code == 400
    assert sessions() == []


def test_twenty_two_attempts_in_one_browser_leave_the_newest_five(country: Country) -> None:
    in_register(MARIE)
    browser = Browser()
    pages = [browser.open(f"{country.portal_url}/en/sign-in/demo") for _ in range(22)]
    with Session() as db:
        assert len(list(db.scalars(select(SignInAttempt.state_hash)))) == 5
    browser.page = pages[-5]
    assert browser.send(MARIE).url == f"{country.portal_url}/en/account"
    browser.page = pages[-6]
    assert browser.send(MARIE).status_code == 400


def test_signing_in_again_changes_the_key_of_the_session(country: Country) -> None:
    in_register(MARIE)
    browser = Browser()
    browser.sign_in(country.portal_url, MARIE)
    before = browser.session.cookies["session"]
    browser.open(f"{country.portal_url}/en/sign-in")
    browser.click("/en/sign-in/demo")
    browser.send(MARIE)
    assert browser.session.cookies["session"] != before
    assert [session.revoked_at is None for session in sessions()] == [False, True]


def test_a_session_that_ended_says_so_and_leads_back(country: Country) -> None:
    in_register(MARIE)
    browser = Browser()
    browser.sign_in(country.portal_url, MARIE)
    with Session.begin() as db:
        db.execute(update(SessionRow).values(idle_end_at=SessionRow.created_at))
    browser.open(f"{country.portal_url}/de/account/trainings?year=2025")
    assert browser.page.url.startswith(f"{country.portal_url}/de/sign-in?next=")
    assert 'role="status"' in browser.page.text
    browser.click("/de/sign-in/demo")
    browser.send(MARIE)
    assert browser.page.url == f"{country.portal_url}/de/account/trainings?year=2025"


def test_no_page_of_ours_is_signed_out_of_by_another_site(country: Country) -> None:
    in_register(MARIE)
    browser = Browser()
    browser.sign_in(country.portal_url, MARIE)
    forged = browser.session.post(f"{country.portal_url}/en/sign-out", timeout=20)
    assert forged.status_code == 400
    assert is_signed_in(browser, country)


def test_our_public_keys_can_be_had_and_hold_nothing_private(country: Country) -> None:
    answer = requests.get(f"{country.portal_url}/.well-known/jwks.json", timeout=20)
    assert [key["use"] for key in answer.json()["keys"]] == ["sig"]
    assert "d" not in answer.json()["keys"][0]
