"""The way in and the way out, page by page."""

import secrets
from datetime import datetime

import structlog
from flask import Blueprint, Response, current_app, redirect, render_template, request, url_for
from flask import session as forms  # only the token of forms stands in it
from werkzeug.wrappers import Response as AnyResponse

from portal import meters
from portal.clock import BELGIUM, machine_now
from portal.database import Session
from portal.login.attempts import Attempt, keep_attempt, take_attempt
from portal.login.claims import level_in, number_in, person_with, require_level
from portal.login.digital_key import Answer, DigitalKey
from portal.login.guessing import count_false_return, count_start, refuse_false_returns
from portal.login.identity import (
    clear_private_cookie,
    levels,
    public,
    session_ending,
    session_key,
    set_private_cookie,
    signed_in,
)
from portal.login.pages import (
    LANGUAGE_PREFIX,
    asked_next,
    key_named,
    key_ring,
    on_other_loopback_name,
    refusal_page,
    speak,
    spoken,
)
from portal.login.refusal import CANCELLED, DENIED, NOT_BELIEVED, STALE, UNREACHABLE, Refused
from portal.login.sessions import KEY_BYTES, SignIn, end_session, open_session
from portal.login.validation import moment
from portal.login.way_back import page_at

views = Blueprint("login", __name__)
log = structlog.get_logger()

ERRORS = {
    "access_denied": CANCELLED,
    "server_error": UNREACHABLE,
    "temporarily_unavailable": UNREACHABLE,
}


@views.get(f"{LANGUAGE_PREFIX}/sign-in")
@public
def sign_in() -> str:
    """Offer the digital keys, and say why a session has ended."""
    next_path, language = asked_next(), spoken()
    page, identity = page_at(next_path), signed_in()
    choices = [
        (url_for("login.start", name=name, next=next_path), *key.provider.words(language))
        for name, key in key_ring().keys.items()
        if levels().can_be_reached(page, name)
    ]
    return render_template(
        "login/sign_in.html",
        choices=choices,
        ending=session_ending(),
        wanted=next_path,
        too_weak=identity and identity.level < levels().needed(page, identity.provider),
    )


@views.get(f"{LANGUAGE_PREFIX}/sign-in/<name>")
@public
def start(name: str) -> AnyResponse:
    """Send the reader to a digital key, and remember what must come back."""
    key = key_named(name)
    if on_other_loopback_name():
        return redirect(key_ring().base_url + request.full_path)
    browser, identity = _browser_key(), signed_in()
    count_start(browser)
    browser = browser or secrets.token_urlsafe(KEY_BYTES)
    attempt = Attempt.new(
        name, spoken(), asked_next(), levels().needed(page_at(asked_next()), name)
    )
    try:
        address = key.begin(attempt, surer=bool(identity and identity.level < attempt.least_level))
    except Refused as refused:
        return _refused(refused, name, attempt.next_path)
    with Session.begin() as db:
        keep_attempt(db, attempt, browser, machine_now())
    answer = redirect(address)
    set_private_cookie(answer, current_app.config["BROWSER_KEY_COOKIE"], browser)
    return answer


@views.get("/sign-in/<name>/callback")
@public
def callback(name: str) -> AnyResponse:
    """Take the reader back from a digital key: signed in, or told why not."""
    key = key_named(name)
    refuse_false_returns()
    next_path = None
    try:
        attempt = _attempt_of(name)
        next_path = attempt.next_path
        speak(attempt.language)
        key.check_issuer(request.args.getlist("iss"))
        session = _open_session(key, attempt, key.finish(attempt, _code()))
    except Refused as refused:
        if refused.refusal in {NOT_BELIEVED, STALE}:
            count_false_return()
        return _refused(refused, name, next_path)
    meters.count(meters.SIGN_INS, name, "signedIn")
    forms.clear()  # no form of whoever sat here before is good any more
    answer = redirect(next_path or url_for("worker.account"), 303)
    set_private_cookie(answer, current_app.config["SESSION_KEY_COOKIE"], session)
    return answer


@views.post(f"{LANGUAGE_PREFIX}/sign-out")
@public
def sign_out() -> AnyResponse:
    """End the session here, then lead the reader to the end of their sign-in at the provider."""
    identity, session = signed_in(), session_key()
    if session is not None:
        with Session.begin() as db:
            end_session(db, session, machine_now())
    forms.clear()
    here = f"/{spoken()}/signed-out"
    answer = redirect(_end_at(identity.provider, here) if identity else here, 303)
    clear_private_cookie(answer, current_app.config["SESSION_KEY_COOKIE"])
    return answer


def _end_at(name: str, here: str) -> str:
    """Return where to end a sign-in at its provider, from where it leads back here."""
    key = key_ring().keys.get(name)
    if key is None:
        return here
    try:
        return key.sign_out_address(key_ring().base_url + here, spoken()) or here
    except Refused as refused:
        log.warning("signed out here only", provider=name, detail=refused.detail)
        return here


def _attempt_of(name: str) -> Attempt:
    """Return the attempt to which this callback belongs; raises Refused where there is none."""
    states, browser = request.args.getlist("state"), _browser_key()
    if len(states) != 1 or browser is None:
        raise Refused(STALE, "no state, or no attempt in this browser")
    with Session.begin() as db:
        attempt = take_attempt(db, states[0], browser, machine_now())
    if attempt is None or attempt.provider != name:
        raise Refused(STALE, "state unknown or used")
    return attempt


def _code() -> str:
    """Return the code in the callback; raises Refused where the provider tells an error."""
    errors, codes = request.args.getlist("error"), request.args.getlist("code")
    if errors:
        # Its own text is never shown: anybody can write an address.
        raise Refused(ERRORS.get(errors[0], DENIED), "error of the provider")
    if len(codes) != 1 or not codes[0]:
        raise Refused(NOT_BELIEVED, "callback: code")
    return codes[0]


def _open_session(key: DigitalKey, attempt: Attempt, answer: Answer) -> str:
    """Return the key of a new session of the person whom an answer names; raises Refused."""
    provider, now = key.provider, machine_now()
    level = level_in(answer.sources, provider)
    require_level(level, attempt.least_level)
    number = number_in(answer.sources, provider)
    provider_sid = answer.id_token.get("sid")
    with Session.begin() as db:
        sign_in = SignIn(
            person_id=person_with(db, number),
            provider=provider.name,
            subject=answer.id_token["sub"],
            provider_sid=provider_sid if isinstance(provider_sid, str) else None,
            level=level,
            auth_time=_signed_in_at(answer, now),
            language=attempt.language,
        )
        before = session_key()
        if before is not None:
            end_session(db, before, now)
        return open_session(db, sign_in, now)


def _signed_in_at(answer: Answer, now: datetime) -> datetime:
    """Return when the person showed the provider who they are; now, where it does not say."""
    said = moment(answer.id_token, "auth_time")
    if said is None or not 0 <= said <= now.timestamp():
        return now
    return datetime.fromtimestamp(said, BELGIUM)


def _browser_key() -> str | None:
    return request.cookies.get(current_app.config["BROWSER_KEY_COOKIE"])


def _refused(refused: Refused, name: str, next_path: str | None) -> Response:
    meters.count(meters.SIGN_INS, name, refused.refusal.code)
    log.info("sign-in refused", provider=name, why=refused.refusal.code, detail=refused.detail)
    return refusal_page(refused.refusal, name, next_path)
