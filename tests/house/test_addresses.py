"""Whatever is asked of whatever address: a page in the reader's language, never our failure."""

from random import Random
from typing import Any
from urllib.parse import urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from portal.app import create_app
from portal.database import Session
from portal.directory.entries import find
from portal.languages import LANGUAGES
from portal.login.identity import guard_of
from portal.settings import Settings
from tests.account.sample import load
from tests.login.session import signed_in

SSIN, NAME = "73092613502", "Yilmaz"
METHODS = ("GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE", "TRACE", "PROPFIND")
NAMES = (
    *("year", "after", "next", "state", "code", "iss", "error", "language", "page", "q", ""),
    # What functions of ours and of Flask call their arguments.
    *("endpoint", "_external", "_scheme", "_method", "_anchor", "self", "values", "name", "app"),
    *("training_id", "employment_id", "year[]", "%00", "%ff", "__proto__"),
)
VALUES = (
    *("", "1", "2024", "0000", "-1", "99999999999", "1e9", "2024.0", "true", "None", "nl", "POST"),
    *("%D9%A2%D9%A0%D9%A2%D9%A4", "%00", "%ff%fe", "%ed%a0%80", "%0d%0aSet-Cookie:%20a=b", "%25"),
    *("//evil.example", "/%5Cevil.example", "https://evil.example/", "javascript:alert(1)"),
    *("/nl/account", "/nl/sign-out", "/sign-in/demo/callback", "../../../etc/passwd", "{{7*7}}"),
    *("2024-01-01_", "9999-12-31_01890a5d-ac96-774b-bcce-b302099a8057", "_", "%27%22%3Cb%3E"),
    "x" * 3000,
)
PARTS = ("1", "demo", "E00001", "01890a5d-ac96-774b-bcce-b302099a8057", *VALUES[12:])
OWN_HOSTS = (None, "localhost", "127.0.0.1")
HEADERS = ("X-Content-Type-Options", "Content-Security-Policy", "Referrer-Policy")


@pytest.fixture(scope="module")
def portal(_own_settings: Settings) -> Flask:
    """Return the portal's pages, made once."""
    return create_app(_own_settings)


@pytest.fixture
def stranger(portal: Flask) -> FlaskClient:
    """Return a browser in which nobody is signed in."""
    return portal.test_client()


@pytest.fixture
def worker(portal: Flask, database: Engine) -> FlaskClient:
    """Return a browser in which a worker of the sample country is signed in."""
    assert database
    with Session.begin() as db:
        load(db)
        person_id = find(db, [SSIN])[SSIN].person_id
    return signed_in(portal.test_client(), person_id)


def addresses(portal: Flask, dice: Random) -> list[tuple[str, str]]:
    """Return each route's path in each language, its other parts thrown by dice."""
    return [
        (language, _path(rule, language, dice))
        for rule in portal.url_map.iter_rules()
        for language in (LANGUAGES if "language" in rule.arguments else ("nl",))
    ]


def _path(rule: Rule, language: str, dice: Random) -> str:
    parts = [
        text if dynamic is False else language if text == "language" else dice.choice(PARTS)
        for dynamic, text in rule._trace
    ]
    return "".join(parts).removeprefix("|")


def thrown(seed: object) -> Random:
    """Return dice that fall in every run as they fell before."""
    return Random(str(seed))  # noqa: S311 - nothing is secret here


def _query(dice: Random) -> str:
    several = (f"{dice.choice(NAMES)}={dice.choice(VALUES)}" for _ in range(dice.randrange(4)))
    return "&".join(several)


def must_be_a_page(answer: TestResponse, language: str) -> None:
    """Hold what is true of every answer."""
    asked = f"{answer.request.method} {answer.request.url}"
    assert answer.status_code < 500, asked
    assert "Traceback" not in answer.text, asked
    assert [name for name in HEADERS if name not in answer.headers] == [], asked
    if not answer.request.path.startswith("/.well-known/"):
        assert answer.headers["Cache-Control"] == "no-store", asked
    assert urlsplit(answer.location or "").hostname in OWN_HOSTS, asked
    assert len(answer.headers.getlist("Location")) <= 1, asked
    if answer.mimetype == "text/html" and answer.text and not answer.location:
        assert f'<html lang="{language}">' in answer.text, asked
        assert answer.text.count("<h1") == 1, asked


@pytest.mark.parametrize("throw", range(6))
def test_no_question_of_a_stranger_is_our_failure(
    portal: Flask, stranger: FlaskClient, throw: int
) -> None:
    dice = thrown(throw)
    for language, path in addresses(portal, dice):
        answer = stranger.get(f"{path}?{_query(dice)}", headers={"Accept-Language": language})
        must_be_a_page(answer, language)
        assert "Set-Cookie" not in answer.headers or SSIN not in answer.headers["Set-Cookie"]


@pytest.mark.parametrize("throw", range(4))
def test_no_question_of_a_worker_is_our_failure(
    portal: Flask, worker: FlaskClient, throw: int
) -> None:
    dice = thrown(f"worker {throw}")
    for language, path in addresses(portal, dice):
        answer = worker.get(f"{path}?{_query(dice)}", headers={"Accept-Language": language})
        must_be_a_page(answer, language)


@pytest.mark.parametrize("name", NAMES)
def test_no_name_in_a_question_is_our_failure(stranger: FlaskClient, name: str) -> None:
    for path in ("/nl/", "/nl/sign-in", "/", "/health"):
        assert stranger.get(f"{path}?{name}=x&{name}=y").status_code < 400


@pytest.mark.parametrize("method", METHODS)
def test_no_method_is_our_failure_nor_does_it_open_an_account(
    portal: Flask, stranger: FlaskClient, method: str
) -> None:
    for language, path in addresses(portal, thrown(method)):
        answer = stranger.open(path, method=method, headers={"Accept-Language": language})
        must_be_a_page(answer, language)
        if method in {"PUT", "PATCH", "DELETE", "TRACE", "PROPFIND"}:
            assert answer.status_code in {404, 405}, path


def test_a_form_without_its_token_changes_nothing(portal: Flask, worker: FlaskClient) -> None:
    forms = [rule for rule in portal.url_map.iter_rules() if "POST" in (rule.methods or ())]
    sent: tuple[dict[str, Any], ...] = (
        {},
        {"csrf_token": "x" * 60_000},
        {"csrf_token": "\0"},
        {"a": ["b"] * 900},
    )
    for rule in forms:
        for data in sent:
            answer = worker.post(_path(rule, "de", thrown(1)), data=data)
            assert 400 <= answer.status_code < 500, rule
    assert worker.get("/nl/account").status_code == 200


def test_what_is_personal_is_never_kept_nor_given_to_strangers(
    portal: Flask, worker: FlaskClient, stranger: FlaskClient
) -> None:
    guarded = [
        rule
        for rule in portal.url_map.iter_rules()
        if guard_of(portal.view_functions[rule.endpoint]) == "worker"
    ]
    seen = 0
    for rule in guarded:
        path = _path(rule, "fr", thrown(2))
        own, foreign = worker.get(path), stranger.get(path)
        assert own.headers["Cache-Control"] == "no-store"
        assert NAME not in foreign.text
        assert SSIN not in foreign.text
        seen += NAME in own.text
    assert seen
