"""An employer declares one course for twelve people in a real browser: how many pages, how long."""

import time
from collections.abc import Iterator

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page
from sqlalchemy import Engine, text

from portal.database import Session, reading
from tests.declarations.world import BAKERY, ssin
from tests.login.session import session_for
from tests.reckoning.world import add_employment, add_worker
from tests.web.browser import chromium, served
from tests.web.enterprises import fill_with_representatives

MOST_PAGES, MOST_FIELDS, MOST_SECONDS = 3, 18, 60  # the seconds are of a machine that types
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


def declare_for_twelve(tab: Page, address: str) -> tuple[int, int]:
    """Declare a course for all twelve; return on how many pages, and how many fields it took."""
    seen: list[str] = []
    tab.on("load", lambda page: seen.append(page.url))
    tab.goto(f"{address}/nl/employer/trainings/new")
    for field, said in TYPED.items():
        tab.fill(f"#{field}", said)
    workers = tab.get_by_role("checkbox", name="Peeters, Emma")
    for place in range(12):
        workers.nth(place).check()
    tab.get_by_role("button", name="Controleren").click()
    tab.get_by_role("button", name="Aangeven voor").click()
    tab.wait_for_url("**/done")
    return sum("/trainings/" in one for one in seen), len(TYPED) + 12


@pytest.mark.parametrize(
    ("size", "script"), [((360, 740), False), ((1280, 900), True)], ids=["phone", "desktop"]
)
def test_one_course_for_twelve_people_takes_three_pages(
    browser: Browser, app: Flask, database: Engine, size: tuple[int, int], *, script: bool
) -> None:
    assert database
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
        tab.locator("main form button", has_text=f"Firma {BAKERY}").first.click()
        begun = time.monotonic()
        pages, fields = declare_for_twelve(tab, address)
        took = time.monotonic() - begun
        assert tab.locator("h1").inner_text() == "De cursus is aangegeven"
        assert tab.evaluate("document.documentElement.scrollWidth") <= size[0]
        context.close()
    with reading() as db:
        assert db.scalar(text("SELECT count(*) FROM training")) == 12
    print(f"{pages} pages, {fields} fields, {took:.1f} s")  # noqa: T201 - what docs tell
    assert (pages, fields) == (MOST_PAGES, MOST_FIELDS)
    assert took < MOST_SECONDS
