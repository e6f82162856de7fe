"""Software gets tokens from the demo key by its signature alone, and nothing that is left open."""

import csv
import json
import secrets
import time
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from joserfc import jwt
from joserfc.jwk import JWKRegistry, Key, KeySet, RSAKey
from werkzeug.test import TestResponse

from portal.demo.country.senders import write_senders
from portal.demo.key import create_app
from portal.settings import Settings

TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
SCOPE = "scope:fla:training:declare scope:fla:account:consult"
CLIENT = "demo-sint-odrada"


@pytest.fixture(scope="module")
def senders(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the senders of the demo country."""
    folder = tmp_path_factory.mktemp("feed")
    write_senders(folder)
    return folder


@pytest.fixture
def settings_here(settings: Settings, senders: Path) -> Settings:
    return settings.model_copy(update={"demo_feed": senders})


@pytest.fixture
def key(settings_here: Settings) -> FlaskClient:
    return create_app(settings_here).test_client()


@pytest.fixture
def own_key(senders: Path) -> Key:
    """Return the private key of the client."""
    with (senders / "senders.csv").open(encoding="utf-8") as file:
        row = next(row for row in csv.DictReader(file) if row["client_id"] == CLIENT)
    private = senders / row["jwks"].replace(".jwks.json", ".jwk.json")
    return JWKRegistry.import_key(json.loads(private.read_text(encoding="utf-8")))


def assertion(settings: Settings, key: Key, **other: Any) -> str:
    """Return a proof of who the client is; None leaves a claim out."""
    now = int(time.time())
    claims = {
        "iss": CLIENT,
        "sub": CLIENT,
        "aud": f"{settings.key_url}/token",
        "iat": now,
        "exp": now + 60,
        "jti": secrets.token_urlsafe(8),
        **other,
    }
    said = {name: value for name, value in claims.items() if value is not None}
    algorithm = "RS256" if isinstance(key, RSAKey) else "ES256"
    return jwt.encode({"alg": algorithm, "kid": key.kid}, said, key)


def ask(key: FlaskClient, proof: str, **other: str) -> TestResponse:
    form = {
        "grant_type": "client_credentials",
        "client_assertion_type": TYPE,
        "client_assertion": proof,
        "scope": SCOPE,
        **other,
    }
    return key.post("/token", data=form)


def test_a_token_says_who_for_whom_and_for_how_long(
    key: FlaskClient, settings_here: Settings, own_key: Key
) -> None:
    answer = ask(key, assertion(settings_here, own_key), client_id=CLIENT)
    assert answer.status_code == 200, answer.text
    said = answer.get_json()
    assert (said["token_type"], said["scope"]) == ("Bearer", SCOPE)
    assert answer.headers["Cache-Control"] == "no-store"
    token = jwt.decode(said["access_token"], KeySet.import_key_set(key.get("/jwks").get_json()))
    assert token.header["typ"] == "at+jwt"
    assert token.header["kid"]
    claims = token.claims
    assert claims["aud"] == f"{settings_here.base_url}/REST/fla/v1"
    assert (claims["iss"], claims["client_id"]) == (settings_here.key_url, CLIENT)
    assert len(claims["enterpriseNumber"]) == 10
    assert claims["exp"] - claims["iat"] == said["expires_in"] <= 600


NOW = int(time.time())
FALSE: dict[str, dict[str, Any]] = {
    "good for longer than five minutes": {"exp": NOW + 3600},
    "expired": {"exp": NOW - 120},
    "without an end": {"exp": None},
    "for several audiences": {"aud": ["http://127.0.0.1:8001/token", "https://other.example"]},
    "for another audience": {"aud": "https://other.example"},
    "without a name": {"jti": None},
    "with a name that is no text": {"jti": 5},
    "of another issuer": {"iss": "demo-lex-loon"},
    "of an unknown client": {"iss": "nobody", "sub": "nobody"},
}


@pytest.mark.parametrize("claims", FALSE.values(), ids=FALSE)
def test_a_proof_is_refused(
    key: FlaskClient, settings_here: Settings, own_key: Key, claims: dict[str, Any]
) -> None:
    answer = ask(key, assertion(settings_here, own_key, **claims))
    assert (answer.status_code, answer.get_json()["error"]) == (400, "invalid_client")


def test_a_proof_is_good_once_for_every_process_of_the_key(
    settings_here: Settings, own_key: Key
) -> None:
    proof = assertion(settings_here, own_key)
    answers = [ask(create_app(settings_here).test_client(), proof) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [200, 400]


def test_a_proof_by_another_key_is_refused(
    key: FlaskClient, settings_here: Settings, own_key: Key
) -> None:
    other = RSAKey.generate_key(2048, {"kid": own_key.kid})
    assert ask(key, assertion(settings_here, other)).status_code == 400


def test_the_client_that_is_named_must_be_the_one_that_proves_itself(
    key: FlaskClient, settings_here: Settings, own_key: Key
) -> None:
    answer = ask(key, assertion(settings_here, own_key), client_id="demo-lex-loon")
    assert answer.get_json()["error"] == "invalid_client"


@pytest.mark.parametrize("scope", ["", "openid", f"{SCOPE} scope:fla:everything"])
def test_an_unknown_scope_is_refused(
    key: FlaskClient, settings_here: Settings, own_key: Key, scope: str
) -> None:
    answer = ask(key, assertion(settings_here, own_key), scope=scope)
    assert (answer.status_code, answer.get_json()["error"]) == (400, "invalid_scope")


def test_a_secret_proves_nothing(key: FlaskClient) -> None:
    form = {"grant_type": "client_credentials", "client_id": CLIENT, "client_secret": "x"}
    assert key.post("/token", data=form).status_code in {400, 401}


def test_a_client_that_was_taken_out_gets_no_token(
    settings: Settings, tmp_path: Path, senders: Path, own_key: Key
) -> None:
    (tmp_path / "senders.csv").write_bytes((senders / "senders.csv").read_bytes())
    (tmp_path / "keys").symlink_to(senders / "keys")
    here = settings.model_copy(update={"demo_feed": tmp_path})
    key = create_app(here).test_client()
    assert ask(key, assertion(here, own_key)).status_code == 200
    text = (tmp_path / "senders.csv").read_text(encoding="utf-8").replace(CLIENT, "")
    (tmp_path / "senders.csv").write_text(text, encoding="utf-8")
    assert ask(key, assertion(here, own_key)).get_json()["error"] == "invalid_client"
