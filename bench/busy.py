"""How long readers wait while a file is worked through, beside how long they wait else.

    PYTHONPATH=. python bench/busy.py [--rounds 3] [--pages 300] [--records 40000]

A worker (`portal worker`) declares a file while this process reads the account page of a worker of
the country over WSGI, twenty times a second; before and after, the same pages are read in quiet:
idle and busy in turn in one run, on a PostgreSQL of its own. Told are the median and the 95th of
a hundred waits, in milliseconds by the clock, and by how much the latter grows: the median of the
rounds, each beside the quiet right before it. Neighbours of the machine move both.
It ends with 1 where the goal is short.
"""

import argparse
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from uuid import UUID

os.environ["PORTAL_DATA"] = tempfile.mkdtemp(prefix="busy-")
os.environ["PORTAL_BATCH_RECORDS"] = "2000000"
os.environ["PORTAL_BATCH_SIZE"] = str(2**31)
os.environ.pop("DATABASE_URL", None)

from declare import load, people
from flask.testing import FlaskClient
from goals import Goal
from messages import give_mandates, lay, write_message
from sqlalchemy import text

from portal import embedded
from portal.app import create_app
from portal.database import engine, make_ready, reading
from portal.settings import load_settings
from tests.login.session import signed_in

GOAL = 2.0  # times the quiet wait, at most
PACE = 0.05  # seconds from one page to the next
PATIENCE = 300  # seconds for a worker to begin
STATE = text("SELECT state, cursor FROM submission WHERE submission_id = :submission_id")


def state(submission_id: UUID) -> tuple[str, int]:
    """Return how far a file is."""
    with reading() as db:
        row = db.execute(STATE, {"submission_id": submission_id}).one()
        return row.state, row.cursor


def wait_for_start(submission_id: UUID) -> None:
    """Wait until records of a file are being declared."""
    deadline = time.monotonic() + PATIENCE
    while not state(submission_id)[1]:
        if time.monotonic() > deadline:
            raise SystemExit("No worker took the file up.")
        time.sleep(0.05)


def waits(client: FlaskClient, pages: int, file: UUID | None = None) -> list[float]:
    """Return the milliseconds of pages one after the other; file: as long as it is not done."""
    found = []
    for number in range(pages):
        if file is not None and number % 10 == 0 and state(file)[0] != "processing":
            break
        began = time.monotonic()
        assert client.get("/nl/account").status_code == 200  # noqa: PLR2004
        waited = time.monotonic() - began
        found.append(waited * 1000)
        time.sleep(max(0.0, PACE - waited))
    return found


def p95(found: list[float]) -> float:
    """Return the wait that 95 of a hundred do not exceed."""
    return statistics.quantiles(found, n=20)[-1]


def measure(asked: argparse.Namespace, data: Path) -> float:
    """Return by how much the wait grows, the median of the rounds."""
    make_ready(load_settings())
    jobs = people(random.Random(1))  # noqa: S311 - invented people
    with engine(load_settings()).begin() as db:
        persons = load(db, jobs, random.Random(2))  # noqa: S311 - invented people
    give_mandates()
    message = data / "message.xml"
    client = signed_in(create_app(load_settings()).test_client(), persons[jobs[7][0]])
    command = [sys.executable, "-m", "portal", "worker"]
    with (data / "worker.log").open("wb") as log:
        worker = subprocess.Popen(command, stdout=log, stderr=log)  # noqa: S603 - our own program
    ratios = []
    try:
        for number in range(asked.rounds + 1):
            write_message(message, jobs, asked.records, asked.records * number)
            file = lay(message, f"FI.FLAD.123456.20261124.{number + 1:05}.R.1.1")
            wait_for_start(file)
            busy = waits(client, asked.pages, file)
            while state(file)[0] == "processing":
                time.sleep(0.1)
            message.unlink()
            time.sleep(1)
            quiet = waits(client, asked.pages)
            if not number:
                continue  # the first fills the account and warms all up
            ratios.append(p95(busy) / p95(quiet))
            print(
                f"{number}. quiet: median {statistics.median(quiet):.1f}, p95 {p95(quiet):.1f} ms"
                f" ({len(quiet)} pages); busy: median {statistics.median(busy):.1f},"
                f" p95 {p95(busy):.1f} ms ({len(busy)} pages); p95 {ratios[-1]:.2f} times",
                flush=True,
            )
    finally:
        worker.terminate()
        worker.wait()
    return statistics.median(ratios)


def main() -> None:
    """Measure and print; exit 1 where the goal is short."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--pages", type=int, default=300, help="at most, while busy and in quiet")
    parser.add_argument("--records", type=int, default=40_000)
    asked = parser.parse_args()
    data = Path(os.environ["PORTAL_DATA"])
    data.chmod(0o711)
    embedded.ensure_running(data)
    try:
        goal = Goal("p95 of the account page, busy over quiet", measure(asked, data), GOAL)
    finally:
        embedded.let_go(data)
        embedded.stop(data)
        subprocess.run(["rm", "-rf", str(data)], check=True)  # noqa: S603, S607
    print(goal)
    raise SystemExit(not goal.reached)


if __name__ == "__main__":
    main()
