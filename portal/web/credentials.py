"""What whoever is shown a credential asks us: our keys, what its type means, what is revoked."""

from functools import lru_cache
from typing import Final

from flask import Blueprint, Response, abort, jsonify

from portal import clock
from portal.account.credentials import revoked_in
from portal.credentials.choosing import issuer_of
from portal.credentials.claims import TYPE_PATH, type_metadata
from portal.credentials.port import Issuer
from portal.database import reading
from portal.login.identity import public
from portal.settings import load_settings

views = Blueprint("credentials", __name__)

FRESH: Final = 60  # seconds for which a list is not made anew


@views.get("/.well-known/jwt-vc-issuer")
@public
def issuer_metadata() -> Response:
    """Give the keys with which our credentials are signed."""
    return _kept(jsonify(_issuer().metadata()))


@views.get(TYPE_PATH)
@public
def credential_type() -> Response:
    """Say what the type of our SD-JWT VC means."""
    _issuer()
    return _kept(jsonify(type_metadata(load_settings().base_url)))


@views.get("/.well-known/credential-status/<int:number>")
@public
def status_token(number: int) -> Response:
    """Give a list of what is revoked, as a token (IETF Token Status List)."""
    token = _issuer().status_token(number, list(_revoked(number)), clock.now())
    return _kept(Response(token, mimetype="application/statuslist+jwt"))


@views.get("/.well-known/credential-status/<int:number>.json")
@public
def status_credential(number: int) -> Response:
    """Give the same list as a credential (W3C Bitstring Status List)."""
    listed = _issuer().status_credential(number, list(_revoked(number)), clock.now())
    return _kept(jsonify(listed))


def _issuer() -> Issuer:
    issuer = issuer_of(load_settings())
    if issuer is None:
        abort(404)
    return issuer


def _revoked(number: int) -> tuple[int, ...]:
    places = listed(number, int(clock.machine_now().timestamp()) // FRESH)
    if places is None:
        abort(404)
    return places


@lru_cache(maxsize=16)
def listed(number: int, _moment: int) -> tuple[int, ...] | None:
    """Return the revoked places of a list; asked of the database once for each moment."""
    with reading() as db:
        found = revoked_in(db, number)
    return None if found is None else tuple(found)


def _kept(answer: Response) -> Response:
    """Let others keep an answer that is the same for everybody for a while."""
    answer.headers["Cache-Control"] = f"public, max-age={FRESH}"
    return answer
