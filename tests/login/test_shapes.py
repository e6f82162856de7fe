"""The same way in, up and out with keys of three shapes, each by its configuration alone."""

import time
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from sqlalchemy import Engine, select

from portal.app import create_app
from portal.database import Session
from portal.demo.key import create_app as create_key
from portal.login.key_ring import DEMO
from portal.models import SessionRow
from portal.settings import Settings
from tests.login.browser import Browser
from tests.login.certified import certified, written
from tests.login.country import MARIE, small_feed
from tests.login.live import free_port, served
from tests.login.people import in_register
from tests.node import MISSING, node_with

SURE, SURER = 0, 1
DEMO_MEANS = {SURE: "code", SURER: "card"}
SHAPES = ["demo", "plain", "sealed"]
PLAIN_PAGE, SURER_PAGE = "/en/account", "/en/account/trainings?year=2025"


@dataclass(frozen=True)
class World:
    """The portal, and a key of each shape."""

    portal_url: str
    key_urls: dict[str, str]

    def sign_in(self, browser: Browser, shape: str, page: str, level: int) -> None:
        """Ask for a page, and sign in on the way."""
        browser.open(self.portal_url + page)
        browser.click(f"/en/sign-in/{shape}")
        self.show_who(browser, shape, level)

    def show_who(self, browser: Browser, shape: str, level: int) -> None:
        """Be Marie at the key before whose page the browser is."""
        if shape == "demo":
            browser.open(f"{browser.page.url}&means={DEMO_MEANS[level]}")
            browser.send(MARIE)
        else:
            assert browser.title == "Who are you?"
            browser.send("/interaction/", number=MARIE, level=str(level))

    def end_at_key(self, browser: Browser, shape: str) -> None:
        """Sign out at the key itself, which tells the portal."""
        if shape == "demo":
            browser.open(self.key_urls[shape])
            browser.send("/end-session")
        else:
            browser.open(f"{self.key_urls[shape]}/session/end")
            browser.send("/session/end", logout="yes")

    def shows(self, browser: Browser, page: str) -> bool:
        """Tell whether the portal shows a page without asking who is there."""
        return browser.open(self.portal_url + page, follow=False).status_code == 200


@pytest.fixture(scope="module")
def servers(_own_settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """Serve the portal, the demo key and the certified provider."""
    node = node_with("oidc-provider")
    if node is None:
        pytest.skip(MISSING)
    folder = tmp_path_factory.mktemp("shapes")
    web, key, other = free_port(), free_port(), free_port()
    tables = DEMO.read_text("utf-8") + written(folder, f"http://127.0.0.1:{other}")
    (folder / "providers.toml").write_text(tables, encoding="utf-8")
    settings = _own_settings.model_copy(
        update={
            "base_url": f"http://127.0.0.1:{web}",
            "key_url": f"http://127.0.0.1:{key}",
            "demo_feed": small_feed(folder),
            "providers": folder / "providers.toml",
            "levels": "trainings.overview=high",
        }
    )
    with (
        served(create_app(settings), web) as portal_url,
        served(create_key(settings), key) as demo_url,
        certified(node, portal_url, other) as certified_url,
    ):
        urls = {"demo": demo_url, "plain": certified_url, "sealed": certified_url}
        yield World(portal_url, urls)


@pytest.fixture
def world(servers: World, database: Engine) -> World:
    """Return the servers, with Marie in the register."""
    assert database.url.database
    in_register(MARIE)
    return servers


def levels() -> list[tuple[str, bool]]:
    """Return the level of each session, oldest first, and whether it still runs."""
    with Session() as db:
        rows = db.scalars(select(SessionRow).order_by(SessionRow.created_at))
        return [(row.level, row.revoked_at is None) for row in rows]


@pytest.mark.parametrize("shape", SHAPES)
def test_a_worker_signs_in(world: World, shape: str) -> None:
    browser = Browser()
    world.sign_in(browser, shape, PLAIN_PAGE, SURE)
    assert browser.page.url == world.portal_url + PLAIN_PAGE
    assert levels() == [("substantial", True)]


@pytest.mark.parametrize("shape", SHAPES)
def test_a_page_that_needs_a_surer_key_leads_to_it_and_back(world: World, shape: str) -> None:
    browser = Browser()
    world.sign_in(browser, shape, PLAIN_PAGE, SURE)
    before = browser.session.cookies["session"]
    browser.open(world.portal_url + SURER_PAGE)
    assert browser.page.url.startswith(world.key_urls[shape])
    if shape != "demo":
        assert "asked: login http://itsme.services/v2/claim/acr_advanced login" in browser.page.text
    world.show_who(browser, shape, SURER)
    assert browser.page.url == world.portal_url + SURER_PAGE
    assert browser.session.cookies["session"] != before
    assert levels() == [("substantial", False), ("high", True)]


@pytest.mark.parametrize("shape", SHAPES)
def test_whoever_comes_back_no_surer_keeps_the_session_and_is_told(
    world: World, shape: str
) -> None:
    browser = Browser()
    world.sign_in(browser, shape, PLAIN_PAGE, SURE)
    browser.open(world.portal_url + SURER_PAGE)
    world.show_who(browser, shape, SURE)
    assert browser.page.status_code == 403
    assert browser.title == "A stronger digital key is needed"
    assert world.shows(browser, PLAIN_PAGE)
    assert not world.shows(browser, SURER_PAGE)


@pytest.mark.parametrize("shape", SHAPES)
def test_a_page_that_needs_a_surer_key_asks_for_it_at_once(world: World, shape: str) -> None:
    browser = Browser()
    world.sign_in(browser, shape, SURER_PAGE, SURER)
    assert browser.page.url == world.portal_url + SURER_PAGE
    assert levels() == [("high", True)]


@pytest.mark.parametrize("shape", SHAPES)
def test_signing_out_ends_it_at_both_ends(world: World, shape: str) -> None:
    browser = Browser()
    world.sign_in(browser, shape, PLAIN_PAGE, SURE)
    browser.send("/en/sign-out")
    if shape != "demo":
        browser.send("/session/end", logout="yes")
    assert browser.page.url == f"{world.portal_url}/en/signed-out"
    assert not world.shows(browser, PLAIN_PAGE)
    browser.open(world.portal_url + PLAIN_PAGE)
    browser.click(f"/en/sign-in/{shape}")
    assert browser.page.url.startswith(world.key_urls[shape])


@pytest.mark.parametrize("shape", SHAPES)
def test_the_key_ends_a_session_behind_the_readers_back_within_a_second(
    world: World, shape: str
) -> None:
    browser = Browser()
    world.sign_in(browser, shape, PLAIN_PAGE, SURE)
    world.end_at_key(browser, shape)
    until = time.monotonic() + 1
    while world.shows(browser, PLAIN_PAGE) and time.monotonic() < until:
        time.sleep(0.05)
    assert not world.shows(browser, PLAIN_PAGE)
