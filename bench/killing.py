"""What a file loses when its worker dies: nothing. Kills the worker and the database, and counts.

    python bench/killing.py [--records 20000] [--workers 20] [--servers 2] [--seed 1]

Starts a PostgreSQL of its own in a folder that is thrown away, hands over one file, and kills
whoever works at it with signal 9 at places spread over the first four fifths of the file: the
worker, and in between the database server with all its processes, which the worker lives through.
Then lets it end, and sees that each record was kept exactly once and has one outcome, that the
mailbox holds one acknowledgement and one result, which fit the schema and add up, and that no file
is left.
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
from messages import SENDER, give_mandates, lay, write_message
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from portal import embedded
from portal.batch.filename import Answer, Part, parse_name
from portal.batch.folders import Folder, mailboxes_folder
from portal.batch.groups import GROUP
from portal.database import engine, make_ready, reading
from portal.embedded.account import account_for
from portal.settings import load_settings
from portal.submissions.files import spool
from portal.wire.xml.schema import RESULT

NAME = "FI.FLAD.123456.20261124.00001.R.1.1"
ANSWERS = sorted(
    parse_name(NAME).answer(answer, part)
    for answer in (Answer.ACKNOWLEDGEMENT, Answer.RESULT)
    for part in (Part.DATA, Part.SIGNATURE, Part.START)
)
OPEN = {"received", "processing"}
PATIENCE = 300  # seconds for a worker to begin, or to end the file
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


def kill(asked: argparse.Namespace, data: Path) -> subprocess.Popen[bytes] | None:
    """Kill as often as asked; return the worker that is left, if one is.

    A worker is killed at a place, which is that of a group and a moment into it. What it had not
    kept is begun again, so several may die in the same group.
    """
    draw = random.Random(asked.seed)  # noqa: S311 - moments, no secrets
    turns = ["worker"] * asked.workers + ["server"] * asked.servers
    draw.shuffle(turns)
    places = sorted(draw.randrange(max(1, asked.records * 4 // 5)) for _ in turns)
    worker, fence = None, state()[3]
    for number, (turn, place) in enumerate(zip(turns, places, strict=True), 1):
        if worker is None or worker.poll() is not None:
            worker = start_worker()
        wait_for(place // GROUP * GROUP, fence)
        time.sleep(draw.uniform(0, asked.longest))
        if turn == "server":
            kill_server(data)
        else:
            worker.send_signal(signal.SIGKILL)
            worker.wait()
        now = state()
        fence = now[3]
        print(f"{number:2}. {turn} killed at {now[2]:,} of {now[1]:,} records", now[0], flush=True)
        let_time_go_by()
        if now[0] not in OPEN:
            print(f"The file was at its end after {number} of {len(turns)} kills.")
            break
    return worker if worker is not None and worker.poll() is None else None


def wait_for(cursor: int, fence: int) -> None:
    """Wait until a worker has taken the file up after that fence and is so far in it."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        now = state()
        if now[0] not in OPEN or (now[3] > fence and now[1] and now[2] >= cursor):
            return
        time.sleep(0.02)
    raise SystemExit(f"Nobody came as far as {cursor:,}: {state()}")


def finish(worker: subprocess.Popen[bytes] | None) -> None:
    """Let one worker end the file and lay out its answers."""
    worker = worker or start_worker()
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and (state()[0] in OPEN or len(laid_out()) < len(ANSWERS)):
        time.sleep(0.2)
    worker.terminate()
    worker.wait()


def laid_out() -> list[str]:
    """Return the names of what lies in the mailbox for the sender, hidden files included."""
    folder = mailboxes_folder(load_settings()) / SENDER / Folder.OUT
    return sorted(path.name for path in folder.iterdir()) if folder.is_dir() else []


def check(asked: argparse.Namespace) -> None:
    """See that each record was kept once and answered once, and that nothing is left."""
    schema = etree.XMLSchema(etree.parse(RESULT))
    with reading() as db:
        kept = db.execute(KEPT).one()
        outcomes = db.execute(OUTCOMES).all()
    assert laid_out() == ANSWERS, laid_out()
    folder = mailboxes_folder(load_settings()) / SENDER / Folder.OUT
    data = parse_name(NAME)
    taken, told = (
        etree.parse(folder / data.answer(answer, Part.DATA)).getroot()
        for answer in (Answer.ACKNOWLEDGEMENT, Answer.RESULT)
    )
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
    print("Each record was kept once and answered once; the two answers add up; no file is left.")


def main() -> None:
    """Kill, finish, and check."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--records", type=int, default=20_000)
    parser.add_argument("--workers", type=int, default=20)
    parser.add_argument("--servers", type=int, default=2)
    parser.add_argument("--longest", type=float, default=0.3, help="seconds into a group")
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
        lay(path, NAME)
        finish(kill(asked, data))
        check(asked)
    finally:
        embedded.let_go(data)
        embedded.stop(data)
    subprocess.run(["rm", "-rf", str(data)], check=True)  # noqa: S603, S607


if __name__ == "__main__":
    main()
