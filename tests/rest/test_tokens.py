"""Only software with a good token gets an answer, and only while it is known."""

import hmac
import json
import time
from base64 import urlsafe_b64encode
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Engine, update
from werkzeug.test import TestResponse

from portal.app import create_app
from portal.database import Session
from portal.models import Sender
from portal.settings import Settings
from tests.declarations.world import BAKERY, GARAGE
from tests.rest.caller import Caller, code_of
from tests.rest.issuer import KEYS, Issuer

PATH = "/workerIdentifierChanges"
GOOD = {"enterpriseNumber": BAKERY}


def answer_to(app: Flask, token: str | None) -> TestResponse:
    return Caller(app, token).get(PATH)


def test_who_brings_no_token_is_told_how(app: Flask, lasting_world: Engine) -> None:
    assert lasting_world
    answer = answer_to(app, None)
    assert (answer.status_code, code_of(answer)) == (401, "noAccessToken")
    assert answer.headers["WWW-Authenticate"] == 'Bearer realm="fla"'


def test_a_password_is_no_token(app: Flask, lasting_world: Engine) -> None:
    assert lasting_world
    answer = Caller(app, None).get(PATH, Authorization="Basic YTpi")
    assert (answer.status_code, code_of(answer)) == (401, "noAccessToken")


@pytest.mark.parametrize("number", [BAKERY, BAKERY.lstrip("0"), int(BAKERY)])
def test_the_organisation_may_lack_its_leading_zero(
    app: Flask, lasting_world: Engine, issuer: Issuer, number: object
) -> None:
    assert lasting_world
    assert answer_to(app, issuer.token(enterpriseNumber=number)).status_code == 200


def encoded(header: dict[str, str]) -> str:
    return urlsafe_b64encode(json.dumps(header).encode()).decode().rstrip("=")


NOW = int(time.time())
FALSE = {
    "another issuer": {"iss": "https://evil.example"},
    "another audience": {"aud": "https://other.example"},
    "no audience": {"aud": None},
    "no end": {"exp": None},
    "an end that is no moment": {"exp": "tomorrow"},
    "not begun": {"nbf": NOW + 3600},
    "no client": {"client_id": None},
    "no organisation": {"enterpriseNumber": None},
    "an organisation in other digits": {"enterpriseNumber": "٠٤٠٠٠٠٠١٩٧"},
}


@pytest.mark.parametrize("claims", FALSE.values(), ids=FALSE)
def test_a_token_that_says_something_wrong_is_refused(
    app: Flask, lasting_world: Engine, issuer: Issuer, claims: dict[str, Any]
) -> None:
    assert lasting_world
    answer = answer_to(app, issuer.token(**{**GOOD, **claims}))
    assert (answer.status_code, code_of(answer)) == (401, "invalidAccessToken")
    assert 'error="invalid_token"' in answer.headers["WWW-Authenticate"]


def test_an_expired_token_is_told_apart(app: Flask, lasting_world: Engine, issuer: Issuer) -> None:
    assert lasting_world
    answer = answer_to(app, issuer.token(**GOOD, exp=int(time.time()) - 60))
    assert (answer.status_code, code_of(answer)) == (401, "expiredAccessToken")


def test_a_signature_by_another_key_is_refused(
    app: Flask, lasting_world: Engine, issuer: Issuer
) -> None:
    assert lasting_world
    false = issuer.token(KEYS["foreign"], {"kid": "first"}, **GOOD)
    assert code_of(answer_to(app, false)) == "invalidAccessToken"


@pytest.mark.parametrize("kind", ["logout+jwt", "secevent+jwt", "dpop+jwt"])
def test_a_token_of_another_kind_is_refused(
    app: Flask, lasting_world: Engine, issuer: Issuer, kind: str
) -> None:
    assert lasting_world
    assert (
        code_of(answer_to(app, issuer.token(header={"typ": kind}, **GOOD))) == "invalidAccessToken"
    )


def test_no_signature_and_a_shared_secret_are_refused(
    app: Flask, lasting_world: Engine, issuer: Issuer
) -> None:
    assert lasting_world
    head, body, _ = issuer.token(**GOOD).split(".")
    unsigned = f"{encoded({'alg': 'HS256', 'kid': 'first', 'typ': 'at+jwt'})}.{body}"
    public = KEYS["first"].as_pem(private=False)
    signature = hmac.new(public, unsigned.encode(), "sha256").digest()
    by_public_key = f"{unsigned}.{urlsafe_b64encode(signature).decode().rstrip('=')}"
    none = encoded({"alg": "none"})
    for token in (
        f"{none}.{body}.",
        f"{head}.{body}.",
        by_public_key,
        "a.b.c",
        "é" * 10,
        "x" * 9000,
    ):
        answer = answer_to(app, token)
        assert (answer.status_code, code_of(answer)) == (401, "invalidAccessToken"), token


def test_a_new_key_of_the_issuer_is_looked_up_once(
    app: Flask, lasting_world: Engine, issuer: Issuer
) -> None:
    assert lasting_world
    issuer.shown = ["first", "second"]
    try:
        before = issuer.calls.count("jwks")
        tokens = [issuer.token(KEYS["second"], **GOOD) for _ in range(3)]
        assert [answer_to(app, token).status_code for token in tokens] == [200, 200, 200]
        assert issuer.calls.count("jwks") == before + 1
    finally:
        issuer.shown = ["first"]


def test_a_scope_that_is_missing_is_named(
    app: Flask, lasting_world: Engine, issuer: Issuer
) -> None:
    assert lasting_world
    answer = answer_to(app, issuer.token(**GOOD, scope="openid"))
    assert (answer.status_code, code_of(answer)) == (403, "missingScope")
    assert "scope:fla:account:consult" in answer.get_json()["requiredScopes"]
    assert 'error="insufficient_scope"' in answer.headers["WWW-Authenticate"]


def test_a_client_may_speak_only_for_its_own_organisation(
    app: Flask, lasting_world: Engine, issuer: Issuer
) -> None:
    assert lasting_world
    answer = answer_to(app, issuer.token(enterpriseNumber=GARAGE))
    assert (answer.status_code, code_of(answer)) == (403, "missingPermission")


def test_a_client_that_was_taken_out_gets_no_further_answer(
    app: Flask, lasting_world: Engine, issuer: Issuer
) -> None:
    assert lasting_world
    token = issuer.token(client_id="garage", sub="garage", enterpriseNumber=GARAGE)
    assert answer_to(app, token).status_code == 200
    with Session.begin() as db:
        db.execute(update(Sender).where(Sender.client_id == "garage").values(client_id=None))
    assert code_of(answer_to(app, token)) == "missingPermission"


def test_the_place_of_the_organisation_in_a_token_is_a_setting(
    lasting_world: Engine, issuer: Issuer, rest_settings: Settings
) -> None:
    assert lasting_world
    path = "organisations.0.number"
    app = create_app(rest_settings.model_copy(update={"token_enterprise_claim": path}))
    token = issuer.token(organisations=[{"number": BAKERY.lstrip("0")}])
    assert answer_to(app, token).status_code == 200


def test_an_issuer_that_cannot_be_reached_is_our_fault_for_a_minute(
    lasting_world: Engine, issuer: Issuer, rest_settings: Settings
) -> None:
    assert lasting_world
    nowhere = "http://127.0.0.1:9"
    app = create_app(rest_settings.model_copy(update={"token_issuer": nowhere}))
    answer = answer_to(app, issuer.token(**GOOD, iss=nowhere))
    assert (answer.status_code, code_of(answer)) == (503, "serviceUnavailable")
    assert answer.headers["Retry-After"]


def test_who_asks_too_often_is_told_when_to_come_back(
    lasting_world: Engine, issuer: Issuer, rest_settings: Settings
) -> None:
    assert lasting_world
    limits = {"rate_limits": True, "rest_requests": 3}
    apps = [create_app(rest_settings.model_copy(update=limits)) for _ in range(2)]
    token = issuer.token(**GOOD)
    seen = [answer_to(apps[turn % 2], token) for turn in range(5)]
    assert [answer.status_code for answer in seen] == [200, 200, 200, 429, 429]
    assert code_of(seen[-1]) == "tooManyRequests"
    assert 0 < int(seen[-1].headers["Retry-After"]) <= 300
