"""A training as a credential for its worker, and what others ask us whom it is shown to.

That is: our keys, what its type means, and what is revoked.
"""

from functools import lru_cache
from typing import Final
from uuid import UUID

from flask import Blueprint, Response, abort, jsonify, request

from portal import clock
from portal.account.credentials import revoked_in
from portal.credentials.choosing import issuer_of
from portal.credentials.claims import TYPE_PATH, type_metadata
from portal.credentials.port import Issuer
from portal.database import reading
from portal.login.guessing import count_of_person
from portal.login.identity import current_identity, public, worker_may
from portal.login.tries import CREDENTIALS_OF_A_PERSON
from portal.roles import Action, Thing
from portal.settings import load_settings
from portal.web.page import LANGUAGE_PREFIX

views = Blueprint("credentials", __name__)

FRESH: Final = 60  # seconds for which a list is not made anew
# What each form is, for programs.
KINDS: Final = {
    "sd_jwt": "application/dc+sd-jwt",
    "badge": "application/ld+json",
    "european": "application/jose+json",
}


@views.post(f"{LANGUAGE_PREFIX}/account/trainings/<uuid:training_id>/credential")
@worker_may(Action.READ, Thing.STATEMENT)
def take(training_id: UUID) -> Response:
    """Give one completed training as a credential, in the form that was chosen."""
    # Processes that give none start without what signs them.
    from portal.credentials.taken import credential_of  # noqa: PLC0415
    from portal.documents.seal_keys import SealFault  # noqa: PLC0415

    form = request.form.get("form", "")
    if form not in KINDS:
        abort(400)
    person_id = current_identity().person_id
    count_of_person(CREDENTIALS_OF_A_PERSON, person_id)
    try:
        made = credential_of(person_id, training_id, form, load_settings(), clock.now())
    except SealFault:
        abort(503)
    if made is None:
        abort(404)
    name, content = made
    answer = Response(content, mimetype=KINDS[form])
    answer.headers.set("Content-Disposition", "attachment", filename=name)
    return answer


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
