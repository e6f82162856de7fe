"""A worker's trainings: all of them, each by itself, and the certificates they gave."""

from uuid import UUID

from flask import Blueprint, abort, redirect, render_template, request
from werkzeug import Response

from portal import clock
from portal.account.certificates import certificate_of, open_certificates
from portal.account.looks import Look
from portal.account.training import open_training
from portal.account.trainings import open_trainings
from portal.credentials.choosing import may_issue
from portal.database import reading
from portal.identifiers import new_id
from portal.login.identity import current_identity, worker_only
from portal.settings import load_settings
from portal.web.filters import LONGEST_TEXT, Asked, address
from portal.web.page import LANGUAGE_PREFIX

views = Blueprint("trainings", __name__, url_prefix=f"{LANGUAGE_PREFIX}/account")


@views.get("/trainings")
@worker_only
def overview() -> str | Response:
    """Show the worker's trainings that the filter lets through, the newest first."""
    asked = Asked.by(request.args)
    if "" in request.args.values():
        # A form sends also what was left empty; the address should say only what was chosen.
        return redirect(address(asked.query))
    reader = current_identity()
    with reading(since=reader.journal_position) as db:
        look = Look.of_worker(reader.person_id, clock.now())
        page = open_trainings(db, reader.person_id, look, asked.chosen, asked.page)
    return render_template(
        "trainings/overview.html", page=page, asked=asked, longest_text=LONGEST_TEXT
    )


@views.get("/trainings/<uuid:training_id>")
@worker_only
def one(training_id: UUID) -> str:
    """Show one training of the worker: what it did to the right, and what was changed in it."""
    reader = current_identity()
    with reading(since=reader.journal_position) as db:
        look = Look.of_worker(reader.person_id, clock.now())
        detail = open_training(db, reader.person_id, training_id, look)
    if detail is None:
        abort(404)
    return render_template(
        "trainings/one.html",
        detail=detail,
        certificate=certificate_of(detail.training, clock.today()),
        asked=Asked.by(request.args),
        form_id=new_id(),
        may_issue=may_issue(load_settings()),
    )


@views.get("/certificates")
@worker_only
def certificates() -> str:
    """Show the worker's certificates: what runs out soon, what is valid, what has expired."""
    reader = current_identity()
    with reading(since=reader.journal_position) as db:
        look = Look.of_worker(reader.person_id, clock.now())
        found = open_certificates(db, reader.person_id, clock.today(), look)
    return render_template("trainings/certificates.html", certificates=found)
