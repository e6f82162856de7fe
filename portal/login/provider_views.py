"""What providers ask of us: our public keys, and to end sign-ins that are over at theirs."""

import structlog
from flask import Blueprint, Response, jsonify, request

from portal.clock import machine_now
from portal.database import Session
from portal.login.identity import public
from portal.login.logout_token import read_logout_token, spend
from portal.login.pages import key_named, key_ring
from portal.login.refusal import UNREACHABLE, Refused
from portal.login.sessions import end_sessions_of

views = Blueprint("provider", __name__)
log = structlog.get_logger()


@views.get("/.well-known/jwks.json")
@public
def own_keys() -> Response:
    """Show our public keys, also those whose turn is over while tokens made by them live."""
    answer = jsonify(keys=key_ring().public_keys())
    answer.headers["Cache-Control"] = "public, max-age=300"
    return answer


@views.post("/sign-in/<name>/backchannel")
@public
def backchannel(name: str) -> tuple[Response, int]:
    """End the sessions that a provider says are over, on every process at once."""
    key, now = key_named(name), machine_now()
    tokens = request.form.getlist("logout_token")
    try:
        said = read_logout_token(key, tokens, now)
        with Session.begin() as db:
            spend(db, key.provider, said, now)
            end_sessions_of(db, name, said.subject, said.provider_sid, now)
    except Refused as refused:
        log.warning("logout token refused", provider=name, detail=refused.detail)
        if refused.refusal is UNREACHABLE:
            return jsonify(error="temporarily_unavailable"), 503
        return jsonify(error="invalid_request"), 400
    return jsonify(), 200
