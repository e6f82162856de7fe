"""Trainings: declared, changed, canceled and read."""

from flask import Blueprint, Response

from portal.declarations.declaration import Action
from portal.records.facts import RecordKind
from portal.rest.changing import cancel, change, create
from portal.rest.clients import CONSULT, TRAININGS, for_scopes
from portal.rest.finding import list_by_address, list_by_body, show, show_versions
from portal.wire.shapes import TRAINING

views = Blueprint("trainings", __name__)


@views.post("/trainings")
@for_scopes(TRAININGS)
def create_training() -> Response:
    """Declare a training."""
    return create(Action.CREATE_TRAINING, TRAINING)


@views.put("/trainings/<record:training_id>")
@for_scopes(TRAININGS)
def update_training(training_id: str) -> Response:
    """Say a training anew."""
    return change(Action.UPDATE_TRAINING, TRAINING, training_id)


@views.post("/trainings/<record:training_id>/cancel")
@for_scopes(TRAININGS)
def cancel_training(training_id: str) -> Response:
    """Take a training out of all balances; it stays readable."""
    return cancel(Action.CANCEL_TRAINING, training_id)


@views.get("/trainings")
@for_scopes(CONSULT, TRAININGS)
def list_trainings() -> Response:
    """Give trainings by filters in the address."""
    return list_by_address(RecordKind.TRAINING)


@views.post("/trainings/query")
@for_scopes(CONSULT, TRAININGS)
def query_trainings() -> Response:
    """Give trainings by filters in the body, of one worker too."""
    return list_by_body(RecordKind.TRAINING)


@views.get("/trainings/<record:training_id>")
@for_scopes(CONSULT, TRAININGS)
def get_training(training_id: str) -> Response:
    """Give one training."""
    return show(RecordKind.TRAINING, training_id)


@views.get("/trainings/<record:training_id>/versions")
@for_scopes(CONSULT, TRAININGS)
def list_training_versions(training_id: str) -> Response:
    """Give who said each version of a training."""
    return show_versions(RecordKind.TRAINING, training_id)
