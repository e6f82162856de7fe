"""Makes a country as large as asked, alike each time: 200,000 workers, two million trainings.

    DATABASE_URL=... python bench/country.py [--workers 200000] [--by-day]

Written by COPY, worker after worker, as the rows of one worker lie after `CLUSTER`; `--by-day`
writes trainings in the order in which they come in life, so that those of one worker lie apart.
A few workers have careers of a known size, alike in every country; the others have two jobs, one
of them past, and ten trainings.
"""

import argparse
import random
from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta
from hashlib import sha256
from uuid import UUID

from careers import (
    CAREERS,
    EMPLOYERS,
    NOW,
    Career,
    Row,
    enterprise,
    jobs_of,
    person,
    trainings_of,
)
from sqlalchemy import Connection, text

from portal.database import engine, reading, upgrade
from portal.driver import driver_of
from portal.settings import load_settings

SEED = 20261124
WORKERS, TRAININGS = 200_000, 10  # trainings: of most workers
COMMITTEES = ("200", "124", "330", "119")
EMPLOYMENT = (
    "person_id, employment_id, enterprise_number, joint_committee, start_date, end_date,"
    " end_reason, weekly_minutes"
)
RIGHT = (
    "person_id, training_right_id, enterprise_number, year, kind, days, version, record_state,"
    " reference, registered_by, registered_quality, channel, registered_at"
)
TRAINING = (
    "person_id, start_date, training_id, version, record_state, reference, registered_by,"
    " registered_quality, channel, registered_at, enterprise_number, title, language, nature,"
    " status, end_date, duration_minutes, counts_for_right, not_counting_reason, charged_minutes,"
    " provider_name, certificate_obtained, financing"
)


def careers(workers: int) -> Iterator[Career]:
    """Return all workers, those with careers of a known size first."""
    yield from CAREERS
    for number in range(len(CAREERS) + 1, workers + 1):
        yield Career(number, 2, TRAININGS)


def employers() -> Iterator[Row]:
    """Return all employers."""
    return ((enterprise(number), f"Bakkerij {number}") for number in range(EMPLOYERS))


def sizes() -> Iterator[Row]:
    """Return the sizes of all employers, quarter by quarter."""
    for number in range(EMPLOYERS):
        for year in range(2020, 2026):
            for quarter in range(1, 5):
                yield enterprise(number), f"{year}Q{quarter}", number % 60 + 0.5, number % 60 + 3


def people(workers: int) -> Iterator[Row]:
    """Return all workers."""
    for number in range(1, workers + 1):
        born = date(1970, 1, 1) + timedelta(number % 12000)
        yield person(number), "Peeters", "Emma", born, "nl"


def numbers(workers: int) -> Iterator[Row]:
    """Return a directory as large as a real one, under no key: nobody is looked up by number."""
    sealed = r"\\x" + "78" * 47
    for number in range(1, workers + 1):
        index = sha256(str(number).encode()).hexdigest()
        yield rf"\\x{index}", "no key", person(number), sealed, "current", NOW


def employments(workers: int) -> Iterator[Row]:
    """Return the employments of all workers."""
    for career in careers(workers):
        number = career.number
        for job in jobs_of(career):
            committee = "226" if number <= len(CAREERS) else COMMITTEES[number % 4]
            weekly = (2280, 2160, 2400)[number % 3]
            last = (job.end, "resignation") if job.end else (r"\N", r"\N")
            yield person(number), job.key, job.employer, committee, job.start, *last, weekly


def regimes(workers: int) -> Iterator[Row]:
    """Return how much of a week each employment fills: all of it, then four fifths."""
    for career in careers(workers):
        for job in jobs_of(career):
            for day, share in ((job.start, 1.0), (job.start + timedelta(1000), 0.8)):
                yield person(career.number), job.key, day, share


def trainings(workers: int) -> Iterator[Row]:
    """Return the trainings of all workers, worker after worker."""
    draw = random.Random(SEED)  # noqa: S311 - invented people
    for career in careers(workers):
        yield from trainings_of(career, jobs_of(career), draw)


def rights(workers: int) -> Iterator[Row]:
    """Return a declared right for each twentieth worker."""
    for number in range(20, workers + 1, 20):
        employer = enterprise(number * 7)
        key = UUID(f"0190b000-0000-7001-8000-{number:012x}")
        declared = (person(number), key, employer, 2026, "legal", 6, 1, "active", f"R-{number}")
        yield *declared, employer, "employer", "batch", NOW


TABLES: tuple[tuple[str, Callable[[int], Iterable[Row]]], ...] = (
    ("employer (enterprise_number, name)", lambda _: employers()),
    ("employer_size (enterprise_number, quarter, fte, headcount)", lambda _: sizes()),
    ("person (person_id, family_name, given_names, birth_date, language)", people),
    ("directory (number_index, key_id, person_id, sealed, state, changed_at)", numbers),
    (
        f"employment ({EMPLOYMENT})",
        employments,
    ),
    ("work_regime (person_id, employment_id, from_date, work_regime)", regimes),
    (f"training ({TRAINING})", trainings),
    (
        f"training_right ({RIGHT})",
        rights,
    ),
)
LOADS = """
    INSERT INTO feed_load (feed_load_id, loaded_at, counts)
    SELECT gen_random_uuid(), CAST(:now AS timestamptz) - n * interval '1 day', '{}'
    FROM generate_series(1, 1000) AS n
"""
LINES = 4096  # handed to the driver at once


def lines(rows: Iterable[Row]) -> Iterator[str]:
    """Return rows as COPY reads them, many at once."""
    waiting: list[str] = []
    for row in rows:
        waiting.append("\t".join(map(str, row)))
        if len(waiting) == LINES:
            yield "\n".join(waiting) + "\n"
            waiting.clear()
    yield "".join(f"{line}\n" for line in waiting)


def fill(db: Connection, workers: int = WORKERS, *, by_day: bool = False) -> None:
    """Fill the empty tables of a database, and leave them as a server that ran for a while would.

    by_day: trainings lie in the order of their days.
    """
    driver = driver_of(db)
    # Each row refers to one that this very file wrote: nothing to ask again for millions.
    driver.execute("SET session_replication_role = replica")
    for table, rows in TABLES:
        with driver.cursor() as cursor, cursor.copy(f"COPY {table} FROM STDIN") as stream:
            for written in lines(rows(workers)):
                stream.write(written)
    if by_day:
        driver.execute("CREATE TEMPORARY TABLE day ON COMMIT DROP AS TABLE training")
        driver.execute("TRUNCATE training")
        driver.execute("INSERT INTO training SELECT * FROM day ORDER BY start_date, training_id")
    driver.execute("RESET session_replication_role")
    db.execute(text(LOADS), {"now": NOW})
    db.commit()
    db.execution_options(isolation_level="AUTOCOMMIT").execute(text("VACUUM ANALYZE"))


def main() -> None:
    """Make the tables, and fill them."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--workers", type=int, default=WORKERS)
    asked.add_argument("--by-day", action="store_true")
    options = asked.parse_args()
    upgrade(load_settings())
    with engine(load_settings()).connect() as db:
        fill(db, options.workers, by_day=options.by_day)
    with reading() as db:
        for table in ("person", "training"):
            print(table, db.scalar(text(f"SELECT count(*) FROM {table}")))


if __name__ == "__main__":
    main()
