"""What a file loses when its worker dies: nothing. Kills the worker and the database, and counts.

    python bench/killing.py [--records 20000] [--workers 20] [--servers 2] [--seed 1]

Starts a PostgreSQL of its own in a folder that is thrown away, hands over one file, and kills
whoever works at it with signal 9 at random moments: the worker, and in between the database
server with all its processes. Then lets it end, and sees that each record was kept exactly once,
has one outcome, that both answers fit the schema and add up, and that no file is left.
"""

import argparse
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

os.environ["PORTAL_DATA"] = tempfile.mkdtemp(prefix="killing-")
os.environ.pop("DATABASE_URL", None)

from declare import load, people
from lxml import etree
from messages import give_mandates, lay, write_message
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from portal import embedded
from portal.batch.answers import acknowledgement_of, result_of
from portal.database import engine, make_ready, reading
from portal.embedded.account import account_for
from portal.settings import load_settings
from portal.submissions.files import find_file, spool
from portal.wire.xml.schema import RESULT

NAME = "FI.FLAD.123456.20261124.00001.R.1.1"
STATE = text("SELECT state, total, cursor, fence FROM submission")
# As if the time of a lease had gone by, so that nobody waits for it here.
TIME_GOES_BY = text("UPDATE submission SET lease_until = now() - interval '1 minute'")
KEPT = text(
    "SELECT count(*) AS many, count(DISTINCT reference) AS different, max(version) AS version"
    " FROM training"
)
OUTCOMES = text("SELECT result, count(*), count(DISTINCT place) FROM submission_outcome GROUP BY 1")


def start_worker() -> subprocess.Popen[bytes]:
    """Start a worker as `./run` does."""
    log = os.open(
        Path(os.environ["PORTAL_DATA"], "worker.log"), os.O_WRONLY | os.O_CREAT | os.O_APPEND
    )
    command = [sys.executable, "-m", "portal", "worker"]
    return subprocess.Popen(command, stdout=log, stderr=log)  # noqa: S603 - our own program


def kill_server(data: Path) -> None:
    """Kill the database server, and let it begin again as the next start of the portal would."""
    account_for(data / "postgres" / "cluster")
    (note,) = data.glob("postgres/**/postmaster.pid")
    os.kill(int(note.read_text().splitlines()[0]), signal.SIGKILL)
    time.sleep(0.5)
    embedded.ensure_running(data)


def state() -> tuple[str, int, int, int]:
    """Return how far the file is; asks again while the server begins anew."""
    for _ in range(50):
        try:
            with reading() as db:
                row = db.execute(STATE).one()
                return row.state, row.total, row.cursor, row.fence
        except SQLAlchemyError:
            engine(load_settings()).dispose()
            time.sleep(0.2)
    raise SystemExit("The database does not come back.")


def let_time_go_by() -> None:
    """End the lease of whoever was killed."""
    for _ in range(50):
        try:
            with engine(load_settings()).begin() as db:
                db.execute(TIME_GOES_BY)
                return
        except SQLAlchemyError:
            engine(load_settings()).dispose()
            time.sleep(0.2)


def kill(asked: argparse.Namespace, data: Path) -> None:
    """Kill as often as asked, the last part of the file left to whoever is not killed."""
    draw = random.Random(asked.seed)  # noqa: S311 - moments, no secrets
    turns = ["worker"] * asked.workers + ["server"] * asked.servers
    draw.shuffle(turns)
    for place, turn in enumerate(turns, 1):
        worker = start_worker()
        begun = state()
        deadline = time.monotonic() + 60
        # From the moment at which it has taken the file up, anywhere into its work.
        while state()[3] == begun[3] and time.monotonic() < deadline:
            time.sleep(0.05)
        time.sleep(draw.uniform(0, asked.longest))
        if turn == "server":
            kill_server(data)
            time.sleep(0.5)
        worker.send_signal(signal.SIGKILL)
        worker.wait()
        now = state()
        print(f"{place:2}. {turn} killed at {now[2]:,} of {now[1]:,} records ({now[0]})")
        let_time_go_by()
        if now[0] == "done":
            print("The file was done before the last kill; take more records.")
            return


def finish() -> None:
    """Let one worker end the file."""
    worker = start_worker()
    deadline = time.monotonic() + 600
    while state()[0] in {"received", "processing"} and time.monotonic() < deadline:
        time.sleep(0.2)
    worker.terminate()
    worker.wait()


def check(asked: argparse.Namespace, submission_id: object) -> None:
    """See that each record was kept once and answered once, and that nothing is left."""
    schema = etree.XMLSchema(etree.parse(RESULT))
    with reading() as db:
        kept = db.execute(KEPT).one()
        outcomes = db.execute(OUTCOMES).all()
        file = find_file(db, submission_id)
        assert file is not None
        taken = etree.fromstring(b"".join(acknowledgement_of(file)))
        told = etree.fromstring(b"".join(result_of(db, file)))
    print(f"state {state()}, kept {tuple(kept)}, outcomes {[tuple(one) for one in outcomes]}")
    assert (kept.many, kept.different, kept.version) == (asked.records, asked.records, 1)
    assert sum(one[1] for one in outcomes) == sum(one[2] for one in outcomes) == asked.records
    assert schema.validate(taken), schema.error_log
    assert schema.validate(told), schema.error_log
    space = "{urn:fla:result:1}"
    counted = Counter(one.text for one in told.iter(f"{space}Outcome"))
    assert counted == {"accepted": asked.records}, counted
    assert told.findtext(f"{space}Counts/{space}Accepted") == str(asked.records)
    assert list(spool(load_settings()).iterdir()) == []
    print("Each record was kept once and answered once; the answers add up; no file is left.")


def main() -> None:
    """Kill, finish, and check."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--records", type=int, default=20_000)
    parser.add_argument("--workers", type=int, default=20)
    parser.add_argument("--servers", type=int, default=2)
    parser.add_argument("--longest", type=float, default=2.0, help="seconds before a kill")
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    data = Path(os.environ["PORTAL_DATA"])
    data.chmod(0o711)
    embedded.ensure_running(data)
    try:
        make_ready(load_settings())
        jobs = people(random.Random(1))  # noqa: S311 - invented people
        with engine(load_settings()).begin() as db:
            load(db, jobs, random.Random(2))  # noqa: S311 - invented people
        give_mandates()
        path = data / "message.xml"
        write_message(path, jobs, asked.records)
        submission_id = lay(path, NAME)
        kill(asked, data)
        finish()
        check(asked, submission_id)
    finally:
        embedded.let_go(data)
        embedded.stop(data)
    subprocess.run(["rm", "-rf", str(data)], check=True)  # noqa: S603, S607


if __name__ == "__main__":
    main()
