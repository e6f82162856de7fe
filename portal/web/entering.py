"""One course for many workers at once: typed, checked, declared, copied and undone."""

from collections.abc import Mapping
from typing import Final
from uuid import UUID

from flask import Blueprint, abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from portal import clock
from portal.account.choosable import named
from portal.database import Session, reading
from portal.declarations.outcome import Result
from portal.entering.declaring import enter, rehearse, undo
from portal.entering.entry import Answer, Entry, State
from portal.entering.keeping import (
    NotYours,
    drop_entry,
    find_entry,
    list_entries,
    save_entry,
)
from portal.identifiers import new_id
from portal.languages import N_, translated
from portal.login.representing import current_acting, representative_may
from portal.roles import Action, Thing
from portal.web.choosing import Choice, chosen_in, with_all_found
from portal.web.course_form import fresh, sorted_out, texts_of, typed
from portal.web.employer_acts import look_of, moment
from portal.web.entering_page import entry_page
from portal.web.page import LANGUAGE_PREFIX, page_language

views = Blueprint("entering", __name__, url_prefix=f"{LANGUAGE_PREFIX}/employer/trainings")

MOST_ENTRIES: Final = 50
UNDONE: Final = N_("The whole entry was undone in the online service.")


@views.get("")
@representative_may(Action.READ, Thing.EMPLOYMENT)
def entries() -> str:
    """Show what was entered here for the enterprise, and the reader's drafts."""
    with reading() as db:
        found = list_entries(db, current_acting(), clock.now(), MOST_ENTRIES)
    return render_template(
        "entering/entries.html",
        acting=current_acting(),
        drafts=[one for one in found if one.state is State.DRAFT],
        declared=[one for one in found if one.state is not State.DRAFT],
    )


@views.get("/new")
@representative_may(Action.WRITE, Thing.TRAINING)
def new() -> Response:
    """Lead to an empty form; nothing is kept before something is sent."""
    return redirect(url_for("entering.entry", entry_id=new_id()), 303)


@views.route("/<uuid:entry_id>", methods=["GET", "POST"])
@representative_may(Action.WRITE, Thing.TRAINING)
def entry(entry_id: UUID) -> str | Response | tuple[str, int]:
    """Show the form of a course as it was left; keep what is sent, and do what was asked."""
    if request.method == "POST":
        return _keep(entry_id)
    with reading() as db:
        found = find_entry(db, current_acting(), entry_id, clock.now())
    if found is None:
        return entry_page(entry_id, fresh(page_language()), Choice())
    if found.state is not State.DRAFT:
        return redirect(url_for("entering.done", entry_id=entry_id), 303)
    people = [worker.person_id for worker in found.workers]
    answers = _rehearsed(found, ()) if "checked" in request.args else ()
    return entry_page(entry_id, found.fields, Choice(people), answers)


@views.get("/<uuid:entry_id>/review")
@representative_may(Action.WRITE, Thing.TRAINING)
def review(entry_id: UUID) -> str | Response:
    """Show what will be declared, for whom, and what the door says of it."""
    found = _draft(entry_id)
    if found is None:
        return redirect(url_for("entering.done", entry_id=entry_id), 303)
    answers = _rehearsed(found, ())
    findings = sorted_out(answers)
    if findings.blocks:
        return redirect(url_for("entering.entry", entry_id=entry_id, checked="yes"), 303)
    return render_template(
        "entering/review.html",
        acting=current_acting(),
        entry=found,
        texts=texts_of(found.fields),
        findings=findings,
        good=[answer for answer in answers if answer.outcome.result is not Result.REJECTED],
        names=_names(found),
    )


@views.post("/<uuid:entry_id>/declare")
@representative_may(Action.WRITE, Thing.TRAINING)
def declare(entry_id: UUID) -> Response:
    """Declare the course for all whom nothing keeps out."""
    acting, when = current_acting(), moment()
    with Session.begin() as db:
        found = find_entry(db, acting, entry_id, when.now, hold=True)
        if found is None:
            abort(404)
        if found.state is State.DRAFT:
            enter(db, acting, found, texts_of(found.fields), when)
    return redirect(url_for("entering.done", entry_id=entry_id), 303)


@views.get("/<uuid:entry_id>/done")
@representative_may(Action.READ, Thing.EMPLOYMENT)
def done(entry_id: UUID) -> str | Response:
    """Show what was declared, for whom, and for whom it was not."""
    with reading() as db:
        found = find_entry(db, current_acting(), entry_id, clock.now())
    if found is None:
        abort(404)
    if found.state is State.DRAFT:
        return redirect(url_for("entering.review", entry_id=entry_id), 303)
    is_open = found.state is State.DECLARED and found.open_workers
    return render_template(
        "entering/done.html",
        acting=current_acting(),
        entry=found,
        texts=texts_of(found.fields),
        refused=sorted_out(_rehearsed(found, ())).answers if is_open else (),
        names=_names(found),
        not_undone=request.args.get("kept", ""),
    )


@views.post("/<uuid:entry_id>/undo")
@representative_may(Action.WRITE, Thing.TRAINING)
def take_back(entry_id: UUID) -> Response:
    """Cancel all that an entry declared; what was changed since stays."""
    acting, when = current_acting(), moment()
    with Session.begin() as db:
        found = find_entry(db, acting, entry_id, when.now, hold=True)
        if found is None:
            abort(404)
        answers = []
        if found.state is State.DECLARED:
            answers = undo(db, acting, found, translated(UNDONE, page_language()), when)
    kept = sum(answer.outcome.result is Result.REJECTED for answer in answers)
    return redirect(url_for("entering.done", entry_id=entry_id, kept=kept or None), 303)


@views.post("/<uuid:entry_id>/copy")
@representative_may(Action.WRITE, Thing.TRAINING)
def copy(entry_id: UUID) -> Response:
    """Begin a new entry of the same course: for others, or for those who were refused."""
    acting, now, other_id = current_acting(), clock.now(), new_id()
    with Session.begin() as db:
        found = find_entry(db, acting, entry_id, now)
        if found is None:
            abort(404)
        refused = found.open_workers if request.form.get("whom") == "refused" else ()
        people = [worker.person_id for worker in refused]
        save_entry(db, acting, other_id, (found.fields, people), now)
    return redirect(url_for("entering.entry", entry_id=other_id), 303)


@views.post("/<uuid:entry_id>/drop")
@representative_may(Action.WRITE, Thing.TRAINING)
def drop(entry_id: UUID) -> Response:
    """Throw a draft away."""
    with Session.begin() as db:
        drop_entry(db, current_acting(), entry_id, clock.now())
    return redirect(url_for("entering.entries"), 303)


def _keep(entry_id: UUID) -> str | Response | tuple[str, int]:
    """Keep what was typed; then look for workers, or ask the door, or leave it for later."""
    acting, fields = current_acting(), typed(request.form)
    choice, wish = chosen_in(request.form), request.form.get("do")
    if wish == "all":
        choice = with_all_found(choice)
    try:
        with Session.begin() as db:
            save_entry(db, acting, entry_id, (fields, choice.people), clock.now())
            found = find_entry(db, acting, entry_id, clock.now())
    except NotYours:
        abort(404)
    if wish == "later":
        return redirect(url_for("entering.entries", kept="yes"), 303)
    if wish != "check":
        return entry_page(entry_id, fields, choice)
    assert found is not None  # noqa: S101 - just kept
    answers = _rehearsed(found, choice.unknown)
    if choice.unknown or sorted_out(answers).blocks:
        return entry_page(entry_id, fields, choice, answers), 400
    return redirect(url_for("entering.review", entry_id=entry_id), 303)


def _draft(entry_id: UUID) -> Entry | None:
    """Return a draft of the reader; None: it is declared already. Ends with 404 without any."""
    with reading() as db:
        found = find_entry(db, current_acting(), entry_id, clock.now())
    if found is None:
        abort(404)
    return found if found.state is State.DRAFT else None


def _rehearsed(found: Entry, numbers: tuple[str, ...]) -> list[Answer]:
    """Return what the door would say of an entry; nothing of it stays."""
    said = texts_of(found.fields), numbers
    with Session() as db:
        answers = rehearse(db, current_acting(), found, said, moment())
        db.rollback()
    return answers


def _names(found: Entry) -> Mapping[UUID, str]:
    """Return the names of an entry's workers; without those who are no longer to be seen."""
    acting = current_acting()
    people = [worker.person_id for worker in found.workers]
    with reading() as db:
        known = named(db, acting.enterprise_number, look_of(acting), people)
    return {person_id: worker.name for person_id, worker in known.items()}
