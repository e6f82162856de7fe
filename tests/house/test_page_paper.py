"""What comes out of a printer, or of saving a page as a PDF: few sheets, whole, to be read."""

import subprocess

import pytest
from playwright.sync_api import Browser, Page

from tests.web.pages import PAGES
from tests.web.probes import CUT_OFF, add_style, ask, tab_of, too_wide

# What is printed most, on how many sheets at most.
SHEETS = {
    "account-one": 2,
    "account-several": 3,
    "training": 2,
    "training-changed": 2,
    "rights": 3,
    "rights-declared": 3,
}
A4 = {"width": 718, "height": 1047}  # pixels between the margins
DARK_INK = """() => [...document.querySelectorAll('main a, main p, main h1')]
    .filter(one => one.checkVisibility())
    .map(one => [one.outerHTML.slice(0, 80), getComputedStyle(one).color.match(/[0-9.]+/g)])
    .filter(([, [r, g, b]]) => 0.3 * r + 0.6 * g + 0.1 * b > 110).map(([name]) => name)"""


def sheets(paper: bytes) -> int:
    """Return how many sheets a PDF has."""
    said = subprocess.run(
        ["pdfinfo", "-"],  # noqa: S607 - the system's
        input=paper,
        capture_output=True,
        check=True,
    )
    lines = said.stdout.decode().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("Pages:"))


def lost_on_paper(tab: Page) -> list[str]:
    """Return what falls off a sheet, is cut off, or is too pale for white paper."""
    tab.emulate_media(media="print")
    return [*too_wide(tab), *ask(tab, CUT_OFF), *tab.evaluate(DARK_INK)]


@pytest.mark.check("print")
@pytest.mark.parametrize("page", SHEETS)
def test_a_printed_page_takes_few_sheets_and_loses_nothing(
    browser: Browser, address: str, page: str
) -> None:
    # Who reads in dark colours prints on white paper all the same.
    with tab_of(browser, viewport=A4, color_scheme="dark") as tab:
        tab.goto(address + PAGES[page].format(language="de"))
        assert 1 <= sheets(tab.pdf(format="A4")) <= SHEETS[page]
        assert lost_on_paper(tab) == []


def test_what_paper_loses_is_seen(browser: Browser, address: str) -> None:
    with tab_of(browser, viewport=A4, color_scheme="dark") as tab:
        tab.goto(address + PAGES["account-one"].format(language="de"))
        add_style(tab, ".timeline li { break-after: page }")
        assert sheets(tab.pdf(format="A4")) > SHEETS["account-one"]
        add_style(tab, ":root { color-scheme: dark !important }")
        assert any("<a" in one for one in lost_on_paper(tab))
        add_style(tab, ".figure { width: 60rem }")
        assert any("figure" in one for one in lost_on_paper(tab))
