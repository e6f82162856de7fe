"""A thousand declarations at once: each stands alone, and none is lost or kept twice."""

from collections import Counter
from typing import Any

from flask import Flask
from sqlalchemy import Engine, text

from portal.batch.process import process
from portal.database import Session
from portal.identifiers import new_id
from portal.submissions.beating import beat
from portal.submissions.working import LEASE, MOST_TRIES, work_once
from tests.declarations.world import AT, BAKERY, EMMA, NOBODY, TODAY
from tests.rest.bodies import training
from tests.rest.caller import Caller, code_of
from tests.rest.issuer import Issuer

PATH = "/submissions"


def item(number: int, **other: Any) -> dict[str, Any]:
    facts = training(reference=f"B{number}", startDate="2026-11-09", endDate="2026-11-10", **other)
    return {"action": "createTraining", **facts}


def parcel(*items: Any, reference: str = "S1") -> dict[str, Any]:
    return {"reference": reference, "items": list(items)}


def outcomes(software: Caller, said: dict[str, Any]) -> list[dict[str, Any]]:
    """Return all outcomes of a submission, by following its pages."""
    found: list[dict[str, Any]] = []
    following: str | None = f"{said['outcomes']['href']}?pageSize=100"
    while following:
        page = software.get(following.rpartition("/fla/v1")[2]).get_json()
        found += page["items"]
        following = page.get("next")
    return found


def work() -> None:
    while work_once(TODAY, AT, process):
        pass


def count(world: Engine, table: str = "training") -> int:
    with world.connect() as db:
        return int(db.execute(text(f"SELECT count(*) FROM {table}")).scalar_one())  # noqa: S608


def test_a_thousand_with_ten_bad_ones(bakery: Caller, world: Engine) -> None:
    items = [item(number, title=f"Les {number}", durationMinutes=1) for number in range(1000)]
    for place in range(5, 1000, 100):
        items[place]["worker"] = {"ssin": NOBODY}
    answer = bakery.post(PATH, parcel(*items))
    said = answer.get_json()
    assert (answer.status_code, said["state"]) == (202, "received")
    assert answer.headers["Location"].endswith(f"{PATH}/{said['id']}")
    work()
    done = bakery.get(f"{PATH}/{said['id']}").get_json()
    assert (done["state"], done["counts"]["total"]) == ("done", 1000)
    found = outcomes(bakery, said)
    assert [one["index"] for one in found] == list(range(1000))
    results = Counter("rejected" if one["result"] == "rejected" else "kept" for one in found)
    assert results == {"kept": 990, "rejected": 10}
    bad = [one for one in found if one["result"] == "rejected"]
    assert all(one["issues"][0]["type"].endswith(":referencedResourceNotFound") for one in bad)
    assert count(world) == 990
    assert bakery.get(f"/trainings/{found[0]['trainingId']}").status_code == 200


def test_every_kind_of_item_goes_through_the_one_door(bakery: Caller) -> None:
    right = {"reference": "R1", "worker": {"ssin": EMMA}, "employer": {"enterpriseNumber": BAKERY}}
    items = [
        item(1),
        {**item(1), "action": "updateTraining", "title": "Lassen"},
        {"action": "cancelTraining", "reference": "B1", "reason": "Twice", "expectedVersion": 2},
        {"action": "createRight", **right, "year": 2026, "kind": "legal", "days": "6"},
        {"action": "updateRight", **right, "year": 2026, "kind": "legal", "days": "7"},
        {"action": "cancelRight", "reference": "R1"},
        item(1),
    ]
    said = bakery.post(PATH, parcel(*items)).get_json()
    work()
    found = outcomes(bakery, said)
    assert [one["result"] for one in found[:-1]] == ["accepted"] * 6, found
    assert [one.get("version") for one in found[:-1]] == [1, 2, 3, 1, 2, 3]
    assert [one["result"] for one in found[-1:]] == ["unchanged"]


def test_pages_of_outcomes_are_called_as_their_address(bakery: Caller) -> None:
    said = bakery.post(PATH, parcel(*map(item, range(11)))).get_json()
    work()
    address = f"{said['outcomes']['href']}?pageSize=10"
    page = bakery.get(address.rpartition("/fla/v1")[2]).get_json()
    assert page["self"] == address
    assert page["next"].startswith(f"{address}&cursor=")


def test_titles_with_any_sign_are_kept_as_they_came(bakery: Caller) -> None:
    titles = ["Lassen | basis", "|", "Deeg", 'Brood "van" gisteren', "\\", "Pâte | sucrée |"]
    items = [item(place, title=title) for place, title in enumerate(titles)]
    said = bakery.post(PATH, parcel(*items)).get_json()
    work()
    kept = [one["trainingId"] for one in outcomes(bakery, said)]
    assert [bakery.get(f"/trainings/{one}").get_json()["title"] for one in kept] == titles


def test_what_has_no_shape_is_refused_by_itself(bakery: Caller) -> None:
    items = [
        5,
        {},
        {"action": "paint"},
        item(1, title=7),
        {**item(2), "colour": "red"},
        {"action": "cancelTraining", "reference": "x", "title": "no"},
        item(3),
    ]
    said = bakery.post(PATH, parcel(*items)).get_json()
    assert said["counts"]["rejected"] == 6
    work()
    found = outcomes(bakery, said)
    assert [one["result"] for one in found] == ["rejected"] * 6 + ["accepted"]
    places = [
        (one["type"].rpartition(":")[2], one["name"]) for two in found for one in two["issues"]
    ]
    assert places == [
        ("schemaViolation", ""),
        ("missing", "action"),
        ("unknownCode", "action"),
        ("schemaViolation", "title"),
        ("unknownInput", "colour"),
        ("unknownInput", "title"),
    ]


def test_the_same_again_gets_the_same_address(bakery: Caller, world: Engine) -> None:
    first = bakery.post(PATH, parcel(item(1)))
    again = bakery.post(PATH, parcel(item(1)))
    assert again.headers["Fla-Replayed"] == "true"
    assert again.headers["Location"] == first.headers["Location"]
    other = bakery.post(PATH, parcel(item(2)))
    assert (other.status_code, code_of(other)) == (409, "referenceConflict")
    assert other.get_json()["href"] == first.headers["Location"]
    work()
    assert count(world) == 1


def test_others_learn_nothing_of_it(bakery: Caller, garage: Caller) -> None:
    said = bakery.post(PATH, parcel(item(1))).get_json()
    assert [one["id"] for one in bakery.get(PATH).get_json()["items"]] == [said["id"]]
    assert garage.get(PATH).get_json()["items"] == []
    for path in (f"{PATH}/{said['id']}", f"{PATH}/{said['id']}/outcomes"):
        assert code_of(garage.get(path)) == "resourceNotFound"


def test_rights_need_the_scope_of_rights(app: Flask, world: Engine, issuer: Issuer) -> None:
    assert world
    token = issuer.token(enterpriseNumber=BAKERY, scope="scope:fla:training:declare")
    answer = Caller(app, token).post(PATH, parcel({"action": "createRight"}))
    assert (answer.status_code, code_of(answer)) == (403, "missingScope")


def test_what_waits_holds_no_number_that_can_be_read(bakery: Caller, world: Engine) -> None:
    bakery.post(PATH, parcel(item(1), item(2, worker={"ssin": f"{EMMA}0"})))
    with world.connect() as db:
        waiting = db.execute(text("SELECT payload FROM submission")).scalar_one()
        assert EMMA.encode() not in waiting
    work()
    with world.connect() as db:
        assert db.execute(text("SELECT payload FROM submission")).scalar_one() is None
        kept = db.execute(text("SELECT issues::text FROM submission_outcome")).scalars().all()
        assert EMMA not in " ".join(kept)


def test_whoever_took_it_up_too_late_writes_nothing(bakery: Caller, world: Engine) -> None:
    bakery.post(PATH, parcel(item(1)))
    with Session.begin() as db:
        db.execute(
            text("UPDATE submission SET state = 'processing', fence = 1, lease_until = :until"),
            {"until": AT + LEASE},
        )
    assert not work_once(TODAY, AT, process)
    assert count(world) == 0
    assert work_once(TODAY, AT + 2 * LEASE, process)
    assert count(world) == 1


def test_the_id_of_a_record_is_called_as_in_its_item(bakery: Caller) -> None:
    named = {"reason": "Twice", "expectedVersion": 1}
    said = bakery.post(
        PATH,
        parcel(
            {**item(1), "action": "updateTraining", "trainingId": "no", "expectedVersion": 1},
            {"action": "cancelTraining", "trainingId": str(new_id()), **named},
            {"action": "cancelRight", "trainingRightId": "no", **named},
            {"action": "cancelRight", "trainingRightId": str(new_id()), **named},
        ),
    ).get_json()
    work()
    names = [[issue["name"] for issue in one["issues"]] for one in outcomes(bakery, said)]
    assert names == [["trainingId"]] * 2 + [["trainingRightId"]] * 2


def test_what_kills_every_worker_is_given_up(bakery: Caller, world: Engine) -> None:
    said = bakery.post(PATH, parcel(item(1))).get_json()
    with Session.begin() as db:
        db.execute(text("UPDATE submission SET tries = :tries"), {"tries": MOST_TRIES})
    work()
    assert bakery.get(f"{PATH}/{said['id']}").get_json()["state"] == "refused"
    assert count(world) == 0


def test_health_tells_when_nobody_works_through_what_was_sent(
    bakery: Caller, world: Engine
) -> None:
    def health() -> str:
        return str(bakery.get("/health").get_json()["status"])

    def set_back(change: str) -> None:
        with world.begin() as db:
            db.execute(text(f"UPDATE submission SET {change}"))  # noqa: S608

    with world.begin() as db:
        beat(db, new_id())
    bakery.post(PATH, parcel(item(1)))
    assert health() == "UP"
    set_back("received_at = received_at - interval '16 minutes'")
    assert health() == "DEGRADED"
    set_back("lease_until = now() + interval '1 minute'")
    assert health() == "UP"
    set_back("lease_until = NULL")
    work()
    assert health() == "UP"
