"""The door's table of cases over HTTP: the same issues, each with its place, and one status."""

from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import Engine, text

from portal.app import create_app
from portal.database import Session
from portal.declarations.declaration import Declarant, Quality
from portal.declarations.declare import declare
from portal.settings import Settings
from portal.wire.shapes import place_of
from tests.declarations.cases import CASES, Case
from tests.declarations.world import BAKERY, BY_LAW, TODAY
from tests.rest.bodies import body_of, shape_of
from tests.rest.caller import Caller, issues_of
from tests.rest.issuer import Issuer

PATHS = {"createTraining": "/trainings", "createRight": "/trainingRights"}
CLIENTS = {Quality.MANDATE_HOLDER: "secretariat", Quality.PROVIDER: "college"}
DECLARED = (
    "training",
    "training_version",
    "training_right",
    "training_right_version",
    "declared_reference",
)
STATUSES = {
    "missingPermission": 403,
    "registrationClosed": 403,
    "accessClosed": 403,
    "rightExists": 409,
    "referenceConflict": 409,
}


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


def as_software(case: Case) -> Case:
    """Return a case of the operator as one of the employer's own software, where that is alike."""
    (row,) = case.rows[-1:]
    if case.declarant.quality is not Quality.OPERATOR or case.before or case.moment is BY_LAW:
        return case
    number = row["enterprise_number"]
    if not number.isdigit() or any(reason.code == "accessClosed" for reason, _ in case.expected):
        return case
    return Case(
        case.name,
        case.change,
        case.expected,
        Declarant(number, Quality.EMPLOYER, case.declarant.channel),
        case.moment,
        base=case.base,
        given=tuple(
            (Declarant(number, Quality.EMPLOYER, by.channel), said) for by, said in case.given
        ),
    )


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


@pytest.fixture
def nothing_declared(lasting_world: Engine) -> Iterator[None]:
    """Take away afterwards what a case declared."""
    yield
    with lasting_world.begin() as connection:
        for table in DECLARED:
            connection.execute(text(f"DELETE FROM {table}"))  # noqa: S608 - our own names


def test_most_cases_are_for_this_channel_too() -> None:
    assert len(FITTING) > 90


@pytest.mark.usefixtures("nothing_declared")
@pytest.mark.parametrize("case", FITTING, ids=lambda case: case.name)
def test_software_hears_the_same(case: Case, app: Flask, by_law: Flask, issuer: Issuer) -> None:
    with Session.begin() as db:
        for by, said in case.given:
            declare(db, by, [said], TODAY)
    (row,) = case.rows
    number = case.declarant.enterprise_number
    name = CLIENTS.get(
        case.declarant.quality, "garage" if number and number != BAKERY else "bakery"
    )
    token = issuer.token(client_id=name, sub=name, enterpriseNumber=number)
    caller = Caller(by_law if case.moment is BY_LAW else app, token)
    answer = caller.post(PATHS[row.get("action", "createTraining")], body_of(row, shape_of(row)))
    expected = {(reason.code, place_of(field)) for reason, field in case.expected}
    blocking = [reason for reason, _ in case.expected if reason.severity.value == "blocking"]
    if blocking:
        assert issues_of(answer) == expected
        assert answer.status_code == STATUSES.get(blocking[0].code, 400)
    else:
        assert answer.status_code == 201, answer.text
        warned = {
            (one["type"].rpartition(":")[2], one["name"]) for one in answer.get_json()["warnings"]
        }
        assert warned == expected
