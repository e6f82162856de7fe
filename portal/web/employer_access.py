"""Who may act for the enterprise: seen by its people, decided by its access managers."""

from collections.abc import Callable, Mapping
from uuid import UUID

from flask import Blueprint, abort, redirect, render_template, request, url_for
from sqlalchemy.orm import Session as Writing
from werkzeug.wrappers import Response

from portal import clock
from portal.database import Session, reading
from portal.login.granted import RoleHeld, mandate_given, open_access, role_held
from portal.login.granting import (
    Decider,
    ManagerNoLonger,
    Refused,
    find_person,
    give_mandate,
    give_role,
    revoke_mandate,
    take_role,
)
from portal.login.guessing import count_of_person
from portal.login.representing import ActsNoLonger, current_acting, representative_may
from portal.login.tries import ROLES_OF_A_PERSON
from portal.roles import Action, Function, Thing
from portal.web.access_form import (
    LABELS,
    NOBODY,
    REFUSED,
    Faults,
    MandateAsked,
    behind_in,
    digits,
    mandate_in,
    quarters,
    role_faults,
    role_in,
    typed,
)
from portal.web.page import LANGUAGE_PREFIX

views = Blueprint("access", __name__, url_prefix=f"{LANGUAGE_PREFIX}/employer/access")

Answer = Response | tuple[str, int]


@views.get("")
@representative_may(Action.READ, Thing.ACCESS)
def access() -> str:
    """Show who may act for the enterprise, to whom it gave mandates, and who decided that."""
    return _page({}, {})


@views.post("/roles")
@representative_may(Action.WRITE, Thing.ACCESS)
def give() -> Answer:
    """Give a role to whoever bears a number and a name."""
    said, acting = typed(request.form), current_acting()
    count_of_person(ROLES_OF_A_PERSON, acting.person_id)
    role, faults = role_in(said), role_faults(said)
    with Session() as db:
        found = find_person(db, digits(said.get("ssin", "")), said.get("family_name", ""))
    if role is None or found is None:
        return _page(said, {**({} if found else {"ssin": NOBODY}), **faults}), 400
    return _decide(lambda db, by: give_role(db, by, found, role), said)


@views.post("/roles/<uuid:person_id>")
@representative_may(Action.WRITE, Thing.ACCESS)
def change(person_id: UUID) -> Answer:
    """Take the role of a person who has one, or give another."""
    if request.form.get("act") == "take":
        return _decide(lambda db, by: take_role(db, by, person_id), {})
    role = role_in(typed(request.form))
    if role is None or _held(person_id) is None:
        return _page({}, {"": REFUSED[Refused.NOT_THERE][1]}), 400
    return _decide(lambda db, by: give_role(db, by, person_id, role), {})


@views.get("/roles/<uuid:person_id>/take")
@representative_may(Action.WRITE, Thing.ACCESS)
def taking(person_id: UUID) -> str:
    """Ask whether a role is really to be taken."""
    held = _held(person_id)
    if held is None:
        abort(404)
    own = person_id == current_acting().person_id
    return render_template("employer/access_taking.html", held=held, own=own)


@views.post("/mandates")
@representative_may(Action.WRITE, Thing.ACCESS)
def mandate() -> Answer:
    """Give a mandate to another enterprise."""
    said = typed(request.form)
    asked = mandate_in(said, clock.today())
    if not isinstance(asked, MandateAsked):
        return _page(said, asked), 400
    return _decide(lambda db, by: give_mandate(db, by, *asked), said)


@views.get("/mandates/<int(fixed_digits=10):number>/<quarter>/revoke")
@representative_may(Action.WRITE, Thing.ACCESS)
def revoking(number: int, quarter: str) -> str:
    """Ask whether a mandate is really to be revoked."""
    which = f"{number:010}", quarter.replace("\0", "")
    with reading() as db:
        given = mandate_given(db, current_acting().enterprise_number, *which)
    if given is None:
        abort(404)
    return render_template("employer/access_revoking.html", given=given)


@views.post("/mandates/revoke")
@representative_may(Action.WRITE, Thing.ACCESS)
def revoke() -> Answer:
    """Revoke a mandate at once."""
    said = typed(request.form)
    which = said.get("holder", ""), said.get("from_quarter", "")
    return _decide(lambda db, by: revoke_mandate(db, by, *which), {})


def _held(person_id: UUID) -> RoleHeld | None:
    with reading() as db:
        return role_held(db, current_acting().enterprise_number, person_id)


def _decide(act: Callable[[Writing, Decider], Refused | None], said: Mapping[str, str]) -> Answer:
    """Let it be decided; return the way on, or the page that says why it was not."""
    acting = current_acting()
    by = Decider(acting.person_id, acting.enterprise_number, clock.now())
    try:
        with Session.begin() as db:
            refused = act(db, by)
    except ManagerNoLonger as fault:
        raise ActsNoLonger from fault
    if refused is None:
        return redirect(url_for(".access", done="yes"), 303)
    name, sentence = REFUSED[refused]
    return _page(said, {name: sentence}), 400


def _page(said: Mapping[str, str], faults: Faults) -> str:
    with reading() as db:
        opened = open_access(db, current_acting().enterprise_number, behind_in(request.args))
    return render_template(
        "employer/access.html",
        opened=opened,
        said=said,
        faults=faults,
        labels=LABELS,
        roles=list(Function),
        quarters=quarters(clock.today()),
        done="done" in request.args,
    )
