"""What a file costs from its private copy to the last outcome, beside tools that only carry it.

    python bench/batch.py [--records 100000] [--rounds 3]

The floor: `xmllint --stream --schema` of the same file, `COPY` of the same rows into a table, one
statement that merges them into the trainings, the ledger of references and the outcomes, and a
`COPY` of what became of each record as elements into a file, all by the server.
Ours: reading, schema, law, authority, records, ledger, outcomes, and both answers written out.
Both run in turn, on a PostgreSQL of their own. Told are wall time, CPU of this process, its
children and the server, and the most memory of the largest process; the ratio is that of CPU, which
neighbours of the machine move little. The goal is told reached, or short by how much; it ends
with 1 where it is short.
"""

import argparse
import os
import random
import resource
import statistics
import subprocess
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import NamedTuple
from uuid import UUID

os.environ["PORTAL_DATA"] = tempfile.mkdtemp(prefix="batch-")
os.environ["PORTAL_BATCH_RECORDS"] = "2000000"
os.environ["PORTAL_BATCH_SIZE"] = str(2**31)
os.environ.pop("DATABASE_URL", None)

from declare import load, people
from messages import SECRETARIAT, give_mandates, lay, write_message
from sqlalchemy import text

from portal import clock, embedded
from portal.batch.answers import acknowledgement_of, result_of
from portal.batch.process import process
from portal.database import engine, make_ready, reading
from portal.declarations.declare import Moment
from portal.driver import driver_of
from portal.settings import load_settings
from portal.submissions.files import find_file
from portal.submissions.working import work_once
from portal.wire.xml.reading import read_passages
from portal.wire.xml.schema import DECLARATION

EMPTY = (
    "TRUNCATE training, declared_reference, submission_outcome, submission_file, submission, staged"
)
STAGE = """
    CREATE UNLOGGED TABLE IF NOT EXISTS staged (place int, person_id uuid, training_id uuid,
        enterprise_number text, reference text, title text, start_date date, minutes int)
"""
MERGE = text(
    """
    WITH known AS (
        SELECT staged.*
        FROM staged JOIN employment USING (person_id, enterprise_number)
        WHERE staged.start_date >= employment.start_date
        ORDER BY person_id
    ), kept AS (
        INSERT INTO training (person_id, start_date, training_id, version, record_state, reference,
            registered_by, registered_quality, channel, registered_at, enterprise_number, title,
            language, nature, status, end_date, duration_minutes, counts_for_right,
            charged_minutes, certificate_obtained)
        SELECT person_id, start_date, training_id, 1, 'active', reference, :by, 'mandateHolder',
            'batch', now(), enterprise_number, title, 'nl', 'formal', 'reserved', start_date,
            minutes, TRUE, minutes, FALSE
        FROM known
        RETURNING reference, person_id, training_id
    ), named AS (
        INSERT INTO declared_reference
            (declarant, reference, person_id, record_id, record_kind, content)
        SELECT :by, reference, person_id, training_id, 'training', sha256(CAST(reference AS bytea))
        FROM kept
    )
    INSERT INTO submission_outcome (submission_id, place, reference, enterprise_number, result,
        record_kind, record_id, version, issues)
    SELECT :submission_id, place, reference, enterprise_number, 'accepted', 'training', training_id,
        1, '[]'
    FROM known
    """
)
# What became of each record, in the words and the order of the result.
TELL = """
    COPY (
        SELECT concat('<Record><Number>', place + 1, '</Number><RecordReference>', reference,
            '</RecordReference><Outcome>', result, '</Outcome><TrainingId>', record_id,
            '</TrainingId><Version>', version, '</Version></Record>')
        FROM submission_outcome
        ORDER BY submission_id, place
    ) TO STDOUT
"""
GOAL = 1.6  # times the floor, at most; never what was measured
CONTENTS = text(
    "SELECT count(*), md5(string_agg(concat_ws('|', person_id, start_date, reference, title,"
    " enterprise_number, duration_minutes), ',' ORDER BY reference)) FROM training"
)
OUTCOMES = text(
    "SELECT count(*), md5(string_agg(concat_ws('|', place, reference, enterprise_number, result,"
    " record_kind, version, issues), ',' ORDER BY place)) FROM submission_outcome"
)


def write_rows(message: Path, rows: Path, persons: dict[str, UUID]) -> None:
    """Write what the message says as rows for COPY; not counted, since the floor need not read."""
    with message.open("rb") as file, rows.open("w", encoding="utf-8") as out:
        said_by_all = (said for passage in read_passages(file) for said in passage.texts)
        for place, said in enumerate(said_by_all):
            person = persons[said["ssin"]]
            training = UUID(int=0x019A0000_0000_7000_8000_000000000000 + place)
            out.write(
                f"{place}\t{person}\t{training}\t{said['enterprise_number']}\t"
                f"{said['reference']}\t{said['title']}\t{said['start_date']}\t"
                f"{said['duration_minutes']}\n"
            )


def floor(message: Path, rows: Path, result: Path) -> None:
    """Hold the file against the schema, copy the rows, merge them, and write the result."""
    command = ["xmllint", "--noout", "--stream", "--schema", str(DECLARATION), str(message)]
    subprocess.run(command, check=True, capture_output=True)  # noqa: S603 - our own file
    with engine(load_settings()).begin() as db:
        with (
            rows.open("rb") as file,
            driver_of(db).cursor() as cursor,
            cursor.copy("COPY staged FROM STDIN") as stream,
        ):
            while piece := file.read(2**18):
                stream.write(piece)
        db.execute(MERGE, {"by": SECRETARIAT, "submission_id": UUID(int=1)})
    with (
        reading() as db,
        result.open("wb") as out,
        driver_of(db).cursor() as cursor,
        cursor.copy(TELL) as stream,
    ):
        for piece in stream:
            out.write(piece)


def ours(message: Path, name: str, answers: Path) -> None:
    """Work the file through as the worker does, and write both answers."""
    submission_id = lay(message, name)
    while work_once(Moment(clock.now(), "open"), clock.machine_now(), process):
        pass
    with reading() as db:
        file = find_file(db, submission_id)
        assert file is not None
        for kind, pieces in (("ACRF", acknowledgement_of(file)), ("FLAR", result_of(db, file))):
            with answers.with_suffix(f".{kind}").open("wb") as out:
                for piece in pieces:
                    out.write(piece)


def server_seconds() -> float:
    """Return the CPU seconds of the database server so far: its own, and those of its children."""
    (note,) = Path(os.environ["PORTAL_DATA"]).glob("postgres/**/postmaster.pid")
    server = note.read_text().splitlines()[0]
    spent = 0
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = status.read_text().rpartition(")")[2].split()
        except (FileNotFoundError, ProcessLookupError):
            continue
        if status.parent.name == server:
            spent += sum(map(int, fields[11:15]))  # with those of children that have ended
        elif fields[1] == server:
            spent += sum(map(int, fields[11:13]))
    return spent / os.sysconf("SC_CLK_TCK")


def used() -> float:
    """Return the CPU seconds of this process, its children and the server so far."""
    own, children = (
        resource.getrusage(resource.RUSAGE_SELF),
        resource.getrusage(resource.RUSAGE_CHILDREN),
    )
    mine = own.ru_utime + own.ru_stime + children.ru_utime + children.ru_stime
    return mine + server_seconds()


def main() -> None:
    """Measure and print; exit 1 where the goal is short."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--records", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=3)
    asked = parser.parse_args()
    data = Path(os.environ["PORTAL_DATA"])
    data.chmod(0o711)
    embedded.ensure_running(data)
    try:
        ratio = measure(asked, data)
    finally:
        embedded.let_go(data)
        embedded.stop(data)
        subprocess.run(["rm", "-rf", str(data)], check=True)  # noqa: S603, S607
    short = ratio - GOAL
    told = "reached" if short <= 0 else f"SHORT by {short:.2f} ({ratio / GOAL:.1f} times the goal)"
    print(f"ours / floor: {ratio:.2f}, goal at most {GOAL}: {told}")
    raise SystemExit(short > 0)


def measure(asked: argparse.Namespace, data: Path) -> float:
    """Return the median ratio of paired rounds."""
    make_ready(load_settings())
    jobs = people(random.Random(1))  # noqa: S311 - invented people
    pool = engine(load_settings())
    with pool.begin() as db:
        persons = load(db, jobs, random.Random(2))  # noqa: S311 - invented people
        db.execute(text(STAGE))
    give_mandates()
    message, rows = data / "message.xml", data / "rows.tsv"
    write_message(message, jobs, asked.records)
    write_rows(message, rows, persons)
    print(f"{asked.records:,} records, {message.stat().st_size / 2**20:.0f} MiB")
    ratios = []
    for number in range(1, asked.rounds + 1):
        name = f"FI.FLAD.123456.20261124.{number:05}.R.1.1"
        low = spend(asked.records, lambda: floor(message, rows, data / "floor"))
        high = spend(asked.records, partial(ours, message, name, data / "answer"))
        assert low.contents == high.contents
        assert low.outcomes == high.outcomes
        ratios.append(high.cpu / low.cpu)
        memory = max(
            resource.getrusage(who).ru_maxrss / 1024  # kB
            for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
        )
        speed = asked.records / high.wall
        print(
            f"{number}. floor {low.cpu:.1f} CPU ({low.wall:.1f} s), ours {high.cpu:.1f} CPU"
            f" ({high.wall:.1f} s), ratio {ratios[-1]:.2f} CPU, {high.wall / low.wall:.2f} wall;"
            f" {speed:,.0f} a second; {memory:.0f} MB"
        )
    return statistics.median(ratios)


class Spent(NamedTuple):
    """What one side took, in seconds, and what trainings and outcomes were then kept."""

    wall: float
    cpu: float
    contents: str
    outcomes: str


def spend(records: int, act: Callable[[], None]) -> Spent:
    """Do one side on empty tables."""
    pool = engine(load_settings())
    with pool.connect().execution_options(isolation_level="AUTOCOMMIT") as db:
        db.execute(text(EMPTY))
        db.execute(text("VACUUM ANALYZE employment, directory, person"))
        db.execute(text("CHECKPOINT"))
    before, began = used(), time.monotonic()
    act()
    wall, cpu = time.monotonic() - began, used() - before
    with pool.connect() as db:
        many, contents = db.execute(CONTENTS).one()
        told, outcomes = db.execute(OUTCOMES).one()
    assert many == told == records
    return Spent(wall, cpu, contents, outcomes)


if __name__ == "__main__":
    main()
