"""The door's table of cases over HTTP: the same issues, each with its place, and one status."""

import pytest
from flask import Flask

from portal.app import create_app
from portal.database import Session
from portal.declarations.declaration import Quality
from portal.declarations.declare import declare
from portal.settings import Settings
from portal.wire.shapes import place_of
from tests.declarations.cases import CASES, Case
from tests.declarations.world import BY_LAW, TODAY
from tests.rest.bodies import body_of, shape_of
from tests.rest.caller import issues_of, warnings_of
from tests.rest.issuer import Issuer
from tests.rest.software import PATHS, STATUSES, as_software, caller_of


def fits(case: Case) -> bool:
    """Tell whether a case is for this channel: one create at a time, and values of their kind."""
    if case.declarant.quality is Quality.OPERATOR or case.before:
        return False
    (row,) = case.rows
    if row.get("action", "createTraining") not in PATHS or not all(
        row.get(name, "x") for name in ("title", "days") if name in row
    ):
        return False
    try:
        body_of(row, shape_of(row))
    except ValueError:
        return False
    return True


# A leaver is the operator's alone to complete; a number that fails its check digits is nobody's.
LEFT_OUT = {
    "a leaver, by the operator",
    "a typing error in the enterprise",
    "within the first of two",
}
FITTING = [
    as_software(case) for case in CASES if case.name not in LEFT_OUT and fits(as_software(case))
]


@pytest.fixture(scope="module")
def by_law(rest_settings: Settings) -> Flask:
    """Return the service on a day when the law has closed registration."""
    return create_app(rest_settings.model_copy(update={"registration": "by-law"}))


def test_most_cases_are_for_this_channel_too() -> None:
    assert len(FITTING) > 90


@pytest.mark.usefixtures("nothing_declared")
@pytest.mark.parametrize("case", FITTING, ids=lambda case: case.name)
def test_software_hears_the_same(case: Case, app: Flask, by_law: Flask, issuer: Issuer) -> None:
    with Session.begin() as db:
        for by, said in case.given:
            declare(db, by, [said], TODAY)
    (row,) = case.rows
    caller = caller_of(case, by_law if case.moment is BY_LAW else app, issuer)
    answer = caller.post(PATHS[row.get("action", "createTraining")], body_of(row, shape_of(row)))
    expected = {(reason.code, place_of(field)) for reason, field in case.expected}
    blocking = [reason for reason, _ in case.expected if reason.severity.value == "blocking"]
    if blocking:
        assert issues_of(answer) == expected
        assert answer.status_code == STATUSES.get(blocking[0].code, 400)
    else:
        assert answer.status_code == 201, answer.text
        assert warnings_of(answer) == expected
