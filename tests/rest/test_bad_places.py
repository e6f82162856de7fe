"""Bad input wherever software may put it: every answer is a problem, never a page or a failure."""

from typing import Any
from urllib.parse import urlencode

import pytest
from flask import Flask

from tests.declarations.world import BAKERY, EMMA
from tests.rest.bodies import training
from tests.rest.caller import Caller, code_of, issues_of
from tests.rest.document import operations

NOWHERE = "01890a5d-ac96-774b-bcce-b302099a8057"
TAKES_A_BODY = [
    (method.upper(), path.replace("{trainingId}", NOWHERE).replace("{trainingRightId}", NOWHERE))
    for (method, path), operation in operations().items()
    if "requestBody" in operation
]
NO_OBJECT = [b"", b"{", b"[]", b'"text"', b"1", b"null", b"\xff\xfe{", b"{}{}", b"[" * 9000, b"\0"]


@pytest.mark.parametrize(("method", "path"), TAKES_A_BODY, ids=lambda part: part)
def test_what_is_no_object_is_refused_wherever_a_body_is_asked_for(
    lasting: Caller, method: str, path: str
) -> None:
    for body in NO_OBJECT:
        answer = lasting.ask(method, path, body, If_Match='"1"')
        assert (answer.status_code, code_of(answer)) == (400, "badRequest"), body
        assert {code for code, _ in issues_of(answer)} == {"schemaViolation"}, body


@pytest.mark.parametrize(("method", "path"), TAKES_A_BODY, ids=lambda part: part)
def test_another_media_type_is_refused_wherever_a_body_is_asked_for(
    lasting: Caller, method: str, path: str
) -> None:
    for kind in ("text/plain", "application/xml", "multipart/form-data; boundary=a", "a", "a/b/c"):
        answer = lasting.ask(method, path, b"{}", Content_Type=kind, If_Match='"1"')
        assert (answer.status_code, code_of(answer)) == (415, "unsupportedMediaType"), kind


# Digits of other scripts, a line's end behind a number, signs, spaces, other bases.
NO_NUMBERS = ("\u0665", "\uff15", "1\n", " 1", "+1", "-1", "1_0", "0x1", "1e3", "1.0", "\u00bd", "")


@pytest.mark.parametrize("text", NO_NUMBERS, ids=ascii)
def test_a_number_is_written_in_plain_digits(lasting: Caller, text: str) -> None:
    for name in ("pageSize", "enterpriseNumber"):
        answer = lasting.ask("GET", "/trainings?" + urlencode({name: text}))
        assert answer.status_code == 400, name
    for value in (EMMA[:-1] + text, text + EMMA[1:]):
        answer = lasting.post("/trainings/query", {"ssin": value})
        assert answer.status_code == 400, value
    whole = training(worker={"ssin": EMMA + text}, employer={"enterpriseNumber": BAKERY + text})
    if text:
        assert len(issues_of(lasting.post("/trainings", whole))) == 2


@pytest.mark.parametrize("text", [*NO_NUMBERS, "6,5", "6.12345", "NaN"], ids=ascii)
def test_days_are_written_in_plain_digits(lasting: Caller, text: str) -> None:
    if text != "1.0":
        answer = lasting.post("/trainingRights", right(days=text))
        assert answer.status_code == 400
        assert {name for _, name in issues_of(answer)} == {"days"}


@pytest.mark.parametrize(
    "text",
    [
        "2026-02-30",
        "2026-11-09\n",
        "٢٠٢٦-11-09",
        "2026-W46-1",
        "20261109",
        "09/11/2026",
        "2026-1-9",
    ],
    ids=ascii,
)
def test_a_day_is_written_as_agreed(lasting: Caller, text: str) -> None:
    answer = lasting.post("/trainings", training(startDate=text))
    assert "startDate" in {name for _, name in issues_of(answer)}
    for name in ("startDateFrom", "changedSince"):
        answer = lasting.get("/trainings?" + urlencode({name: text}))
        assert {name for _, name in issues_of(answer)} == {name}


@pytest.mark.parametrize(
    "name", ["%00", "%0A", "%ff", "%ED%A0%80", "..%2f..", "a" * 3000, "%F0%9F%92%A9", "'--", "*"]
)
def test_whatever_stands_in_a_path_is_answered_in_json(lasting: Caller, name: str) -> None:
    for path in (f"/trainings/{name}", f"/refData/{name}", f"/submissions/{name}/outcomes"):
        assert lasting.get(path).status_code == 404, path


@pytest.mark.parametrize("sign", ["%00", "%0A", "%ff", "%ED%A0%80", "%F0%9F%92%A9"])
def test_whatever_stands_in_a_question_is_answered_in_json(lasting: Caller, sign: str) -> None:
    for name in ("cursor", "sort", "status", "reference", "changedSince", sign):
        answer = lasting.get(f"/trainings?{name}={sign}")
        assert (answer.status_code, code_of(answer)) == (400, "badRequest"), name


@pytest.mark.parametrize("method", ["TRACE", "CONNECT", "OPTIONS", "PATCH", "DELETE", "BREW"])
def test_every_other_method_is_refused_at_every_address(app: Flask, method: str) -> None:
    known = {(name.upper(), path) for name, path in operations()}
    for _, path in known:
        answer = Caller(app, None).ask(method, path.replace("{", "").replace("}", ""))
        assert (answer.status_code, code_of(answer)) == (405, "methodNotAllowed"), path
        allowed = set(answer.headers["Allow"].split(", ")) - {"HEAD"}
        assert allowed == {name for name, one in known if one == path}, path


def right(**other: Any) -> dict[str, Any]:
    """Return a faultless right of Emma at the bakery; other: properties that differ."""
    who = {"worker": {"ssin": EMMA}, "employer": {"enterpriseNumber": BAKERY}}
    return {"reference": "R1", **who, "year": 2026, "kind": "legal", "days": "6", **other}


@pytest.mark.parametrize(
    "text", ["0001-01-01", "9999-12-31", "0001-01-01T00:00:00%2B14:00", "9999-12-31T23:59:59-12:00"]
)
def test_the_ends_of_time_are_moments_too(lasting: Caller, text: str) -> None:
    for path in ("/trainings", "/workerIdentifierChanges"):
        assert lasting.get(f"{path}?changedSince={text}").status_code == 200, path
