"""The cases of changes over HTTP: one by one by address and version, and in a submission."""

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Engine, text

from portal.batch.process import process
from portal.database import Session
from portal.declarations import catalogue
from portal.declarations.declaration import Declarant, Quality
from portal.submissions.working import work_once
from portal.wire.items import ITEMS
from portal.wire.shapes import RIGHT, TRAINING, Shape, place_of, places
from tests.declarations.cases import CASES, Case
from tests.declarations.changes import CHANGES
from tests.declarations.channels import prepare
from tests.declarations.world import AT, CAREFUL, TODAY
from tests.rest import test_cases
from tests.rest.bodies import body_of
from tests.rest.caller import Caller, issues_of, warnings_of
from tests.rest.issuer import Issuer
from tests.rest.software import STATUSES, as_software, caller_of, client_of

CANCEL: Shape = {"reason": ("cancel_reason", str)}
BY_ADDRESS: dict[str, tuple[str, Shape]] = {
    "updateTraining": ("/trainings/{}", TRAINING),
    "cancelTraining": ("/trainings/{}/cancel", CANCEL),
    "updateRight": ("/trainingRights/{}", RIGHT),
    "cancelRight": ("/trainingRights/{}/cancel", CANCEL),
}
# Which record, and in which version: said by the address and by If-Match.
APART = ("record_id", "expected_version")
# No entity tag can say that version, and an address that names nothing is just not found.
NOT_IN_ADDRESS = {"a version before the first", "no id"}
STATUS_OF = STATUSES | {"versionConflict": 412}


def is_said(case: Case, row: dict[str, str], shape: Shape, *apart: str) -> bool:
    """Tell whether JSON of this shape can say a row; a field too many may be what it is about."""
    fields = {name for name, _ in places(shape)} | {"action", *apart}
    unknown = {field for reason, field in case.expected if reason is catalogue.UNKNOWN_INPUT}
    if {name for name, said in row.items() if said} - fields - unknown:
        return False
    try:
        body_of(row, shape)
    except ValueError:
        return False
    return True


def fits_address(case: Case) -> bool:
    """Tell whether a case is one change of a record that can be named, by somebody's software."""
    row = case.rows[-1]
    if row.get("action") not in BY_ADDRESS or case.before or client_of(case.declarant) is None:
        return False
    if case.name in NOT_IN_ADDRESS or (case.declarant is not CAREFUL and "expected_version" in row):
        return False
    made = {said.get("reference") for _, said in case.given}
    if not row.get("record_id") and row.get("reference") not in made:
        return False
    return is_said(case, row, BY_ADDRESS[row["action"]][1], "record_id", "expected_version")


def fits_submission(case: Case) -> bool:
    """Tell whether a submission can say all that is in a list."""
    if client_of(case.declarant) is None or case.declarant is CAREFUL:
        return False
    actions = [row.get("action", "createTraining") for row in case.rows]
    return all(action in ITEMS for action in actions) and all(
        is_said(case, row, ITEMS[action]) for row, action in zip(case.rows, actions, strict=True)
    )


def list_of_software(case: Case) -> Case:
    """Return a list of the operator as one of the employer's own software."""
    employers = {row["enterprise_number"] for row in case.rows}
    if case.declarant.quality is not Quality.OPERATOR or len(employers) > 1:
        return case
    alone = as_software(Case(case.name, case.change, case.expected, base=case.base))
    return Case(
        case.name,
        case.change,
        case.expected,
        alone.declarant,
        case.moment,
        case.before,
        case.base,
        tuple(
            (Declarant(alone.declarant.enterprise_number, Quality.EMPLOYER, by.channel), said)
            for by, said in case.given
        ),
    )


ONE_BY_ONE = [case for case in CHANGES if fits_address(case)]
LISTS = [list_of_software(case) for case in CASES if case.before]
IN_LISTS = [case for case in [*LISTS, *CHANGES] if fits_submission(case)]
# Of sheets that lost zeros, and of files that were written before another channel's change.
NOT_HERE = {catalogue.ZEROS_RESTORED, catalogue.OVERWROTE_NEWER_CHANGE}


def expected_of(case: Case) -> set[tuple[str, str]]:
    """Return what is wrong in a case: each code with its place in JSON."""
    return {(reason.code, place_of(field)) for reason, field in case.expected}


def blocking(case: Case) -> list[str]:
    """Return the codes that keep the declaration out."""
    return [reason.code for reason, _ in case.expected if reason.severity.value == "blocking"]


def test_every_reason_of_the_table_has_a_case_over_http() -> None:
    heard = {
        reason
        for case in [*test_cases.FITTING, *ONE_BY_ONE, *IN_LISTS]
        for reason, _ in case.expected
    }
    assert set(catalogue.CATALOGUE.values()) - heard == NOT_HERE


@pytest.mark.usefixtures("nothing_declared")
@pytest.mark.parametrize("case", ONE_BY_ONE, ids=lambda case: case.name)
def test_a_change_by_address_hears_the_same(
    case: Case, app: Flask, issuer: Issuer, lasting_world: Engine
) -> None:
    with Session.begin() as db:
        row = prepare(db, case)[-1]
    record_id, present = named(lasting_world, row)
    path, shape = BY_ADDRESS[row["action"]]
    seen = row.get("expected_version") or (None if case.declarant is CAREFUL else present)
    said = {name: text for name, text in row.items() if name not in APART}
    body = body_of(said, shape)
    if shape is CANCEL:
        body.pop("reference", None)
    headers = {"If_Match": f'"{seen}"'} if seen else {}
    method = "POST" if shape is CANCEL else "PUT"
    answer = caller_of(case, app, issuer).ask(method, path.format(record_id), body, **headers)
    codes = blocking(case)
    if not codes:
        assert answer.status_code == 200, answer.text
        assert warnings_of(answer) == expected_of(case)
    elif (catalogue.NO_SUCH_RECORD, "record_id") in case.expected:
        assert (answer.status_code, issues_of(answer)) == (404, set())
    elif (catalogue.MISSING, "expected_version") in case.expected:
        assert (answer.status_code, issues_of(answer)) == (428, {("missing", "If-Match")})
    else:
        assert answer.status_code == STATUS_OF.get(codes[0], 400), answer.text
        conflict = codes == ["versionConflict"]
        expected = {("versionConflict", "If-Match")} if conflict else expected_of(case)
        assert issues_of(answer) == expected


def named(world: Engine, row: dict[str, str]) -> tuple[str, int]:
    """Return the id of the record that a row names, and its present version."""
    by_reference = text("SELECT record_id FROM declared_reference WHERE reference = :reference")
    versions = text(
        "SELECT version FROM training WHERE training_id::text = :id UNION ALL"
        " SELECT version FROM training_right WHERE training_right_id::text = :id"
    )
    with world.connect() as db:
        record_id = row.get("record_id") or str(db.scalar(by_reference, row))
        return record_id, db.scalar(versions, {"id": record_id}) or 1


@pytest.mark.usefixtures("nothing_declared")
@pytest.mark.parametrize("case", IN_LISTS, ids=lambda case: case.name)
def test_a_submission_hears_the_same(case: Case, app: Flask, issuer: Issuer) -> None:
    with Session.begin() as db:
        items = [item_of(row) for row in prepare(db, case)]
    found = outcomes_of(caller_of(case, app, issuer), items)[-1]
    record_id = "trainingRightId" if items[-1]["action"].endswith("Right") else "trainingId"
    assert {
        (issue["type"].rpartition(":")[2], issue.get("name", "")) for issue in found["issues"]
    } == {(code, record_id if place == "id" else place) for code, place in expected_of(case)}
    assert (found["result"] == "rejected") == bool(blocking(case))


def item_of(row: dict[str, str]) -> dict[str, Any]:
    """Return a row as an item."""
    action = row.get("action", "createTraining")
    return {"action": action, **body_of(row, ITEMS[action])}


def outcomes_of(software: Caller, items: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Send items at once, let the worker do its work, and return what became of them."""
    said = software.post("/submissions", {"reference": "S1", "items": items}).get_json()
    assert work_once(TODAY, AT, process)
    found: list[dict[str, Any]] = software.get(f"/submissions/{said['id']}/outcomes").get_json()[
        "items"
    ]
    return found
