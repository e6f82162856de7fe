"""Training rights: declared, changed, canceled and read."""

from flask import Blueprint, Response

from portal.declarations.declaration import Action
from portal.records.facts import RecordKind
from portal.rest.changing import cancel, change, create
from portal.rest.clients import CONSULT, RIGHTS, for_scopes
from portal.rest.finding import list_by_body, show
from portal.wire.shapes import RIGHT

views = Blueprint("rights", __name__)


@views.post("/trainingRights")
@for_scopes(RIGHTS)
def create_right() -> Response:
    """Declare a worker's right of one year."""
    return create(Action.CREATE_RIGHT, RIGHT)


@views.put("/trainingRights/<record:training_right_id>")
@for_scopes(RIGHTS)
def update_right(training_right_id: str) -> Response:
    """Say a right anew."""
    return change(Action.UPDATE_RIGHT, RIGHT, training_right_id)


@views.post("/trainingRights/<record:training_right_id>/cancel")
@for_scopes(RIGHTS)
def cancel_right(training_right_id: str) -> Response:
    """Take a declared right back; it stays readable."""
    return cancel(Action.CANCEL_RIGHT, training_right_id)


@views.post("/trainingRights/query")
@for_scopes(CONSULT, RIGHTS)
def query_rights() -> Response:
    """Give rights by filters in the body, of one worker too."""
    return list_by_body(RecordKind.RIGHT)


@views.get("/trainingRights/<record:training_right_id>")
@for_scopes(CONSULT, RIGHTS)
def get_right(training_right_id: str) -> Response:
    """Give one right."""
    return show(RecordKind.RIGHT, training_right_id)
