"""Pages for what went wrong: in the reader's language, what happened and what to do now."""

from dataclasses import dataclass

from flask import Flask, current_app, g, render_template, request
from flask_babel import gettext
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as NoConnectionFree
from werkzeug.exceptions import (
    BadRequest,
    HTTPException,
    InternalServerError,
    SecurityError,
    ServiceUnavailable,
    Unauthorized,
)
from werkzeug.wrappers import Response

from portal.languages import N_
from portal.login.identity import guard_of, signed_in
from portal.login.representing import ActsNoLonger, NotInThisFunction, OtherEnterprise
from portal.watched import trace_of
from portal.web.unsent import keep_what_came_late

SIGN_OUT = "login.sign_out"  # a form that only who is signed in has, though anybody may send it


@dataclass(frozen=True, slots=True)
class Sorry:
    """What an error page says: what happened, what the reader can do, and the ways on.

    ways: the main one first; of "again", "sign-in", "account", "employer",
        "choose", "unsent", "home" and "status".
    """

    title: str
    advice: str
    ways: tuple[str, ...] = ("home", "account")


NOT_FOUND = Sorry(
    N_("We cannot find this page"),
    N_("Perhaps the address has a typing error, or the page is gone. Start again from here:"),
)
SESSION_ENDED = Sorry(
    N_("This page was open for too long"),
    N_("To protect you, we did nothing. Open the page again and try once more."),
    ("account", "home"),
)
SIGNED_OUT = Sorry(
    N_("You are signed out"),
    N_(
        "You signed out in another window, or your session has ended. Nothing was changed. "
        "Sign in again to go on."
    ),
    ("sign-in", "home"),
)
OUR_FAULT = Sorry(
    N_("Something went wrong on our side"),
    N_("It is not your fault, and your data is safe. Try again in a few minutes."),
    ("again", "home", "status"),
)
UNREACHABLE = Sorry(
    N_("We cannot reach your data for a moment"),
    N_("Your data is safe, but we cannot show it now. Try again in a few minutes."),
    ("again", "status"),
)
NOT_UNDERSTOOD = Sorry(
    N_("We do not understand this request"),
    N_("Something in the address or in what you sent is not right. Start again from here:"),
)
# By what happened, where that says more than the status.
BY_KIND: dict[type[HTTPException], Sorry] = {
    ActsNoLonger: Sorry(
        N_("You cannot act for this enterprise any more"),
        N_(
            "Your role there or the mandate has ended. Nothing was changed. Choose for which "
            "enterprise you want to act now."
        ),
        ("choose", "account"),
    ),
    NotInThisFunction: Sorry(
        N_("Your role does not allow this"),
        N_(
            "The enterprise can do this, but you cannot do it for the enterprise. Ask whoever "
            "manages its access."
        ),
        ("employer", "choose"),
    ),
    OtherEnterprise: Sorry(
        N_("This page belongs to another enterprise"),
        N_(
            "You now act for another enterprise than when this page was opened, perhaps in "
            "another window. We did nothing. Choose for which enterprise you want to act."
        ),
        ("choose", "employer"),
    ),
}
BY_STATUS = {
    401: Sorry(
        N_("You are not signed in"),
        N_("Sign in with your digital key to see this page."),
        ("sign-in", "home"),
    ),
    403: Sorry(
        N_("You may not see this page"),
        N_("This page is not meant for you. Your own account is here:"),
        ("account", "home"),
    ),
    404: NOT_FOUND,
    405: Sorry(
        N_("This page cannot be used in this way"),
        N_("Perhaps you loaded a page again after pressing a button. Start again from here:"),
        ("account", "home"),
    ),
    413: Sorry(
        N_("What you sent is too large"),
        N_("We took nothing of it. Go back and send less at once, or a smaller file."),
    ),
    429: Sorry(
        N_("Too many tries in a short time"),
        N_("Wait a few minutes, then try again."),
        ("again", "home"),
    ),
    503: UNREACHABLE,
}


def set_up_error_pages(app: Flask) -> None:
    """Answer every failure with a page."""
    app.register_error_handler(CSRFError, _without_token)
    app.register_error_handler(OperationalError, _without_database)
    app.register_error_handler(NoConnectionFree, _without_database)
    app.register_error_handler(SecurityError, _without_host)
    app.register_error_handler(HTTPException, _page_of)


def _page_of(failure: HTTPException) -> tuple[str, int, dict[str, str]]:
    status = failure.code or InternalServerError.code
    if status < InternalServerError.code and not {status, type(failure)} & {*BY_STATUS, *BY_KIND}:
        return _page(NOT_UNDERSTOOD, status)
    headers = {
        name: value for name, value in failure.get_headers() if name in {"Allow", "Retry-After"}
    }
    sorry = BY_KIND.get(type(failure)) or BY_STATUS.get(status, OUR_FAULT)
    return _page(sorry, status, headers)


def _without_token(_: CSRFError) -> Response | tuple[str, int, dict[str, str]]:
    to_sign_in = keep_what_came_late()
    if to_sign_in is not None:
        return to_sign_in
    endpoint = request.endpoint or ""
    of_session = endpoint == SIGN_OUT or guard_of(current_app.view_functions[endpoint]) != "public"
    if of_session and signed_in() is None:
        return _page(SIGNED_OUT, Unauthorized.code)
    return _page(SESSION_ENDED, BadRequest.code)


def _without_host(failure: SecurityError) -> tuple[str, int, dict[str, str]]:
    # Asked for under a name that is not ours, so no address of ours can be named either.
    return (
        gettext(NOT_UNDERSTOOD.title),
        failure.code,
        {"Content-Type": "text/plain; charset=utf-8"},
    )


def _without_database(
    failure: OperationalError | NoConnectionFree,
) -> tuple[str, int, dict[str, str]]:
    # The cause is for whoever keeps the service running; the reader needs only to wait.
    current_app.logger.warning("The database does not answer: %s", type(failure).__name__)
    return _page(UNREACHABLE, ServiceUnavailable.code, {"Retry-After": "60"})


def _page(
    sorry: Sorry, status: int, headers: dict[str, str] | None = None
) -> tuple[str, int, dict[str, str]]:
    g.failed = True
    g.without_data = True  # it may be the database that failed
    # Only what is a page of ours, and only asking for it, is offered again.
    repeatable = request.endpoint is not None and request.method in {"GET", "HEAD"}
    ways = [way for way in sorry.ways if repeatable or way != "again"]
    if g.get("kept_unsent"):
        ways.insert(0, "unsent")
    here = request.full_path.rstrip("?")
    page = render_template(
        "errors/sorry.html",
        sorry=sorry,
        status=status,
        trace=trace_of(request.environ) if status >= InternalServerError.code else None,
        ways=ways,
        here=here,
    )
    return page, status, headers or {}
