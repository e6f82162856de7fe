"""Whatever cannot be read is told with its code, its place and its value."""

from typing import Any

import pytest

from tests.declarations.world import EMMA
from tests.rest.bodies import training
from tests.rest.caller import Caller, code_of, issues_of, problem_of

PATH = "/trainings"
UNKNOWN = "01890a5d-ac96-774b-bcce-b302099a8057"
BAD: dict[str, tuple[bytes, set[tuple[str, str]]]] = {
    "broken": (b'{"title": ', {("schemaViolation", "line 1, column 11")}),
    "empty": (b"", {("schemaViolation", "line 1, column 1")}),
    "no object": (b"[]", {("schemaViolation", "")}),
    "a doubled name": (b'{"title": "a", "title": "b"}', {("schemaViolation", "title")}),
    "a doubled name within": (
        b'{"worker": {"ssin": "1", "ssin": "2"}}',
        {("schemaViolation", "ssin")},
    ),
    "no number": (b'{"durationMinutes": NaN}', {("schemaViolation", "")}),
    "endless": (b'{"durationMinutes": -Infinity}', {("schemaViolation", "")}),
    "too deep": (b'{"a":' * 9_000 + b"1" + b"}" * 9_000, {("schemaViolation", "")}),
    "rather deep": (b'{"a":' * 30 + b"1" + b"}" * 30, {("schemaViolation", "a" + ".a" * 16)}),
    "not UTF-8": (b'{"title": "\xe9"}', {("schemaViolation", "byte 12")}),
    "half a character": (b'{"title": "\\ud800"}', {("invalidStructure", "title")}),
    "half a character in a name": (b'{"\\udc00": 1}', {("invalidStructure", "\ufffd")}),
    "a NUL": (b'{"worker": {"ssin": "\\u0000"}}', {("invalidStructure", "worker.ssin")}),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_json_is_told_with_its_place(lasting: Caller, name: str) -> None:
    body, expected = BAD[name]
    answer = lasting.post(PATH, body)
    assert answer.status_code == 400
    assert issues_of(answer) == expected


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        ({"title": 5}, ("schemaViolation", "title")),
        ({"title": ["a"]}, ("schemaViolation", "title")),
        ({"title": ""}, ("missing", "title")),
        ({"durationMinutes": "456"}, ("schemaViolation", "durationMinutes")),
        ({"durationMinutes": True}, ("schemaViolation", "durationMinutes")),
        ({"durationMinutes": 4.5}, ("schemaViolation", "durationMinutes")),
        ({"durationMinutes": 10**40}, ("schemaViolation", "durationMinutes")),
        ({"countsForRight": 1}, ("schemaViolation", "countsForRight")),
        ({"worker": "85021400149"}, ("schemaViolation", "worker")),
        ({"worker": {}}, ("missing", "worker.ssin")),
        ({"worker": {"ssin": EMMA, "name": "Emma"}}, ("unknownInput", "worker.name")),
        ({"colour": "red"}, ("unknownInput", "colour")),
        ({"id": UNKNOWN}, ("unknownInput", "id")),
        ({"worker": {"ssin": f"{EMMA}\n"}}, ("notNumeric", "worker.ssin")),
        ({"worker": {"ssin": "٨٥٠٢١٤٠٠١٣٥"}}, ("notNumeric", "worker.ssin")),
        ({"title": "a" * 60_000}, ("invalidStructure", "title")),
    ],
)
def test_a_wrong_value_is_told_with_its_place(
    lasting: Caller, other: dict[str, Any], expected: tuple[str, str]
) -> None:
    answer = lasting.post(PATH, training(**other))
    assert answer.status_code == 400
    assert issues_of(answer) == {expected}
    assert len(answer.data) < 2000


def test_null_is_no_value(lasting: Caller) -> None:
    body = training() | {"financing": None}
    assert issues_of(lasting.post(PATH, body)) == {("schemaViolation", "financing")}


def test_a_text_of_a_million_characters_is_too_large(lasting: Caller) -> None:
    assert code_of(lasting.post(PATH, training(title="a" * 10**6))) == "payloadTooLarge"


def test_at_most_a_hundred_issues_are_told(lasting: Caller) -> None:
    body = training(**{f"field{number}": number for number in range(300)})
    assert len(problem_of(lasting.post(PATH, body))["issues"]) == 100
