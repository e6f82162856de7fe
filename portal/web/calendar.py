"""The address at which a worker's calendar fetches their dates, and the page that makes it."""

from flask import (
    Blueprint,
    Response,
    abort,
    current_app,
    redirect,
    render_template,
    request,
    url_for,
)
from werkzeug.wrappers import Response as AnyResponse

from portal import clock
from portal.account.calendar import (
    address_hash,
    address_of,
    end_addresses,
    find_address,
    make_address,
    open_dates,
)
from portal.database import Session, reading
from portal.languages import LANGUAGES
from portal.login.guessing import count_of_address, count_of_person
from portal.login.identity import current_identity, public, worker_may
from portal.login.tries import CALENDAR_ADDRESSES_OF_A_PERSON
from portal.roles import Action, Thing
from portal.settings import load_settings
from portal.web.page import LANGUAGE_PREFIX, page_language

entrance = Blueprint("calendar_file", __name__)
views = Blueprint("calendar", __name__, url_prefix=f"{LANGUAGE_PREFIX}/account/calendar")


@views.get("")
@worker_may(Action.READ, Thing.STATEMENT)
def calendar() -> str:
    """Say what the address is for and whether there is one."""
    return _page()


@views.post("")
@worker_may(Action.WRITE, Thing.STATEMENT)
def make() -> str:
    """Make an address and show it, this once: only its owner keeps it."""
    person_id = current_identity().person_id
    count_of_person(CALENDAR_ADDRESSES_OF_A_PERSON, person_id)
    asked = request.form.get("language", "")
    language = asked if asked in LANGUAGES else page_language()
    with Session.begin() as db:
        key = make_address(db, person_id, language, clock.now())
    return _page(load_settings().base_url + url_for("calendar_file.dates", key=key))


@views.post("/end")
@worker_may(Action.WRITE, Thing.STATEMENT)
def end() -> AnyResponse:
    """Let the address work no more."""
    with Session.begin() as db:
        end_addresses(db, current_identity().person_id)
    return redirect(url_for("calendar.calendar", ended="yes"), 303)


@entrance.get("/calendar/<key>.ics")
@public
def dates(key: str) -> Response:
    """Give a calendar program the dates of whose address it has."""
    # Only a program that has a calendar starts with what writes one.
    from portal.export.calendar import calendar_of  # noqa: PLC0415

    count_of_address(address_hash(key))
    with reading() as db:
        address = find_address(db, key)
        if address is None:
            abort(404)
        found = open_dates(db, address, clock.now())
    content = calendar_of(found, address.language, load_settings().base_url)
    return current_app.response_class(content, content_type="text/calendar; charset=utf-8")


def _page(made: str | None = None) -> str:
    with reading() as db:
        known = address_of(db, current_identity().person_id)
    return render_template(
        "calendar/calendar.html", known=known, made=made, ended="ended" in request.args
    )
