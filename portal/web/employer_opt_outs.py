"""Years in which only declared rights count, for all workers of the enterprise at once."""

from collections.abc import Mapping
from typing import Final
from uuid import UUID

from flask import Blueprint, abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from portal import clock
from portal.account.opt_outs import opt_outs_of
from portal.database import Session, reading
from portal.declarations.declaration import Action as Deed
from portal.declarations.declare import declare
from portal.declarations.outcome import Issue, Result
from portal.identifiers import new_id
from portal.login.representing import current_acting, representative_may
from portal.records.stand import Stand
from portal.roles import Action, Thing
from portal.web.employer_acts import declarant_of, moment
from portal.web.page import LANGUAGE_PREFIX
from portal.web.right_form import (
    LABELS,
    LONGEST,
    canceling,
    creating,
    faults_in,
    form_id_in,
    typed,
)

views = Blueprint("opt_outs", __name__, url_prefix=f"{LANGUAGE_PREFIX}/employer/only-declared")

_FIELDS: Final = frozenset({"year", "comment", "cancel_reason"})  # of the forms here
Faults = Mapping[str, tuple[Issue, ...]]


@views.get("")
@representative_may(Action.READ, Thing.EMPLOYMENT)
def opt_outs() -> str:
    """Show the years in which nothing is computed for anybody, and the form for another."""
    return _page({"year": str(clock.today().year)}, {})


@views.post("")
@representative_may(Action.WRITE, Thing.RIGHT)
def opt_out() -> Response | tuple[str, int]:
    """Let only declared rights count in a year."""
    said, form_id = typed(request.form), form_id_in(request.form)
    texts = creating(said, form_id)
    wanted = {name: texts[name] for name in ("reference", "year", "comment")}
    faults = _at_the_door({"action": Deed.OPT_OUT_EMPLOYER.value, **wanted})
    if faults:
        return _page(said, faults, form_id), 400
    return redirect(url_for(".opt_outs", done="yes"), 303)


@views.get("/<uuid:right_id>")
@representative_may(Action.WRITE, Thing.RIGHT)
def one(right_id: UUID) -> str:
    """Show one such year, to be withdrawn."""
    return _one_page(_found(right_id), {}, {})


@views.post("/<uuid:right_id>")
@representative_may(Action.WRITE, Thing.RIGHT)
def withdraw(right_id: UUID) -> Response | tuple[str, int]:
    """Let the rights of that year be computed again."""
    stand, said = _found(right_id), typed(request.form)
    faults = _at_the_door(canceling(said, stand, request.form.get("version", "")))
    if faults:
        return _one_page(stand, said, faults), 400
    return redirect(url_for(".opt_outs", done="withdrawn"), 303)


def _at_the_door(texts: Mapping[str, str]) -> Faults:
    """Take what is declared through the door; return what is wrong with it."""
    acting = current_acting()
    whole = {**texts, "enterprise_number": acting.enterprise_number}
    with Session.begin() as db:
        (outcome,) = declare(db, declarant_of(acting), [whole], moment())
    return faults_in(outcome, _FIELDS) if outcome.result is Result.REJECTED else {}


def _all() -> list[Stand]:
    with reading() as db:
        return opt_outs_of(db, current_acting().enterprise_number)


def _found(right_id: UUID) -> Stand:
    """Return an opt-out that stands; ends the request with 404 for any other and for none."""
    found = [one for one in _all() if one.record_id == right_id and not one.is_canceled]
    if not found:
        abort(404)
    return found[0]


def _page(said: Mapping[str, str], faults: Faults, form_id: UUID | None = None) -> str:
    found = _all()
    return render_template(
        "employer/opt_outs.html",
        stands=[one for one in found if not one.is_canceled],
        withdrawn=[one for one in found if one.is_canceled],
        said=said,
        faults=faults,
        form_id=form_id or new_id(),
        labels=LABELS,
        longest=LONGEST,
        done=request.args.get("done"),
    )


def _one_page(stand: Stand, said: Mapping[str, str], faults: Faults) -> str:
    return render_template(
        "employer/opt_out.html",
        stand=stand,
        said=said,
        faults=faults,
        labels=LABELS,
        longest=LONGEST,
    )
