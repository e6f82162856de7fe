"""One declared training at the employer: what it says, its versions, and how it is changed."""

from collections.abc import Mapping, Sequence
from typing import Final
from uuid import UUID

from flask import Blueprint, abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from portal.account.choosable import named
from portal.account.declared import Asked, DeclaredDetail, DeclaredFilter, open_one
from portal.database import Session, reading
from portal.declarations.declaration import Action as Deed
from portal.declarations.declare import declare
from portal.declarations.outcome import Issue, Outcome, Result
from portal.entering.entry import Answer, declarant_of
from portal.login.representing import current_acting, representative_may
from portal.records.facts import RecordKind, TrainingDeclaration
from portal.records.stand import Stand
from portal.roles import Action, Thing
from portal.web.course_form import (
    LABELS,
    LONGEST,
    fields_from,
    sorted_out,
    texts_of,
    typed,
)
from portal.web.employer_acts import look_of, moment
from portal.web.page import LANGUAGE_PREFIX

views = Blueprint(
    "declared_training", __name__, url_prefix=f"{LANGUAGE_PREFIX}/employer/trainings/one"
)
# What a button of the page asks of the door.
DEEDS: Final = {
    "change": Deed.UPDATE_TRAINING,
    "cancel": Deed.CANCEL_TRAINING,
    "verify": Deed.VERIFY_TRAINING,
}


@views.get("/<uuid:training_id>")
@representative_may(Action.READ, Thing.EMPLOYMENT)
def training(training_id: UUID) -> str:
    """Show a training of one of the employer's workers as it stands, and how it came so."""
    return _page(_opened(training_id))


@views.post("/<uuid:training_id>")
@representative_may(Action.WRITE, Thing.TRAINING)
def change(training_id: UUID) -> str | Response | tuple[str, int]:
    """Change, withdraw or accept a training, if the reader saw its present version."""
    detail, deed = _opened(training_id), DEEDS.get(request.form.get("do", ""))
    if deed is None:
        abort(400)
    outcome = _declared(detail.record.stand, detail.record.ssin, deed)
    if outcome.result is Result.REJECTED:
        return _page(detail, outcome, typed(request.form)), 400
    if outcome.issues:
        # What the door remarks has values, which no address may carry. A page that is sent again
        # names a version of before, and changes nothing.
        return _page(_opened(training_id), warned=outcome.issues)
    return redirect(url_for("declared_training.training", training_id=training_id, kept="yes"), 303)


def _declared(stand: Stand, ssin: str, deed: Deed) -> Outcome:
    """Return what the door says of a change that the form asks for."""
    acting = current_acting()
    said = {
        "action": deed.value,
        "enterprise_number": acting.enterprise_number,
        "ssin": ssin,
        "record_id": str(stand.record_id),
        "expected_version": request.form.get("version", ""),
    }
    if deed is Deed.UPDATE_TRAINING:
        said |= texts_of(typed(request.form)) | _unasked(stand)
    elif deed is Deed.CANCEL_TRAINING:
        said["cancel_reason"] = request.form.get("reason", "")[:LONGEST]
    with Session.begin() as db:
        return declare(db, declarant_of(acting, names_versions=True), [said], moment())[0]


def _unasked(stand: Stand) -> dict[str, str]:
    """Return what a training says that the form does not ask, so that it stays as it was."""
    facts = stand.facts
    assert isinstance(facts, TrainingDeclaration)  # noqa: S101 - only trainings are opened here
    said = {}
    if facts.charged_minutes != facts.duration_minutes:
        said["charged_minutes"] = str(facts.charged_minutes)
    if facts.provider_enterprise_number:
        said["provider_enterprise_number"] = facts.provider_enterprise_number
    return said


def _opened(training_id: UUID) -> DeclaredDetail:
    """Return a training of the enterprise; ends with 404 for any other and for none."""
    acting = current_acting()
    chosen = DeclaredFilter(enterprise_number=acting.enterprise_number)
    asked = Asked(acting.organisation, look_of(acting), RecordKind.TRAINING, chosen)
    with reading() as db:
        found = open_one(db, asked, training_id)
    if found is None:
        abort(404)
    return found


def _page(
    detail: DeclaredDetail,
    outcome: Outcome | None = None,
    fields: Mapping[str, str] | None = None,
    warned: Sequence[Issue] = (),
) -> str:
    acting, stand = current_acting(), detail.record.stand
    with reading() as db:
        known = named(db, acting.enterprise_number, look_of(acting), [stand.person_id])
    facts = stand.facts
    assert isinstance(facts, TrainingDeclaration)  # noqa: S101 - only trainings are opened here
    in_form, others = _where(stand, outcome)
    as_it_stands = fields_from(facts)
    return render_template(
        "entering/training.html",
        acting=acting,
        stand=stand,
        versions=[stand, *detail.earlier_versions],
        worker=known.get(stand.person_id),
        texts=texts_of(as_it_stands),
        fields=fields or as_it_stands,
        findings=sorted_out([Answer(None, outcome._replace(issues=in_form))] if outcome else []),
        others=others,
        reason="" if warned else request.form.get("reason", "")[:LONGEST],
        warned=warned,
        kept=bool(warned) or "kept" in request.args,
    )


def _where(stand: Stand, outcome: Outcome | None) -> tuple[tuple[Issue, ...], list[Issue]]:
    """Return what hangs on a field of the page's form, and what does not.

    The form has no field for the worker, and what is withdrawn has no form; of anything else
    than a change nothing hangs on it.
    """
    told = outcome.issues if outcome else ()
    is_change = request.form.get("do") == "change" and not stand.is_canceled
    fields = LABELS.keys() - {"ssin"} if is_change else ()
    return (
        tuple(issue for issue in told if issue.field in fields),
        [issue for issue in told if issue.field not in fields],
    )
