"""A worker that is killed within a file: the next goes on, nothing is lost or kept twice."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from portal.batch import groups
from portal.batch.process import process
from portal.clock import machine_now
from portal.settings import Settings
from portal.submissions.files import spool
from portal.submissions.working import LEASE, work_once
from tests.batch.messages import of_rows
from tests.batch.sending import answer_to, lay
from tests.declarations.world import EMMA, TINE, TODAY, TRAINING

PATIENCE = 60.0  # seconds; a busy machine needs some of them
GROUP = 5  # records
# Works as the worker does, and kills itself where a group was declared and is not kept yet.
DYING = """
import os, signal
from portal.batch import declaring, groups
from portal.batch.process import process
from portal.submissions.working import work_once
from tests.declarations.world import AT, TODAY

tell = groups.tell

def telling(file, group, outcomes):
    if group.place == {place}:
        os.kill(os.getpid(), signal.SIGKILL)
    return tell(file, group, outcomes)

groups.GROUP = groups.LARGEST = {group}
declaring.tell = telling
while work_once(TODAY, AT, process):
    pass
"""


def die_at(place: int, settings: Settings) -> None:
    """Let a process of its own work until it comes to a place."""
    known = {**os.environ, "DATABASE_URL": str(settings.database_url)}
    program = DYING.format(place=place, group=GROUP)
    done = subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-c", program], env=known, check=False, cwd=Path(__file__).parents[2]
    )
    assert done.returncode == -signal.SIGKILL


def go_on(world: Engine) -> None:
    """Work the file to its end, as soon as the database knows that nobody is at it."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        if not work_once(TODAY, machine_now() + 2 * LEASE, process):
            with world.connect() as db:
                if db.scalar(text("SELECT state FROM submission")) == "done":
                    return
            time.sleep(0.01)
    pytest.fail("The file was never done.")


@pytest.mark.parametrize("place", [0, 10, 20], ids=["at the first group", "within", "at the last"])
def test_who_is_killed_within_a_file_is_followed_and_nothing_is_lost_or_kept_twice(
    place: int, world: Engine, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(groups, "GROUP", GROUP)
    monkeypatch.setattr(groups, "LARGEST", GROUP)
    rows = [
        {**TRAINING, "reference": f"K{number}", "title": f"Les {number}", "duration_minutes": "1"}
        | {"ssin": EMMA if number % 10 < GROUP else TINE}
        for number in range(25)
    ]
    submission_id = lay(of_rows(rows))
    die_at(place, settings)
    with world.connect() as db:
        kept = db.scalar(text("SELECT count(*) FROM training"))
        told = db.scalar(text("SELECT count(*) FROM submission_outcome"))
        cursor = db.scalar(text("SELECT cursor FROM submission"))
    assert kept == told == cursor
    assert cursor in {max(0, place - GROUP), place}
    go_on(world)
    assert answer_to(submission_id).outcomes == ["accepted"] * 25
    with world.connect() as db:
        found = db.execute(text("SELECT count(*), count(DISTINCT reference) FROM training")).one()
        places = db.scalars(text("SELECT place FROM submission_outcome ORDER BY place")).all()
    assert tuple(found) == (25, 25)
    assert places == list(range(25))
    assert list(spool(settings).iterdir()) == []
