"""Guards, cookies and the way back: who is known, and where a sign-in may lead."""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine

from portal.app import create_app
from portal.login.identity import NobodySignedIn, current_identity
from portal.login.way_back import safe_next
from portal.settings import Settings
from tests.login.people import in_register
from tests.login.session import signed_in
from tests.statements import statements

FAS = """
[fas]
issuer = "https://fas.example"
client_id = "portal"
authorization_endpoint = "https://fas.example/authorize"
token_endpoint = "https://fas.example/token"
jwks_uri = "https://fas.example/jwks"
"""


@pytest.fixture
def app(settings: Settings, database: Engine, tmp_path: Path) -> Flask:
    """Return the portal with a key of which all addresses are written down."""
    assert database.url.database
    (tmp_path / "providers.toml").write_text(FAS, encoding="utf-8")
    return create_app(settings.model_copy(update={"providers": tmp_path / "providers.toml"}))


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def person_id(app: Flask) -> UUID:
    assert app.url_map
    return in_register("85073003328")


@pytest.fixture
def sent() -> Iterator[list[str]]:
    with statements() as heard:
        yield heard


@pytest.mark.parametrize(
    "wanted",
    ["/nl/account", "/fr/account/trainings?year=2024&after=x", "/de/", "/en/account?q=//evil"],
)
def test_a_page_of_ours_may_be_the_end_of_the_way(app: Flask, wanted: str) -> None:
    with app.test_request_context("/nl/"):
        assert safe_next(wanted) == wanted


@pytest.mark.parametrize(
    "wanted",
    [
        None,
        "",
        "nl/account",
        "//evil.example/nl/account",
        "/\\evil.example",
        "https://evil.example/nl/account",
        "/nl/account\r\nSet-Cookie: a=b",
        "/nl/account\t",
        "/it/account",
        "/nl/sign-in",
        "/nl/sign-in/demo",
        "/nl/sign-out",
        "/sign-in/demo/callback",
        "/nl/" + "a" * 2000,
        "/nl/../../evil",
    ],
)
def test_nothing_else_may(app: Flask, wanted: str | None) -> None:
    with app.test_request_context("/nl/"):
        assert safe_next(wanted) is None


def test_a_stranger_is_led_to_the_keys_and_from_there_back(client: FlaskClient) -> None:
    answer = client.get("/nl/account/trainings?year=2024")
    assert answer.status_code == 303
    page = client.get(answer.headers["Location"]).text
    assert 'href="/nl/sign-in/fas?next=/nl/account/trainings?year%3D2024"' in page


def test_whoever_is_signed_in_sees_the_page(client: FlaskClient, person_id: UUID) -> None:
    assert signed_in(client, person_id).get("/nl/account").status_code == 200


def test_a_public_page_asks_nothing_about_a_stranger(client: FlaskClient, sent: list[str]) -> None:
    client.get("/nl/")
    assert sent == []


def test_a_public_page_asks_once_about_who_is_signed_in(
    client: FlaskClient, person_id: UUID, sent: list[str]
) -> None:
    signed_in(client, person_id)
    sent.clear()
    client.get("/nl/")
    assert len(sent) == 1


def test_a_view_without_a_guard_gets_nobody(app: Flask) -> None:
    with app.test_request_context("/nl/"), pytest.raises(NobodySignedIn):
        current_identity()


def test_with_https_no_cookie_can_be_set_or_read_by_others(
    settings: Settings, tmp_path: Path, app: Flask
) -> None:
    assert app.url_map
    secure = settings.model_copy(
        update={"base_url": "https://portal.example", "providers": tmp_path / "providers.toml"}
    )
    client = create_app(secure).test_client()
    answer = client.get("/nl/sign-in/fas", base_url="https://portal.example")
    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith("__Host-sign-in=")
    for part in ("Secure", "HttpOnly", "Path=/", "SameSite=Lax"):
        assert part in cookie.split("; ")
    assert "Domain" not in cookie
    asked = parse_qs(urlsplit(answer.headers["Location"]).query)
    assert asked["redirect_uri"] == ["https://portal.example/sign-in/fas/callback"]


def test_no_cookie_of_flask_login_signs_anybody_in(client: FlaskClient, person_id: UUID) -> None:
    client.set_cookie("remember_token", str(person_id))
    with client.session_transaction() as session:
        session["_user_id"] = str(person_id)
        session["_fresh"] = True
    assert client.get("/nl/account").status_code == 303


def test_an_unknown_key_has_no_page(client: FlaskClient) -> None:
    for address in ("/nl/sign-in/other", "/sign-in/other/callback?state=x&code=y"):
        assert client.get(address).status_code == 404


def test_the_page_of_keys_lists_them_as_plain_links(client: FlaskClient) -> None:
    assert 'href="/nl/sign-in/fas"' in client.get("/nl/sign-in").text
