"""Where the processor time of a file goes, part by part, in this process and in the server.

    python bench/batch_parts.py [--records 30000] [--rounds 3]

The parts of `bench/batch.py` one after the other in one process and on one connection, on a
PostgreSQL of their own. Told is the least of the rounds, in microseconds a record: of this process
(time of the thread) and of the server process that answers it (as the kernel counts it). Writing
to the journal and to the disk by other processes of the server is not told here.
"""

import argparse
import gc
import os
import random
import subprocess
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import ParamSpec, TypeVar
from unittest.mock import patch

os.environ["PORTAL_DATA"] = tempfile.mkdtemp(prefix="batch-")
os.environ.pop("DATABASE_URL", None)

from declare import load, people
from messages import SECRETARIAT, give_mandates, lay, write_message
from sqlalchemy import text

from portal import clock, embedded
from portal.batch import declaring, groups
from portal.batch.answers import result_of
from portal.batch.holding import Holding
from portal.database import Session, engine, make_ready, reading
from portal.declarations import declare as door
from portal.declarations.declare import Moment
from portal.settings import load_settings
from portal.submissions.files import find_file
from portal.submissions.values import State
from portal.wire.xml.examining import examine
from portal.wire.xml.limits import MessageLimits
from portal.wire.xml.reading import read_passages

P = ParamSpec("P")
R = TypeVar("R")
EMPTY = "TRUNCATE training, declared_reference, submission_outcome, submission_file, submission"
# Each step is told apart from the one that it is part of.
STEPS = (
    (door, "read_all", "door: texts become declarations"),
    (door, "check_authority", "door: who may declare"),
    (door, "look_up", "door: look-ups"),
    (door, "write", "door: ledger and trainings"),
    (door, "warn_of_rights", "door: warnings of rights"),
    (declaring, "declare_group", "door: the rest"),
    (declaring, "tell", "outcomes are put into words"),
    (declaring, "write_outcomes", "outcomes are kept"),
)


class Spent:
    """Seconds by part: of this thread, and of the backend of the connection in use."""

    def __init__(self) -> None:
        """Begin with nothing spent."""
        self.parts: dict[str, list[float]] = defaultdict(lambda: [0.0, 0.0])
        self.backend: int | None = None
        self._open: list[list[float]] = []

    def _now(self) -> tuple[float, float]:
        server = 0
        if self.backend is not None:
            server = int(Path(f"/proc/{self.backend}/schedstat").read_text().split()[0])
        return time.thread_time(), server / 1e9

    @contextmanager
    def part(self, name: str) -> Iterator[None]:
        """Count what is spent, without what parts within it spend."""
        within = [0.0, 0.0]
        self._open.append(within)
        before = self._now()
        try:
            yield
        finally:
            spent = [after - was for after, was in zip(self._now(), before, strict=True)]
            self._open.pop()
            for place in (0, 1):
                self.parts[name][place] += spent[place] - within[place]
                if self._open:
                    self._open[-1][place] += spent[place]

    def told(self, name: str, act: Callable[P, R]) -> Callable[P, R]:
        """Return a function that does the same and is counted."""

        def counted(*given: P.args, **named: P.kwargs) -> R:
            with self.part(name):
                return act(*given, **named)

        return counted


def one_round(message: Path, number: int) -> Spent:
    """Work one file through, part by part."""
    spent = Spent()
    with engine(load_settings()).connect().execution_options(isolation_level="AUTOCOMMIT") as db:
        db.execute(text(EMPTY))
        db.execute(text("VACUUM ANALYZE employment, directory, person"))
    submission_id = lay(message, f"FI.FLAD.123456.20261124.{number:05}.R.1.1")
    with engine(load_settings()).begin() as db:
        db.execute(text("UPDATE submission SET state = 'processing', fence = 1"))
    with spent.part("the file is seen to its end"), message.open("rb") as file:
        total = examine(file, MessageLimits(), SECRETARIAT)
    with spent.part("records are read, each held against the schema"), message.open("rb") as file:
        read = list(groups.groups_of(read_passages(file)))
    holding = Holding(submission_id, 1)
    with Session.begin() as db:
        held = holding.hold(db)
    job = declaring.Job(holding, held.declarant, message, total, Moment(clock.now(), "open"))
    with ExitStack() as counted:
        for room, name, told in STEPS:
            counted.enter_context(patch.object(room, name, spent.told(told, getattr(room, name))))
        declare_groups(spent, job, read)
    with reading() as db, spent.part("the result is written"):
        spent.backend = db.scalar(text("SELECT pg_backend_pid()"))
        file = find_file(db, submission_id)
        assert file is not None
        assert sum(map(len, result_of(db, file)))
    return spent


def declare_groups(spent: Spent, job: declaring.Job, read: list[groups.Group]) -> None:
    """Declare group after group on one connection, and tell the employers."""
    with Session() as db:
        spent.backend = db.connection().scalar(text("SELECT pg_backend_pid()"))
        db.rollback()
        for group in read:
            with spent.part("transactions and cursor"), db.begin():
                job._declare(db, db, group)  # noqa: SLF001 - one at a time, to tell parts apart
                job.holding.hold(db)
                job.holding.advance(db, group.behind, lasts=True)
        with spent.part("employers are told"), db.begin():
            job.holding.end(db, State.DONE, job.moment.now)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--records", type=int, default=30_000)
    parser.add_argument("--rounds", type=int, default=3)
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
        message = data / "message.xml"
        write_message(message, jobs, asked.records)
        gc.disable()
        rounds = [one_round(message, number) for number in range(1, asked.rounds + 1)]
    finally:
        embedded.let_go(data)
        embedded.stop(data)
        subprocess.run(["rm", "-rf", str(data)], check=True)  # noqa: S603, S607
    total = [0.0, 0.0]
    for name in rounds[0].parts:
        own, server = (
            min(one.parts[name][place] for one in rounds) / asked.records * 1e6 for place in (0, 1)
        )
        total = [total[0] + own, total[1] + server]
        print(f"{name:50} {own:7.1f} {server:7.1f}")
    print(f"{'all':50} {total[0]:7.1f} {total[1]:7.1f}")


if __name__ == "__main__":
    main()
