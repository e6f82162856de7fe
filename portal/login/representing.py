"""The guard of an employer's pages: who acts, for whom, whether they still may, and may do this."""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar, cast

from flask import g, redirect, request, url_for
from werkzeug.exceptions import Conflict, Forbidden
from werkzeug.wrappers import Response

from portal import clock
from portal.database import reading
from portal.login.acting import Acting, find_acting
from portal.login.identity import ask_to_sign_in, marked, signed_in, too_weak
from portal.login.sessions import Identity
from portal.roles import Action, Thing

_P = ParamSpec("_P")
_R = TypeVar("_R")

REPRESENTATIVE = "representative"
ACTING_FOR = "acting_for"  # the field by which a form says for whom it was made
CHOOSE = "employer.choose"


class ActsNoLonger(Forbidden):
    """What somebody chose to act for is theirs no more: a role or a mandate has ended."""


class NotInThisFunction(Forbidden):
    """The enterprise may do it, but not through this person."""


class OtherEnterprise(Conflict):
    """A form was made for another enterprise than the one for which its sender acts now."""


def representative_may(
    action: Action, thing: Thing
) -> Callable[[Callable[_P, _R]], Callable[_P, _R | Response]]:
    """Guard a view for who acts for an enterprise, and does something with what is its own.

    Strangers go to sign in; who acts for nobody goes to choose.
    """

    def guard(view: Callable[_P, _R]) -> Callable[_P, _R | Response]:
        @wraps(view)
        def guarded(*args: _P.args, **kwargs: _P.kwargs) -> _R | Response:
            identity = signed_in()
            if identity is None:
                return ask_to_sign_in()
            stronger = too_weak(identity)
            if stronger is not None:
                return stronger
            if identity.acting_for is None:
                return redirect(url_for(CHOOSE), 303)
            g.acting = acting = _still_acting(identity, identity.acting_for)
            if request.method == "POST" and request.form.getlist(ACTING_FOR) != [acting.key]:
                raise OtherEnterprise
            if not acting.may(action, thing):
                raise NotInThisFunction
            return view(*args, **kwargs)

        guarded.does = (action, thing)  # type: ignore[attr-defined]  # functions take attributes
        return marked(guarded, REPRESENTATIVE)

    return guard


def current_acting() -> Acting:
    """Return for whom the reader acts; for views behind the guard."""
    return cast("Acting", g.acting)


def _still_acting(identity: Identity, enterprise_number: str) -> Acting:
    """Return for whom a session acts, as it stands this moment; raises ActsNoLonger."""
    who = identity.person_id, enterprise_number, identity.acting_through
    with reading() as db:
        found = find_acting(db, *who, clock.today())
    if found is None:
        raise ActsNoLonger
    return found
