"""Accounts are read from a copy of the database, and nobody reads from before what they did.

Two real servers, the one following the other, and the pages before them.
"""

import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from uuid import UUID

import pytest
from flask import Flask, request
from flask.testing import FlaskClient
from sqlalchemy import update

from portal import replica
from portal.app import create_app
from portal.database import Session, engine, replica_engine
from portal.login.identity import current_identity, worker_only
from portal.models import Base, Employer, SessionRow
from portal.settings import load_settings
from tests.house.copies import Pair, followed
from tests.login.session import signed_in
from tests.reckoning.world import add_employer, add_employment, add_training, add_worker

TIMES = 50
BAKERY = "0100000001"
DAY = date(2026, 3, 4)


@dataclass(frozen=True)
class World:
    """The portal before two servers, and a worker."""

    pair: Pair
    app: Flask
    worker: UUID

    def browser(self) -> FlaskClient:
        """Return a browser of the worker, who has read from a copy that knows all."""
        client = signed_in(self.app.test_client(), self.worker)
        self.wait()
        account(client)
        self.come_level()  # also with what reading itself has tidied up on the primary
        return client

    def wait(self) -> None:
        """Wait until the copy is where the primary is, and forget all that was known of both."""
        self.come_level()
        replica._replica.cache_clear()

    def come_level(self) -> None:
        """Wait until the copy is where the primary is."""
        while not self.pair.is_level():
            pass

    def happens(self, title: str) -> None:
        """Let somebody else declare a training."""
        with Session.begin() as db:
            add_training(db, self.worker, BAKERY, DAY, title=title)


@pytest.fixture(scope="module")
def pair() -> Iterator[Pair]:
    """Give a server and its copy."""
    ground = Path(tempfile.mkdtemp(prefix="learning-account-copies-"))
    ground.chmod(0o755)  # as root, servers run as another user
    with followed(ground) as both:
        yield both
    shutil.rmtree(ground)


@pytest.fixture(scope="module")
def app(pair: Pair, settings_apart: None) -> Iterator[Flask]:
    """Give the portal before them, with a page that declares a training of who asks for it."""
    Base.metadata.create_all(engine(load_settings()))
    app = create_app(load_settings())

    @app.post("/declare")
    @worker_only
    def declare() -> str:
        with Session.begin() as db:
            title = request.form["title"]
            add_training(db, current_identity().person_id, BAKERY, DAY, title=title)
        return "declared"

    app.extensions["csrf"].exempt(declare)

    assert settings_apart is None
    assert pair.primary != pair.replica
    yield app
    for pool in (engine(load_settings()), replica_engine(load_settings())):
        assert pool
        pool.dispose()


@pytest.fixture(scope="module")
def settings_apart(pair: Pair) -> Iterator[None]:
    """Point the settings at both servers."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DATABASE_URL", pair.primary.url)
        patch.setenv("DATABASE_REPLICA_URL", pair.replica.url)
        load_settings.cache_clear()
        yield
    load_settings.cache_clear()


@pytest.fixture
def world(pair: Pair, app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    """Give a worker with a job; the copy follows again afterwards."""
    monkeypatch.setattr(replica, "MOST_BEHIND", 3600.0)  # however slow the machine
    with Session.begin() as db:
        if db.get(Employer, BAKERY) is None:
            add_employer(db, BAKERY)
        worker = add_worker(db)
        add_employment(db, worker, BAKERY)
    yield World(pair, app, worker)
    pair.resume()


def account(client: FlaskClient) -> str:
    page = client.get("/en/account")
    assert page.status_code == 200
    return page.text


def declare(client: FlaskClient, title: str) -> None:
    assert client.post("/declare", data={"title": title}).text == "declared"


def test_a_session_sees_at_once_what_it_changed(world: World) -> None:
    client = world.browser()
    for number in range(TIMES):
        declare(client, f"Course {number:03}.")
        assert f"Course {number:03}." in account(client)


def test_the_copy_answers_who_changed_nothing_since(world: World) -> None:
    client = world.browser()
    world.pair.pause()
    world.happens("Heard of later.")
    assert "Heard of later." not in account(client)
    world.pair.resume()
    world.wait()
    assert "Heard of later." in account(client)


def test_who_changed_something_reads_around_a_copy_that_does_not_know_it(world: World) -> None:
    client, other = world.browser(), world.browser()
    world.pair.pause()
    declare(client, "Just now.")
    assert "Just now." in account(client)
    assert "Just now." in client.get("/en/account/trainings").text
    assert "Just now." not in account(other)


def test_whoever_signs_in_sees_what_was_there_before(world: World) -> None:
    world.browser()
    world.pair.pause()
    world.happens("Before the sign-in.")
    client = signed_in(world.app.test_client(), world.worker)
    assert "Before the sign-in." in account(client)


def test_a_session_from_before_the_copy_reads_none(world: World) -> None:
    client = world.browser()
    with Session.begin() as db:
        db.execute(update(SessionRow).values(journal_position=None))
    world.pair.pause()
    world.happens("Somewhere else.")
    assert "Somewhere else." in account(client)


def test_nothing_is_shown_from_longer_ago_than_the_limit(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = world.browser()
    world.pair.pause()
    world.happens("Long ago.")
    assert "Long ago." not in account(client)
    monkeypatch.setattr(replica, "MOST_BEHIND", 0.0)
    assert "Long ago." in account(client)


def test_a_look_is_written_down_though_the_copy_was_read(world: World) -> None:
    client = world.browser()
    world.pair.pause()
    account(client)
    told = client.get("/en/account/looks").text.replace("\N{NO-BREAK SPACE}", " ")
    assert "You looked 3 times yourself" in told


def test_a_copy_that_is_gone_is_missed_by_nobody_and_found_again(world: World) -> None:
    client = world.browser()
    world.pair.replica.stop()
    try:
        world.happens("While it was gone.")
        assert "While it was gone." in account(client)
    finally:
        world.pair.replica.start()
    world.wait()
    account(client)
    world.pair.pause()
    world.happens("Since it is back.")
    shown = account(client)
    assert "While it was gone." in shown
    assert "Since it is back." not in shown
