"""A worker who has no mouse: from the home through the account to the saved attestation and out."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page
from sqlalchemy import Engine

from portal.database import Session
from portal.settings import Settings
from tests.account.sample import SAMPLE, load
from tests.login.country import Country, a_country
from tests.web.browser import chromium
from tests.web.probes import FOCUSED, TO_REACH, add_style, ask, tab_of

BRAM = "95111722477"
MOST_STOPS = 120


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as started:
        yield started


@pytest.fixture
def country(settings: Settings, database: Engine) -> Iterator[Country]:
    """Serve the sample country, and the demo key with its people."""
    assert database
    with Session.begin() as db:
        load(db)
    with a_country(settings, SAMPLE) as both:
        yield both


def walk_to(tab: Page, goal: Locator) -> int:
    """Press Tab until the goal has the focus; return how often.

    Each stop on the way must be seen, in the order of the page.
    """
    ask(tab, TO_REACH)
    last = -1
    for presses in range(1, MOST_STOPS):
        tab.keyboard.press("Tab")
        now = tab.evaluate(FOCUSED)
        assert now["marked"], f"no mark on stop {now['place']} of {tab.url}"
        assert now["within"], f"stop {now['place']} of {tab.url} is outside of the window"
        assert now["free"], f"stop {now['place']} of {tab.url} is covered"
        assert now["place"] > last, f"the keyboard jumps back on {tab.url}"
        last = now["place"]
        if goal.evaluate("one => one === document.activeElement"):
            return presses
    raise AssertionError(f"never reached on {tab.url}")


def follow(tab: Page, goal: Locator) -> None:
    """Go to a link or button by keyboard and press it; wait for the page that comes."""
    walk_to(tab, goal)
    with tab.expect_navigation():
        tab.keyboard.press("Enter")


def heading(tab: Page) -> str:
    return tab.locator("h1").inner_text()


def sign_in(tab: Page, address: str) -> None:
    """Sign in as Bram with the demo key, by keyboard."""
    tab.set_default_timeout(15_000)  # ms
    tab.goto(address)
    follow(tab, tab.get_by_role("link", name="Aanmelden", exact=True))
    follow(tab, tab.locator(".choices a").first)
    follow(tab, tab.locator(f'form:has(input[value="{BRAM}"]) button').first)
    assert heading(tab) == "Uw opleidingsrekening"


def test_a_worker_without_a_mouse_reads_saves_and_signs_out(
    browser: Browser, country: Country
) -> None:
    with tab_of(browser, locale="nl-BE") as tab:
        sign_in(tab, country.portal_url)

        tab.keyboard.press("Tab")
        assert tab.evaluate("document.activeElement.className") == "skip"
        tab.keyboard.press("Enter")
        # Who looked, then the figure's story: nothing of the menu comes between.
        why = tab.get_by_role("link", name="Hoe is dit berekend?").first
        assert walk_to(tab, why) == 2
        with tab.expect_navigation():
            tab.keyboard.press("Enter")
        assert "/account/rights/" in tab.url
        follow(tab, tab.locator(".trail a").first)
        follow(tab, tab.locator(".timeline a").first)
        walk_to(tab, tab.get_by_role("button", name="Attest (PDF)"))
        with tab.expect_download() as saving:
            tab.keyboard.press("Enter")
        assert saving.value.suggested_filename.endswith(".pdf")

        tab.goto(f"{country.portal_url}/nl/account")
        follow(tab, tab.get_by_role("button", name="Afmelden"))
        tab.goto(f"{country.portal_url}/nl/account")
        assert "/sign-in" in tab.url


def test_a_stop_on_the_way_that_is_not_seen_is_seen(browser: Browser, country: Country) -> None:
    with tab_of(browser, locale="nl-BE") as tab:
        sign_in(tab, country.portal_url)
        add_style(tab, ".menu a { outline: 0 !important }")
        with pytest.raises(AssertionError, match="no mark on stop"):
            walk_to(tab, tab.get_by_role("button", name="Afmelden"))
