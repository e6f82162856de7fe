"""Software declares a training, changes it and cancels it; no retry does harm."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Engine, text

from portal.settings import Settings
from tests.declarations.world import BAKERY, COLLEGE, EMMA, PIET
from tests.rest.bodies import training
from tests.rest.caller import BASE, Caller, code_of, issues_of, problem_of
from tests.rest.issuer import Issuer

PATH = "/trainings"
UNKNOWN = "01890a5d-ac96-774b-bcce-b302099a8057"


@pytest.fixture
def declared(bakery: Caller) -> dict[str, Any]:
    """Return a training that the bakery has declared."""
    answer = bakery.post(PATH, training())
    assert answer.status_code == 201, answer.text
    said: dict[str, Any] = answer.get_json()
    return said


def count(world: Engine) -> int:
    with world.connect() as db:
        return int(db.execute(text("SELECT count(*) FROM training")).scalar_one())


def test_what_was_declared_comes_back_whole(bakery: Caller) -> None:
    answer = bakery.post(PATH, training())
    said = answer.get_json()
    assert (answer.status_code, answer.headers["ETag"]) == (201, '"1"')
    assert answer.headers["Location"] == f"http://localhost{BASE}{PATH}/{said['id']}"
    assert answer.headers["Cache-Control"] == "no-store"
    assert {name: said[name] for name in training()} == training()
    assert (said["version"], said["recordState"], said["chargedMinutes"]) == (1, "active", 456)
    assert said["registeredBy"] == {"enterpriseNumber": BAKERY, "quality": "employer"}
    assert said["warnings"] == []


def test_the_same_again_gets_the_first_answer_again(
    bakery: Caller, declared: dict[str, Any], world: Engine
) -> None:
    answer = bakery.post(PATH, training())
    assert answer.status_code == 201
    assert answer.headers["Fla-Replayed"] == "true"
    assert answer.headers["Location"].endswith(declared["id"])
    assert answer.get_json()["id"] == declared["id"]
    assert count(world) == 1


def test_other_content_under_the_same_reference_leads_to_the_record(
    bakery: Caller, declared: dict[str, Any]
) -> None:
    answer = bakery.post(PATH, training(title="Hygiëne"))
    assert (answer.status_code, code_of(answer)) == (409, "referenceConflict")
    assert problem_of(answer)["href"] == f"http://localhost{BASE}{PATH}/{declared['id']}"


def test_a_change_names_the_version_that_was_seen(bakery: Caller, declared: dict[str, Any]) -> None:
    path = f"{PATH}/{declared['id']}"
    answer = bakery.put(path, declared | {"title": "Hygiëne"}, If_Match='"1"')
    assert (answer.status_code, answer.headers["ETag"]) == (200, '"2"')
    said = answer.get_json()
    assert (said["title"], said["version"]) == ("Hygiëne", 2)
    stale = bakery.put(path, declared, If_Match='"1"')
    assert (stale.status_code, code_of(stale)) == (412, "versionConflict")
    assert problem_of(stale)["currentVersion"] == 2
    without = bakery.put(path, declared)
    assert (without.status_code, code_of(without)) == (428, "versionRequired")


def test_a_body_just_read_can_be_put_back(bakery: Caller, declared: dict[str, Any]) -> None:
    answer = bakery.put(f"{PATH}/{declared['id']}", declared, If_Match='"1"')
    assert (answer.status_code, answer.headers["ETag"]) == (200, '"1"')


def test_what_a_provider_said_can_be_put_back_too(
    app: Flask, world: Engine, issuer: Issuer
) -> None:
    assert world
    token = issuer.token(client_id="college", sub="college", enterpriseNumber=COLLEGE)
    college = Caller(app, token)
    record_id = college.post(PATH, training()).get_json()["id"]
    seen = college.get(f"{PATH}/{record_id}").get_json()
    assert seen["toVerify"] is True
    answer = college.put(f"{PATH}/{record_id}", seen | {"title": "Lassen"}, If_Match='"1"')
    assert (answer.status_code, answer.get_json()["toVerify"]) == (200, True)
    false = college.put(
        f"{PATH}/{record_id}", answer.get_json() | {"toVerify": False}, If_Match='"2"'
    )
    assert issues_of(false) == {("equalExpected", "toVerify")}


@pytest.mark.parametrize(
    "changed",
    [
        {"id": UNKNOWN},
        {"version": 2},
        {"version": True},
        {"recordState": "canceled"},
        {"lastModified": "2020-01-01T00:00:00Z"},
        {"registeredBy": {"enterpriseNumber": BAKERY, "quality": "operator"}},
        {"reference": "W2"},
    ],
    ids=lambda changed: next(iter(changed)),
)
def test_what_only_the_service_says_cannot_be_changed(
    bakery: Caller, declared: dict[str, Any], changed: dict[str, Any]
) -> None:
    body = declared | {"title": "Hygiëne"} | changed
    answer = bakery.put(f"{PATH}/{declared['id']}", body, If_Match='"1"')
    assert answer.status_code == 400
    assert issues_of(answer) == {("equalExpected", next(iter(changed)))}
    kept = bakery.put(f"{PATH}/{declared['id']}", declared, If_Match='"1"')
    assert kept.get_json()["title"] == declared["title"]


def test_another_worker_cannot_be_named(bakery: Caller, declared: dict[str, Any]) -> None:
    body = declared | {"worker": {"ssin": PIET}}
    answer = bakery.put(f"{PATH}/{declared['id']}", body, If_Match='"1"')
    assert issues_of(answer) == {("equalExpected", "worker.ssin")}


def test_a_canceled_training_stays_readable_and_is_no_longer_changed(
    bakery: Caller, declared: dict[str, Any]
) -> None:
    path = f"{PATH}/{declared['id']}"
    assert bakery.post(f"{path}/cancel", {"reason": "Twice"}).status_code == 428
    answer = bakery.post(f"{path}/cancel", {"reason": "Twice"}, If_Match='"1"')
    assert (answer.status_code, answer.headers["ETag"]) == (200, '"2"')
    said = answer.get_json()
    assert (said["recordState"], said["worker"]) == ("canceled", {"ssin": EMMA})
    later = bakery.put(path, training(title="Hygiëne"), If_Match='"2"')
    assert later.status_code == 400


@pytest.mark.parametrize("path", [UNKNOWN, "1", "%20", "00000000-0000-0000-0000-000000000000"])
def test_what_is_not_there_is_not_found(bakery: Caller, path: str) -> None:
    answer = bakery.put(f"{PATH}/{path}", training(), If_Match='"1"')
    assert (answer.status_code, code_of(answer)) == (404, "resourceNotFound")


def test_a_foreign_training_answers_as_one_that_is_not_there(
    garage: Caller, bakery: Caller
) -> None:
    record_id = bakery.post(PATH, training()).get_json()["id"]
    cancel = {"reason": "Twice"}

    def told(name: str, headers: dict[str, str]) -> tuple[int, str]:
        answer = garage.post(f"{PATH}/{name}/cancel", cancel, **headers)
        body = problem_of(answer)
        body.pop("instance")
        return answer.status_code, str(body)

    for headers in ({}, {"If_Match": '"1"'}, {"If_Match": '"7"'}):
        assert told(record_id, headers) == told(UNKNOWN, headers)
        assert told(record_id, headers)[0] == 404


def test_twenty_at_once_make_one(app: Flask, world: Engine, issuer: Issuer) -> None:
    token = issuer.token(enterpriseNumber=BAKERY)
    with ThreadPoolExecutor(20) as pool:
        answers = list(pool.map(lambda _: Caller(app, token).post(PATH, training()), range(20)))
    assert [answer.status_code for answer in answers] == [201] * 20
    assert len({answer.headers["Location"] for answer in answers}) == 1
    assert sum("Fla-Replayed" not in answer.headers for answer in answers) == 1
    assert count(world) == 1


def test_of_two_changes_at_once_one_wins(app: Flask, bakery: Caller, issuer: Issuer) -> None:
    record_id = bakery.post(PATH, training()).get_json()["id"]
    token = issuer.token(enterpriseNumber=BAKERY)

    def change(title: str) -> int:
        body = training(title=title)
        return Caller(app, token).put(f"{PATH}/{record_id}", body, If_Match='"1"').status_code

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(change, ["Een", "Twee"])) == [200, 412]


def test_a_wrong_condition_is_told_as_such(
    bakery: Caller, declared: dict[str, Any], rest_settings: Settings
) -> None:
    assert rest_settings
    for tag in ("1", 'W/"1"', '"one"', '"1", "2"', "*", '"0"'):
        answer = bakery.put(f"{PATH}/{declared['id']}", training(), If_Match=tag)
        assert answer.status_code == 400, tag
        assert issues_of(answer) == {("invalidStructure", "If-Match")}
