"""Pages of whoever is signed in: where, until when, and the end of it elsewhere."""

from uuid import UUID

from flask import Blueprint, Response, abort, jsonify, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from portal.clock import machine_now
from portal.database import Session, reading
from portal.login.identity import current_identity, worker_may
from portal.login.my_sessions import end_elsewhere, sessions_of
from portal.login.pages import LANGUAGE_PREFIX, key_ring, spoken, told_end
from portal.roles import Action, Thing

views = Blueprint("sessions", __name__, url_prefix=f"{LANGUAGE_PREFIX}/account/sessions")


@views.get("")
@worker_may(Action.READ, Thing.SESSION)
def overview() -> str:
    """Show where the worker is signed in, with buttons to end it elsewhere."""
    language, keys = spoken(), key_ring().keys
    with reading() as connection:
        sessions = sessions_of(connection, current_identity(), machine_now())
    labels = {name: key.provider.words(language)[0] for name, key in keys.items()}
    return render_template(
        "login/sessions.html", sessions=sessions, labels=labels, ended="ended" in request.args
    )


@views.post("/end")
@worker_may(Action.WRITE, Thing.SESSION)
def end() -> AnyResponse:
    """End one other session of the worker, or all others where none is named."""
    named = request.form.get("session")
    with Session.begin() as db:
        end_elsewhere(db, current_identity(), machine_now(), _id(named) if named else None)
    return redirect(url_for("sessions.overview", ended="yes"), 303)


@views.get("/stay")
@worker_may(Action.READ, Thing.SESSION)
def stay() -> Response | str:
    """Let the session go on, as every page does, and say until when; to a program in JSON."""
    identity, now = current_identity(), machine_now()
    if request.accept_mimetypes.best != "application/json":
        return render_template("login/stay.html")
    return jsonify(
        seconds=round((identity.runs_until - now).total_seconds()),
        told=told_end(identity, spoken()),
        last=identity.is_last_stretch,
    )


def _id(text: str) -> UUID:
    """Return the id that a form names; ends the request with 400 where it is none."""
    try:
        return UUID(text)
    except ValueError:
        abort(400)
