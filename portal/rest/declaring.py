"""One declaration through the door, and the door's refusal as a problem."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from flask import Response
from psycopg.errors import LockNotAvailable
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session as DatabaseSession

from portal.clock import now
from portal.database import Session
from portal.declarations import catalogue
from portal.declarations.declaration import Declarant
from portal.declarations.declare import Moment, declare_read
from portal.declarations.entry import Entry
from portal.declarations.listing import read_all
from portal.declarations.outcome import Issue, Outcome, Result
from portal.records.facts import RecordKind
from portal.rest.addresses import address
from portal.rest.clients import current_client, refuse_who_asks_too_often
from portal.rest.problems import Problem, bad_input, issues_json, sentence_of
from portal.rest.requests import settings_here
from portal.wire.kinds import (
    BAD_REQUEST,
    NOT_FOUND,
    OF_CODE,
    REQUEST_IN_PROGRESS,
    VERSION_CONFLICT,
    VERSION_REQUIRED,
    Kind,
)
from portal.wire.shapes import Flat, place_of, without_doubles

COLLECTIONS: Final = {RecordKind.TRAINING: "trainings", RecordKind.RIGHT: "trainingRights"}
# Where software says what no body says.
_ELSEWHERE: Final = {"expected_version": ("header", "If-Match"), "record_id": ("path", "id")}
_FIRST: Final = (403, 404, 428, 412, 400, 409)


@dataclass(frozen=True, slots=True)
class Declared:
    """What became of a declaration that was not refused, its transaction still open."""

    db: DatabaseSession
    declarant: Declarant
    entry: Entry
    outcome: Outcome
    moment: Moment


def declare_one(
    flat: Flat, more: Mapping[str, str], answer: Callable[[Declared], Response]
) -> Response:
    """Take one declaration through the door and return what `answer` makes of it.

    more: texts that stand elsewhere than in the body. The transaction ends well only if `answer`
    raises nothing. Raises Problem.
    """
    declarant = current_client().declarant()
    (reading,) = read_all(declarant, [{**flat.texts, **more}])
    unread = () if isinstance(reading, Entry) else reading.issues
    issues = without_doubles(flat, unread)
    if issues or not isinstance(reading, Entry):
        raise Problem(BAD_REQUEST, issues_json(issues))
    refuse_who_asks_too_often()
    moment = Moment(now(), settings_here().registration)
    try:
        with Session.begin() as db:
            (outcome,) = declare_read(db, declarant, [reading], moment)
            if outcome.result is Result.REJECTED:
                raise refusal_of(outcome)
            return answer(Declared(db, declarant, reading, outcome, moment))
    except OperationalError as fault:
        if isinstance(fault.orig, LockNotAvailable):
            raise Problem(REQUEST_IN_PROGRESS, headers={"Retry-After": "1"}) from fault
        raise


def refusal_of(outcome: Outcome) -> Problem:
    """Return the problem that a refused declaration is."""
    blocking = [issue for issue in outcome.issues if issue.is_blocking]
    kind = min((kind_of(issue) for issue in blocking), key=lambda one: _FIRST.index(one.status))
    if kind is NOT_FOUND:
        return Problem(kind)
    more: dict[str, Any] = {}
    for issue in blocking:
        if issue.reason is catalogue.VERSION_CONFLICT:
            more["currentVersion"] = issue.detail["version"]
    if outcome.existing is not None and kind is not VERSION_CONFLICT:
        record_kind, record_id = outcome.existing
        more["href"] = address(COLLECTIONS[record_kind], str(record_id))
    return Problem(kind, [issue_json(issue) for issue in outcome.issues], more)


def kind_of(issue: Issue) -> Kind:
    """Return the problem that one issue alone would be."""
    if issue.reason is catalogue.NO_SUCH_RECORD and issue.field == "record_id":
        return NOT_FOUND
    if issue.reason is catalogue.MISSING and issue.field == "expected_version":
        return VERSION_REQUIRED
    return OF_CODE.get(issue.reason.code, BAD_REQUEST)


def issue_json(issue: Issue) -> dict[str, Any]:
    """Return an issue of the door with the place that software knows."""
    place, name = _ELSEWHERE.get(issue.field, ("body", place_of(issue.field)))
    return bad_input(place, name, issue.reason.code, sentence_of(issue), issue.value)
