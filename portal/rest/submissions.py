"""Many declarations at once: taken in, worked through behind the answer, read back one by one."""

import hashlib
import json
from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from flask import Blueprint, Response, request

from portal.circles import no_circles
from portal.clock import BELGIUM, now
from portal.database import Session, reading
from portal.declarations import catalogue, fields
from portal.declarations.outcome import Issue
from portal.rest.addresses import address
from portal.rest.answers import json_answer
from portal.rest.changing import REPLAYED, known_id
from portal.rest.clients import (
    CONSULT,
    RIGHTS,
    TRAININGS,
    current_client,
    for_scopes,
    refuse_who_asks_too_often,
)
from portal.rest.paging import Page, page_size, read_cursor, refuse_cursor, write_cursor
from portal.rest.problems import Problem, bad_input, issues_json
from portal.rest.records import known
from portal.rest.requests import check_accept, check_parameters, read_object, settings_here
from portal.submissions.receiving import ReferenceTaken, receive
from portal.submissions.sealing import pack
from portal.submissions.telling import find_submission, list_submissions, outcomes_of
from portal.submissions.values import Faulty, Parcel, StoredOutcome, Submission
from portal.watched import trace_of
from portal.wire.items import flatten_items
from portal.wire.kinds import (
    BAD_REQUEST,
    MISSING_SCOPE,
    MOST_ITEMS,
    NOT_FOUND,
    REFERENCE_CONFLICT,
    issue_urn,
)
from portal.wire.shapes import WRONG_TYPE, place_of, told

views = Blueprint("submissions", __name__)
_LAST: Final = datetime(9999, 12, 30, tzinfo=BELGIUM), UUID(int=2**128 - 1)
_ID: Final = {"training": "trainingId", "right": "trainingRightId"}


@views.post("/submissions")
@for_scopes(TRAININGS, RIGHTS)
def create_submission() -> Response:
    """Take in many declarations."""
    check_parameters()
    with no_circles():
        parcel = _parcel(read_object(settings_here().rest_submission_body))
    refuse_who_asks_too_often()
    client = current_client()
    declarant, trace_id = client.declarant(), UUID(trace_of(request.environ))
    try:
        with Session.begin() as db:
            submission_id, replayed = receive(db, declarant, parcel, now(), trace_id)
    except ReferenceTaken as taken:
        more = {"href": address("submissions", str(taken.submission_id))}
        issue = bad_input("body", "reference", "referenceConflict", REFERENCE_CONFLICT.detail)
        raise Problem(REFERENCE_CONFLICT, [issue], more) from taken
    headers = {"Location": address("submissions", str(submission_id))}
    if replayed:
        headers[REPLAYED] = "true"
    return json_answer(_submission_json(_found(submission_id)), 202, headers)


@views.get("/submissions")
@for_scopes(CONSULT, TRAININGS, RIGHTS)
def list_own_submissions() -> Response:
    """Give the submissions of this organisation, of every channel, the latest first."""
    check_accept()
    check_parameters("cursor", "pageSize")
    asked = request.args.to_dict()
    size, before = page_size(asked.get("pageSize")), _before(asked.get("cursor"))
    refuse_who_asks_too_often()
    with reading() as db:
        found = list_submissions(db, current_client().enterprise_number, before, size + 1)
    last = found[size - 1] if len(found) > size else None
    cursor = write_cursor(last.received_at.isoformat(), str(last.submission_id)) if last else None
    page = Page([_submission_json(one) for one in found[:size]], cursor)
    return json_answer(page.collection("submissions", asked))


@views.get("/submissions/<string:submission_id>")
@for_scopes(CONSULT, TRAININGS, RIGHTS)
def get_submission(submission_id: str) -> Response:
    """Give how far a submission is."""
    check_accept()
    check_parameters()
    refuse_who_asks_too_often()
    return json_answer(_submission_json(_found(UUID(known_id(submission_id)))))


@views.get("/submissions/<string:submission_id>/outcomes")
@for_scopes(CONSULT, TRAININGS, RIGHTS)
def list_outcomes(submission_id: str) -> Response:
    """Give what became of the declarations of a submission, in their order."""
    check_accept()
    check_parameters("cursor", "pageSize")
    asked = request.args.to_dict()
    size, after = page_size(asked.get("pageSize")), _after(asked.get("cursor"))
    refuse_who_asks_too_often()
    found = _found(UUID(known_id(submission_id)))
    with reading() as db:
        outcomes = outcomes_of(db, found.submission_id, after, size + 1)
    cursor = write_cursor(str(outcomes[size - 1].place)) if len(outcomes) > size else None
    page = Page([_outcome_json(one) for one in outcomes[:size]], cursor)
    return json_answer(page.collection(f"submissions/{found.submission_id}/outcomes", asked))


def _parcel(said: Mapping[str, Any]) -> Parcel:
    """Return what was sent, each item read by itself; raises Problem for what holds no items."""
    reference, items = said.get("reference"), said.get("items")
    issues = [
        Issue(catalogue.UNKNOWN_INPUT, told(name), told(value))
        for name, value in said.items()
        if name not in {"reference", "items"}
    ]
    if not isinstance(reference, str) or not isinstance(fields.read_reference(reference), str):
        issues.append(_faulty("reference", reference, '"S2026-1"'))
    if not isinstance(items, list):
        issues.append(_faulty("items", items, "[]"))
    elif not 0 < len(items) <= MOST_ITEMS:
        detail = {"first": 1, "last": MOST_ITEMS}
        issues.append(Issue(catalogue.OUT_OF_RANGE, "items", str(len(items)), detail))
    if issues or not isinstance(items, list) or not isinstance(reference, str):
        raise Problem(BAD_REQUEST, issues_json(issues))
    places, texts, flats = flatten_items(items)
    _check_scopes(
        {*texts.column("action"), *(flat.texts.get("action", "") for flat in flats.values())}
    )
    packed = pack(places, texts)
    out_of_shape = json.dumps([items[place] for place in flats], sort_keys=True).encode()
    return Parcel(
        reference,
        hashlib.sha256(packed + out_of_shape).digest(),
        len(items),
        packed,
        {
            place: Faulty(
                flat.texts.get("reference"),
                flat.texts.get("enterprise_number"),
                tuple(flat.issues),
            )
            for place, flat in flats.items()
        },
    )


def _check_scopes(actions: Collection[str]) -> None:
    """Raise Problem where the token does not open what an item asks for."""
    needed = {RIGHTS if action.endswith("Right") else TRAININGS for action in actions if action}
    missing = sorted(needed - current_client().scopes)
    if missing:
        raise Problem(
            MISSING_SCOPE,
            more={"requiredScopes": missing},
            headers={
                "WWW-Authenticate": 'Bearer realm="fla", error="insufficient_scope",'
                f' scope="{" ".join(missing)}"'
            },
        )


def _faulty(name: str, value: object, expected: str) -> Issue:
    if value is None or value == "":
        return Issue(catalogue.MISSING, name)
    return Issue(WRONG_TYPE, name, told(value), {"expected": expected})


def _found(submission_id: UUID) -> Submission:
    with reading() as db:
        found = find_submission(db, current_client().enterprise_number, submission_id)
    if found is None:
        raise Problem(NOT_FOUND)
    return found


def _before(cursor: str | None) -> tuple[datetime, UUID]:
    if cursor is None:
        return _LAST
    at, name = read_cursor(cursor, 2)
    try:
        found = datetime.fromisoformat(at), UUID(name)
    except ValueError:
        refuse_cursor(cursor)
    if found[0].tzinfo is None:
        refuse_cursor(cursor)
    return found


def _after(cursor: str | None) -> int:
    if cursor is None:
        return -1
    (place,) = read_cursor(cursor, 1)
    if not place.isascii() or not place.isdigit() or len(place) > len("999999999"):
        refuse_cursor(cursor)
    return int(place)


def _submission_json(found: Submission) -> dict[str, Any]:
    path = "submissions", str(found.submission_id), "outcomes"
    return known(
        id=str(found.submission_id),
        reference=found.reference,
        channel=found.channel,
        state=found.state,
        counts=dict(found.counts),
        receivedAt=found.received_at.isoformat(),
        doneAt=found.done_at and found.done_at.isoformat(),
        outcomes={"href": address(*path)},
    )


def _outcome_json(found: StoredOutcome) -> dict[str, Any]:
    said = known(
        index=found.place, reference=found.reference, result=found.result, version=found.version
    )
    if found.record_kind and found.record_id:
        said[_ID[found.record_kind]] = found.record_id
    said["issues"] = [
        known(
            type=issue_urn(issue["code"]),
            severity=issue["severity"],
            name=_place_of(issue["field"], found.record_kind),
            value=issue.get("value"),
            detail=issue["detail"],
        )
        for issue in found.issues
    ]
    return said


def _place_of(field: str, kind: str | None) -> str:
    """Return where a field stands in an item; the id of a record bears the name of its kind."""
    return _ID.get(kind or "", place_of(field)) if field == "record_id" else place_of(field)
