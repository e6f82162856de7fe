"""Who loses the answer asks again: what was committed stands once, whoever died in between."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from portal.batch.process import process
from portal.clock import machine_now
from portal.settings import Settings
from portal.submissions.working import LEASE, work_once
from tests.declarations.world import BAKERY, TODAY
from tests.processes.serving import PATIENCE, running
from tests.rest.bodies import training
from tests.rest.caller import BASE, Caller
from tests.rest.held_back import Way, held_back
from tests.rest.issuer import Issuer
from tests.rest.test_submissions import PATH, count, item, outcomes, parcel

REFERENCE = "LOST-1"
MARK = REFERENCE.encode()


@pytest.fixture
def way(settings: Settings) -> Iterator[Way]:
    """Open a way to the database that holds back the answer to our commit."""
    with held_back(str(settings.database_url), MARK) as opened:
        yield opened


def declare(port: int, token: str) -> tuple[int, dict[str, Any]]:
    """Declare the training; return status and answer."""
    said = json.dumps(training(reference=REFERENCE))
    head = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
    with closing(HTTPConnection("127.0.0.1", port, timeout=PATIENCE)) as asking:
        asking.request("POST", f"{BASE}/trainings", said, {"Host": "localhost", **head})
        answer = asking.getresponse()
        return answer.status, json.load(answer)


def test_a_server_killed_between_commit_and_answer_declares_once(
    world: Engine, issuer: Issuer, way: Way, tmp_path: Path
) -> None:
    token = issuer.token(enterpriseNumber=BAKERY)
    at = {
        "DATABASE_URL": way.url,
        "PORTAL_BASE_URL": "http://localhost",
        "PORTAL_TOKEN_ISSUER": issuer.url,
        "PORTAL_TOKEN_AUDIENCE": issuer.audience,
    }
    with (
        running("wsgi:app", tmp_path / "log", **at) as port,
        ThreadPoolExecutor(1) as pool,
    ):
        first = pool.submit(declare, port, token)
        assert way.is_committed.wait(PATIENCE)
        assert count(world) == 1
        assert not first.done()
        os.kill(way.process, signal.SIGKILL)
        with pytest.raises(ConnectionError):
            first.result()
        status, said = declare(port, token)
        assert (status, said["reference"], said["version"]) == (201, REFERENCE, 1)
        assert declare(port, token) == (status, said)
    assert count(world) == 1


def test_a_worker_killed_once_its_work_is_committed_does_it_once(
    bakery: Caller, world: Engine, way: Way
) -> None:
    said = bakery.post(PATH, parcel(item(1) | {"reference": REFERENCE})).get_json()
    kept = os.environ | {"DATABASE_URL": way.url}
    with subprocess.Popen([sys.executable, "-m", "portal", "worker"], env=kept) as killed:
        assert way.is_committed.wait(PATIENCE)
        assert way.process == killed.pid
        killed.kill()
    assert not work_once(TODAY, machine_now() + 2 * LEASE, process)
    assert count(world) == count(world, "submission_outcome") == 1
    assert [one["result"] for one in outcomes(bakery, said)] == ["accepted"]
