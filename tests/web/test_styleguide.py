"""The style guide shows every macro; tests/login/test_production.py sees it gone in production."""

import re
from pathlib import Path

from flask.testing import FlaskClient

from tests.web.test_states import words

TEMPLATES = Path(__file__).parents[2] / "templates"
MACRO = re.compile(r"{% macro (\w+).*?{% endmacro %}", re.DOTALL)


def macros() -> dict[str, str]:
    """Return every macro of the pages with its text, by its name."""
    return {
        found[1]: found[0]
        for path in TEMPLATES.glob("macros/*.html")
        for found in MACRO.finditer(path.read_text("utf-8"))
    }


def shown_by(text: str) -> set[str]:
    """Return the macros that a text calls, itself or through others."""
    every, found, new = macros(), set[str](), {""}
    while new:
        found |= new
        texts = [text, *(every[name] for name in found if name)]
        new = {one for one in every for seen in texts if re.search(rf"\b{one}\(", seen)} - found
    return found


def test_every_macro_is_in_the_style_guide_or_the_frame_of_it() -> None:
    guide = (TEMPLATES / "styleguide/styleguide.html").read_text("utf-8")
    frame = (TEMPLATES / "layout.html").read_text("utf-8")
    assert set(macros()) - shown_by(guide + frame) == set()


def test_it_shows_each_state_of_an_employer(client: FlaskClient) -> None:
    page = words(client.get("/en/styleguide").text)
    for said in (
        "are still available",
        "all used",
        "taken in advance",
        "fewer than 10 workers",
        "do not know how many workers",
        "has not done so yet",
        "Not started yet",
        "your last day here",
        "There is no right for you here",
    ):
        assert said in page
