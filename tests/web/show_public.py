"""Shows public pages and refusals in states that a real request reaches only with luck."""

from datetime import datetime, timedelta

from flask import Blueprint, Flask, abort, g, render_template
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import OperationalError

from portal.clock import BELGIUM
from portal.duties.condition import Name, Part, Parts
from portal.login import refusal
from portal.login.identity import public
from portal.login.pages import refusal_page
from portal.login.refusal import Refusal
from portal.web.condition import Condition, Key
from portal.web.page import LANGUAGE_PREFIX
from tests.web.jobs import TODAY

views = Blueprint("state", __name__, url_prefix=f"{LANGUAGE_PREFIX}/state")
REFUSALS = {one.code: one for one in vars(refusal).values() if isinstance(one, Refusal)}
KEYS = ("Identiteitskaart", "Clé de démonstration")
LOADED_AT = datetime(2026, 11, 22, tzinfo=BELGIUM)
FAILED_AT = datetime(2026, 11, 24, 3, 12, tzinfo=BELGIUM)


def parts(loaded_at: datetime | None = LOADED_AT, fails: Name | None = None) -> Parts:
    """Return all parts, one of which may fail."""
    all_ = [Part(name, works=name is not fails, since=FAILED_AT) for name in Name]
    return Parts(all_, loaded_at=loaded_at)


CONDITIONS = {
    "good": Condition(parts(), (Key(KEYS[0], True),)),
    "no-key": Condition(parts(None), (Key(KEYS[0], None), Key(KEYS[1], False, FAILED_AT))),
    "no-bulk": Condition(parts(fails=Name.WORKER), (Key(KEYS[0], True),)),
    "no-data": Condition(
        Parts((Part(Name.DATABASE, works=False),)), (Key(KEYS[0], True),), FAILED_AT
    ),
}
CONTACT = {
    "name": "Dienst Opleidingsrekening",
    "email": "vragen@opleidingsrekening.example",
    "phone": "+32 2 000 00 00",
    "privacy_email": "privacy@opleidingsrekening.example",
}


def show_states(app: Flask) -> None:
    """Add a page for every state."""
    app.register_blueprint(views)


@views.get("/failure/<int:status>")
@public
def failure(status: int) -> str:
    if status == 1:
        raise CSRFError
    if status == 2:
        raise OperationalError("SELECT", {}, Exception("no route to host"))
    abort(status)


@views.get("/signed-out-elsewhere")
def signed_out_elsewhere() -> str:
    raise CSRFError  # behind no guard for everybody, so it is of somebody signed in


@views.get("/refused/<code>")
def refused(code: str) -> str:
    return refusal_page(REFUSALS[code], "demo").get_data(as_text=True)


@views.get("/status/<name>")
def status(name: str) -> str:
    found = CONDITIONS[name]
    if not found.data:
        g.without_data = True
    age = (TODAY - found.loaded_at.date()).days if found.loaded_at else 0
    return render_template("public/status.html", condition=found, age=age)


@views.get("/sign-in/<ending>")
def sign_in(ending: str) -> str:
    choices = [("/nl/sign-in/demo", KEYS[0], "Met een kaartlezer."), ("/nl/", "itsme", "")]
    return render_template(
        "login/sign_in.html",
        choices=choices if ending != "no-surer-key" else [],
        ending=ending if ending in {"idle", "absolute"} else None,
        too_weak=ending in {"too-weak", "no-surer-key"},
        wanted="/nl/account",
    )


@views.get("/read-only")
def read_only() -> str:
    return render_template(
        "public/privacy.html",
        readable_until=TODAY + timedelta(days=37),
        cookies={name: f"__Host-{name}" for name in ("session", "sign_in", "form", "language")},
        contact=CONTACT,
    )
