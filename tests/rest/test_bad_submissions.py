"""What is no list of declarations is refused whole, and nothing of it is kept."""

from typing import Any

import pytest

from tests.rest.caller import Caller, issues_of

PATH = "/submissions"


@pytest.mark.parametrize(
    ("body", "issues"),
    [
        ({}, {("missing", "reference"), ("missing", "items")}),
        (
            {"reference": "a b", "items": []},
            {("schemaViolation", "reference"), ("outOfRange", "items")},
        ),
        ({"reference": "", "items": [{}]}, {("missing", "reference")}),
        ({"reference": "S\n", "items": [{}]}, {("schemaViolation", "reference")}),
        ({"reference": "S", "items": []}, {("outOfRange", "items")}),
        ({"reference": "S", "items": {}}, {("schemaViolation", "items")}),
        ({"reference": "S", "items": [{}] * 1001}, {("outOfRange", "items")}),
        ({"reference": "S", "items": [{}], "more": 1}, {("unknownInput", "more")}),
    ],
)
def test_what_holds_no_items_is_refused_whole(
    lasting: Caller, body: dict[str, Any], issues: set[tuple[str, str]]
) -> None:
    answer = lasting.post(PATH, body)
    assert answer.status_code == 400
    assert issues_of(answer) == issues


def test_a_submission_may_be_larger_than_a_request_and_not_endless(lasting: Caller) -> None:
    assert lasting.post(PATH, b'{"a": "' + b"x" * 100_000 + b'"}').status_code == 400
    assert lasting.post(PATH, b"x" * (5 * 2**20 + 1)).status_code == 413
