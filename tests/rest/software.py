"""Software as the one that speaks in a case of the door's table."""

from flask import Flask

from portal.declarations.declaration import Declarant, Quality
from tests.declarations.cases import Case
from tests.rest.caller import Caller
from tests.rest.conftest import CLIENTS
from tests.rest.issuer import Issuer

PATHS = {"createTraining": "/trainings", "createRight": "/trainingRights"}
STATUSES = {
    "missingPermission": 403,
    "registrationClosed": 403,
    "accessClosed": 403,
    "rightExists": 409,
    "referenceConflict": 409,
}


def client_of(declarant: Declarant) -> str | None:
    """Return the name of the software that speaks for a declarant; None: it has none."""
    who = declarant.enterprise_number, declarant.quality.value
    return next((name for name, its in CLIENTS.items() if its == who), None)


def caller_of(case: Case, app: Flask, issuer: Issuer) -> Caller:
    """Return the software of who declares in a case."""
    name = client_of(case.declarant)
    number = case.declarant.enterprise_number
    return Caller(app, issuer.token(client_id=name, sub=name, enterpriseNumber=number))


def as_software(case: Case) -> Case:
    """Return a case of the operator as one of the employer's own software, where that is alike."""
    (row,) = case.rows[-1:]
    if case.declarant.quality is not Quality.OPERATOR or case.before:
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
