"""Software learns which numbers of its own workers were replaced or canceled, and only of those."""

import pytest
from sqlalchemy import Engine, text

from portal.directory.entries import find
from tests.declarations.world import EMMA, NEVER, OLD_EMMA
from tests.rest.caller import Caller, issues_of

PATH = "/workerIdentifierChanges"


def test_replaced_and_canceled_numbers_are_told(bakery: Caller) -> None:
    said = bakery.get(f"{PATH}?changedSince=2020-01-01").get_json()
    found = {item["ssin"]: (item["state"], item.get("replacedBy")) for item in said["items"]}
    assert found == {OLD_EMMA: ("replaced", EMMA), NEVER: ("canceled", None)}
    assert "next" not in said


def test_numbers_of_others_are_not(garage: Caller) -> None:
    assert garage.get(PATH).get_json()["items"] == []


def test_only_what_changed_since_is_told(bakery: Caller) -> None:
    assert bakery.get(f"{PATH}?changedSince=2999-01-01T00:00:00Z").get_json()["items"] == []


def test_every_worker_sees_that_their_number_was_told(world: Engine, bakery: Caller) -> None:
    answer = bakery.get(PATH)
    assert answer.headers["Cache-Control"] == "no-store"
    with world.connect() as db:
        person_id = find(db, [EMMA])[EMMA].person_id
        looks = db.execute(
            text("SELECT role, data_group, channel FROM look WHERE person_id = :id"),
            {"id": person_id},
        ).all()
    assert looks == [("employer", "number", "rest")]


@pytest.mark.parametrize(
    ("query", "issue"),
    [
        ("changedSince=yesterday", ("invalidStructure", "changedSince")),
        ("changedSince=2026-01-01T00:00:00", ("invalidStructure", "changedSince")),
        ("pageSize=9", ("outOfRange", "pageSize")),
        ("pageSize=101", ("outOfRange", "pageSize")),
        ("pageSize=%D9%A5%D9%A0", ("outOfRange", "pageSize")),
        ("pageSize=-50", ("outOfRange", "pageSize")),
        ("cursor=abc", ("invalidStructure", "cursor")),
        ("cursor=W10", ("invalidStructure", "cursor")),
        ("cursor=WyJhIiwgImIiXQ", ("invalidStructure", "cursor")),
        ("ssin=85021400149", ("unknownInput", "ssin")),
    ],
)
def test_a_wrong_parameter_is_named(bakery: Caller, query: str, issue: tuple[str, str]) -> None:
    answer = bakery.get(f"{PATH}?{query}")
    assert answer.status_code == 400
    assert issues_of(answer) == {issue}
