"""Whoever watches the service hears of a dead worker also while nothing is sent."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import Engine, text

from portal.identifiers import new_id
from portal.settings import Settings
from portal.submissions.beating import beat
from tests.rest.caller import Caller


@pytest.fixture
def health(app: Flask, database: Engine) -> Callable[[], str]:
    """Return what asks for the health; the answer itself is always good."""
    assert database

    def ask() -> str:
        answer = Caller(app, None).get("/health")
        assert answer.status_code == 200
        return str(answer.get_json()["status"])

    return ask


WITH_A_DEAD_LOOP = """
from portal.batch import watching
watching.watch_until = lambda *_: None
from portal.commands import portal
portal(["worker"])
"""


@contextmanager
def worker(settings: Settings, program: str = "") -> Iterator["subprocess.Popen[bytes]"]:
    """Run a worker, which is killed at the end."""
    kept = {**os.environ, "DATABASE_URL": str(settings.database_url)}
    how = ["-c", program] if program else ["-m", "portal", "worker"]
    running = subprocess.Popen([sys.executable, *how], env=kept)  # noqa: S603 - our own
    try:
        yield running
    finally:
        running.kill()
        running.wait()


def hears(health: Callable[[], str], status: str) -> bool:
    """Tell whether the health is this within a minute."""
    deadline = time.monotonic() + 60
    while health() != status and time.monotonic() < deadline:
        time.sleep(0.1)
    return health() == status


def set_back(database: Engine, by: timedelta) -> None:
    """Let time pass since all beats."""
    with database.begin() as db:
        db.execute(text("UPDATE worker_beat SET beaten_at = beaten_at - :by"), {"by": by})


def beats(database: Engine) -> int:
    """Return how many workers are remembered."""
    with database.connect() as db:
        return int(db.execute(text("SELECT count(*) FROM worker_beat")).scalar_one())


def listens(database: Engine) -> bool:
    """Tell whether a worker has got so far that it waits for submissions."""
    with database.connect() as db:
        waiting = (
            "SELECT count(*) FROM pg_stat_activity"
            " WHERE query = 'LISTEN submission' AND datname = current_database()"
        )
        return bool(db.execute(text(waiting)).scalar_one())


def test_a_worker_that_was_killed_is_missed_after_a_minute(
    health: Callable[[], str], database: Engine, settings: Settings
) -> None:
    assert health() == "DEGRADED"
    with worker(settings) as running:
        assert hears(health, "UP")
        set_back(database, timedelta(seconds=61))
        assert health() == "DEGRADED"
        assert hears(health, "UP"), "it beats again and again"
        running.kill()
        running.wait()
        set_back(database, timedelta(seconds=50))
        assert health() == "UP"
        set_back(database, timedelta(seconds=11))
        assert health() == "DEGRADED"


def test_one_of_two_workers_is_enough(health: Callable[[], str], database: Engine) -> None:
    with database.begin() as db:
        beat(db, new_id())
    set_back(database, timedelta(hours=23))
    assert health() == "DEGRADED"
    with database.begin() as db:
        beat(db, new_id())
    assert health() == "UP"
    assert beats(database) == 2


def test_who_is_gone_for_a_day_is_forgotten(database: Engine) -> None:
    kept = new_id()
    for worker_id, hours in ((new_id(), 2), (kept, 23), (new_id(), 0)):
        with database.begin() as db:
            beat(db, worker_id)
        set_back(database, timedelta(hours=hours))
    with database.connect() as db:
        assert beats(database) == 2
        assert kept in db.scalars(text("SELECT worker_id FROM worker_beat")).all()


def test_a_worker_of_which_a_loop_has_died_is_silent(
    health: Callable[[], str], database: Engine, settings: Settings
) -> None:
    with worker(settings, WITH_A_DEAD_LOOP):
        deadline = time.monotonic() + 60
        while not listens(database) and time.monotonic() < deadline:
            time.sleep(0.1)
        time.sleep(1)
        assert listens(database)
        assert health() == "DEGRADED"
