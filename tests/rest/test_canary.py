"""No national number and no token of the web service is found again where it does not belong.

Everything goes through the service: each operation, each kind of refusal, a submission before and
after its work. Then all that is left is searched: the dump of every table, the addresses in the
answers, the log.
"""

import logging
import re
from typing import Any

import pytest
from sqlalchemy import Engine, text

from portal.batch.process import process
from portal.submissions.working import work_once
from tests.declarations.world import AT, BAKERY, EMMA, NOBODY, OLD_EMMA, PIET, TODAY
from tests.rest.bodies import training
from tests.rest.caller import Caller

NUMBERS = (EMMA, OLD_EMMA, NOBODY, PIET)
DOTTED = f"{EMMA[:2]}.{EMMA[2:4]}.{EMMA[4:6]}-{EMMA[6:9]}.{EMMA[9:]}"
ADDRESS = re.compile(r'"(https?://[^"]*)"')
TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"


def dump(world: Engine) -> dict[str, str]:
    """Return every table as `pg_dump` would write it."""
    with world.connect() as db:
        driver: Any = db.connection.driver_connection
        found = {}
        for (table,) in driver.execute(TABLES).fetchall():
            with driver.cursor() as cursor, cursor.copy(f"COPY {table} TO STDOUT") as copy:
                found[table] = b"".join(bytes(some) for some in copy).decode()
        return found


def bare(texts: dict[str, str], secrets: tuple[str, ...]) -> list[tuple[str, str]]:
    """Return where a secret stands in the open."""
    return [(name, one) for name, said in texts.items() for one in secrets if one in said]


def odd_items() -> list[dict[str, Any]]:
    """Return items with a number where it should be, and where it should not."""
    good = {"action": "createTraining", **training(reference="B1", title="Lassen")}
    return [
        good,
        {**good, "reference": "B2", "worker": {"ssin": NOBODY}},
        {**good, "reference": "B3", "worker": {"ssin": f"{PIET}0"}},
        {**good, "reference": "B4", "niss": EMMA},
        {**good, "reference": "B5", EMMA: "x"},
        {**good, "reference": "B6", "nature": DOTTED},
        {**good, "reference": "B7", "startDate": OLD_EMMA},
        {**good, "reference": "B8", "worker": EMMA},
        {"action": EMMA},
    ]


def use(software: Caller) -> list[Any]:
    """Call every operation, rightly and wrongly; return the answers."""
    who = {"ssin": EMMA}
    right = {"employer": {"enterpriseNumber": BAKERY}, "year": 2026, "kind": "legal", "days": "6"}
    first = software.post("/trainings", training())
    address = first.headers["Location"].rpartition("/fla/v1")[2]
    account = {"enterpriseNumber": BAKERY, "year": 2026}
    given = software.post("/trainingRights", {"reference": "R1", "worker": who, **right})
    at = given.headers["Location"].rpartition("/fla/v1")[2]
    anew = {"reference": "R1", "worker": who, **right, "days": "7"}
    asked = [
        first,
        given,
        software.put(at, anew, If_Match='"1"'),
        software.put(at, anew | {"worker": {"ssin": PIET}}, If_Match='"2"'),
        software.put(at, anew | {"days": EMMA}, If_Match='"2"'),
        software.get(f"{at}/versions"),
        software.post(f"{at}/cancel", {"reason": f"Not for {EMMA}"}, If_Match='"1"'),
        software.post(f"{at}/cancel", {"reason": "Twice"}, If_Match='"2"'),
        software.put(address, training(title="Hygiëne"), If_Match='"1"'),
        software.get(address),
        software.get(f"{address}/versions"),
        software.post(f"{address}/cancel", {"reason": "Twice"}, If_Match='"2"'),
        software.post("/trainingRights/query", who),
        software.get("/trainings?pageSize=10"),
        software.get("/workerIdentifierChanges?changedSince=2020-01-01"),
        *(software.post("/trainings/query", {"ssin": one, "pageSize": 10}) for one in NUMBERS),
        *(software.post("/learningAccounts/query", account | {"ssin": one}) for one in NUMBERS),
    ]
    for place, one in enumerate((*NUMBERS, DOTTED, f"{EMMA}\n")):
        reference = f"X{place}"
        asked += [
            software.post("/trainings", training(reference=reference, worker={"ssin": one})),
            software.post("/trainings", training(reference=reference, niss=one)),
            software.post("/trainings", f'{{"ssin": "{one}'.encode()),
            software.put(f"/trainings/{one.strip()}", training(), If_Match=f'"{one.strip()}"'),
            software.get(f"/trainings?ssin={one.strip()}"),
            software.get(f"/refData/{one.strip()}"),
            software.get(f"/submissions/{one.strip()}"),
        ]
    return asked


def fail(software: Caller, world: Engine) -> list[Any]:
    """Ask with numbers while a table is gone, so that it is our failure; return the answers."""
    who = {"ssin": EMMA}
    right = {"employer": {"enterpriseNumber": BAKERY}, "year": 2026, "kind": "legal", "days": "6"}
    with world.begin() as db:
        db.execute(text("ALTER TABLE employment RENAME TO gone"))
    try:
        return [
            software.post("/trainings", training(reference="F1")),
            software.post("/trainingRights", {"reference": "F2", "worker": who, **right}),
            software.post(
                "/learningAccounts/query", who | {"enterpriseNumber": BAKERY, "year": 2026}
            ),
        ]
    finally:
        with world.begin() as db:
            db.execute(text("ALTER TABLE gone RENAME TO employment"))


def test_numbers_and_tokens_are_found_nowhere(
    bakery: Caller, world: Engine, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    token = bakery.token or ""
    failed = fail(bakery, world)
    assert {answer.status_code for answer in failed} == {500}
    assert "UndefinedTable" in caplog.text
    asked = [*failed, *use(bakery)]
    sent = bakery.post("/submissions", {"reference": "S1", "items": odd_items()})
    waiting = dump(world)
    while work_once(TODAY, AT, process):
        pass
    asked += [sent, bakery.get(f"/submissions/{sent.get_json()['id']}/outcomes?pageSize=100")]
    assert {answer.status_code for answer in asked} >= {200, 201, 202, 400, 404}
    dumped = dump(world)
    assert dumped["submission_outcome"].count("\n") == len(odd_items())
    secrets = (*NUMBERS, DOTTED, token)
    assert bare(waiting, secrets) == []
    assert bare(dumped, secrets) == []
    given = [answer.request.path for answer in asked if answer.status_code < 400]
    given += [one for answer in asked for one in ADDRESS.findall(answer.text)]
    given += [answer.headers.get("Location", "") for answer in asked]
    assert len(given) > 20
    assert bare({"addresses": "\n".join(given)}, secrets) == []
    assert bare({"log": caplog.text}, secrets) == []
