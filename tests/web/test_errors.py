import re
from urllib.parse import quote

import pytest
from flask import Flask, abort
from flask.testing import FlaskClient
from sqlalchemy import Engine
from sqlalchemy.exc import OperationalError

from portal.app import create_app
from portal.settings import Settings
from tests.login.people import in_register
from tests.login.session import signed_in

TOKEN = r'name="csrf_token" value="([^"]+)"'

WORDS = {
    "nl": "Er ging iets mis bij ons",
    "fr": "Un problème est survenu chez nous",
    "de": "Bei uns ist etwas schiefgegangen",
    "en": "Something went wrong on our side",
}


@pytest.fixture
def broken(settings: Settings) -> FlaskClient:
    """Return a browser of a portal in which `/en/broken/...` fails in the way that is asked."""
    app = create_app(settings)

    @app.get("/<language>/broken/<int:status>")
    def fail(status: int) -> str:
        if status == 0:
            raise ZeroDivisionError("a secret in a message")
        if status == 1:
            raise OperationalError("SELECT 85073003328", {}, Exception("no route to host"))
        abort(status)

    return app.test_client()


@pytest.mark.parametrize("status", [400, 401, 403, 404, 405, 409, 413, 415, 429, 500, 502, 503])
def test_every_failure_is_a_page_that_says_what_to_do(broken: FlaskClient, status: int) -> None:
    page = broken.get(f"/en/broken/{status}")
    assert page.status_code == status
    assert page.text.count("<h1") == 1
    assert '<a class="button"' in page.text
    assert f"Code of this message: {status}" in page.text


@pytest.mark.parametrize(("language", "words"), WORDS.items())
def test_our_own_failure_is_told_in_the_language_of_the_page(
    broken: FlaskClient, language: str, words: str
) -> None:
    page = broken.get(f"/{language}/broken/0")
    assert page.status_code == 500
    assert words in page.text
    assert "secret" not in page.text


def test_a_lost_database_is_told_without_asking_it_again(broken: FlaskClient) -> None:
    page = broken.get("/nl/broken/1")
    assert page.status_code == 503
    assert page.headers["Retry-After"]
    assert "85073003328" not in page.text
    assert "We kunnen even niet bij uw gegevens" in page.text


def test_a_page_outside_of_the_languages_speaks_that_of_the_browser(client: FlaskClient) -> None:
    page = client.get("/nowhere", headers={"Accept-Language": "de"})
    assert page.status_code == 404
    assert "Wir finden diese Seite nicht" in page.text


def test_a_wrong_method_names_the_right_ones(client: FlaskClient) -> None:
    answer = client.put("/nl/privacy")
    assert answer.status_code in {400, 405}
    assert answer.text.count("<h1") == 1


def test_a_form_without_its_token_says_that_the_page_was_open_for_too_long(
    client: FlaskClient, database: Engine
) -> None:
    assert database
    page = signed_in(client, in_register("85073003328")).post("/fr/sign-out")
    assert page.status_code == 400
    assert "restée ouverte trop longtemps" in page.text


@pytest.mark.parametrize("form", ["/en/sign-out", "/en/account/sessions/end"])
def test_a_button_of_another_window_says_that_the_reader_has_signed_out(
    app: Flask, client: FlaskClient, database: Engine, form: str
) -> None:
    assert database
    key = client.application.config["SESSION_KEY_COOKIE"]
    signed_in(client, in_register("85073003328"))
    token = {"csrf_token": re.findall(TOKEN, client.get("/en/account").text)[0]}
    assert client.post("/en/sign-out", data=token).status_code == 303
    assert client.get_cookie(key) is None

    page = client.post(form, data=token)

    assert page.status_code == 401
    assert "<h1>You are signed out</h1>" in page.text
    assert 'href="/en/sign-in"' in page.text
    assert "too long" not in page.text
    assert app.test_client().post(form).status_code == 401


ODD = (
    "%00",
    "%ff%fe",
    "..%2f..",
    "'; DROP TABLE person;--",
    "\N{GREEK SMALL LETTER OMEGA}" * 400,
    "%F0%9F%98%80",
    "{{7*7}}",
)
PATHS = (
    "/{odd}",
    "/nl/{odd}",
    "/nl/?{odd}={odd}",
    "/nl/account/{odd}",
    "/nl/account/trainings?year={odd}&after={odd}",
    "/nl/account/trainings/{odd}",
    "/nl/account/rights/{odd}?year={odd}",
    "/nl/sign-in?next={odd}",
    "/nl/sign-in/{odd}",
    "/sign-in/{odd}/callback?state={odd}&code={odd}",
    "/static/{odd}",
)


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("odd", ODD)
def test_no_odd_address_is_our_failure(client: FlaskClient, path: str, odd: str) -> None:
    answer = client.get(path.format(odd=odd if odd.startswith("%") else quote(odd)))
    assert answer.status_code < 500


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1:1@evil", ""])
def test_a_foreign_host_is_refused(client: FlaskClient, host: str) -> None:
    assert client.get("/nl/", headers={"Host": host}).status_code == 400
