"""What the tests of the pages found, as the accessibility statement tells it."""

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from portal.languages import N_

# Written by the tests themselves: `.venv/bin/python -m tests.web.statement`.
FOUND = Path(__file__).with_name("checks.toml")
# Every check that the tests tell of, in words.
CHECKS = {
    "html": N_("The pages are built without faults (HTML), so that other programs can read them."),
    "axe": N_(
        "No fault is found by a program (axe) that looks for breaches of WCAG 2.2, level A and AA: "
        "each page in all four languages, in light and in dark colours."
    ),
    "narrow": N_("Nothing falls off a screen of 320 pixels, or at text twice as large."),
    "spacing": N_("Text may be spread wide, as some people need it, and nothing is cut off."),
    "keyboard": N_("Everything can be reached with the keyboard alone, and you see where you are."),
    "forced-colours": N_("In the high-contrast colours that you choose, all bars and dots remain."),
    "motion": N_("Nothing moves for those who asked their device for less motion."),
    "targets": N_("Buttons and links are large enough for a finger."),
    "light": N_("A page needs at most 20 kB and 4 files, so that it opens on a slow phone."),
    "still": N_("Nothing jumps while a page opens."),
    "print": N_("Printed or saved as a PDF, your account keeps all its figures."),
}


@dataclass(frozen=True, slots=True)
class Checks:
    """When which version was checked with what, on how many pages; names are keys of CHECKS."""

    day: date
    version: str
    browser: str
    rules: str
    pages: int
    passed: tuple[str, ...]
    failed: tuple[str, ...]


@cache
def checks() -> Checks:
    """Return what the tests of the pages last wrote down."""
    with FOUND.open("rb") as file:
        found = tomllib.load(file)
    return Checks(**{**found, "passed": tuple(found["passed"]), "failed": tuple(found["failed"])})
