"""What the pages of signing in have in common: the language, the ring of keys, the refusal."""

from typing import cast
from urllib.parse import urlsplit

from flask import Response, abort, current_app, g, make_response, render_template, request, url_for
from flask_babel import get_locale, refresh

from portal.clock import machine_now
from portal.languages import LANGUAGES, N_, translated
from portal.login.digital_key import DigitalKey
from portal.login.key_ring import KeyRing
from portal.login.refusal import Refusal
from portal.login.sessions import Identity
from portal.login.way_back import safe_next

LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
EXTENSION = "digital-keys"
LANGUAGE_PREFIX = f"/<any({', '.join(LANGUAGES)}):language>"


def key_ring() -> KeyRing:
    """Return the digital keys of this application."""
    return cast("KeyRing", current_app.extensions[EXTENSION])


def key_named(name: str) -> DigitalKey:
    """Return a digital key; ends the request with 404 where there is none of this name."""
    key = key_ring().keys.get(name)
    if key is None:
        abort(404)
    return key


def spoken() -> str:
    """Return the language of the page, one of LANGUAGES."""
    locale = get_locale()
    return locale.language if locale is not None and locale.language in LANGUAGES else "en"


def speak(language: str) -> None:
    """Go on in the language in which the reader began to sign in: this address has none."""
    g.language = language
    g.pop("catalogue", None)
    refresh()


def asked_next() -> str | None:
    """Return where the reader wants to go after signing in, if that is a page of ours."""
    return safe_next(request.args.get("next"))


def on_other_loopback_name() -> bool:
    """Tell whether a portal on this machine was opened by another name of this machine.

    The key sends people back to the name in the settings, where a cookie of `localhost` is lost.
    """
    ours = urlsplit(key_ring().base_url).hostname
    asked = request.host.rsplit(":", 1)[0].strip("[]")
    return asked != ours and {asked, ours} <= LOOPBACK


def told_end(identity: Identity, language: str) -> str:
    """Say when a session ends, as its page says it at the foot."""
    end = N_("If you do nothing, you are signed out at %(time)s.")
    if identity.is_last_stretch:
        end = N_("You are signed out at %(time)s, 8 hours after you signed in.")
    return translated(end, language) % {"time": f"{identity.runs_until:%H:%M}"}


def seconds_left(identity: Identity) -> int:
    """Return how many seconds a session lasts if nothing happens."""
    return max(0, round((identity.runs_until - machine_now()).total_seconds()))


def refusal_page(refusal: Refusal, name: str, next_path: str | None = None) -> Response:
    """Say what happened at a digital key and what to do, with the way back to it."""
    answer = make_response(
        render_template(
            "login/refused.html",
            refusal=refusal,
            again=url_for("login.start", name=name, next=next_path) if refusal.again else None,
            all_keys=url_for("login.sign_in", next=next_path),
            # Not this address in another language: it holds what is good only once.
            same_page=lambda language: url_for("login.sign_in", language=language, next=next_path),
        ),
        refusal.status,
    )
    if refusal.status == 503:  # noqa: PLR2004 - Service Unavailable
        answer.headers["Retry-After"] = "60"
    return answer
