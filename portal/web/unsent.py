"""What was typed and could not be sent: kept, shown to who typed it, and put back when asked."""

from typing import Final

from flask import (
    Blueprint,
    Flask,
    Response,
    current_app,
    g,
    redirect,
    render_template,
    request,
    url_for,
)
from flask_babel import gettext
from flask_wtf.csrf import validate_csrf
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect
from werkzeug.wrappers import Response as AnyResponse

from portal import clock
from portal.database import Session, reading
from portal.entering.unsent import (
    KEPT_FOR,
    Unsent,
    drop_unsent,
    keep_unsent,
    list_unsent,
    whose_session,
)
from portal.login.acting import act_for, find_acting
from portal.login.identity import (
    current_identity,
    public,
    session_key,
    set_private_cookie,
    signed_in,
    worker_may,
)
from portal.login.representing import ACTING_FOR
from portal.login.way_back import page_at
from portal.roles import Action, Thing
from portal.web.kept_forms import is_kept, is_of_employer, title_of
from portal.web.page import LANGUAGE_PREFIX, page_language
from portal.web.refilling import FIELD, refilled, without_language

views = Blueprint("unsent", __name__, url_prefix=f"{LANGUAGE_PREFIX}/unsent")

# Neither typed nor good for a later form: tokens, the buttons, and what names a record.
_NOT_TYPED: Final = {
    *("csrf_token", ACTING_FOR, FIELD, "do", "act", "form", "form_id"),
    *("version", "training", "whom"),
}


def set_up_keeping(app: Flask) -> None:
    """Keep what cannot be sent, put back what is asked for, and forget what was sent after all."""
    app.before_request(_keep_what_cannot_be_sent)
    app.after_request(_put_back)
    app.after_request(_forget_what_was_sent)


def keep_what_came_late() -> AnyResponse | None:
    """Keep a form whose token is right but old; return the way to sign in, if that is needed."""
    try:
        validate_csrf(request.form.get("csrf_token"), time_limit=int(KEPT_FOR.total_seconds()))
    except ValueError:  # what its ValidationError is
        return None
    return _to_sign_in() if _keep(request.path) and signed_in() is None else None


@views.get("")
@worker_may(Action.READ, Thing.SESSION)
def kept() -> str:
    """Show what the reader typed and did not send."""
    with reading() as db:
        found = list_unsent(db, current_identity().person_id, clock.now())
    titled = [(one, title_of(_goes_to(one.address))) for one in found]
    return render_template("entering/unsent.html", unsent=titled)


@views.post("/keep")
@public
def keep() -> AnyResponse:
    """Keep a form that is about to be left, and do nothing else with it."""
    address = request.args.get("form", "")
    has_kept = _keep(address)
    identity = signed_in()
    if identity is None:
        return _to_sign_in() if has_kept else redirect(url_for("login.sign_in"), 303)
    if "back" not in request.args:
        return redirect(url_for("unsent.kept"), 303)
    # Who only changes the language stays before the form.
    with reading() as db:
        newest = list_unsent(db, identity.person_id, clock.now())[:1]
    if has_kept and newest:
        return redirect(_page_of(newest[0]), 303)
    return redirect(_page_before(without_language(address)), 303)


@views.post("/go-on")
@worker_may(Action.WRITE, Thing.SESSION)
def go_on() -> AnyResponse:
    """Act for the enterprise of a kept form again, and open its page with what was typed."""
    identity, found = current_identity(), _found(request.form.get(FIELD, ""))
    if found is None:
        return redirect(url_for("unsent.kept"), 303)
    number, _, through = found.acting_for.partition("-")
    answer = redirect(_page_of(found), 303)
    if not number or (identity.acting_for, identity.acting_through) == (number, through or None):
        return answer
    who = identity.person_id, number, through or None
    with Session.begin() as db:
        acting = find_acting(db, *who, clock.today())
        key = act_for(db, identity, acting, clock.machine_now()) if acting else None
    if key is None:
        return redirect(url_for("employer.choose", refused="yes"), 303)
    set_private_cookie(answer, current_app.config["SESSION_KEY_COOKIE"], key)
    return answer


@views.post("/drop")
@worker_may(Action.WRITE, Thing.SESSION)
def drop() -> AnyResponse:
    """Throw a kept form away."""
    found = _found(request.form.get(FIELD, ""))
    if found is not None:
        with Session.begin() as db:
            drop_unsent(db, current_identity().person_id, found.unsent_id)
    return redirect(url_for("unsent.kept"), 303)


def _keep_what_cannot_be_sent() -> AnyResponse | None:
    if request.method != "POST" or not is_kept(request.endpoint):
        return None
    identity = signed_in()
    if identity is None:
        return _to_sign_in() if _keep(request.path) else None
    if not is_of_employer(request.endpoint):
        return None
    now = "-".join(filter(None, (identity.acting_for, identity.acting_through)))
    if request.form.get(ACTING_FOR) != now:
        _keep(request.path)  # the guard says why it was not sent
    return None


def _keep(path: str) -> bool:
    """Keep what the request typed in the form for this path; tell whether there was anything."""
    key, acting_for = session_key(), request.form.get(ACTING_FOR, "")
    typed = [
        (name, value)
        for name, value in request.form.items(multi=True)
        if name not in _NOT_TYPED and value
    ]
    address = without_language(path)
    goes_to = _goes_to(address)
    if key is None or not typed or not is_kept(goes_to):
        return False
    if not is_of_employer(goes_to):
        acting_for = ""
    elif not acting_for.replace("-", "").isdecimal():
        return False
    with Session.begin() as db:
        person_id = whose_session(db.connection(), key)
        if person_id is None:
            return False
        keep_unsent(db, person_id, (acting_for, address), typed, clock.now())
    g.setdefault("kept_unsent", True)
    return True


def _to_sign_in() -> AnyResponse:
    return redirect(url_for("login.sign_in", next=url_for("unsent.kept")), 303)


def _put_back(answer: Response) -> Response:
    acting, wanted = g.get("acting"), request.args.get(FIELD)
    is_page = answer.status_code == 200 and answer.mimetype == "text/html"  # noqa: PLR2004 - OK
    if not wanted or request.method != "GET" or not is_page or signed_in() is None:
        return answer
    found = _found(wanted)
    if found is not None and found.acting_for == (acting.key if acting else ""):
        note = gettext("This is what you had typed. It is not sent yet.")
        page = answer.get_data(as_text=True)
        answer.set_data(refilled(page, found.address, found.pairs, wanted, note))
    return answer


def _forget_what_was_sent(answer: Response) -> Response:
    is_taken = answer.status_code < 400 and request.method == "POST"  # noqa: PLR2004 - errors
    if not is_taken or not is_kept(request.endpoint) or signed_in() is None:
        return answer
    found = _found(request.form[FIELD]) if FIELD in request.form else None
    if found is not None:
        with Session.begin() as db:
            drop_unsent(db, current_identity().person_id, found.unsent_id)
    return answer


def _page_of(found: Unsent) -> str:
    """Return the address of the page on which a kept form stands, to be put back there."""
    return f"{_page_before(found.address)}?{FIELD}={found.unsent_id}"


def _page_before(address: str) -> str:
    """Return the address of the page on which a form for an address, without language, stands."""
    page = f"/{page_language()}{address}"
    while page and page_at(page) is None:
        page = page.rpartition("/")[0]
    return page or url_for("unsent.kept")


def _found(unsent_id: str) -> Unsent | None:
    with reading() as db:
        found = list_unsent(db, current_identity().person_id, clock.now())
    return next((one for one in found if str(one.unsent_id) == unsent_id), None)


def _goes_to(address: str) -> str | None:
    """Return where a form with this address, without language, goes; None: nowhere."""
    try:
        path = f"/{page_language()}{address}"
        endpoint, _ = current_app.url_map.bind("").match(path, method="POST")
    except (HTTPException, RequestRedirect, ValueError):
        return None
    return str(endpoint)
