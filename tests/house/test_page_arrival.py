"""How a page arrives: light, still, with what matters on the first screen; and on paper."""

import subprocess

import pytest
from playwright.sync_api import Browser, Page, Request, Route

from portal.languages import LANGUAGES
from tests.web.pages import PAGES
from tests.web.probes import tab_of

MOST_BYTES = 20_000  # of a first load, compressed
MOST_REQUESTS = 4
# Where a visit begins: what comes after finds the look of the pages already there.
FIRST = ("home", "sign-in", "contact", "account-one", "account-several", "account-unsettled")
MOVED = """() => new Promise(done => {
    let sum = 0;
    new PerformanceObserver(list => list.getEntries().forEach(one => { sum += one.value }))
        .observe({type: 'layout-shift', buffered: true});
    // What was asked for before must have been drawn.
    const drawn = then => requestAnimationFrame(() => requestAnimationFrame(then));
    document.fonts.ready.then(() => drawn(() => setTimeout(() => done(sum), 150)));
})"""


def weight(request: Request) -> int:
    answer = request.response()
    assert answer
    return int(answer.all_headers()["content-length"])


@pytest.mark.check("light")
@pytest.mark.parametrize("page", FIRST)
def test_a_first_visit_is_light(browser: Browser, address: str, page: str) -> None:
    asked: list[Request] = []
    with tab_of(browser) as tab:
        tab.on("request", lambda request: asked.append(request))  # noqa: PLW0108 - it gets a mark
        tab.goto(address + PAGES[page].format(language="fr"))
        assert len(asked) <= MOST_REQUESTS, [one.url for one in asked]
        assert sum(map(weight, asked)) <= MOST_BYTES


def late_font(tab: Page) -> None:
    """Let the font come when the text stands there already."""

    def wait(route: Route) -> None:
        tab.wait_for_timeout(120)
        route.continue_()

    tab.route("**/*.woff2", wait)


@pytest.mark.check("still")
@pytest.mark.parametrize("page", ["home", "sign-in", "account-one", "account-several"])
def test_nothing_moves_while_a_page_loads(browser: Browser, address: str, page: str) -> None:
    with tab_of(browser) as tab:
        late_font(tab)
        tab.goto(address + PAGES[page].format(language="de"))
        assert tab.evaluate(MOVED) < 0.05


def test_what_moves_is_seen(browser: Browser, address: str) -> None:
    with tab_of(browser) as tab:
        tab.goto(f"{address}/nl/")
        tab.evaluate("document.querySelector('main').style.marginTop = '9em'")
        assert tab.evaluate(MOVED) > 0.05


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("world", ["one", "in-advance", "too-small", "unsettled", "read-only"])
def test_the_first_screen_of_a_phone_says_what_may_still_be_followed(
    browser: Browser, address: str, world: str, language: str
) -> None:
    with tab_of(browser) as tab:
        tab.goto(f"{address}/{language}/world/{world}/account")
        figures = tab.locator(".figure").all()
        assert figures
        for seen in (*figures, tab.get_by_text("2026").first):
            box = seen.bounding_box()
            assert box
            assert box["y"] + box["height"] <= 740


@pytest.mark.parametrize("language", LANGUAGES)
def test_three_employers_are_seen_at_once_on_a_phone(
    browser: Browser, address: str, language: str
) -> None:
    with tab_of(browser) as tab:
        tab.goto(f"{address}/{language}/world/several/account")
        figures = tab.locator(".figure").all()
        assert len(figures) == 3
        for figure in figures:
            box = figure.bounding_box()
            assert box
            assert box["y"] + box["height"] <= 740


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_button_of_the_home_is_on_the_first_screen(
    browser: Browser, address: str, language: str
) -> None:
    with tab_of(browser) as tab:
        tab.goto(f"{address}/{language}/")
        box = tab.locator(".button").bounding_box()
        assert box
        assert box["y"] + box["height"] <= 500


def on_paper(tab: Page) -> str:
    """Return what stands on a printed page, as a reader of its PDF finds it."""
    said = subprocess.run(
        ["pdftotext", "-layout", "-", "-"],  # noqa: S607 - the system's
        input=tab.pdf(format="A4"),
        capture_output=True,
        check=True,
    )
    return " ".join(said.stdout.decode().split())


@pytest.mark.check("print")
def test_on_paper_an_account_keeps_its_figures_and_loses_its_menus(
    browser: Browser, address: str
) -> None:
    with tab_of(browser) as tab:
        tab.goto(f"{address}/nl/world/one/account")
        paper = on_paper(tab)
        tab.goto(f"{address}/nl/world/path/rights/2026")
        story = on_paper(tab)
    for figure in ("9,5 dagen", "72 u. 12 min.", "Veilig werken met ovens", "31 december 2028"):
        assert figure in paper
    # What is folded on the screen is open on paper.
    assert "Friterie chez Léon" in paper
    assert "Toegankelijkheid" not in paper
    assert "Afmelden" not in paper
    assert "181682/CO/200" in story
