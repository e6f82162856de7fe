"""Learning accounts of own workers at one employer, each with its days and its trainings."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, Final

from flask import Blueprint, Response

from portal.account.at_employer import AtEmployer, open_at_employer
from portal.account.printed import number, training_json, written
from portal.account.represented import represented
from portal.account.values import EmploymentAccount, TrainingRecord
from portal.clock import today
from portal.database import reading
from portal.declarations import catalogue, fields
from portal.declarations.fields import Unreadable
from portal.declarations.outcome import Issue
from portal.declarations.people import NOTHING
from portal.directory.entries import Entry, find
from portal.law.credit import YearCredit
from portal.law.right import KindRight
from portal.rest.answers import json_answer
from portal.rest.clients import CONSULT, current_client, for_scopes, refuse_who_asks_too_often
from portal.rest.problems import Problem, issues_json
from portal.rest.records import known
from portal.rest.requests import check_parameters, read_object
from portal.wire.kinds import ACCESS_CLOSED, BAD_REQUEST, MISSING_PERMISSION
from portal.wire.shapes import Shape, flatten, told

views = Blueprint("accounts", __name__)
_QUESTION: Final[Shape] = {
    "enterpriseNumber": ("enterpriseNumber", str),
    "ssin": ("ssin", str),
    "year": ("year", int),
}
_READERS: Final[Mapping[str, Callable[[str], object]]] = {
    "enterpriseNumber": fields.read_enterprise_number,
    "ssin": fields.read_ssin,
    "year": fields.read_year,
}
_SUMS: Final = ("carried", "gained", "charged", "left", "usable")
_STATES: Final = {
    "replaced": catalogue.REPLACED_SSIN,
    "canceled": catalogue.CANCELED_SSIN,
}


@views.post("/learningAccounts/query")
@for_scopes(CONSULT)
def query_account() -> Response:
    """Give a worker's account of one year at one employer."""
    check_parameters()
    asked = _question()
    refuse_who_asks_too_often()
    client, enterprise_number = current_client(), asked["enterpriseNumber"]
    with reading() as db:
        own = represented(db, client.role, client.enterprise_number, today())
        if enterprise_number not in own:
            raise Problem(MISSING_PERMISSION)
        ssin = asked["ssin"]
        entry = find(db, [ssin]).get(ssin)
        # Nobody's account is looked for too, so that time does not tell who is known elsewhere.
        person_id = entry.person_id if entry else NOTHING
        found = open_at_employer(db, person_id, enterprise_number, client.look(enterprise_number))
    _check_known(entry, found, ssin)
    if found is None or found.is_closed:
        raise Problem(ACCESS_CLOSED)
    year = int(asked["year"])
    shown = [_employment_json(one, found.trainings, year, ssin) for one in found.employments]
    said = {
        "ssin": ssin,
        "enterpriseNumber": enterprise_number,
        "year": year,
        "employments": [one for one in shown if one is not None],
    }
    return json_answer(said)


def _question() -> dict[str, Any]:
    """Return whose account of which year is asked for; raises Problem."""
    flat = flatten(read_object(), _QUESTION)
    issues, values = list(flat.issues), {}
    wrong = {issue.field for issue in issues}
    for name, read in _READERS.items():
        text = flat.texts.get(name, "")
        value = read(text)
        if isinstance(value, Unreadable):
            issues.append(Issue(value.reason, name, text, value.detail))
        elif value is None and name not in wrong:
            issues.append(Issue(catalogue.MISSING, name))
        values[name] = value
    if issues:
        raise Problem(BAD_REQUEST, issues_json(issues))
    return values


def _check_known(entry: Entry | None, found: AtEmployer | None, ssin: str) -> None:
    """Raise Problem for who is nobody here: unknown and foreign alike."""
    if entry is None or found is None:
        issue = Issue(catalogue.NOT_FOUND, "ssin", told(ssin))
        raise Problem(BAD_REQUEST, issues_json([issue]))
    if entry.state in _STATES:
        issue = Issue(_STATES[entry.state], "ssin", told(ssin))
        raise Problem(BAD_REQUEST, issues_json([issue]))


def _employment_json(
    employment: EmploymentAccount, trainings: tuple[TrainingRecord, ...], year: int, ssin: str
) -> dict[str, Any] | None:
    """Return an employment's account of a year; None: not in service in that year."""
    credit = next((one for one in employment.years if one.year == year), None)
    if credit is None:
        return None
    return known(
        startDate=employment.start_date.isoformat(),
        endDate=employment.end_date and employment.end_date.isoformat(),
        endReason=employment.end_reason,
        jointCommittee=employment.joint_committee,
        sizeClass=credit.size.size_class,
        workRegime=_regime(employment, year),
        dayMinutes=number(credit.day_minutes),
        rights=[_right_json(one, credit) for one in credit.rights],
        **{name: written(getattr(credit, name), credit.day_minutes) for name in _SUMS},
        state=credit.state,
        fiveYearPeriod={"from": credit.five_years[0], "to": credit.five_years[1]},
        trainings=[
            training_json(one, ssin)
            for one in trainings
            if one.employment_id == employment.employment_id
            and one.start_date.year <= year <= one.end_date.year
        ],
    )


def _regime(employment: EmploymentAccount, year: int) -> str:
    """Return the last work regime of a year, as far as it has passed."""
    last = min(date(year, 12, 31), employment.as_of)
    regimes = employment.work_regimes
    found = [share for since, share in regimes if since <= last] or [regimes[0][1]]
    return str(found[-1])


def _right_json(right: KindRight, credit: YearCredit) -> dict[str, Any]:
    calculated, declared = right.calculated, right.declared
    if declared is not None:
        source = f"Declared by {declared.declared_by} on {declared.declared_on.isoformat()}"
    else:
        source = right.full_time.source if right.full_time else ""
    return known(
        kind=right.kind,
        origin=right.origin,
        gained=written(right.gained, credit.day_minutes),
        calculated=None if calculated is None else written(calculated, credit.day_minutes),
        source=source,
    )
