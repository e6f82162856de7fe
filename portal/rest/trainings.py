"""Trainings: declared, changed, canceled and read."""

from flask import Blueprint, Response

from portal.declarations.declaration import Action
from portal.rest.changing import cancel, change, create
from portal.rest.clients import TRAININGS, for_scopes
from portal.wire.shapes import TRAINING

views = Blueprint("trainings", __name__)


@views.post("/trainings")
@for_scopes(TRAININGS)
def create_training() -> Response:
    """Declare a training."""
    return create(Action.CREATE_TRAINING, TRAINING)


@views.put("/trainings/<string:training_id>")
@for_scopes(TRAININGS)
def update_training(training_id: str) -> Response:
    """Say a training anew."""
    return change(Action.UPDATE_TRAINING, TRAINING, training_id)


@views.post("/trainings/<string:training_id>/cancel")
@for_scopes(TRAININGS)
def cancel_training(training_id: str) -> Response:
    """Take a training out of all balances; it stays readable."""
    return cancel(Action.CANCEL_TRAINING, training_id)
