"""A worker's trainings: all of them, and each by itself."""

from uuid import UUID

from flask import Blueprint, abort, render_template, request

from portal import clock
from portal.account.looks import Look
from portal.account.trainings import open_training, open_trainings
from portal.account.values import TrainingFilter
from portal.database import reading
from portal.login.identity import current_identity, worker_only
from portal.web.page import LANGUAGE_PREFIX, asked_year

views = Blueprint("trainings", __name__, url_prefix=f"{LANGUAGE_PREFIX}/account/trainings")


@views.get("")
@worker_only
def overview() -> str:
    """Show the worker's trainings, the newest first, some at a time."""
    person_id = current_identity().person_id
    year = asked_year()
    with reading() as db:
        page = open_trainings(
            db,
            person_id,
            Look.of_worker(person_id, clock.now()),
            TrainingFilter(year=year),
            request.args.get("after"),
        )
    return render_template(
        "trainings/overview.html", page=page, year=year, later="after" in request.args
    )


@views.get("/<uuid:training_id>")
@worker_only
def one(training_id: UUID) -> str:
    """Show one training of the worker, and what was changed in it."""
    person_id = current_identity().person_id
    with reading() as db:
        look = Look.of_worker(person_id, clock.now())
        detail = open_training(db, person_id, training_id, look)
    if detail is None:
        abort(404)
    return render_template("trainings/one.html", detail=detail)
