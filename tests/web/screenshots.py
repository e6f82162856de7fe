"""Takes pictures of all pages for people to look at, and lays them side by side.

    .venv/bin/python -m tests.web.screenshots FOLDER [--only WORDS]

Phone and desktop, light and dark, four languages, from invented accounts; needs no database.
FOLDER/index.html then shows every picture. WORDS: what the names must have, joined by +, as in
`--only home+fr+dark`.
"""

import argparse
import os
import tempfile
from collections.abc import Iterator
from itertools import product
from pathlib import Path

from playwright.sync_api import Browser, Page, ViewportSize

from portal.languages import LANGUAGES
from tests.web.contact_sheet import sheet_of
from tests.web.pages import PAGES

SIZES = {
    "phone": ViewportSize(width=360, height=740),
    "desktop": ViewportSize(width=1280, height=900),
}
# What is looked at without loading the page again.
VIEWS = tuple(product(SIZES, ("light", "dark")))


def views(only: str) -> Iterator[tuple[str, str, list[tuple[str, str]]]]:
    """Return pages and languages with the views of them that were asked for, if any."""
    for page, language in product(PAGES, LANGUAGES):
        asked = [
            (size, scheme)
            for size, scheme in VIEWS
            if all(word in f"{page}.{language}.{size}.{scheme}" for word in only.split("+"))
        ]
        if asked:
            yield page, language, asked


def tab_without_script(browser: Browser) -> Page:
    """Open a window; nothing in a picture may need a script."""
    return browser.new_page(
        java_script_enabled=False,
        locale="es",  # none of ours, so that `/` asks
    )


def take(browser: Browser, address: str, folder: Path, only: str) -> list[str]:
    """Take the pictures, and say how far it is; return their names."""
    tab = tab_without_script(browser)
    wanted = list(views(only))
    count = sum(len(asked) for _, _, asked in wanted)
    taken: list[str] = []
    for page, language, asked in wanted:
        tab.goto(address + PAGES[page].format(language=language))
        for size, scheme in asked:
            tab.set_viewport_size(SIZES[size])
            tab.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
            name = f"{page}.{language}.{size}.{scheme}"
            tab.screenshot(path=folder / f"{name}.png", full_page=True)
            taken.append(name)
        print(f"{len(taken):5} of {count}  {page} {language}", flush=True)  # noqa: T201 - for people
    return taken


def main() -> None:
    """Take the pictures that were asked for."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--only", default="", help="words that the name must have, joined by +")
    asked = parser.parse_args()
    asked.folder.mkdir(parents=True, exist_ok=True)
    os.environ.setdefault("PORTAL_TODAY", "2026-11-24")
    os.environ["PORTAL_RATE_LIMITS"] = "false"  # no database that could count
    with tempfile.TemporaryDirectory() as data:
        os.environ["PORTAL_DATA"] = data
        # The settings are read when the application is made, from the lines above.
        from portal.app import create_app  # noqa: PLC0415
        from tests.web.browser import chromium, served  # noqa: PLC0415
        from tests.web.show import show_worlds  # noqa: PLC0415

        app = create_app()
        show_worlds(app)
        with served(app) as address, chromium() as browser:
            taken = take(browser, address, asked.folder, asked.only)
    sheet = asked.folder / "index.html"
    sheet.write_text(sheet_of(taken), encoding="utf-8")
    print(f"Look at them in {sheet}")  # noqa: T201 - for people


if __name__ == "__main__":
    main()
