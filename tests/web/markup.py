"""Says what is wrong with pages: by the Nu HTML checker where it is installed, else by a parser."""

import json
import re
import shutil
import subprocess
import warnings
from collections.abc import Mapping
from pathlib import Path

import html5lib

CHECKER = Path(__file__).parent.parent / "node_modules/vnu-jar/build/dist/vnu.jar"
# Advice, not faults.
HARMLESS = ("Trailing slash on void elements",)


class HtmlNotFullyChecked(UserWarning):
    """The Nu HTML checker is not there: a parser alone looked at the pages."""


def faults_in(pages: Mapping[str, str], folder: Path) -> list[str]:
    """Return the faults in the pages, each with the page's name; folder: to write them in."""
    java = shutil.which("java")
    if java and CHECKER.exists():
        return _by_checker(java, pages, folder)
    warnings.warn(
        "No Nu HTML checker: install Java 17 and run `npm ci` in tests/.",
        HtmlNotFullyChecked,
        stacklevel=2,
    )
    return _by_parser(pages)


def _by_checker(java: str, pages: Mapping[str, str], folder: Path) -> list[str]:
    names = {}
    for number, (name, text) in enumerate(pages.items()):
        path = folder / f"{number}.html"
        path.write_text(text, encoding="utf-8")
        names[path.as_uri()] = name
    said = subprocess.run(  # noqa: S603 - a checker that npm brought, on files of our own
        [java, "-jar", str(CHECKER), "--format", "json", "--exit-zero-always", str(folder)],
        capture_output=True,
        text=True,
        check=True,
        timeout=180,
    )
    messages = json.loads(said.stderr)["messages"]
    return [
        f"{names[message['url'].replace('file:/', 'file:///', 1)]}: {message['message']}"
        for message in messages
        if not message["message"].startswith(HARMLESS)
    ]


def _by_parser(pages: Mapping[str, str]) -> list[str]:
    faults = []
    for name, text in pages.items():
        parser = html5lib.HTMLParser()
        parser.parse(text)
        faults += [f"{name}: {code} at {place}" for place, code, _ in parser.errors]
    return faults


def lost_ways(page: str) -> set[str]:
    """Return what links within a page name and no element of it is."""
    wanted = set(re.findall(r'href="#([^"]+)"', page))
    return wanted - set(re.findall(r'\bid="([^"]+)"', page))
