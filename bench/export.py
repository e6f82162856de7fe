"""What an export costs: seconds, processor time and peak memory, and how they grow.

    PORTAL_DATA=... python bench/export.py [--fill]

Measured in a process of its own for each length of career: 45 years with 450 trainings, and ten
times as many trainings; told beside it is a plain read of the same account, as a ratio of processor
time within one run, and the memory of the process apart that sets long papers. `--fill` makes the
country of `bench/country.py` in an empty database.
"""

import argparse
import json
import multiprocessing
import resource
import time
from datetime import UTC, datetime
from itertools import chain, product
from uuid import UUID

from careers import LONG_CAREER, person
from country import fill
from sqlalchemy import Connection, text

from portal.account.account import open_accounts
from portal.account.looks import Look
from portal.account.printed import print_account
from portal.credentials.taken import credentials_of
from portal.database import reading
from portal.directory.ring import key_for_writing, key_ring, take_into_use
from portal.documents.taken import papers_of
from portal.export.archive import archive_of
from portal.export.gathering import gather
from portal.settings import load_settings

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
SSIN = "95111722477"
TEN_TIMES = 9  # the worker who gets ten times the trainings of the long career


def prepare(db: Connection) -> None:
    """Give the measured workers a number, and one of them ten times the trainings."""
    names = [
        row[0]
        for row in db.execute(
            text(
                "SELECT column_name FROM information_schema.columns"
                " WHERE table_name = 'training' AND table_schema = current_schema()"
            )
        )
    ]
    others = ", ".join(name for name in names if name not in {"person_id", "training_id"})
    db.execute(
        text(
            f"INSERT INTO training (person_id, training_id, {others})"
            f" SELECT :other, gen_random_uuid(), {others}"
            f" FROM training, generate_series(1, 10) WHERE person_id = :long"
        ),
        {"long": person(LONG_CAREER), "other": person(TEN_TIMES)},
    )
    ring = key_ring()
    key = key_for_writing(db, ring)
    take_into_use(db, key, NOW)
    for number, ssin in ((LONG_CAREER, SSIN), (TEN_TIMES, "73092613502")):
        db.execute(text("DELETE FROM directory WHERE person_id = :p"), {"p": person(number)})
        db.execute(
            text(
                "INSERT INTO directory (number_index, key_id, person_id, sealed, state, changed_at)"
                " VALUES (:i, :k, :p, :s, 'current', now())"
            ),
            {
                "i": key.index(ssin),
                "k": key.key_id,
                "p": person(number),
                "s": key.seal(ssin, person(number)),
            },
        )


def print_whole(db: Connection, person_id: UUID, look: Look) -> str:
    """Return a whole account as it is printed."""
    account = open_accounts(db, [person_id], NOW.date(), look, newest=None)[person_id]
    return print_account(account, SSIN)


def measure(number: int, *, with_papers: bool) -> dict[str, float]:
    """Return what one export costs in a fresh process: seconds, processor seconds, MB."""
    person_id = person(number)
    look = Look.of_worker(person_id, NOW)
    with reading() as db:  # the pool and the plans stand before the clock starts
        print_whole(db, person_id, look)
    cpu = time.process_time()
    with reading() as db:
        print_whole(db, person_id, look)
    plain = time.process_time() - cpu
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    cpu, wall = time.process_time(), time.perf_counter()
    gathered = gather(person_id, look)
    first, size = None, 0
    settings = load_settings()
    papers = chain(
        papers_of(person_id, "nl", settings, NOW) if with_papers else (),
        credentials_of(gathered, person_id, settings, NOW) if with_papers else (),
    )
    for piece in archive_of(gathered, "nl", papers):
        if piece and first is None:
            first = time.perf_counter() - wall
        size += len(piece)
    gathered.close()
    cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    apart = resource.getrusage(resource.RUSAGE_CHILDREN)
    return {
        "trainings": gathered.trainings.count,
        "papers and credentials": with_papers,
        "seconds": wall,
        "first byte": first or wall,
        "CPU": cpu,
        "of a plain read": cpu / plain,
        "KB": size / 1024,
        "peak MB": peak / 1024,
        "more MB": (peak - before) / 1024,
        "CPU apart": apart.ru_utime + apart.ru_stime,
        "apart MB": apart.ru_maxrss / 1024,
    }


def main() -> None:
    """Measure both careers and print a line for each."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--fill", action="store_true")
    if parser.parse_args().fill:
        with reading() as db:
            fill(db, 1000)
            prepare(db)
    fresh = multiprocessing.get_context("spawn")
    for number, with_papers in product((LONG_CAREER, TEN_TIMES), (False, True)):
        with fresh.Pool(1) as pool:
            found = pool.apply(measure, (number,), {"with_papers": with_papers})
        print(json.dumps({name: round(value, 3) for name, value in found.items()}))


if __name__ == "__main__":
    main()
