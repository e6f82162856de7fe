"""Training rights: declared, changed and canceled."""

from flask import Blueprint, Response

from portal.declarations.declaration import Action
from portal.rest.changing import cancel, change, create
from portal.rest.clients import RIGHTS, for_scopes
from portal.wire.shapes import RIGHT

views = Blueprint("rights", __name__)


@views.post("/trainingRights")
@for_scopes(RIGHTS)
def create_right() -> Response:
    """Declare a worker's right of one year."""
    return create(Action.CREATE_RIGHT, RIGHT)


@views.put("/trainingRights/<string:training_right_id>")
@for_scopes(RIGHTS)
def update_right(training_right_id: str) -> Response:
    """Say a right anew."""
    return change(Action.UPDATE_RIGHT, RIGHT, training_right_id)


@views.post("/trainingRights/<string:training_right_id>/cancel")
@for_scopes(RIGHTS)
def cancel_right(training_right_id: str) -> Response:
    """Take a declared right back; it stays readable."""
    return cancel(Action.CANCEL_RIGHT, training_right_id)
