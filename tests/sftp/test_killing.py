"""Whoever watches the mailboxes may be killed at any moment: each file is taken once."""

import os
import random
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from portal.batch.filename import Answer, Part
from portal.batch.folders import Folder, mailboxes_folder
from portal.settings import Settings
from portal.submissions.files import spool
from tests.batch.mailbox import REAL, Mailbox, Signer, known, present

HOUSE = Path(__file__).parents[2]
PATIENCE = 90  # seconds
FILES = 12
KILLS = 2
WATCH = (
    "from portal.batch.watching import watch_until; from portal.settings import load_settings;"
    "watch_until(load_settings(), lambda: False)"
)


@pytest.fixture
def mailbox(database: Engine, settings: Settings, tmp_path: Path) -> Iterator[Mailbox]:
    """Give the mailbox of a sender."""
    signer = Signer.make(tmp_path, "sender")
    known(database, settings, signer)
    yield Mailbox(settings, signer, present())
    shutil.rmtree(mailboxes_folder(settings))
    shutil.rmtree(spool(settings))  # with what was being copied when they were killed


def started(settings: Settings) -> subprocess.Popen[bytes]:
    ours = {"PYTHONPATH": str(HOUSE), "PORTAL_DATA": str(settings.data)}
    return subprocess.Popen(  # noqa: S603 - our own words
        [sys.executable, "-P", "-c", WATCH],
        env={**os.environ, "DATABASE_URL": str(settings.database_url), **ours},
    )


def taken(database: Engine) -> list[str]:
    found = "SELECT file_name FROM submission_file ORDER BY file_name"
    with database.connect() as connection:
        return list(connection.scalars(text(found)))


def test_each_file_is_taken_and_answered_once_though_two_watchers_are_killed_again_and_again(
    mailbox: Mailbox, settings: Settings, database: Engine
) -> None:
    dice = random.Random(7)  # noqa: S311 - when to kill
    # Without a signature each is recorded, refused and answered by the watcher alone.
    data = [replace(REAL, sequence=f"{number:05}") for number in range(1, FILES + 1)]
    parts = (Part.DATA, Part.SIGNATURE, Part.START)
    answers = sorted(one.answer(Answer.ACKNOWLEDGEMENT, part) for one in data for part in parts)
    for name in data:
        mailbox.bring(name, signature=None)
    watchers = [started(settings), started(settings)]
    deadline = time.monotonic() + PATIENCE
    try:
        for kill in range(1, KILLS + 1):
            # Each time a little further.
            while len(taken(database)) + len(mailbox.names(Folder.OUT)) < kill:
                assert time.monotonic() < deadline
            time.sleep(dice.random() / 50)
            for victim in watchers:
                victim.kill()
                victim.wait()
            watchers = [started(settings), started(settings)]
        while mailbox.names(Folder.OUT) != answers:
            assert time.monotonic() < deadline, mailbox.names(Folder.OUT)
            time.sleep(0.1)
    finally:
        for watcher in watchers:
            watcher.terminate()
            watcher.wait()
    assert mailbox.names(Folder.IN) == []
    assert taken(database) == [str(name) for name in data]
