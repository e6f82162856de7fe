"""A question that cannot be answered says which part of it is wrong, or what is not there."""

from typing import Any

import pytest

from tests.declarations.world import (
    BAKERY,
    EMMA,
    GARAGE,
    JAN,
    NEVER,
    NOBODY,
    OLD_EMMA,
    PIET,
)
from tests.rest.caller import Caller, code_of, issues_of

QUERY = "/trainings/query"
ACCOUNT = "/learningAccounts/query"


def account(**other: object) -> dict[str, Any]:
    return {"enterpriseNumber": BAKERY, "ssin": EMMA, "year": 2026, **other}


@pytest.mark.parametrize(
    ("body", "issue"),
    [
        ({"ssin": "1"}, ("invalidStructure", "ssin")),
        ({"ssin": 1}, ("schemaViolation", "ssin")),
        ({"ssin": ""}, ("missing", "ssin")),
        ({"colour": "red"}, ("unknownInput", "colour")),
        ({"sort": "title"}, ("unknownCode", "sort")),
        ({"sort": "--startDate"}, ("unknownCode", "sort")),
        ({"startDateFrom": "2026-02-30"}, ("invalidStructure", "startDateFrom")),
        ({"cursor": "x"}, ("invalidStructure", "cursor")),
        ({"status": "x"}, ("unknownCode", "status")),
        ({"pageSize": 1000}, ("outOfRange", "pageSize")),
    ],
)
def test_a_wrong_filter_is_named(
    lasting: Caller, body: dict[str, Any], issue: tuple[str, str]
) -> None:
    assert issues_of(lasting.post(QUERY, body)) == {issue}


@pytest.mark.parametrize(
    ("other", "status", "code"),
    [
        ({"enterpriseNumber": GARAGE, "ssin": PIET}, 403, "missingPermission"),
        ({"enterpriseNumber": GARAGE, "ssin": NOBODY}, 403, "missingPermission"),
        ({"ssin": PIET}, 400, "referencedResourceNotFound"),
        ({"ssin": NOBODY}, 400, "referencedResourceNotFound"),
        ({"ssin": OLD_EMMA}, 400, "replacedSsin"),
        ({"ssin": NEVER}, 400, "canceledSsin"),
        ({"ssin": JAN}, 403, "accessClosed"),
        ({"year": "2026"}, 400, "schemaViolation"),
        ({"ssin": "85"}, 400, "invalidStructure"),
    ],
)
def test_an_account_that_cannot_be_shown_says_why(
    lasting: Caller, other: dict[str, Any], status: int, code: str
) -> None:
    answer = lasting.post(ACCOUNT, account(**other))
    assert answer.status_code == status
    assert code in {code_of(answer), *(name for name, _ in issues_of(answer))}
