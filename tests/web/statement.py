"""Checks the pages and writes down, for the accessibility statement, what was found.

    .venv/bin/python -m tests.web.statement

Writes portal/web/checks.toml; what fails is written down as failed.
"""

import os
import re
import tomllib
from collections import defaultdict
from datetime import date
from importlib.resources import files
from pathlib import Path

import pytest

HOUSE = Path(__file__).parent.parent.parent
FOUND = HOUSE / "portal/web/checks.toml"
HEAD = "# What the tests of the pages found. Written by: .venv/bin/python -m tests.web.statement"


class Listener:
    """Hears how each marked test ends."""

    def __init__(self) -> None:
        self.good: defaultdict[str, list[bool]] = defaultdict(list)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Remember how it ended; a test that could not begin has failed too."""
        if report.when == "call" or report.failed:
            for kind, name in report.user_properties:
                if kind == "check":
                    self.good[str(name)].append(report.passed)


def text_of(listener: Listener, facts: dict[str, str], pages: int) -> str:
    """Return the file that the accessibility statement reads."""
    passed = sorted(name for name, ends in listener.good.items() if all(ends))
    failed = sorted(set(listener.good) - set(passed))
    lines = [
        HEAD,
        f"day = {date.today().isoformat()}",  # noqa: DTZ011 - the day of the machine that checks
        *(f'{name} = "{value}"' for name, value in facts.items()),
        f"pages = {pages}",
        *(
            f"{name} = [{', '.join(map(quoted, found))}]"
            for name, found in (("passed", passed), ("failed", failed))
        ),
    ]
    return "\n".join(lines) + "\n"


def quoted(name: str) -> str:
    """Return a name as TOML writes it."""
    return f'"{name}"'


def facts_now() -> dict[str, str]:
    """Return of what version is told, and with what it was checked."""
    from tests.web.browser import chromium  # noqa: PLC0415 - settings come first

    project = tomllib.loads((HOUSE / "pyproject.toml").read_text("utf-8"))["project"]
    axe = files("axe_playwright_python").joinpath("axe.min.js").read_text("utf-8")
    version = re.search(r"axe v([\d.]+)", axe)
    with chromium() as browser:
        seen_with = f"Chromium {browser.version.split('.')[0]}"
    return {
        "version": project["version"],
        "browser": seen_with,
        "rules": f"axe-core {version[1] if version else ''}".strip(),
    }


def main() -> None:
    """Run the marked tests and write down what they found."""
    os.chdir(HOUSE)
    listener = Listener()
    pytest.main(
        ["tests/house", "-m", "check", "-q", "-n", "2", "-p", "no:cacheprovider"],
        plugins=[listener],
    )
    from tests.web.pages import PAGES  # noqa: PLC0415 - pytest has set the settings

    FOUND.write_text(text_of(listener, facts_now(), len(PAGES)), encoding="utf-8")


if __name__ == "__main__":
    main()
