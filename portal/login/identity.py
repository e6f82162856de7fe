"""Who asks for this page, and the guards: every route says for whom it is."""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar
from urllib.parse import urlsplit

import flask_login
from flask import Flask, Request, current_app, g, redirect, request, url_for
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect
from werkzeug.wrappers import Response

from portal.clock import machine_now
from portal.database import reading
from portal.login.sessions import Ending, Identity, check_session
from portal.settings import Settings

_P = ParamSpec("_P")
_R = TypeVar("_R")
LONGEST_NEXT = 1000  # characters; addresses of ours are far shorter


class NobodySignedIn(RuntimeError):
    """A view asked who is there without guarding its route."""


def set_up_identity(app: Flask, settings: Settings) -> None:
    """Let `current_identity` and the guards work in this application."""
    app.config["SESSION_KEY_COOKIE"] = cookie_name("session", settings)
    app.config["BROWSER_KEY_COOKIE"] = cookie_name("sign-in", settings)  # of open attempts
    # Ours alone: no cookie of Flask-Login is ever read, since sessions live in our own table.
    app.config["REMEMBER_COOKIE_NAME"] = "never-remembered"
    # Our own context processor: Flask-Login's asks who is there even for pages that do not.
    manager = flask_login.LoginManager()
    manager.init_app(app, add_context_processor=False)
    manager.session_protection = None
    manager.request_loader(_identity_of)
    app.context_processor(lambda: {"current_user": flask_login.current_user})


def cookie_name(purpose: str, settings: Settings) -> str:
    """Return the name of a cookie: bound to this host by the browser where there is https."""
    return f"__Host-{purpose}" if settings.base_url.startswith("https://") else purpose


def set_private_cookie(answer: Response, name: str, value: str) -> None:
    """Give the browser a cookie that no script and no other site can read or set."""
    answer.set_cookie(
        name, value, path="/", httponly=True, samesite="Lax", secure=name.startswith("__Host-")
    )


def clear_private_cookie(answer: Response, name: str) -> None:
    """Let the browser forget a private cookie."""
    answer.delete_cookie(
        name, path="/", httponly=True, samesite="Lax", secure=name.startswith("__Host-")
    )


def session_key() -> str | None:
    """Return the key of a session that the browser sent, alive or not."""
    name: str = current_app.config["SESSION_KEY_COOKIE"]
    return request.cookies.get(name)


def session_ending() -> Ending | None:
    """Return why the session of this browser is over; None: it is not, or there was none."""
    signed_in()
    ending: Ending | None = g.get("session_ending")
    return ending


def signed_in() -> Identity | None:
    """Return who asks for this page; None: nobody we know."""
    user = flask_login.current_user._get_current_object()  # noqa: SLF001 - what the proxy offers
    return user if isinstance(user, Identity) else None


def current_identity() -> Identity:
    """Return who asks for this page; for views behind a guard.

    Raises NobodySignedIn where the guard is missing.
    """
    identity = signed_in()
    if identity is None:
        raise NobodySignedIn
    return identity


def worker_only(view: Callable[_P, _R]) -> Callable[_P, _R | Response]:
    """Guard a view: a worker who is signed in, for their own record; others go to sign in."""

    @wraps(view)
    def guarded(*args: _P.args, **kwargs: _P.kwargs) -> _R | Response:
        if signed_in() is None:
            return ask_to_sign_in()
        return view(*args, **kwargs)

    return _marked(guarded, "worker")


def public(view: Callable[_P, _R]) -> Callable[_P, _R]:
    """Mark a view as meant for everybody."""
    return _marked(view, "public")


def guard_of(view: Callable[..., object]) -> str | None:
    """Return for whom a view is; None: nobody said."""
    return getattr(view, "guard", None)


def ask_to_sign_in() -> Response:
    """Lead the reader to the digital keys, and from there back to what they asked for."""
    wanted = request.full_path.rstrip("?") if request.method in {"GET", "HEAD"} else request.path
    return redirect(url_for("login.sign_in", next=safe_next(wanted)), 303)


def safe_next(wanted: str | None) -> str | None:
    """Return the address if it is a page of ours to which a sign-in may lead, else None."""
    if not wanted or len(wanted) > LONGEST_NEXT or not wanted.isprintable():
        return None
    # Browsers read a backslash as a slash, and two slashes as another host.
    if not wanted.startswith("/") or wanted.startswith("//") or "\\" in wanted:
        return None
    try:
        adapter = current_app.url_map.bind("")
        endpoint, _ = adapter.match(urlsplit(wanted).path, method="GET")
    except (HTTPException, RequestRedirect, ValueError):
        return None
    # From one sign-in to the next there is no way out.
    return None if endpoint.startswith("login.") else wanted


def _marked(view: Callable[_P, _R], guard: str) -> Callable[_P, _R]:
    view.guard = guard  # type: ignore[attr-defined]  # functions take attributes
    return view


def _identity_of(_: Request) -> Identity | None:
    key = session_key()
    if key is None:
        return None
    with reading() as connection:
        found = check_session(connection, key, machine_now())
    if isinstance(found, Ending):
        g.session_ending = found
        return None
    return found
