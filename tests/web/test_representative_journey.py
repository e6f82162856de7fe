"""Who only reads, and who holds mandates, on the pages of employers: demo key, portal, browser."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page
from sqlalchemy import update
from werkzeug.exceptions import HTTPException

from portal.clock import machine_now
from portal.database import Session
from portal.declarations.declaration import Channel, Declarant, Quality
from portal.declarations.declare import declare
from portal.declarations.outcome import Result
from portal.feed.loading import load_feed
from portal.login.identity import guard_of
from portal.models import Mandate
from portal.roles import Function, Role, Tie, may
from portal.settings import Settings
from tests.account.sample import AT, SAMPLE
from tests.conftest import emptied
from tests.counted import counted
from tests.declarations.world import TODAY, TRAINING
from tests.login.country import Country, a_country
from tests.web.browser import chromium
from tests.web.enterprises import acting, form_of, id_of

PHARMACY, BAKERY, METAL = "0299925087", "0630293132", "0353552429"
READER, EDITOR, HOLDER = "05080548342", "95111722477", "73092613502"
NEWCOMER = "05071914154"  # at the pharmacy since May
ADDED = {  # METAL gave the bakery a mandate for the second half of the year
    "mandates.csv": f"{METAL},{BAKERY},2026Q3,2026Q4\n",
    "representatives.csv": f"{READER},{PHARMACY},reader\n",
}
SIZES = {"phone": (360, 740), "desktop": (1280, 900)}
# Each language once over both journeys, each size with and without script.
READING = [
    pytest.param("nl", "phone", False, id="nl, phone"),
    pytest.param("fr", "desktop", True, id="fr, desktop, script"),
]
DECLARING = [
    pytest.param("de", "phone", True, id="de, phone, script"),
    pytest.param("en", "desktop", False, id="en, desktop"),
]
COURSE = {
    "title": "Veilig werken op hoogte",
    "start_date_day": "6",
    "start_date_month": "10",
    "start_date_year": "2026",
    "duration": "7:36",
}
OVER = {
    "de": "Sie können nicht mehr für dieses Unternehmen handeln",
    "en": "You cannot act for this enterprise any more",
}
SAID = {  # what the form says unless somebody changes it
    "language": "nl",
    "nature": "formal",
    "status": "completed",
    "counts_for_right": "true",
    "certificate_obtained": "false",
}


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as started:
        yield started


@pytest.fixture(scope="module")
def country(_own_settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Country]:
    """Serve the sample country with one reader and one mandate more; it lasts for all tests."""
    folder = tmp_path_factory.mktemp("country") / "feed"
    shutil.copytree(SAMPLE, folder)
    for name, line in ADDED.items():
        with (folder / name).open("a", encoding="utf-8") as file:
            file.write(line)
    with emptied(_own_settings):
        with Session.begin() as db:
            assert not load_feed(db, folder, AT, lambda _step, _rows: None).faults
        with a_country(_own_settings, folder) as both:
            fill(both)
            yield both


def fill(country: Country) -> None:
    """Let the pharmacy's editor declare a course, for one of two; a provider declares another."""
    editor = acting(country.portal, id_of(EDITOR), PHARMACY)
    address = editor.get("/en/employer/trainings/new").headers["Location"]
    form = {**form_of(editor, address), **COURSE, **SAID, "do": "check"}
    form |= {"start_date_month": "3", "numbers": f"{READER} {NEWCOMER}"}
    assert editor.post(address, data=form).headers["Location"] == f"{address}/review"
    editor.post(f"{address}/declare", data=form_of(editor, "/en/employer/workers"))
    day = {"handed_day": "3", "handed_month": "2", "handed_year": "2026", "year": "2025"}
    handing = f"/en/employer/workers/{id_of(READER)}/balance"
    editor.post(f"{handing}/handed", data=form_of(editor, handing, **day))
    given = TRAINING | {"ssin": READER, "enterprise_number": PHARMACY}
    provider = Declarant(BAKERY, Quality.PROVIDER, Channel.SHEET)
    with Session.begin() as db:
        assert declare(db, provider, [given], TODAY)[0].result != Result.REJECTED


@contextmanager
def tab_of(browser: Browser, language: str, size: str, *, script: bool) -> Iterator[Page]:
    width, height = SIZES[size]
    context = browser.new_context(
        java_script_enabled=script, viewport={"width": width, "height": height}
    )
    tab = context.new_page()
    tab.set_default_timeout(15_000)  # ms
    tab.set_extra_http_headers({"Accept-Language": language})
    yield tab
    context.close()


def enter(tab: Page, country: Country, person: str, language: str) -> None:
    """Ask for the pages of employers; sign in with the demo key on the way."""
    tab.goto(f"{country.portal_url}/{language}/employer")
    press(tab, ".choices a")
    tab.fill('input[name="q"]', person)
    press(tab, 'form:has(input[name="q"]) button')
    press(tab, f'form[method="post"]:has(input[value="{person}"]) button')
    assert tab.url == f"{country.portal_url}/{language}/employer/choose"


def press(tab: Page, what: str) -> None:
    """Press what leads to another page, and wait until it is there."""
    with tab.expect_navigation():
        tab.locator(what).first.click()


def choose(tab: Page, choice: str) -> str:
    """Choose an enterprise; return what stands above every page from then on."""
    press(tab, f'main form:has(input[value="{choice}"]) button')
    assert tab.url.endswith("/employer")
    return tab.locator(".acting").inner_text()


def fits(tab: Page) -> bool:
    """Tell whether a page is as wide as its window at most."""
    return bool(tab.evaluate("document.documentElement.scrollWidth <= innerWidth"))


ACTS = """
() => [
  ...[...document.querySelectorAll("main a, .menu a")].map(one => ["GET", one.href]),
  ...[...document.querySelectorAll("main form")].flatMap(form => [
    [form.method.toUpperCase(), form.action],
    ...[...form.querySelectorAll("[formaction]")].map(one => ["POST", one.formAction]),
  ]),
]
"""


# What anybody finds who acts for an enterprise, and what is open to who reads.
OPEN = {
    "access.access",
    "declared_rights.rights",
    "declared_rights.seen",
    "declared_training.training",
    "duties.people",
    "duties.trainings",
    "employer.home",
    "employer_export.export",
    "entering.done",
    "entering.entries",
    "handing.everybody",
    "handing.one",
    "sent.submission",
    "sent.submissions",
    "statistics.statistics",
    "workers.worker",
    "workers.workers",
}


class Walk:
    """A reader's way through every page of an enterprise, each kind of page once."""

    def __init__(self, tab: Page, country: Country) -> None:
        self.tab = tab
        self.urls = country.portal.url_map.bind("")
        self.views = country.portal.view_functions
        self.seen: set[str] = set()

    def from_page(self, address: str) -> None:
        """Go everywhere from here; whatever is offered must be the reader's to do."""
        waiting = [address]
        while waiting:
            address = waiting.pop()
            answer = self.tab.goto(address)
            assert answer is not None
            assert answer.status == 200, address
            assert fits(self.tab), address
            for method, offered in self.tab.evaluate(ACTS):
                kind = self._kind(method, offered)
                if kind is not None and method == "GET":
                    waiting.append(offered)

    def _kind(self, method: str, address: str) -> str | None:
        """Return what kind of an employer's page this is, where it is the first one seen."""
        try:
            kind, _ = self.urls.match(urlsplit(address).path, method)
        except HTTPException as fault:
            raise AssertionError((method, address)) from fault
        view = self.views[kind]
        if guard_of(view) != "representative" or kind in self.seen:
            return None
        action, thing = view.does
        permitted = may(Role.EMPLOYER, action, thing, Tie.OWN, Function.READER)
        assert permitted, (self.tab.url, address)
        if method == "GET":
            self.seen.add(kind)
        return kind


@pytest.mark.parametrize(("language", "size", "script"), READING)
def test_a_reader_sees_everything_and_is_offered_nothing_that_would_be_refused(
    browser: Browser, country: Country, language: str, size: str, *, script: bool
) -> None:
    before = counted()
    with tab_of(browser, language, size, script=script) as tab:
        enter(tab, country, READER, language)
        assert "Apotheek Michiels" in choose(tab, PHARMACY)
        walk = Walk(tab, country)
        walk.from_page(tab.url)
    assert counted() == before
    assert walk.seen >= OPEN


def declare_one(tab: Page, month: str) -> None:
    """Declare a course of a month for whoever comes first, as far as the pages let it come."""
    press(tab, 'main a[href$="/employer/trainings/new"]')
    for field, said in (COURSE | {"start_date_month": month}).items():
        tab.fill(f"#{field}", said)
    tab.locator('[name="worker"]').first.check()
    press(tab, 'button[value="check"]')
    if tab.url.endswith("/review"):
        press(tab, 'form[action$="/declare"] button')
    assert fits(tab)


@pytest.fixture
def _mandate_lasts() -> Iterator[None]:
    yield
    revoke(None)


def revoke(moment: datetime | None) -> None:
    """Revoke the mandate of METAL; None: it was never revoked."""
    with Session.begin() as db:
        of_metal = Mandate.mandator_enterprise_number == METAL
        db.execute(update(Mandate).where(of_metal).values(revoked_at=moment))


@pytest.mark.usefixtures("_mandate_lasts")
@pytest.mark.parametrize(("language", "size", "script"), DECLARING)
def test_a_mandate_holder_declares_for_a_client_in_the_quarters_and_as_long_as_the_mandate_holds(
    browser: Browser, country: Country, language: str, size: str, *, script: bool
) -> None:
    with tab_of(browser, language, size, script=script) as tab:
        enter(tab, country, HOLDER, language)
        assert "Apotheek Michiels" in choose(tab, f"{PHARMACY}-{BAKERY}")
        press(tab, '.acting a[href$="/choose"]')
        of_metal = f'main li:has(input[value="{METAL}-{BAKERY}"])'
        assert tab.locator(of_metal, has_text="2026").count() == 1  # the quarters of the mandate
        above = choose(tab, f"{METAL}-{BAKERY}")
        assert "Metaal Willems" in above
        assert "Bakkerij Peeters" in above
        declare_one(tab, "10")
        assert tab.url.endswith("/done")
        before = counted()["training"]
        tab.goto(f"{country.portal_url}/{language}/employer")
        declare_one(tab, "3")
        assert tab.locator("[role=alert] [data-code=missingPermission] a").count() == 1
        assert counted()["training"] == before
        tab.fill("#title", "Half a title")
        revoke(machine_now())
        press(tab, 'button[value="later"]')
        assert tab.locator("h1").inner_text() == OVER[language]
        press(tab, 'main a[href$="/choose"]')
        assert not tab.locator("main", has_text="Metaal Willems").count()
        assert "Bakkerij Peeters" in choose(tab, BAKERY)
