"""Every page: valid, with one heading that is its title, readable by everybody, light to load."""

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, Request

from portal.app import create_app
from portal.languages import LANGUAGES
from portal.settings import Settings
from tests.web.browser import chromium, served
from tests.web.markup import faults_in
from tests.web.screenshots import PAGES, SCHEMES, SIZES
from tests.web.show import show_worlds

# Where Java is missing the tests go on, and say at the end what was not looked at.
NOT_FULLY = pytest.mark.filterwarnings("default::tests.web.markup.HtmlNotFullyChecked")
MOST_BYTES = 20_000  # of a first load, compressed
MOST_REQUESTS = 4
ADDRESSES = [
    (page, language)
    for page, address in PAGES.items()
    for language in (LANGUAGES if "{language}" in address else LANGUAGES[:1])
]
# Each page once by a browser, in turn in every language, size and scheme.
TURNS = [
    (page, LANGUAGES[turn % 4], (list(SIZES)[turn % 2], SCHEMES[turn // 2 % 2]))
    for turn, page in enumerate(PAGES)
]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as started:
        yield started


@pytest.fixture(scope="module")
def address(_own_settings: Settings) -> Iterator[str]:
    app = create_app(_own_settings)
    show_worlds(app)
    with served(app) as base:
        yield base


def opened(browser: Browser, url: str, size: str = "phone", scheme: str = "light") -> Page:
    """Open a page as one of our readers would."""
    width, height = SIZES[size]
    page = browser.new_page(
        viewport={"width": width, "height": height},
        color_scheme="dark" if scheme == "dark" else "light",
        locale="es",  # none of ours, so that `/` asks
    )
    page.goto(url)
    return page


@pytest.fixture(scope="module")
def texts(_own_settings: Settings) -> dict[str, str]:
    """Return every page in every language."""
    app = create_app(_own_settings)
    show_worlds(app)
    return {
        f"{page} {language}": app.test_client().get(PAGES[page].format(language=language)).text
        for page, language in ADDRESSES
    }


@NOT_FULLY
def test_every_page_is_valid_html(texts: dict[str, str], tmp_path: Path) -> None:
    assert faults_in(texts, tmp_path) == []


@NOT_FULLY
def test_invalid_html_is_seen(texts: dict[str, str], tmp_path: Path) -> None:
    broken = texts["home en"].replace("</main>", "<p><div></p></main>")
    assert faults_in({"home": broken}, tmp_path)


def test_every_page_has_one_heading_that_is_its_title(texts: dict[str, str]) -> None:
    for name, text in texts.items():
        headings = re.findall(r"<h1[^>]*>(.*?)</h1>", text, re.DOTALL)
        title = re.search(r"<title>(.*?)</title>", text, re.DOTALL)
        assert title, name
        assert len(headings) == 1, name
        said = " ".join(unescape(re.sub(r"<[^>]+>", "", headings[0])).split())
        assert said == unescape(" ".join(title[1].split())), name


@pytest.mark.parametrize(("page", "language", "look"), TURNS)
def test_no_page_keeps_anybody_out(
    browser: Browser, address: str, page: str, language: str, look: tuple[str, str]
) -> None:
    tab = opened(browser, address + PAGES[page].format(language=language), *look)
    tab.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
    found = Axe().run(tab).response["violations"]
    tab.close()
    assert [(one["id"], [node["html"] for node in one["nodes"]]) for one in found] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_falls_off_a_narrow_screen_or_at_twice_the_size(
    browser: Browser, address: str, language: str
) -> None:
    tab = browser.new_page(locale="es")
    for width, size in ((320, "100%"), (360, "200%")):
        tab.set_viewport_size({"width": width, "height": 740})
        for page, path in PAGES.items():
            tab.goto(address + path.format(language=language))
            tab.evaluate("size => { document.documentElement.style.fontSize = size }", size)
            wide = tab.evaluate("document.documentElement.scrollWidth")
            assert wide <= width, f"{page} {language} at {width} px and {size}"
    tab.close()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("world", ["one", "in-advance", "too-small", "unsettled", "read-only"])
def test_the_first_screen_of_a_phone_says_what_may_still_be_followed(
    browser: Browser, address: str, world: str, language: str
) -> None:
    tab = opened(browser, f"{address}/{language}/world/{world}/account")
    figures = tab.locator(".figure").all()
    assert figures
    for seen in (*figures, tab.get_by_text("2026").first):
        box = seen.bounding_box()
        assert box
        assert box["y"] + box["height"] <= 740
    tab.close()


@pytest.mark.parametrize("language", LANGUAGES)
def test_three_employers_are_seen_at_once_on_a_phone(
    browser: Browser, address: str, language: str
) -> None:
    tab = opened(browser, f"{address}/{language}/world/several/account")
    figures = tab.locator(".figure").all()
    assert len(figures) == 3
    for figure in figures:
        box = figure.bounding_box()
        assert box
        assert box["y"] + box["height"] <= 740
    tab.close()


def weight(request: Request) -> int:
    answer = request.response()
    assert answer
    return int(answer.all_headers()["content-length"])


@pytest.mark.parametrize("path", ["/fr/", "/nl/world/one/account", "/de/world/several/account"])
def test_a_first_visit_is_light(browser: Browser, address: str, path: str) -> None:
    context = browser.new_context()
    tab = context.new_page()
    asked: list[Request] = []
    tab.on("request", lambda request: asked.append(request))  # noqa: PLW0108 - it gets a mark
    tab.goto(address + path, wait_until="networkidle")
    assert len(asked) <= MOST_REQUESTS
    assert sum(map(weight, asked)) <= MOST_BYTES
    assert weight(asked[0]) <= 4_000
    context.close()


def test_nothing_moves_while_a_page_loads(browser: Browser, address: str) -> None:
    tab = opened(browser, f"{address}/nl/world/several/account")
    moved = tab.evaluate(
        """() => new Promise(done => {
            let sum = 0;
            new PerformanceObserver(list => list.getEntries().forEach(e => { sum += e.value }))
                .observe({type: 'layout-shift', buffered: true});
            setTimeout(() => done(sum), 500);
        })"""
    )
    tab.close()
    assert moved < 0.05


def test_every_target_is_large_enough_for_a_finger(browser: Browser, address: str) -> None:
    for world in ("one", "several"):
        tab = opened(browser, f"{address}/nl/world/{world}/account")
        for target in tab.locator("a:not(.skip):visible, button:visible, summary").all():
            box = target.bounding_box()
            assert box
            assert box["height"] >= 24, target.inner_text()
        tab.close()


def test_the_keyboard_reaches_the_content_first(browser: Browser, address: str) -> None:
    tab = opened(browser, f"{address}/nl/world/one/account")
    tab.keyboard.press("Tab")
    assert tab.evaluate("document.activeElement.className") == "skip"
    tab.keyboard.press("Enter")
    assert tab.evaluate("document.activeElement.id") == "main"
    tab.close()
