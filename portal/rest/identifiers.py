"""Replaced and canceled numbers of own workers, so that software keeps its lists right."""

from datetime import datetime
from typing import Any, Final

from flask import Blueprint, Response, request

from portal.account.numbers_told import Behind, open_number_changes
from portal.clock import BELGIUM
from portal.database import reading
from portal.directory.changes import NumberChange
from portal.rest.answers import json_answer
from portal.rest.clients import (
    CONSULT,
    RIGHTS,
    TRAININGS,
    current_client,
    for_scopes,
    refuse_who_asks_too_often,
)
from portal.rest.paging import Page, moment, page_size, read_cursor, refuse_cursor, write_cursor
from portal.rest.requests import check_accept, check_parameters

views = Blueprint("identifiers", __name__)
_BEGINNING: Final = datetime(1, 1, 2, tzinfo=BELGIUM)


@views.get("/workerIdentifierChanges")
@for_scopes(CONSULT, TRAININGS, RIGHTS)
def list_changes() -> Response:
    """Give the numbers of own workers that were replaced or canceled."""
    check_accept()
    check_parameters("changedSince", "cursor", "pageSize")
    asked = request.args.to_dict()
    size = page_size(asked.get("pageSize"))
    behind = _start(asked)
    refuse_who_asks_too_often()
    client = current_client()
    number = client.enterprise_number
    with reading() as db:
        found = open_number_changes(db, number, behind, size + 1, client.look(number))
    last = found[size - 1] if len(found) > size else None
    cursor = write_cursor(last.changed_at.isoformat(), last.place.hex()) if last else None
    page = Page([_json_of(change) for change in found[:size]], cursor)
    return json_answer(page.collection("workerIdentifierChanges", asked))


def _start(asked: dict[str, str]) -> Behind:
    """Return behind which change the page begins."""
    if "cursor" in asked:
        at, place = read_cursor(asked["cursor"], 2)
        try:
            return Behind(datetime.fromisoformat(at), bytes.fromhex(place))
        except ValueError:
            refuse_cursor(asked["cursor"])
    if "changedSince" in asked:
        return Behind(moment("changedSince", asked["changedSince"]), b"")
    return Behind(_BEGINNING, b"")


def _json_of(change: NumberChange) -> dict[str, Any]:
    said = {
        "ssin": change.ssin,
        "state": change.state,
        "replacedBy": change.replaced_by,
        "changedAt": change.changed_at.isoformat(),
    }
    return {name: value for name, value in said.items() if value is not None}
