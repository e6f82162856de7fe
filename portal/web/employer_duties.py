"""What an employer has to do: whom and what each task concerns, and working it off."""

from collections.abc import Sequence
from uuid import UUID

from flask import Blueprint, abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from portal import clock
from portal.account.choosable import named
from portal.account.declared import Asked, Declared, DeclaredFilter, open_declared
from portal.account.workers import PAGE_SIZE, Wanted, open_workers
from portal.database import Session, reading
from portal.declarations import declaration
from portal.declarations.declare import declare
from portal.declarations.outcome import Issue, Outcome, Result
from portal.duties.checks import check_rights
from portal.duties.worklist import OF_TRAININGS, OF_WORKERS, TaskKind, people_due
from portal.login.representing import current_acting, representative_may
from portal.records.facts import RecordKind
from portal.roles import Action, Thing
from portal.web.employer_acts import declarant_of, look_of, moment
from portal.web.employer_words import TASKS
from portal.web.page import LANGUAGE_PREFIX

views = Blueprint("duties", __name__, url_prefix=f"{LANGUAGE_PREFIX}/employer/due")


@views.get(f"/<any({', '.join(OF_WORKERS)}):task>")
@representative_may(Action.READ, Thing.EMPLOYMENT)
def people(task: str) -> str:
    """Show workers whom a task concerns, to check their rights."""
    acting, today = current_acting(), clock.today()
    with reading() as db:
        due = people_due(db, acting.enterprise_number, TaskKind(task), today, PAGE_SIZE + 1)
        wanted = Wanted(people=tuple(due[:PAGE_SIZE]))
        page = open_workers(db, acting.enterprise_number, wanted, look_of(acting))
    return render_template(
        "employer/people.html",
        kind=task,
        task=TASKS[task],
        page=page,
        more=len(due) > PAGE_SIZE,
        year=today.year,
        done=request.args.get("done"),
    )


@views.post(f"/<any({', '.join(OF_WORKERS)}):task>")
@representative_may(Action.VERIFY, Thing.RIGHT)
def check(task: str) -> Response:
    """Keep that the rights of the workers who were ticked are right."""
    acting = current_acting()
    ticked = [_id(one) for one in request.form.getlist("worker")[:PAGE_SIZE]]
    with Session.begin() as db:
        number = acting.enterprise_number
        count = check_rights(db, number, ticked, acting.organisation, clock.now())
    return redirect(url_for(".people", task=task, done="yes" if count else "none"), 303)


@views.get(f"/<any({', '.join(OF_TRAININGS)}):what>")
@representative_may(Action.READ, Thing.EMPLOYMENT)
def trainings(what: str) -> str:
    """Show trainings that wait for the employer, some at a time."""
    return _trainings_page(what, done="done" in request.args)


@views.post("/toVerify")
@representative_may(Action.VERIFY, Thing.TRAINING)
def accept() -> str | Response | tuple[str, int]:
    """Accept a training that a provider declared: from then on it takes days."""
    acting = current_acting()
    texts = {
        "action": declaration.Action.VERIFY_TRAINING.value,
        "enterprise_number": acting.enterprise_number,
        "record_id": request.form.get("training", ""),
        "expected_version": request.form.get("version", ""),
    }
    with Session.begin() as db:
        (outcome,) = declare(db, declarant_of(acting), [texts], moment())
    if outcome.result is Result.REJECTED:
        return _trainings_page(TaskKind.TO_VERIFY, refused=outcome), 400
    if outcome.issues:
        # What the door remarks has values, which no address may carry. A page that is sent again
        # names a version of before, and accepts nothing.
        return _trainings_page(TaskKind.TO_VERIFY, done=True, warned=outcome.issues)
    return redirect(url_for(".trainings", what=TaskKind.TO_VERIFY, done="yes"), 303)


def _trainings_page(
    kind: str,
    *,
    done: bool = False,
    refused: Outcome | None = None,
    warned: Sequence[Issue] = (),
) -> str:
    acting = current_acting()
    records = _waiting(TaskKind(kind))
    with reading() as db:
        people = {one.stand.person_id for one in records}
        names = named(db, acting.enterprise_number, look_of(acting), people)
    return render_template(
        "employer/trainings.html",
        kind=kind,
        task=TASKS[kind],
        records=records,
        names=names,
        done=done,
        refused=refused,
        warned=warned,
    )


def _waiting(kind: TaskKind) -> tuple[Declared, ...]:
    acting, today = current_acting(), clock.today()
    verifies = kind is TaskKind.TO_VERIFY
    chosen = DeclaredFilter(
        enterprise_number=acting.enterprise_number,
        record_state="active",
        to_verify=verifies,
        status=None if verifies else "reserved",
        start_date_to=None if verifies else today,
    )
    asked = Asked(acting.organisation, look_of(acting), RecordKind.TRAINING, chosen)
    with reading() as db:
        records = open_declared(db, asked, PAGE_SIZE).records
    return tuple(one for one in records if verifies or one.stand.last_day < today)


def _id(text: str) -> UUID:
    """Return the id that a form names; ends the request with 400 where it is none."""
    try:
        return UUID(text)
    except ValueError:
        abort(400)
