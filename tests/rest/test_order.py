"""Of several things wrong with a request the first is told, in the order of the contract.

Each row is wrong in two neighbouring ways, and gets the answer of the first.
"""

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Engine

from portal.app import create_app
from portal.settings import Settings
from tests.declarations.world import BAKERY, EMMA, GARAGE
from tests.rest.bodies import training
from tests.rest.caller import Caller, code_of
from tests.rest.issuer import ALL, Issuer

PATH = "/trainings"
NOWHERE = "01890a5d-ac96-774b-bcce-b302099a8057"
FOREIGN = {"employer": {"enterpriseNumber": GARAGE}}
AGAINST_THE_RULES = {"endDate": "2026-11-08"}
XML = {"Content-Type": "text/xml"}
WANTS_XML = {"Accept": "text/xml"}
LARGE = b"{" * 70_000
Row = tuple[dict[str, Any], int, str]
CHANGES: dict[str, Row] = {
    "no token, and no scope": ({"token": None}, 401, "noAccessToken"),
    "no scope, and too large": ({"scope": "openid", "body": LARGE}, 403, "missingScope"),
    "too large, and no JSON": ({"body": LARGE, **XML}, 413, "payloadTooLarge"),
    "no JSON, and wants XML": ({"body": b"{", **XML, **WANTS_XML}, 415, "unsupportedMediaType"),
    "wants XML, and broken": ({"body": b"{", **WANTS_XML}, 406, "notAcceptable"),
    "broken, and a wrong condition": ({"body": b"{", "If-Match": "x"}, 400, "badRequest"),
    "a wrong condition, and foreign": ({"other": FOREIGN, "If-Match": "x"}, 400, "badRequest"),
    "a wrong kind, and foreign": ({"other": {**FOREIGN, "title": 1}}, 400, "badRequest"),
    "a wrong kind, and nothing there": ({"body": {"title": 1}, "at": NOWHERE}, 400, "badRequest"),
    "foreign, and nothing there": ({"other": FOREIGN, "at": NOWHERE}, 403, "missingPermission"),
    "nothing there, and no version": ({"at": NOWHERE, "If-Match": ""}, 404, "resourceNotFound"),
    "nothing there, and another version": (
        {"at": NOWHERE, "If-Match": '"9"'},
        404,
        "resourceNotFound",
    ),
    "no version, and against the rules": (
        {"If-Match": "", "other": AGAINST_THE_RULES},
        428,
        "versionRequired",
    ),
    "another version, and against the rules": (
        {"If-Match": '"9"', "other": AGAINST_THE_RULES},
        412,
        "versionConflict",
    ),
    "against the rules": ({"other": AGAINST_THE_RULES}, 400, "badRequest"),
}
USED = {"title": "Hygiëne"}
CREATES: dict[str, Row] = {
    "a wrong kind, and a used reference": ({"other": {"title": 1}}, 400, "badRequest"),
    "foreign, and a used reference": ({"other": FOREIGN}, 403, "missingPermission"),
    "against the rules, and a used reference": ({"other": AGAINST_THE_RULES}, 400, "badRequest"),
    "a used reference": ({"other": USED}, 409, "referenceConflict"),
}
OPT_OUT = {
    "worker": {"ssin": EMMA},
    "employer": {"enterpriseNumber": BAKERY},
    "year": 2026,
    "kind": "optOut",
}
ANOTHER = {"reference": "R2", **OPT_OUT}
RIGHTS: dict[str, Row] = {
    "against the rules, and a right that exists": (
        {"body": {**ANOTHER, "days": "5"}},
        400,
        "badRequest",
    ),
    "a right that exists": ({"body": ANOTHER}, 409, "rightExists"),
}
# Who asks too often hears what needs no record, and nothing else.
TOO_OFTEN: dict[str, Row] = {
    "a wrong kind, and too often": ({"other": {"title": 1}}, 400, "badRequest"),
    "too often, and foreign": ({"other": FOREIGN}, 429, "tooManyRequests"),
    "too often, and a used reference": ({"other": USED}, 429, "tooManyRequests"),
}


@pytest.fixture(scope="module")
def record_id(app: Flask, lasting_world: Engine, issuer: Issuer) -> str:
    """Return a training of the bakery that stays as it is."""
    assert lasting_world
    answer = Caller(app, issuer.token(enterpriseNumber=BAKERY)).post(PATH, training())
    return str(answer.get_json()["id"])


@pytest.fixture(scope="module")
def right_id(app: Flask, lasting_world: Engine, issuer: Issuer) -> str:
    """Return a right at the bakery that stays as it is."""
    assert lasting_world
    caller = Caller(app, issuer.token(enterpriseNumber=BAKERY))
    answer = caller.post("/trainingRights", {"reference": "R1", **OPT_OUT})
    return str(answer.get_json()["id"])


def ask(app: Flask, issuer: Issuer, method: str, path: str, asked: dict[str, Any]) -> Row:
    """Send a request that is wrong as a row says; gives what is answered."""
    token = issuer.token(enterpriseNumber=BAKERY, scope=asked.get("scope", ALL))
    headers = {"If-Match": '"1"', **asked}
    sent = {
        name: headers[name] for name in ("If-Match", "Content-Type", "Accept") if headers.get(name)
    }
    body = asked.get("body", training(**asked.get("other", {})))
    answer = Caller(app, asked.get("token", token)).ask(method, path, body, **sent)
    return asked, answer.status_code, code_of(answer)


@pytest.mark.parametrize("row", CHANGES.values(), ids=CHANGES)
def test_the_first_thing_wrong_with_a_change_is_told(
    app: Flask, issuer: Issuer, record_id: str, row: Row
) -> None:
    path = f"{PATH}/{row[0].get('at', record_id)}"
    assert ask(app, issuer, "PUT", path, row[0]) == row


@pytest.mark.parametrize("row", CREATES.values(), ids=CREATES)
def test_the_first_thing_wrong_with_a_new_one_is_told(
    app: Flask, issuer: Issuer, record_id: str, row: Row
) -> None:
    assert record_id
    assert ask(app, issuer, "POST", PATH, row[0]) == row


@pytest.mark.parametrize("row", RIGHTS.values(), ids=RIGHTS)
def test_the_first_thing_wrong_with_a_right_is_told(
    app: Flask, issuer: Issuer, right_id: str, row: Row
) -> None:
    assert right_id
    assert ask(app, issuer, "POST", "/trainingRights", row[0]) == row


@pytest.mark.parametrize("row", TOO_OFTEN.values(), ids=TOO_OFTEN)
def test_the_limit_protects_the_records(
    rest_settings: Settings, issuer: Issuer, record_id: str, row: Row
) -> None:
    assert record_id
    limits = {"rate_limits": True, "rest_requests": 0}
    limited = create_app(rest_settings.model_copy(update=limits))
    assert ask(limited, issuer, "POST", PATH, row[0]) == row
