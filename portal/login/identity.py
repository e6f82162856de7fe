"""Who asks for this page, and the guards: every route says for whom it is."""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar, cast

import flask_login
from flask import Flask, Request, abort, current_app, g, redirect, request, url_for
from werkzeug.wrappers import Response

from portal.clock import machine_now
from portal.database import reading
from portal.login.levels import EXTENSION, Levels
from portal.login.sessions import Ending, Identity, check_session
from portal.login.way_back import wanted_page
from portal.roles import Action, Role, Thing, Tie, may
from portal.settings import Settings

_P = ParamSpec("_P")
_R = TypeVar("_R")


class NobodySignedIn(RuntimeError):
    """A view asked who is there without guarding its route."""


class _OwnSessions(flask_login.LoginManager):  # type: ignore[misc]  # comes without types
    """Flask-Login on our own table of sessions: none of its cookies is ever read or written."""

    def _load_user(self) -> None:
        self._update_request_context_with_user(_identity_of(request))


def set_up_identity(app: Flask, settings: Settings) -> None:
    """Let `current_identity` and the guards work in this application."""
    app.config["SESSION_KEY_COOKIE"] = cookie_name("session", settings)
    app.config["BROWSER_KEY_COOKIE"] = cookie_name("sign-in", settings)  # of open attempts
    app.login_manager = _OwnSessions()  # type: ignore[attr-defined]  # where Flask-Login looks
    # Our own context processor: Flask-Login's asks who is there even for pages that do not.
    app.context_processor(lambda: {"current_user": flask_login.current_user})


def cookie_name(purpose: str, settings: Settings) -> str:
    """Return the name of a cookie: bound to this host by the browser where there is https."""
    return f"__Host-{purpose}" if settings.base_url.startswith("https://") else purpose


def set_private_cookie(answer: Response, name: str, value: str, max_age: int | None = None) -> None:
    """Give the browser a cookie that no script and no other site can read or set.

    max_age: seconds until it is forgotten; None: with the window.
    """
    answer.set_cookie(
        name,
        value,
        max_age=max_age,
        path="/",
        httponly=True,
        samesite="Lax",
        secure=name.startswith("__Host-"),
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
    """Guard a view that reads the account of the worker who is signed in."""
    return worker_may(Action.READ, Thing.ACCOUNT)(view)


def worker_may(
    action: Action, thing: Thing
) -> Callable[[Callable[_P, _R]], Callable[_P, _R | Response]]:
    """Guard a view that does something with what is the worker's own; strangers go to sign in."""

    def guard(view: Callable[_P, _R]) -> Callable[_P, _R | Response]:
        @wraps(view)
        def guarded(*args: _P.args, **kwargs: _P.kwargs) -> _R | Response:
            identity = signed_in()
            if identity is None:
                return ask_to_sign_in()
            if not may(Role.WORKER, action, thing, Tie.OWN):
                abort(403)
            stronger = too_weak(identity)
            if stronger is not None:
                return stronger
            return view(*args, **kwargs)

        guarded.does = (action, thing)  # type: ignore[attr-defined]  # functions take attributes
        return marked(guarded, Role.WORKER.value)

    return guard


def public(view: Callable[_P, _R]) -> Callable[_P, _R]:
    """Mark a view as meant for everybody."""
    return marked(view, "public")


def guard_of(view: Callable[..., object]) -> str | None:
    """Return for whom a view is; None: nobody said."""
    return getattr(view, "guard", None)


def levels() -> Levels:
    """Return how sure the digital keys of this application must be."""
    return cast("Levels", current_app.extensions[EXTENSION])


def ask_to_sign_in() -> Response:
    """Lead the reader to the digital keys, and from there back to what they asked for."""
    return redirect(url_for("login.sign_in", next=wanted_page()), 303)


def too_weak(identity: Identity) -> Response | None:
    """Return the way to a digital key that is sure enough for this page; None: this one is.

    To the same key for a surer way, else to the keys that have one.
    """
    if identity.level >= levels().needed(request.endpoint, identity.provider):
        return None
    if levels().can_be_reached(request.endpoint, identity.provider):
        address = url_for("login.start", name=identity.provider, next=wanted_page())
        return redirect(address, 303)
    return ask_to_sign_in()


def marked(view: Callable[_P, _R], guard: str) -> Callable[_P, _R]:
    """Let a view say for whom it is."""
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
