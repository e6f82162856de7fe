"""Every page: looked at, valid, with one heading that is its title, open to everybody."""

import re
from html import unescape
from importlib.resources import files
from itertools import pairwise
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from portal.languages import LANGUAGES
from tests.house.conftest import Shown
from tests.web.markup import faults_in, lost_ways
from tests.web.pages import PAGES
from tests.web.probes import tab_of

TEMPLATES = Path(__file__).parent.parent.parent / "templates"
# Where Java is missing the tests go on, and say at the end what was not looked at.
NOT_FULLY = pytest.mark.filterwarnings("default::tests.web.markup.HtmlNotFullyChecked")
# What can differ between light and dark.
COLOURS = {
    "runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]},
    "resultTypes": ["violations"],
}
ALL = {"resultTypes": ["violations"]}
AXE = files("axe_playwright_python").joinpath("axe.min.js").read_text("utf-8")
RUN = """options => axe.run(document, options).then(found => found.violations
    .map(one => [one.id, one.nodes.map(node => node.html)]))"""
OPEN_ALL = "document.querySelectorAll('details').forEach(one => { one.open = true })"


def test_every_page_of_the_portal_is_looked_at(shown_pages: Shown) -> None:
    pages = {
        path.relative_to(TEMPLATES).as_posix()
        for path in TEMPLATES.glob("*/*.html")
        if path.parent.name != "macros"
    }
    assert pages - shown_pages.templates == set(), "add it to PAGES of tests/web/pages.py"


@NOT_FULLY
@pytest.mark.check("html")
def test_every_page_is_valid_html(shown_pages: Shown, tmp_path: Path) -> None:
    assert faults_in(shown_pages.texts, tmp_path) == []


@NOT_FULLY
def test_invalid_html_is_seen(shown_pages: Shown, tmp_path: Path) -> None:
    broken = shown_pages.texts["home en"].replace("</main>", "<p><div></p></main>")
    assert faults_in({"home": broken}, tmp_path)


def test_every_page_has_one_heading_that_is_its_title(shown_pages: Shown) -> None:
    for name, text in shown_pages.texts.items():
        headings = re.findall(r"<h1[^>]*>(.*?)</h1>", text, re.DOTALL)
        title = re.search(r"<title>(.*?)</title>", text, re.DOTALL)
        assert title, name
        assert len(headings) == 1, name
        said = " ".join(unescape(re.sub(r"<[^>]+>", "", headings[0])).split())
        assert said == unescape(" ".join(title[1].split())), name


def test_every_way_within_a_page_leads_somewhere(shown_pages: Shown) -> None:
    lost = {name: ways for name, text in shown_pages.texts.items() if (ways := lost_ways(text))}
    assert lost == {}


def test_no_heading_skips_a_level(shown_pages: Shown) -> None:
    for name, text in shown_pages.texts.items():
        main = text[text.index("<main") : text.index("</main>")]
        levels = [int(level) for level in re.findall(r"<h([1-6])", main)]
        assert [pair for pair in pairwise(levels) if pair[1] > pair[0] + 1] == [], name


@pytest.mark.check("axe")
@pytest.mark.parametrize("page", PAGES)
def test_no_page_keeps_anybody_out_in_any_language(
    browser: Browser, address: str, page: str
) -> None:
    found = []
    with tab_of(browser) as tab:
        for language in LANGUAGES:
            tab.goto(address + PAGES[page].format(language=language))
            tab.evaluate(AXE)
            tab.evaluate(OPEN_ALL)
            for scheme, options in (("light", ALL), ("dark", COLOURS)):
                tab.emulate_media(color_scheme=scheme)
                found += [(language, scheme, *fault) for fault in tab.evaluate(RUN, options)]
    assert found == []


def test_what_keeps_people_out_is_seen(browser: Browser, address: str) -> None:
    with tab_of(browser, color_scheme="dark") as tab:
        tab.goto(f"{address}/en/")
        tab.evaluate("document.querySelector('.lead').style.color = '#444'")
        tab.evaluate("document.querySelector('h1').innerHTML += '<img src=x>'")
        tab.evaluate(AXE)
        found = {name for name, _ in tab.evaluate(RUN, ALL)}
    assert {"color-contrast", "image-alt"} <= found
