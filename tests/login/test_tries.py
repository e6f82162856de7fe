"""Who guesses gets nothing, and is stopped on every process at once."""

import uuid
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Connection, Engine, func, select

from portal.app import create_app
from portal.clock import machine_now
from portal.database import Session, reading
from portal.login.identity import public
from portal.login.tries import (
    FALSE_RETURNS,
    MISSES_OF_A_PERSON,
    MISSES_OF_AN_ADDRESS,
    STARTS_OF_A_BROWSER,
    WINDOW,
    Limit,
    TooOften,
    count_try,
    refuse_after_too_many,
    who_hash,
)
from portal.models import TryWindow
from portal.settings import Settings
from tests.house.test_headers import FAS
from tests.login.people import in_register
from tests.login.session import signed_in

BEGIN = machine_now()
THREE = Limit("three", 3)
WHO = who_hash(b"secret", "192.0.2.1")


@pytest.fixture
def app(settings: Settings, database: Engine, tmp_path: Path) -> Flask:
    """Return the portal with a key of which all addresses are written down, and a page by code."""
    assert database.url.database
    (tmp_path / "providers.toml").write_text(FAS, encoding="utf-8")
    app = create_app(
        settings.model_copy(
            update={"base_url": "http://localhost", "providers": tmp_path / "providers.toml"}
        )
    )

    @app.get("/<any(nl, en):language>/by-code/<code>")
    @public
    def by_code(code: str) -> tuple[str, int]:
        return ("found", 200) if code == "right" else ("nothing", 404)

    return app


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def person_id(app: Flask) -> UUID:
    assert app.url_map
    return in_register("85073003328")


@pytest.fixture
def connection(database: Engine) -> Iterator[Connection]:
    assert database.url.database
    with reading() as found:
        yield found


def test_one_try_too_many_is_refused_until_the_window_is_over(connection: Connection) -> None:
    for _ in range(3):
        count_try(connection, THREE, WHO, BEGIN)
    with pytest.raises(TooOften) as fault:
        count_try(connection, THREE, WHO, BEGIN + WINDOW / 2)
    assert fault.value.wait == WINDOW.total_seconds() / 2
    count_try(connection, THREE, WHO, BEGIN + WINDOW)


def test_looking_counts_nothing(connection: Connection) -> None:
    for _ in range(2):
        count_try(connection, THREE, WHO, BEGIN)
    for _ in range(5):
        refuse_after_too_many(connection, THREE, WHO, BEGIN)
    count_try(connection, THREE, WHO, BEGIN)
    with pytest.raises(TooOften):
        refuse_after_too_many(connection, THREE, WHO, BEGIN)
    refuse_after_too_many(connection, THREE, who_hash(b"secret", "192.0.2.2"), BEGIN)


def test_windows_that_are_over_are_cleared(connection: Connection) -> None:
    for number in range(20):
        count_try(connection, THREE, who_hash(b"secret", f"192.0.2.{number}"), BEGIN)
    count_try(connection, THREE, WHO, BEGIN + 3 * WINDOW)
    assert connection.execute(select(func.count()).select_from(TryWindow)).scalar() == 1


def test_whoever_has_an_ipv6_network_is_one_guesser() -> None:
    assert who_hash(b"s", "2001:db8::1") == who_hash(b"s", "2001:db8::ffff:2")
    assert who_hash(b"s", "2001:db8::1") != who_hash(b"s", "2001:db8:0:1::1")
    assert who_hash(b"s", "192.0.2.1") != who_hash(b"t", "192.0.2.1")


def test_a_thousand_guesses_of_a_worker_give_nothing_and_are_stopped(
    app: Flask, person_id: UUID
) -> None:
    browser = signed_in(app.test_client(), person_id)
    statuses = [
        browser.get(f"/en/account/trainings/{uuid.uuid4()}").status_code for _ in range(1000)
    ]
    assert statuses == [404] * MISSES_OF_A_PERSON.most + [429] * (1000 - MISSES_OF_A_PERSON.most)
    assert browser.get("/en/account").status_code == 200
    assert (
        signed_in(app.test_client(), person_id)
        .get(f"/en/account/trainings/{uuid.uuid4()}")
        .status_code
        == 429
    )


def test_a_thousand_guesses_of_a_stranger_give_nothing_and_are_stopped(
    client: FlaskClient,
) -> None:
    statuses = [
        client.get(f"/en/account/trainings/{uuid.uuid4()}").status_code for _ in range(1000)
    ]
    most = MISSES_OF_AN_ADDRESS.most
    assert statuses == [303] * most + [429] * (1000 - most)
    assert client.get("/en/sign-in").status_code == 200


def test_a_right_guess_after_too_many_wrong_ones_is_not_told(client: FlaskClient) -> None:
    assert client.get("/en/by-code/right").status_code == 200
    for guess in range(MISSES_OF_AN_ADDRESS.most):
        assert client.get(f"/en/by-code/{guess}").status_code == 404
    assert client.get("/en/by-code/right").status_code == 429


def test_a_thousand_false_returns_from_a_key_are_stopped(client: FlaskClient) -> None:
    client.set_cookie("sign-in", "any")
    statuses = [
        client.get(f"/sign-in/fas/callback?state={guess}&code=x").status_code
        for guess in range(1000)
    ]
    assert statuses == [400] * FALSE_RETURNS.most + [429] * (1000 - FALSE_RETURNS.most)


def test_a_browser_that_begins_without_end_is_stopped(client: FlaskClient) -> None:
    statuses = [client.get("/en/sign-in/fas").status_code for _ in range(70)]
    begun = STARTS_OF_A_BROWSER.most + 1  # the first brought no key of a browser
    assert statuses == [302] * begun + [429] * (70 - begun)


@pytest.mark.parametrize(
    ("language", "title"),
    [
        ("nl", "Te veel pogingen"),
        ("fr", "Trop d'essais"),
        ("de", "Zu viele Versuche"),
        ("en", "Too many tries"),
    ],
)
def test_who_is_stopped_is_told_in_their_language_when_to_come_back(
    client: FlaskClient, language: str, title: str
) -> None:
    for _ in range(STARTS_OF_A_BROWSER.most + 1):
        client.get(f"/{language}/sign-in/fas")
    answer = client.get(f"/{language}/sign-in/fas")
    assert 0 < int(answer.headers["Retry-After"]) <= WINDOW.total_seconds()
    assert f"<h1>{title}" in answer.text


def test_the_database_does_not_know_who_tries(client: FlaskClient) -> None:
    client.get("/en/sign-in/fas")
    with Session() as db:
        hashes = list(db.scalars(select(TryWindow.who_hash)))
    assert hashes
    assert b"127.0.0.1" not in b"".join(hashes)


def test_limits_can_be_lifted(settings: Settings, app: Flask) -> None:
    assert app.url_map
    free = create_app(settings.model_copy(update={"rate_limits": False})).test_client()
    statuses = {
        free.get(f"/en/account/trainings/{uuid.uuid4()}").status_code
        for _ in range(MISSES_OF_AN_ADDRESS.most + 50)
    }
    assert statuses == {303}
