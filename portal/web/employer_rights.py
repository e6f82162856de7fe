"""The rights of one worker at an employer: how they came to be, declared, changed, withdrawn."""

from collections.abc import Container, Mapping
from uuid import UUID

from flask import Blueprint, abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from portal import clock
from portal.account.at_employer import AtEmployer, open_at_employer
from portal.account.declared import Asked, Declared, DeclaredFilter, open_declared
from portal.database import Session, reading
from portal.declarations.declare import declare
from portal.declarations.outcome import Issue, Result
from portal.directory.entries import numbers_of
from portal.identifiers import new_id
from portal.login.representing import current_acting, representative_may
from portal.records.facts import RecordKind
from portal.roles import Action, Thing
from portal.web.employer_acts import declarant_of, look_of, moment
from portal.web.page import LANGUAGE_PREFIX, asked_year
from portal.web.right_form import (
    LABELS,
    LONGEST,
    canceling,
    changing,
    creating,
    faults_in,
    form_id_in,
    typed,
    warned_in,
)

views = Blueprint(
    "declared_rights", __name__, url_prefix=f"{LANGUAGE_PREFIX}/employer/workers/<uuid:person_id>"
)

MOST_RIGHTS = 200  # of one worker at one employer: four a year
_CHANGED = frozenset({"days", "comment", "cancel_reason"})  # which the form of a declared one asks
Faults = Mapping[str, tuple[Issue, ...]]


@views.get("/seen/<path:employment_id>")
@representative_may(Action.READ, Thing.EMPLOYMENT)
def seen(person_id: UUID, employment_id: str) -> str:
    """Show how a right was computed, in the words in which the worker reads it."""
    opened = _opened(person_id)
    found = [one for one in opened.employments if one.employment_id == employment_id]
    if not found:
        abort(404)
    wanted = asked_year()
    years = [one for one in found[0].years if wanted in {None, one.year}]
    if not years:
        abort(404)
    return render_template("employer/seen.html", opened=opened, employment=found[0], year=years[-1])


@views.get("/rights")
@representative_may(Action.READ, Thing.EMPLOYMENT)
def rights(person_id: UUID) -> str:
    """Show the rights that were declared for a worker, and the form for another."""
    return _rights_page(person_id, {"year": str(clock.today().year), "kind": "legal"}, {})


@views.post("/rights")
@representative_may(Action.WRITE, Thing.RIGHT)
def declare_right(person_id: UUID) -> Response | tuple[str, int]:
    """Declare a right for a worker, or an opt-out of computing."""
    said, form_id = typed(request.form), form_id_in(request.form)
    faults = _at_the_door(person_id, creating(said, form_id))
    if isinstance(faults, Response):
        return faults
    return _rights_page(person_id, said, faults, form_id), 400


@views.get("/rights/<uuid:right_id>")
@representative_may(Action.WRITE, Thing.RIGHT)
def right(person_id: UUID, right_id: UUID) -> str:
    """Show one declared right, to be changed or withdrawn."""
    declared = _declared(person_id, right_id)
    facts = declared.stand.facts
    days = "" if facts.days is None else f"{facts.days.normalize():f}"  # type: ignore[union-attr]  # a right's
    said = {"days": days, "comment": facts.comment or ""}  # type: ignore[union-attr]  # a right's
    return _right_page(person_id, declared, said, {})


@views.post("/rights/<uuid:right_id>")
@representative_may(Action.WRITE, Thing.RIGHT)
def change_right(person_id: UUID, right_id: UUID) -> Response | tuple[str, int]:
    """Change or withdraw a declared right, as the button says."""
    declared, said = _declared(person_id, right_id), typed(request.form)
    make = canceling if request.form.get("act") == "cancel" else changing
    version = request.form.get("version", "")
    fields = _CHANGED if declared.stand.facts.kind != "optOut" else _CHANGED - {"days"}  # type: ignore[union-attr]  # a right's
    faults = _at_the_door(person_id, make(said, declared.stand, version), fields)
    if isinstance(faults, Response):
        return faults
    return _right_page(person_id, declared, said, faults), 400


def _at_the_door(
    person_id: UUID, texts: Mapping[str, str], fields: Container[str] = LABELS
) -> Response | Faults:
    """Take what is declared through the door; return the way on, or what is wrong."""
    acting = current_acting()
    with Session.begin() as db:
        number = numbers_of(db, [person_id]).get(person_id, "")
        whole = {**texts, "enterprise_number": acting.enterprise_number, "ssin": number}
        (outcome,) = declare(db, declarant_of(acting), [whole], moment())
    if outcome.result is Result.REJECTED:
        return faults_in(outcome, fields)
    warned = [f"{issue.field}.{issue.reason.code}" for issue in outcome.issues]
    address = url_for(".rights", person_id=person_id, done="yes", warned=warned or None)
    return redirect(address, 303)


def _opened(person_id: UUID) -> AtEmployer:
    """Return a worker's account at the enterprise; ends the request with 404 for any other."""
    acting = current_acting()
    with reading() as db:
        opened = open_at_employer(db, person_id, acting.enterprise_number, look_of(acting))
    if opened is None or opened.is_closed:
        abort(404)
    return opened


def _declared_of(person_id: UUID) -> tuple[Declared, ...]:
    acting = current_acting()
    chosen = DeclaredFilter(
        enterprise_number=acting.enterprise_number, person_id=person_id, record_state="active"
    )
    asked = Asked(acting.organisation, look_of(acting), RecordKind.RIGHT, chosen)
    with reading() as db:
        return open_declared(db, asked, MOST_RIGHTS).records


def _declared(person_id: UUID, right_id: UUID) -> Declared:
    found = [one for one in _declared_of(person_id) if one.stand.record_id == right_id]
    if not found:
        abort(404)
    return found[0]


def _rights_page(
    person_id: UUID, said: Mapping[str, str], faults: Faults, form_id: UUID | None = None
) -> str:
    declared = _declared_of(person_id)
    return render_template(
        "employer/rights.html",
        opened=_opened(person_id),
        declared=sorted(declared, key=lambda one: -one.stand.facts.year),
        said=said,
        faults=faults,
        form_id=form_id or new_id(),
        labels=LABELS,
        longest=LONGEST,
        done="done" in request.args,
        warnings=warned_in(request.args.getlist("warned")),
    )


def _right_page(
    person_id: UUID, declared: Declared, said: Mapping[str, str], faults: Faults
) -> str:
    return render_template(
        "employer/right.html",
        opened=_opened(person_id),
        stand=declared.stand,
        said=said,
        faults=faults,
        labels=LABELS,
        longest=LONGEST,
    )
