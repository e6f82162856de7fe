"""The key's pages, where people choose who to be, and the addresses that programs use."""

import secrets
import time
from typing import Any, cast
from urllib.parse import urlencode

from authlib.oauth2 import OAuth2Error
from flask import Blueprint, Response, current_app, jsonify, render_template, request

from portal.demo.key.assertion import ALGORITHMS
from portal.demo.key.client import METHODS, SCOPES, backchannel_of
from portal.demo.key.ending import COOKIE
from portal.demo.key.memory import SignIn
from portal.demo.key.people import STRANGER, STRANGER_NOTE, People
from portal.demo.key.provider import Provider
from portal.demo.key.vendors import GRANT
from portal.demo.key.vendors import SCOPES as VENDOR_SCOPES
from portal.languages import LANGUAGES

views = Blueprint("key", __name__)
PAGE = 50  # people at once
MOST_PAGES = 10_000
# How one can sign in, by the word in the address of the page: as FAS calls it, surest first.
MEANS = {
    "card": "urn:be:fedict:iam:fas:Level500",
    "app": "urn:be:fedict:iam:fas:Level450",
    "code": "urn:be:fedict:iam:fas:Level400",
    "password": "urn:be:fedict:iam:fas:Level200",  # a level  # nosec B105
}


@views.get("/.well-known/openid-configuration")
def discovery() -> Response:
    """Say what this key can do and where."""
    provider = _provider()
    return jsonify(
        issuer=provider.issuer,
        authorization_endpoint=provider.address("authorize"),
        token_endpoint=provider.address("token"),
        userinfo_endpoint=provider.address("userinfo"),
        jwks_uri=provider.address("jwks"),
        end_session_endpoint=provider.address("end-session"),
        response_types_supported=["code"],
        response_modes_supported=["query"],
        grant_types_supported=["authorization_code", GRANT],
        subject_types_supported=["pairwise"],
        scopes_supported=[*SCOPES, *VENDOR_SCOPES],
        claims_supported=["sub", "egovNRN", "givenName", "surname", "prefLanguage", "amr"],
        id_token_signing_alg_values_supported=["RS256"],
        userinfo_signing_alg_values_supported=["RS256"],
        token_endpoint_auth_methods_supported=METHODS,
        token_endpoint_auth_signing_alg_values_supported=ALGORITHMS,
        code_challenge_methods_supported=["S256"],
        ui_locales_supported=LANGUAGES,
        authorization_response_iss_parameter_supported=True,
        backchannel_logout_supported=True,
        backchannel_logout_session_supported=True,
    )


@views.get("/jwks")
def jwks() -> Response:
    """Show the key with which this key signs."""
    key = _provider().signing_key
    return jsonify(keys=[{**key.as_dict(private=False), "use": "sig", "alg": "RS256"}])


@views.get("/")
def home() -> str:
    """Say what this is, and who is signed in here."""
    sign_in = _provider().memory.sign_ins.get(request.cookies.get(COOKIE, ""))
    return render_template("key/home.html", sign_in=sign_in)


@views.route("/authorize", methods=["GET", "POST"])
def authorize() -> Any:  # noqa: ANN401 - a page, or a response made by Authlib
    """Ask who the reader wants to be, and send them back as that person."""
    provider = _provider()
    try:
        grant = provider.get_consent_grant()
    except OAuth2Error as error:
        return _refusal(provider, error)
    except ValueError:
        # Authlib's own errors may not repeat every character that was sent.
        return render_template("key/not_understood.html", code="invalid_request"), 400
    if "cancel" in request.form:
        return provider.create_authorization_response(grant_user=None, grant=grant)
    if "person" not in request.form:
        return _choose()
    sign_in = _sign_in(request.form["person"])
    if sign_in is None:
        return _choose(), 404
    answer = provider.create_authorization_response(grant_user=sign_in, grant=grant)
    answer.set_cookie(COOKIE, sign_in.sid, httponly=True, samesite="Lax")
    return answer


@views.post("/token")
def token() -> Any:  # noqa: ANN401 - a response made by Authlib
    """Give tokens: for a code, or to software for itself."""
    return _provider().create_token_response()


@views.route("/userinfo", methods=["GET", "POST"])
def userinfo() -> Any:  # noqa: ANN401 - a response made by Authlib
    """Say who signed in."""
    return _provider().create_endpoint_response("userinfo")


@views.route("/end-session", methods=["GET", "POST"])
def end_session() -> Any:  # noqa: ANN401 - a page, or a response made by Authlib
    """End the sign-in of this browser at the key."""
    answer = _provider().create_endpoint_response("end_session")
    if answer is None:
        answer = current_app.make_response(render_template("key/ended.html"))
    answer.delete_cookie(COOKIE)
    return answer


def _choose() -> str:
    """Return the page of people: those who are interesting, then the others, page by page."""
    words = request.values.get("q", "").strip()
    page = min(max(request.values.get("page", 1, int), 1), MOST_PAGES)
    first = not words and page == 1
    people = _people().search(words, (page - 1) * PAGE, PAGE + 1)
    asked = request.args.to_dict()
    return render_template(
        "key/choose.html",
        words=words,
        page=page,
        people=people[:PAGE],
        more=len(people) > PAGE,
        first=first,
        interesting=_people().interesting() if first else [],
        acting=_people().acting() if first else [],
        parts_of=_people().parts_of,
        stranger=STRANGER,
        stranger_note=STRANGER_NOTE,
        means=_means(),
        # What the portal asked, kept by every form and link of the page.
        asked={name: value for name, value in asked.items() if name not in {"q", "page"}},
        here=lambda **other: f"{request.path}?{urlencode({**asked, **other})}",
    )


def _sign_in(number: str) -> SignIn | None:
    """Return a sign-in as the person with this number, who must be one of ours."""
    provider, person = _provider(), _people().find(number)
    if person is None:
        return None
    sign_in = SignIn(
        sid=secrets.token_urlsafe(24),
        person=person,
        subject=provider.portal.subject_of(person.ssin),
        means=MEANS[_means()],
        at=int(time.time()),
        ending_told_to=backchannel_of(request.values["redirect_uri"]),
    )
    provider.memory.sign_ins.put(sign_in.sid, sign_in)
    return sign_in


def _means() -> str:
    asked = request.values.get("means", "card")
    return asked if asked in MEANS else "card"


def _refusal(provider: Provider, error: OAuth2Error) -> Any:  # noqa: ANN401
    """Send the portal its error; say it here where we cannot trust the way back."""
    if error.redirect_uri:
        return provider.tell_error(error)
    return render_template("key/not_understood.html", code=error.error), 400


def _provider() -> Provider:
    return cast("Provider", current_app.extensions["provider"])


def _people() -> People:
    return cast("People", current_app.extensions["people"])
