"""Takes pictures of all pages for people to look at.

    .venv/bin/python -m tests.web.screenshots FOLDER [--only WORD]

Phone and desktop, light and dark, four languages, from invented accounts; needs no database.
"""

import argparse
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Browser

from portal.languages import LANGUAGES
from tests.web.show_public import CONDITIONS, REFUSALS
from tests.web.worlds import WORLDS

SIZES = {"phone": (360, 740), "desktop": (1280, 900)}
SCHEMES = ("light", "dark")
PAGES = {
    "choose": "/",
    "home": "/{language}/",
    "home-signed-in": "/{language}/world/one/home",
    "sign-in": "/{language}/sign-in",
    **{
        f"sign-in-{state}": f"/{{language}}/state/sign-in/{state}"
        for state in ("idle", "absolute", "too-weak", "no-surer-key")
    },
    "signed-out": "/{language}/signed-out",
    "privacy": "/{language}/privacy",
    "privacy-read-only": "/{language}/state/read-only",
    "readers": "/{language}/readers",
    "accessibility": "/{language}/accessibility",
    "contact": "/{language}/contact",
    "terms": "/{language}/terms",
    **{f"status-{name}": f"/{{language}}/state/status/{name}" for name in CONDITIONS},
    **{f"refused-{code}": f"/{{language}}/state/refused/{code}" for code in REFUSALS},
    "sessions": "/{language}/world/one/sessions",
    "stay": "/{language}/world/one/stay",
    "not-found": "/{language}/nowhere",
    "session-ended": "/{language}/state/failure/1",
    "no-database": "/{language}/state/failure/2",
    **{
        f"failure-{status}": f"/{{language}}/state/failure/{status}"
        for status in (400, 401, 403, 405, 413, 429, 500)
    },
    "rights": "/{language}/world/path/rights/2026",
    "rights-declared": "/{language}/world/path/rights/2025",
    "rights-lost": "/{language}/world/only-past/rights/2025",
    "trainings": "/{language}/world/one/trainings",
    "trainings-chosen": "/{language}/world/one/trainings?year=2026&counts=yes",
    "trainings-none-fits": "/{language}/world/one/trainings?text=yoga&status=canceled&month=5",
    "trainings-nobody": "/{language}/world/nobody/trainings",
    "training": "/{language}/world/one/training/1",
    "calendar": "/{language}/world/one/calendar",
    "calendar-none": "/{language}/world/several/calendar",
    "export": "/{language}/world/one/export",
    "training-leave": "/{language}/world/one/training/3?year=2025",
    "training-changed": "/{language}/world/one/training/2",
    "certificates": "/{language}/world/one/certificates",
    "certificates-expired": "/{language}/world/only-past/certificates",
    "certificates-nobody": "/{language}/world/nobody/certificates",
    "looks": "/{language}/world/one/looks",
    "looks-own": "/{language}/world/several/looks",
    "looks-nobody": "/{language}/world/nobody/looks",
    "attestations": "/{language}/world/one/attestations",
    "attestations-refused": "/{language}/world/several/attestations",
    "attestations-none": "/{language}/world/nobody/attestations",
    "verify": "/{language}/verify",
    "verify-mistyped": "/{language}/verify?code=7K3",
    **{
        f"verify-{standing}": f"/{{language}}/world/one/check/{standing}"
        for standing in ("valid", "changed", "withdrawn", "unknown")
    },
    **{f"account-{world}": f"/{{language}}/world/{world}/account" for world in WORLDS},
}
# One page of each shape, for checks that the words of a state do not change.
SHAPES = [
    page
    for page in PAGES
    if not page.startswith(("refused-", "failure-"))
    or page in {"refused-unreachable", "failure-500"}
]


def names(only: str) -> Iterator[tuple[str, str, str, str]]:
    """Return page, language, size and scheme of each picture whose name has the word in it."""
    for page in PAGES:
        for language in LANGUAGES:
            for size in SIZES:
                for scheme in SCHEMES:
                    if all(
                        word in f"{page}.{language}.{size}.{scheme}" for word in only.split("+")
                    ):
                        yield page, language, size, scheme


def take(browser: Browser, address: str, folder: Path, name: tuple[str, str, str, str]) -> None:
    """Take one picture of a whole page."""
    page, language, size, scheme = name
    width, height = SIZES[size]
    tab = browser.new_page(
        viewport={"width": width, "height": height},
        color_scheme="dark" if scheme == "dark" else "light",
        java_script_enabled=False,
        locale="es",  # none of ours, so that `/` asks
    )
    tab.goto(address + PAGES[page].format(language=language))
    tab.screenshot(path=folder / f"{page}.{language}.{size}.{scheme}.png", full_page=True)
    tab.close()


def main() -> None:
    """Take the pictures that were asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
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
            for name in names(asked.only):
                take(browser, address, asked.folder, name)


if __name__ == "__main__":
    main()
