"""The message before a session ends: in a real browser, whose clock runs as the test says."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import Engine, select, update

from portal.app import create_app
from portal.clock import machine_now
from portal.database import Session
from portal.login.sessions import IDLE
from portal.models import SessionRow
from portal.settings import Settings
from tests.login.people import in_register
from tests.login.session import session_for
from tests.web.browser import chromium, served

MINUTE = 60
PAGE = "/en/account/sessions"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as started:
        yield started


@pytest.fixture(scope="module")
def address(_own_settings: Settings) -> Iterator[str]:
    with served(create_app(_own_settings)) as base:
        yield base


@pytest.fixture
def tab(browser: Browser, address: str, database: Engine) -> Iterator[Page]:
    """Return a tab in which Marie is signed in, before a page with a field."""
    assert database.url.database
    key = session_for(in_register("85073003328"))
    context = browser.new_context(viewport={"width": 360, "height": 740})
    context.add_cookies([{"name": "session", "value": key, "url": address}])
    page = context.new_page()
    page.clock.install()
    page.goto(address + PAGE)
    yield page
    context.close()


def session_row() -> SessionRow:
    with Session() as db:
        return db.scalars(select(SessionRow)).one()


def move(**moments: object) -> None:
    with Session.begin() as db:
        db.execute(update(SessionRow).values(**moments))


def test_nothing_disturbs_before_the_last_two_minutes(tab: Page) -> None:
    tab.clock.run_for((IDLE.seconds - 2 * MINUTE - 10) * 1000)
    expect(tab.get_by_role("dialog")).to_be_hidden()
    tab.clock.run_for(15 * 1000)
    expect(tab.get_by_role("dialog")).to_be_visible()


def test_one_click_lets_the_session_go_on_and_keeps_what_was_filled_in(tab: Page) -> None:
    tab.evaluate("document.querySelector('main').insertAdjacentHTML('beforeend', '<input id=x>')")
    tab.fill("#x", "half a sentence")
    tab.clock.run_for((IDLE.seconds - MINUTE) * 1000)
    move(last_seen_at=machine_now() - IDLE, idle_end_at=machine_now() + timedelta(minutes=1))
    tab.get_by_role("button", name="Stay signed in").click()
    expect(tab.get_by_role("dialog")).to_be_hidden()
    assert session_row().idle_end_at > machine_now() + IDLE - timedelta(minutes=1)
    assert tab.input_value("#x") == "half a sentence"
    tab.clock.run_for((IDLE.seconds - 3 * MINUTE) * 1000)
    expect(tab.get_by_role("dialog")).to_be_hidden()
    assert tab.url.endswith(PAGE)


def test_nobody_who_is_away_leaves_an_account_on_the_screen(tab: Page) -> None:
    move(idle_end_at=machine_now())
    tab.clock.run_for((IDLE.seconds + 5) * 1000)
    tab.wait_for_url("**/en/sign-in?next=**")
    expect(tab.locator("main")).to_contain_text("You did nothing for 15 minutes")
    tab.goto(tab.url)
    assert 'next=/en/account/sessions"' in tab.content()


def test_use_in_another_tab_counts_here_too(tab: Page, address: str) -> None:
    tab.clock.run_for((IDLE.seconds - MINUTE) * 1000)
    expect(tab.get_by_role("dialog")).to_be_visible()
    other = tab.context.new_page()
    other.clock.install(time=tab.evaluate("Date.now()") / 1000)
    other.goto(address + PAGE)
    expect(tab.get_by_role("dialog")).to_be_hidden()
    other.close()


def test_a_session_that_ended_elsewhere_leads_to_sign_in(tab: Page) -> None:
    tab.clock.run_for((IDLE.seconds - MINUTE) * 1000)
    move(revoked_at=machine_now())
    tab.get_by_role("button", name="Stay signed in").click()
    tab.wait_for_url("**/en/sign-in?next=**")


def test_the_last_stretch_offers_no_time_that_it_cannot_give(tab: Page) -> None:
    move(absolute_end_at=machine_now() + timedelta(minutes=5), last_seen_at=machine_now() - IDLE)
    tab.goto(tab.url)
    tab.clock.run_for(4 * MINUTE * 1000)
    expect(tab.get_by_role("dialog")).to_contain_text("8 hours after you signed in")
    expect(tab.get_by_role("button", name="Stay signed in")).to_be_hidden()
    tab.get_by_role("button", name="Close this message").click()
    tab.clock.run_for(20 * 1000)
    expect(tab.get_by_role("dialog")).to_be_hidden()


def test_the_message_is_read_by_everybody(tab: Page) -> None:
    tab.clock.run_for((IDLE.seconds - MINUTE) * 1000)
    dialog = tab.get_by_role("dialog", name="You will soon be signed out")
    expect(dialog).to_be_visible()
    assert dialog.evaluate("one => one.contains(document.activeElement)")
    found = Axe().run(tab).response["violations"]
    assert [one["id"] for one in found] == []


def test_no_script_is_refused_by_the_policy(browser: Browser, tab: Page) -> None:
    assert browser.is_connected()
    said: list[str] = []
    tab.on("console", lambda message: said.append(message.text))
    tab.on("pageerror", lambda fault: said.append(str(fault)))
    tab.goto(tab.url)
    tab.clock.run_for((IDLE.seconds - MINUTE) * 1000)
    expect(tab.get_by_role("dialog")).to_be_visible()
    assert said == []
