"""The years of an employer, drawn and in figures: both say the same."""

import re
from fractions import Fraction

import pytest
from flask.testing import FlaskClient

from tests.web.test_states import words
from tests.web.worlds import WORLDS

BAR = re.compile(r'<rect(?: class="(\w+)")? x="(\d+)%" y="(\d+)%" width="14%" height="(\d+)%"')


def bars_of(page: str) -> dict[str, list[int]]:
    """Return the heights of the bars of the first drawing, by kind, from left to right."""
    drawing = page.split('<svg class="strip"')[1].split("</svg>", maxsplit=1)[0]
    bars: dict[str, list[int]] = {}
    for kind, _, _, height in BAR.findall(drawing):
        bars.setdefault(kind or "left", []).append(int(height))
    return bars


def test_used_and_left_are_drawn_to_one_scale(shown: FlaskClient) -> None:
    bars = bars_of(shown.get("/en/world/one/account").text)
    years = WORLDS["one"].employments[0].years[1:]  # 2023 is a period of its own
    day = Fraction(bars["left"][-1]) / years[-1].left
    for kind, amounts in {
        "used": [year.charged for year in years],
        "left": [year.left for year in years],
    }.items():
        assert all(
            abs(drawn - day * amount) <= 1.5
            for drawn, amount in zip(bars[kind], amounts, strict=True)
        ), kind


def test_what_was_taken_in_advance_hangs_under_the_line(shown: FlaskClient) -> None:
    page = shown.get("/en/world/in-advance/account").text
    ground = re.search(r'<line x2="100%" y1="(\d+)%"', page)
    under = [top for kind, _, top, _ in BAR.findall(page) if kind == "advance"]
    assert ground
    assert under == [ground[1]]
    assert "Taken in advance" in words(page)


def test_the_figures_of_the_drawing_stand_in_a_table_too(shown: FlaskClient) -> None:
    page = shown.get("/en/world/one/account").text
    table = words(page.split("These years in figures")[1].split("</table>")[0])
    for row in ("2024 0 5 1 4", "2025 4 5 2 7", "2026 7 5 2.5 9.5"):
        assert row in table
    figures = re.findall(r'<text class="sum"[^>]*>([^<]*)<', page)
    assert figures == ["4", "7", "9.5"]


def test_a_figure_stands_beside_the_bar_that_it_tells(shown: FlaskClient) -> None:
    for world, kind in (("one", "left"), ("in-advance", "advance")):
        page = shown.get(f"/en/world/{world}/account").text
        columns = {
            x: (int(y), int(height))
            for one, x, y, height in BAR.findall(page)
            if (one or "left") == kind
        }
        feet = re.findall(r'<text class="(sum[^"]*)" x="(\d+)%" y="(\d+)%"', page)
        assert feet
        for name, middle, foot in feet:
            top, height = columns[str(int(middle) - 7)]
            # Right above what is left; right under what is owed, and in another colour.
            assert int(foot) == (top - 4 if kind == "left" else top + height + 12)
            assert ("minus" in name) == (kind == "advance")


@pytest.mark.parametrize(
    ("world", "end"),
    [
        ("one", "What is left on 31 December 2028 disappears."),
        ("ending", "What is left on 11 December 2026, your last day here, is lost."),
    ],
)
def test_the_account_says_when_days_disappear(shown: FlaskClient, world: str, end: str) -> None:
    assert end in words(shown.get(f"/en/world/{world}/account").text)


@pytest.mark.parametrize("world", ["too-small", "not-yet", "nobody", "only-past"])
def test_where_there_is_nothing_to_draw_nothing_is_drawn(shown: FlaskClient, world: str) -> None:
    page = shown.get(f"/en/world/{world}/account").text
    assert '<svg class="strip"' not in page
    assert "Year by year" not in page


def test_each_present_employer_has_a_strip_and_none_is_added_up(shown: FlaskClient) -> None:
    page = shown.get("/en/world/several/account").text
    assert page.count('<svg class="strip"') == 3
