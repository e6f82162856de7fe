"""What waits for the worker: however it got there, and whatever becomes of the worker."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from uuid import UUID

import pytest
from sqlalchemy import Engine, text

from portal.batch.process import process
from portal.clock import machine_now
from portal.settings import Settings
from portal.submissions.sealing import seal_bytes
from portal.submissions.working import LEASE, work_once
from portal.wire.items import flatten_items
from tests.declarations.world import EMMA, TODAY
from tests.rest.caller import Caller
from tests.rest.test_submissions import PATH, count, item, outcomes, parcel, work

TRACE = "123e4567-e89b-12d3-a456-426614174000"
PATIENCE = 120.0  # seconds; a busy machine needs some of them


def begin_worker(settings: Settings) -> subprocess.Popen[str]:
    """Start a worker in a process of its own."""
    kept = {
        **os.environ,
        "PORTAL_TODAY": "2026-11-24",
        "DATABASE_URL": str(settings.database_url),
        "PORTAL_LOGS": "json",
    }
    return subprocess.Popen(
        [sys.executable, "-m", "portal", "worker"], env=kept, stderr=subprocess.PIPE, text=True
    )


def wait_until(is_so: Callable[[], bool]) -> None:
    """Wait until something is so; it is asked often."""
    deadline = time.monotonic() + PATIENCE
    while not is_so():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def test_a_worker_that_was_killed_leaves_nothing_half_done(
    bakery: Caller, world: Engine, settings: Settings
) -> None:
    items = [item(number, title=f"Les {number}", durationMinutes=1) for number in range(1000)]
    said = bakery.post(PATH, parcel(*items)).get_json()

    def state() -> str:
        return str(bakery.get(f"{PATH}/{said['id']}").get_json()["state"])

    killed = begin_worker(settings)
    wait_until(lambda: state() != "received")
    killed.send_signal(signal.SIGKILL)
    killed.communicate()
    assert count(world) in {0, 1000}

    def is_done() -> bool:
        # The database holds the row for the killed one until it hears that nobody is there.
        work_once(TODAY, machine_now() + 2 * LEASE, process)
        return state() == "done"

    wait_until(is_done)
    assert count(world) == 1000
    assert count(world, "submission_outcome") == 1000


def test_the_worker_goes_on_under_the_trace_of_the_request(
    bakery: Caller, settings: Settings
) -> None:
    answer = bakery.post(PATH, parcel(item(1)), BelGov_Trace_Id=TRACE)
    assert answer.headers["BelGov-Trace-Id"] == TRACE
    worker = begin_worker(settings)
    name = answer.get_json()["id"]
    wait_until(lambda: bakery.get(f"{PATH}/{name}").get_json()["state"] == "done")
    worker.terminate()
    _, written = worker.communicate(timeout=PATIENCE)
    lines = [json.loads(line) for line in written.splitlines()]
    told = [
        (line["trace_id"], line["submission"], line["declarations"])
        for line in lines
        if line["event"] == "submission_done"
    ]
    assert told == [(TRACE, name, 1)]


def test_the_worker_lets_those_who_read_pages_go_first(settings: Settings) -> None:
    worker = begin_worker(settings)
    wait_until(
        lambda: os.getpriority(os.PRIO_PROCESS, worker.pid) > os.getpriority(os.PRIO_PROCESS, 0)
    )
    worker.terminate()
    worker.communicate(timeout=PATIENCE)


@pytest.mark.parametrize("many", [1, 2, 3])
def test_what_an_earlier_version_received_is_worked_through(
    bakery: Caller, world: Engine, many: int
) -> None:
    """It was kept as a list of places each with its texts; two of them look most like columns."""
    numbers = range(1, many + 1)
    items = [item(number, title=f"Les {number}", durationMinutes=60) for number in numbers]
    said = bakery.post(PATH, parcel(*items)).get_json()
    _, texts, _ = flatten_items(items)
    earlier = json.dumps(list(enumerate(texts)))
    submission_id = UUID(said["id"])
    with world.begin() as db:
        db.execute(
            text("UPDATE submission SET payload = :payload"),
            {"payload": seal_bytes(earlier.encode(), submission_id)},
        )
    work()
    found = [(one["index"], one["result"], one["reference"]) for one in outcomes(bakery, said)]
    assert found == [(number - 1, "accepted", f"B{number}") for number in numbers]


def test_an_id_that_ends_in_digits_is_repeated_and_a_number_is_not(bakery: Caller) -> None:
    named = "01920000-0000-7000-8000-085021400120"
    change = {"action": "cancelTraining", "reason": "Twice", "expectedVersion": 1}
    said = bakery.post(
        PATH,
        parcel(
            {**change, "trainingId": named},
            {**change, "trainingId": f"{named}-{EMMA}"},
            {**change, "trainingId": EMMA},
        ),
    ).get_json()
    work()
    values = [one["issues"][0]["value"] for one in outcomes(bakery, said)]
    assert values[0] == named
    assert not any(EMMA in value for value in values[1:])
