"""No page breaks when its sentences are 40 % longer than those of our longest language."""

from collections.abc import Iterator

import pytest
from babel.messages.pofile import read_po
from playwright.sync_api import Browser, Page

from portal.app import create_app
from portal.settings import Settings
from tests.web.browser import served
from tests.web.pages import PAGES
from tests.web.probes import CUT_OFF, add_style, ask, tab_of, too_wide
from tests.web.pseudo import lengthened, speaking, write_pseudo
from tests.web.show import show_worlds
from translations.extract import catalogue_path

WIDTHS = (320, 360)
OPEN_ALL = "document.querySelectorAll('details').forEach(one => { one.open = true })"


@pytest.fixture(scope="module")
def long_words(_own_settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve every page and state with German sentences made longer; gives the address."""
    folder = tmp_path_factory.mktemp("long")
    with catalogue_path("de").open("rb") as file:
        write_pseudo(folder, "de", read_po(file, locale="de"), lengthened)
    app = create_app(_own_settings)
    show_worlds(app)
    with speaking(app, folder), served(app) as base:
        yield base


@pytest.fixture(scope="module")
def tab(browser: Browser) -> Iterator[Page]:
    """Give one window that visits page after page."""
    with tab_of(browser) as opened:
        yield opened


def lost(tab: Page) -> list[str]:
    """Return what falls off or is cut off on a phone, with all that is folded open."""
    tab.evaluate(OPEN_ALL)
    found = []
    for width in WIDTHS:
        tab.set_viewport_size({"width": width, "height": 740})
        found += [f"{width}: {one}" for one in (*too_wide(tab), *ask(tab, CUT_OFF))]
    return found


@pytest.mark.parametrize("page", PAGES)
def test_longer_sentences_fit_every_page_of_a_phone(tab: Page, long_words: str, page: str) -> None:
    tab.goto(long_words + PAGES[page].format(language="de"))
    assert lost(tab) == []


def test_a_word_that_does_not_fit_is_seen(tab: Page, long_words: str) -> None:
    tab.goto(f"{long_words}/de/")
    assert "anmeldenlan" in tab.locator(".button").inner_text().lower()
    add_style(tab, ".button { white-space: nowrap; width: 6em; overflow: hidden }")
    assert any("button" in one for one in lost(tab))
    add_style(tab, "h1 { width: 30rem }")
    assert any("320: <main" in one or "320: <h1" in one for one in lost(tab))
