"""Software reads back what concerns its own workers, page by page, and nothing of anybody else."""

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Engine, text

from portal.directory.entries import find
from tests.declarations.world import (
    BAKERY,
    COLLEGE,
    EMMA,
    GARAGE,
    LOTTE,
    NOBODY,
    PIET,
    SECRETARIAT,
)
from tests.rest.bodies import training
from tests.rest.caller import Caller, code_of, issues_of
from tests.rest.issuer import Issuer

PATH = "/trainings"
QUERY = f"{PATH}/query"
ACCOUNT = "/learningAccounts/query"
RIGHT = {
    "reference": "R1",
    "worker": {"ssin": EMMA},
    "employer": {"enterpriseNumber": BAKERY},
    "year": 2026,
    "kind": "legal",
    "days": "6.50",
}


def caller(app: Flask, issuer: Issuer, name: str, number: str) -> Caller:
    return Caller(app, issuer.token(client_id=name, sub=name, enterpriseNumber=number))


@pytest.fixture
def declared(bakery: Caller) -> list[dict[str, Any]]:
    """Return 25 trainings that the bakery has declared, of Emma and of Lotte."""
    return [
        bakery.post(
            PATH,
            training(
                reference=f"W{number}",
                worker={"ssin": EMMA if number % 2 else LOTTE},
                startDate=f"2026-10-{number + 1:02}",
                endDate=f"2026-10-{number + 1:02}",
                durationMinutes=60,
            ),
        ).get_json()
        for number in range(25)
    ]


def pages(software: Caller, path: str, body: dict[str, Any] | None = None) -> list[dict[str, Any]]:
    """Return all items of a collection, by following its pages."""
    items: list[dict[str, Any]] = []
    following: str | None = path
    while following is not None:
        asked = following.rpartition("/fla/v1")[2]
        said = (software.get(asked) if body is None else software.post(asked, body)).get_json()
        items += said["items"]
        following = said.get("next")
    return items


def test_one_training_is_read_back_with_its_tag(
    bakery: Caller, declared: list[dict[str, Any]]
) -> None:
    path = f"{PATH}/{declared[0]['id']}"
    answer = bakery.get(path)
    assert (answer.status_code, answer.headers["ETag"]) == (200, '"1"')
    assert answer.get_json() == declared[0]
    again = bakery.get(path, If_None_Match='"1"')
    assert (again.status_code, again.data) == (304, b"")
    assert bakery.put(path, answer.get_json(), If_Match='"1"').status_code == 200


def test_pages_hold_every_training_once_in_order(
    bakery: Caller, declared: list[dict[str, Any]]
) -> None:
    made = [item["id"] for item in pages(bakery, f"{PATH}?pageSize=10")]
    assert made == [item["id"] for item in declared]
    downward = [item["id"] for item in pages(bakery, f"{PATH}?pageSize=10&sort=-startDate")]
    assert downward == [item["id"] for item in reversed(declared)]
    upward = [item["id"] for item in pages(bakery, f"{PATH}?pageSize=10&sort=startDate")]
    assert upward == [item["id"] for item in declared]
    for order in ("lastModified", "-lastModified"):
        assert len({item["id"] for item in pages(bakery, f"{PATH}?pageSize=10&sort={order}")}) == 25


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("reference=W3", 1),
        ("startDateFrom=2026-10-20", 6),
        ("startDateFrom=2026-10-20&startDateTo=2026-10-21", 2),
        ("status=reserved", 0),
        ("recordState=active&status=completed", 25),
        ("recordState=canceled", 0),
        (f"enterpriseNumber={GARAGE}", 0),
        ("changedSince=2999-01-01", 0),
        ("changedSince=2020-01-01T00:00:00Z", 25),
    ],
)
@pytest.mark.usefixtures("declared")
def test_filters_leave_what_fits(bakery: Caller, query: str, count: int) -> None:
    assert len(bakery.get(f"{PATH}?pageSize=50&{query}").get_json()["items"]) == count


@pytest.mark.usefixtures("declared")
def test_one_worker_is_found_by_the_body_and_never_by_the_address(bakery: Caller) -> None:
    found = pages(bakery, f"{QUERY}?pageSize=10", {"ssin": EMMA})
    assert len(found) == 12
    assert {item["worker"]["ssin"] for item in found} == {EMMA}
    answer = bakery.post(QUERY, {"ssin": EMMA, "pageSize": 10})
    assert EMMA not in answer.get_json()["self"] + answer.get_json()["next"]
    assert issues_of(bakery.get(f"{PATH}?ssin={EMMA}")) == {("unknownInput", "ssin")}
    for nobody in (PIET, NOBODY):
        assert bakery.post(QUERY, {"ssin": nobody}).get_json()["items"] == []


@pytest.mark.usefixtures("declared")
def test_others_see_nothing_of_it(garage: Caller) -> None:
    assert garage.get(PATH).get_json()["items"] == []
    assert garage.post(QUERY, {"ssin": EMMA}).get_json()["items"] == []


def test_a_foreign_training_is_not_there(garage: Caller, declared: list[dict[str, Any]]) -> None:
    for path in (f"{PATH}/{declared[0]['id']}", f"{PATH}/{declared[0]['id']}/versions"):
        assert code_of(garage.get(path)) == "resourceNotFound"


def test_a_mandate_holder_reads_what_the_mandate_covers(
    app: Flask, issuer: Issuer, bakery: Caller
) -> None:
    holder = caller(app, issuer, "secretariat", SECRETARIAT)
    covered = bakery.post(PATH, training()).get_json()
    old = {"startDate": "2024-12-30", "endDate": "2024-12-31"}
    before = bakery.post(PATH, training(reference="W2", **old)).get_json()
    assert [item["id"] for item in holder.get(PATH).get_json()["items"]] == [covered["id"]]
    assert holder.get(f"{PATH}/{before['id']}").status_code == 404


def test_a_provider_reads_what_it_declared_itself(
    app: Flask, issuer: Issuer, bakery: Caller
) -> None:
    college = caller(app, issuer, "college", COLLEGE)
    bakery.post(PATH, training(title="Lassen"))
    own = college.post(PATH, training()).get_json()
    assert own["toVerify"] is True
    assert [item["id"] for item in college.get(PATH).get_json()["items"]] == [own["id"]]
    assert code_of(college.post(ACCOUNT, account())) == "missingPermission"


def test_every_version_tells_who_said_it(bakery: Caller) -> None:
    said = bakery.post(PATH, training()).get_json()
    path = f"{PATH}/{said['id']}"
    bakery.put(path, training(title="Lassen"), If_Match='"1"')
    bakery.post(f"{path}/cancel", {"reason": "Twice"}, If_Match='"2"')
    page = bakery.get(f"{path}/versions").get_json()
    assert page["self"].endswith(f"{path}/versions")
    versions = page["items"]
    assert [one["version"] for one in versions] == [3, 2, 1]
    assert [one["recordState"] for one in versions] == ["canceled", "active", "active"]
    assert versions[0]["cancelReason"] == "Twice"
    assert {one["channel"] for one in versions} == {"rest"}


def test_a_replay_after_a_change_gets_the_first_answer(bakery: Caller) -> None:
    first = bakery.post(PATH, training()).get_json()
    bakery.put(f"{PATH}/{first['id']}", training(title="Lassen"), If_Match='"1"')
    again = bakery.post(PATH, training())
    assert again.headers["Fla-Replayed"] == "true"
    assert again.get_json() == first


def test_a_replay_repeats_the_warnings_of_the_first_answer(bakery: Caller) -> None:
    long = {"startDate": "2026-01-05", "endDate": "2026-01-30", "durationMinutes": 9000}
    late = training(**long, chargedMinutes=9000)
    low = RIGHT | {"kind": "legal", "days": "0.5"}
    for path, said, codes in (
        (PATH, late, {"lateForQuarter", "overTheRight"}),
        ("/trainingRights", low, {"rightBelowCalculated"}),
    ):
        first = bakery.post(path, said).get_json()
        assert {one["type"].rsplit(":", 1)[1] for one in first["warnings"]} == codes
        again = bakery.post(path, said)
        assert again.headers["Fla-Replayed"] == "true"
        assert again.get_json() == first


def test_rights_are_declared_found_changed_and_taken_back(bakery: Caller) -> None:
    answer = bakery.post("/trainingRights", RIGHT)
    said = answer.get_json()
    assert (answer.status_code, said["days"]) == (201, "6.5")
    path = f"/trainingRights/{said['id']}"
    assert bakery.get(path).get_json() == said
    assert [one["id"] for one in pages(bakery, "/trainingRights/query", {"year": 2026})] == [
        said["id"]
    ]
    again = bakery.post("/trainingRights", RIGHT | {"reference": "R2"})
    assert (again.status_code, code_of(again)) == (409, "rightExists")
    changed = bakery.put(path, said | {"days": "7"}, If_Match='"1"')
    assert (changed.status_code, changed.get_json()["days"]) == (200, "7")
    gone = bakery.post(f"{path}/cancel", {"reason": "Error"}, If_Match='"2"')
    assert gone.get_json()["recordState"] == "canceled"


def account(**other: object) -> dict[str, Any]:
    return {"enterpriseNumber": BAKERY, "ssin": EMMA, "year": 2026, **other}


def test_an_employer_reads_a_workers_account_at_its_own_enterprise(bakery: Caller) -> None:
    bakery.post(PATH, training())
    said = bakery.post(ACCOUNT, account()).get_json()
    (employment,) = said["employments"]
    assert employment["gained"] == {"days": "5.0000", "fraction": "5", "minutes": 2280}
    assert employment["charged"] == {"days": "1.0000", "fraction": "1", "minutes": 456}
    assert employment["dayMinutes"] == 456
    assert [one["reference"] for one in employment["trainings"]] == ["W2026-1"]
    assert employment["rights"][0]["source"]


def test_every_worker_who_was_read_about_sees_it(bakery: Caller, world: Engine) -> None:
    said = bakery.post(PATH, training()).get_json()
    bakery.get(f"{PATH}/{said['id']}")
    bakery.get(PATH)
    bakery.post(ACCOUNT, account())
    with world.connect() as db:
        person_id = find(db, [EMMA])[EMMA].person_id
        looks = db.execute(
            text(
                "SELECT role, organisation, data_group, channel FROM look"
                " WHERE person_id = :person ORDER BY sequence"
            ),
            {"person": person_id},
        ).all()
    groups = ("training", "trainings", "account")
    assert looks == [("employer", BAKERY, group, "rest") for group in groups]


def test_who_was_asked_for_and_not_shown_was_not_read_about(
    garage: Caller, bakery: Caller, world: Engine
) -> None:
    said = bakery.post(PATH, training()).get_json()
    garage.get(f"{PATH}/{said['id']}")
    garage.post(QUERY, {"ssin": EMMA})
    garage.post(ACCOUNT, account(enterpriseNumber=GARAGE))
    with world.connect() as db:
        assert db.execute(text("SELECT count(*) FROM look")).scalar_one() == 0
