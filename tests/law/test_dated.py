from datetime import date
from pathlib import Path

import pytest

from portal.law.dated import BadParameter, Change, Dated, NotYetInForce, load_dated, load_table

DAYS = Dated([Change(date(2023, 1, 1), "four", "law"), Change(date(2024, 1, 1), "five", "law")])

HEAD = 'meaning = "m"\nunit = "days"\n'
ENTRY = '[[change]]\nsince = 2023-01-01\nvalue = "4"\nsource = "law"\n'


@pytest.mark.parametrize(
    ("day", "value"),
    [
        pytest.param(date(2023, 1, 1), "four", id="on its first day"),
        pytest.param(date(2023, 12, 31), "four", id="on its last day"),
        pytest.param(date(2024, 1, 1), "five", id="on the day of the change"),
        pytest.param(date(2099, 1, 1), "five", id="long after the last change"),
    ],
)
def test_a_value_holds_from_its_day_until_the_next(day: date, value: str) -> None:
    assert DAYS.on(day) == value
    assert DAYS.change_on(day).value == value


def test_before_the_first_day_there_is_no_value() -> None:
    assert DAYS.find(date(2022, 12, 31)) is None
    with pytest.raises(NotYetInForce, match="no value before 2023-01-01, asked for 2022-12-31"):
        DAYS.on(date(2022, 12, 31))


def test_a_rule_about_the_past_speaks_by_its_first_entry() -> None:
    assert DAYS.on_or_first(date(1985, 1, 1)) == "four"


def test_the_next_change_is_known_ahead() -> None:
    assert DAYS.next_after(date(2023, 6, 1)) == DAYS.newest
    assert DAYS.next_after(date(2024, 1, 1)) is None


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        pytest.param('unit = "days"\n' + ENTRY, "meaning is missing", id="no meaning"),
        pytest.param('meaning = "m"\n' + ENTRY, "unit is missing", id="no unit"),
        pytest.param(HEAD + 'extra = "x"\n' + ENTRY, "expected meaning", id="something else"),
        pytest.param(HEAD + "change = []\n", "at least one", id="no entry"),
        pytest.param(HEAD + ENTRY + ENTRY, "each later", id="the same day twice"),
        pytest.param(HEAD + ENTRY.replace('"law"', '" "'), "names no source", id="empty source"),
        pytest.param(
            HEAD + ENTRY.replace('source = "law"\n', ""),
            "not \\['since', 'value'\\]",
            id="no source",
        ),
        pytest.param(
            HEAD + ENTRY.replace("2023-01-01", '"2023-01-01"'), "must be a day", id="text for a day"
        ),
        pytest.param(
            HEAD + ENTRY.replace("2023-01-01", "2023-01-01T00:00:00"),
            "must be a day",
            id="a moment",
        ),
    ],
)
def test_a_parameter_file_with_a_fault_stops_the_start(
    content: str, fault: str, tmp_path: Path
) -> None:
    path = tmp_path / "days.toml"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(BadParameter, match=f"days.toml: .*{fault}"):
        load_dated(path, str)


def test_a_table_tells_which_of_its_keys_is_wrong(tmp_path: Path) -> None:
    path = tmp_path / "paths.toml"
    path.write_text(HEAD + ENTRY.replace("[[change]]", "[[119.other]]"), encoding="utf-8")
    with pytest.raises(BadParameter, match=r"paths.toml: 119 must hold"):
        load_table(path, str)
