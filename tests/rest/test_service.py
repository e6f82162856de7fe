"""Whatever is asked, software gets JSON that says what was wrong, and nothing of our inside."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine
from sqlalchemy.exc import OperationalError

from portal.app import create_app
from portal.duties import condition
from portal.identifiers import new_id
from portal.rest import reference
from portal.settings import Settings
from portal.submissions.beating import beat
from tests.rest.caller import BASE, Caller, check_answer, code_of

TRACE = "123e4567-e89b-12d3-a456-426614174000"


@pytest.mark.parametrize(
    "path", ["/nowhere", "/refData/nowhere", "/refData/rightKinds/no", "/a/b/"]
)
def test_an_unknown_address_is_a_problem(app: Flask, path: str) -> None:
    answer = Caller(app, None).get(path)
    assert (answer.status_code, code_of(answer)) == (404, "resourceNotFound")


@pytest.mark.parametrize("path", ["/REST", "/REST/", "/REST/fla/v2/health", "/REST/other"])
def test_everything_beside_the_service_is_a_problem_too(browser: FlaskClient, path: str) -> None:
    answer = browser.get(path)
    check_answer(answer)
    assert answer.status_code == 404


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "BREW"])
def test_a_wrong_method_names_the_right_ones(app: Flask, method: str) -> None:
    answer = Caller(app, None).ask(method, "/health")
    assert (answer.status_code, code_of(answer)) == (405, "methodNotAllowed")
    assert set(answer.headers["Allow"].split(", ")) == {"GET", "HEAD"}


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE", "OPTIONS", "TRACE"])
@pytest.mark.parametrize("path", ["/trainings/query", "/trainingRights/query"])
def test_a_question_is_no_record(app: Flask, method: str, path: str) -> None:
    answer = Caller(app, None).ask(method, path)
    assert (answer.status_code, answer.headers["Allow"]) == (405, "POST")


def test_every_answer_bears_the_name_that_the_client_gave_it(app: Flask) -> None:
    answer = Caller(app, None).get("/nowhere", BelGov_Trace_Id=TRACE)
    assert answer.headers["BelGov-Trace-Id"] == TRACE
    assert answer.get_json()["instance"] == f"urn:uuid:{TRACE}"


@pytest.mark.parametrize("given", ["<script>", "1", "a" * 5000])
def test_a_name_that_is_none_is_replaced(app: Flask, given: str) -> None:
    answer = Caller(app, None).get("/health", BelGov_Trace_Id=given)
    assert answer.headers["BelGov-Trace-Id"] != given


def test_a_foreign_host_is_refused_in_json(browser: FlaskClient) -> None:
    answer = browser.get(f"{BASE}/health", base_url="https://evil.example")
    assert answer.status_code == 400
    assert answer.mimetype == "application/problem+json"


def test_a_failure_of_ours_tells_nothing_internal(
    rest_settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reference, "check_parameters", lambda: 1 // 0)
    answer = Caller(create_app(rest_settings), None).get("/refData/rightKinds")
    assert (answer.status_code, code_of(answer)) == (500, "internalServerError")
    assert "division" not in answer.text


def test_without_the_database_the_service_says_so(
    rest_settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    def lost() -> None:
        raise OperationalError("SELECT", {}, Exception("the server is gone"))

    monkeypatch.setattr(condition, "reading", lost)
    monkeypatch.setattr(reference, "check_parameters", lost)
    caller = Caller(create_app(rest_settings), None)
    down = caller.get("/health")
    assert (down.status_code, down.get_json()) == (503, {"status": "DOWN"})
    answer = caller.get("/refData/rightKinds")
    assert (answer.status_code, code_of(answer)) == (503, "serviceUnavailable")
    assert "gone" not in answer.text


def test_health_needs_no_token_and_tells_only_the_status(app: Flask, database: Engine) -> None:
    with database.begin() as db:
        beat(db, new_id())
    answer = Caller(app, None).get("/health")
    assert (answer.status_code, answer.get_json()) == (200, {"status": "UP"})


LISTS = ("trainingNatures", "trainingStatuses", "rightKinds", "jointCommittees", "problemTypes")


@pytest.mark.parametrize("name", LISTS)
def test_every_list_of_codes_speaks_four_languages(app: Flask, name: str) -> None:
    caller = Caller(app, None)
    answer = caller.get(f"/refData/{name}")
    said = answer.get_json()
    assert said["total"] == len(said["items"]) > 0
    codes = [item["code"] for item in said["items"]]
    assert len(set(codes)) == len(codes)
    for item in said["items"]:
        assert set(item["description"]) == {"nl", "fr", "de", "en"}
        assert all(item["description"].values())
        alone = caller.get(f"/refData/{name}/{item['code']}").get_json()
        assert alone["description"] == item["description"]
    differing = sum(len(set(item["description"].values())) > 2 for item in said["items"])
    assert differing == len(codes)


@pytest.mark.parametrize("path", ["/refData/rightKinds", "/doc/openapi.yaml", "/doc/openapi.json"])
def test_what_everybody_reads_may_be_kept(app: Flask, path: str) -> None:
    caller = Caller(app, None)
    first = caller.get(path)
    assert first.headers["Cache-Control"] == "public, max-age=3600"
    again = caller.get(path, If_None_Match=first.headers["ETag"])
    assert (again.status_code, again.data) == (304, b"")


def test_an_unknown_parameter_is_refused_by_name(app: Flask) -> None:
    answer = Caller(app, None).get("/refData/rightKinds?page=1&page=2")
    assert (answer.status_code, code_of(answer)) == (400, "badRequest")
    (issue,) = answer.get_json()["issues"]
    assert (issue["in"], issue["name"]) == ("query", "page")
    assert issue["type"].endswith(":unknownInput")


def test_who_takes_no_json_is_told(app: Flask) -> None:
    answer = Caller(app, None).get("/health", Accept="text/html")
    assert (answer.status_code, code_of(answer)) == (406, "notAcceptable")
