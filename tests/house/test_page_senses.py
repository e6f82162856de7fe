"""Every page for every eye and hand: narrow, large, spread, in forced colours, by keyboard."""

from itertools import cycle

import pytest
from playwright.sync_api import Browser

from portal.languages import LANGUAGES
from tests.web.pages import PAGES, SHAPES
from tests.web.probes import (
    add_style,
    colours_in,
    keyboard_faults,
    lost_when_spread,
    moving,
    tab_of,
    too_small,
    too_wide,
)

# Each page in one of the languages of the longest words, in turn.
IN_TURN = list(zip(SHAPES, cycle(("de", "nl")), strict=False))
# What each visit to a page measures, and the check that it is for.
MEASURES = ("narrow", "large", "spacing", "motion", "targets")


@pytest.fixture(scope="module")
def measured(browser: Browser, address: str) -> dict[str, dict[str, list[str]]]:
    """Visit every page in a language of long words; return what each measure found."""
    found: dict[str, dict[str, list[str]]] = {name: {} for name in MEASURES}
    with tab_of(browser, reduced_motion="reduce") as tab:
        for page, language in IN_TURN:
            tab.set_viewport_size({"width": 320, "height": 740})
            tab.goto(address + PAGES[page].format(language=language))
            name = f"{page} {language}"
            found["motion"][name] = moving(tab)
            found["targets"][name] = too_small(tab)
            found["narrow"][name] = too_wide(tab)
            tab.set_viewport_size({"width": 360, "height": 740})
            tab.evaluate("document.documentElement.style.fontSize = '200%'")
            found["large"][name] = too_wide(tab)
            tab.evaluate("document.documentElement.style.fontSize = ''")
            found["spacing"][name] = lost_when_spread(tab)
    return found


@pytest.mark.parametrize(
    "measure",
    [
        pytest.param("narrow", marks=pytest.mark.check("narrow")),
        pytest.param("large", marks=pytest.mark.check("narrow")),
        pytest.param("spacing", marks=pytest.mark.check("spacing")),
        pytest.param("motion", marks=pytest.mark.check("motion")),
        pytest.param("targets", marks=pytest.mark.check("targets")),
    ],
)
def test_no_page_loses_moves_or_shrinks_anything(
    measured: dict[str, dict[str, list[str]]], measure: str
) -> None:
    assert {page: what for page, what in measured[measure].items() if what} == {}


@pytest.mark.check("forced-colours")
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_bars_dots_and_buttons_remain_in_the_colours_of_the_reader(
    browser: Browser, address: str, scheme: str
) -> None:
    with tab_of(browser, forced_colors="active", color_scheme=scheme) as tab:
        for page, parts in {
            "home": (".meter", ".button"),
            "account-one": (".meter", ".timeline li:first-child"),
            "status-no-key": (".tag",),
            "sign-in": (".choices a",),
            "failure-500": (".button", ".quiet"),
            "verify-valid": (".button",),
        }.items():
            tab.goto(address + PAGES[page].format(language="nl"))
            for part in parts:
                assert colours_in(tab.locator(part).first) >= 2, (page, part)


@pytest.mark.check("keyboard")
@pytest.mark.parametrize("page", SHAPES)
def test_the_keyboard_alone_reaches_everything_in_order_and_shows_where_it_is(
    browser: Browser, address: str, page: str
) -> None:
    with tab_of(browser) as tab:
        tab.goto(address + PAGES[page].format(language="nl"))
        assert keyboard_faults(tab) == []


@pytest.mark.check("keyboard")
def test_the_keyboard_reaches_the_content_first(browser: Browser, address: str) -> None:
    with tab_of(browser) as tab:
        tab.goto(f"{address}/nl/world/one/account")
        tab.keyboard.press("Tab")
        assert tab.evaluate("document.activeElement.className") == "skip"
        tab.keyboard.press("Enter")
        assert tab.evaluate("document.activeElement.id") == "main"


def test_help_for_who_has_no_key_opens_at_its_address(browser: Browser, address: str) -> None:
    with tab_of(browser) as tab:
        tab.goto(f"{address}/nl/sign-in#no-key")
        assert tab.locator("#no-key").is_visible()


@pytest.mark.parametrize("language", LANGUAGES)
def test_for_whom_one_acts_takes_three_lines_of_a_phone(
    browser: Browser, address: str, language: str
) -> None:
    with tab_of(browser) as tab:
        tab.goto(f"{address}/{language}/world/one/employer/home")
        lines = tab.locator(".acting").evaluate(
            "one => new Set([...one.querySelectorAll('strong, a, .soft')]"
            ".flatMap(part => [...part.getClientRects()].map(line => Math.round(line.bottom / 8))))"
            ".size"
        )
        assert lines == 3


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_word_over_figures_is_cut_on_a_phone(
    browser: Browser, address: str, language: str
) -> None:
    with tab_of(browser) as tab:
        tab.goto(f"{address}/{language}/world/path/rights/2025")
        heights = tab.locator(".card .data thead th").evaluate_all(
            "all => all.map(one => one.offsetHeight)"
        )
        assert max(heights) < 48, "one line each"


def test_a_file_to_choose_is_named_in_the_language_of_the_page(
    browser: Browser, address: str
) -> None:
    with tab_of(browser) as tab:
        tab.goto(f"{address}/fr/sheet/some/sheets")
        box, words = tab.locator("#sheet"), tab.locator(".picker .empty")
        colour = "one => getComputedStyle(one).color"
        assert words.inner_text() == "Aucun fichier"
        assert box.evaluate(colour) == "rgba(0, 0, 0, 0)", "the words of the browser are not seen"
        box.set_input_files({"name": "mai.csv", "mimeType": "text/csv", "buffer": b"x"})
        assert not words.is_visible()
        assert box.evaluate(colour) != "rgba(0, 0, 0, 0)", "the name of the file is"


def test_each_of_these_faults_is_seen(browser: Browser, address: str) -> None:
    with tab_of(browser) as tab:
        tab.goto(f"{address}/nl/")
        add_style(tab, "h1 { width: 500px } .lead { height: 3em; overflow: hidden }")
        assert too_wide(tab)
        assert any("lead" in one for one in lost_when_spread(tab))
        add_style(tab, ".button { transition: color 1s } .brand { animation: x 1s }")
        assert len(moving(tab)) == 2
        add_style(tab, ".foot a { display: block; height: 12px; padding: 0; overflow: hidden }")
        assert too_small(tab)


@pytest.mark.parametrize(
    "style",
    [
        ".button { outline: 0 !important }",
        ".brand { position: fixed; top: -99px }",
        ".top { position: relative } .top::after { content: ''; position: absolute; inset: 0 }",
    ],
    ids=["not marked", "not within", "not free"],
)
def test_a_place_of_the_keyboard_that_is_not_seen_is_seen(
    browser: Browser, address: str, style: str
) -> None:
    with tab_of(browser) as tab:
        tab.goto(f"{address}/nl/")
        add_style(tab, style)
        assert keyboard_faults(tab)


def test_an_order_that_jumps_is_seen(browser: Browser, address: str) -> None:
    with tab_of(browser) as tab:
        tab.goto(f"{address}/nl/")
        tab.evaluate("document.querySelector('.foot a').tabIndex = 1")
        assert keyboard_faults(tab)


def test_a_bar_that_vanishes_in_forced_colours_is_seen(browser: Browser, address: str) -> None:
    with tab_of(browser, forced_colors="active") as tab:
        tab.goto(f"{address}/nl/")
        add_style(tab, ".meter { border: 0 !important } .meter rect { fill: Canvas !important }")
        assert colours_in(tab.locator(".meter")) == 1
