"""An employer declares one course for twelve people in a real browser: how many pages, how long."""

from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from playwright.sync_api import Browser, Locator, Page
from sqlalchemy import Engine, text

from portal.database import Session, reading
from tests.declarations.world import BAKERY, ssin
from tests.login.session import session_for
from tests.reckoning.world import add_employment, add_worker
from tests.web.browser import chromium, served
from tests.web.enterprises import fill_with_representatives

MOST_PAGES, MOST_SECONDS = 3, 60
# Of somebody at a keyboard, by the keystroke-level model: to type a letter, to point at something
# and press it, and before each of both to think of what comes next.
LETTER, PRESS, THINK = 0.28, 1.3, 1.35
TYPED = {
    "title": "Veilig werken op hoogte",
    "start_date_day": "9",
    "start_date_month": "11",
    "start_date_year": "2026",
    "duration": "7:36",
    "provider_name": "Noord",
}


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as started:
        yield started


class Hand:
    """Types and presses as a person does, and knows how long a person would take."""

    def __init__(self, tab: Page) -> None:
        self.tab = tab
        self.pages: set[str] = set()
        self.fields = self.presses = self.letters = 0

    def fill(self, field: str, said: str) -> None:
        """Type into a field, and go on to the next one."""
        self.tab.fill(f"#{field}", said)
        self.fields += 1
        self.letters += len(said) + 1

    def tick(self, box: Locator) -> None:
        """Tick a box."""
        box.check()
        self.fields += 1
        self.presses += 1

    def send(self, button: str) -> None:
        """Press a button, and wait for the page that follows."""
        self.pages.add(self.tab.url)
        with self.tab.expect_navigation():
            self.tab.get_by_role("button", name=button).click()
        self.pages.add(self.tab.url)
        self.presses += 1

    @property
    def seconds(self) -> float:
        """How long a person takes for all that."""
        thoughts = len(TYPED) + self.presses
        return self.letters * LETTER + self.presses * PRESS + thoughts * THINK


def one_by_one(hand: Hand) -> None:
    """Tick twelve people, each by itself."""
    workers = hand.tab.get_by_role("checkbox", name="Peeters, Emma")
    for place in range(12):
        hand.tick(workers.nth(place))


def all_at_once(hand: Hand) -> None:
    """Look for twelve people, and take all that are found."""
    hand.fill("words", "Emma")
    hand.send("Werknemers zoeken")
    hand.send("Iedereen in deze lijst aanvinken")


@pytest.mark.parametrize(
    "way",
    [((360, 740), False, one_by_one), ((1280, 900), True, all_at_once)],
    ids=["phone, one by one", "desktop, all at once"],
)
def test_one_course_for_twelve_people_takes_three_pages_and_a_minute(
    browser: Browser,
    app: Flask,
    database: Engine,
    way: tuple[tuple[int, int], bool, Callable[[Hand], None]],
) -> None:
    assert database
    size, script, choose = way
    els = fill_with_representatives()["Els"]
    with Session.begin() as db:
        for number in range(12):
            add_employment(db, add_worker(db, ssin(200 + number)), BAKERY)
    with served(app) as address:
        context = browser.new_context(
            java_script_enabled=script, viewport={"width": size[0], "height": size[1]}
        )
        name = app.config["SESSION_KEY_COOKIE"]
        context.add_cookies([{"name": name, "value": session_for(els), "url": address}])
        tab = context.new_page()
        tab.goto(f"{address}/nl/employer/choose")
        with tab.expect_navigation():
            tab.locator("main form button", has_text=f"Firma {BAKERY}").first.click()
        tab.goto(f"{address}/nl/employer/trainings/new")
        hand = Hand(tab)
        for field, said in TYPED.items():
            hand.fill(field, said)
        choose(hand)
        hand.send("Controleren")
        hand.send("Aangeven voor")
        assert tab.locator("h1").inner_text() == "De cursus is aangegeven"
        assert tab.evaluate("document.documentElement.scrollWidth") <= size[0]
        context.close()
    with reading() as db:
        assert db.scalar(text("SELECT count(*) FROM training")) == 12
    told = f"{len(hand.pages)} pages, {hand.fields} fields, {hand.presses} presses"
    print(f"{told}, {hand.seconds:.0f} s by hand")  # noqa: T201 - what docs tell
    assert len(hand.pages) == MOST_PAGES
    assert hand.seconds < MOST_SECONDS
