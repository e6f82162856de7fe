"""What the door costs: 10,000 declarations of a sheet, beside parsing it and a plain COPY.

    DATABASE_URL=... python bench/declare.py [--rounds 7] [--workbook] [--most 3.0]

Both sides run in turn (A B A B), on an empty `training` table of a database of their own. Counted
is the CPU time of this process, of its children and of the PostgreSQL backend. The ratio is that
of paired rounds; its median must not exceed `--most`. Both tables must hold the same.
"""

import argparse
import contextlib
import csv
import gc
import io
import os
import random
import resource
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from uuid import UUID

import psycopg
import xlsxwriter
from sqlalchemy import Connection, Engine, create_engine, make_url, text

from portal import clock
from portal.database import engine, upgrade
from portal.declarations.declare import Moment
from portal.directory.ring import key_for_writing, key_ring, take_into_use
from portal.identifiers import new_id
from portal.settings import load_settings
from portal.wire import columns
from portal.wire.declaring import declare_file

WORKERS, EMPLOYERS, ROWS = 2_000, 40, 10_000
TITLES = ["Veilig werken op hoogte", "Secourisme en entreprise", "Schweißen nach EN 9606", "VCA"]
HEADERS = [column.english for column in (columns.ENTERPRISE, *columns.COLUMNS)]
COLUMNS = (
    "person_id, training_id, enterprise_number, title, language, nature, status, start_date,"
    " end_date, duration_minutes, counts_for_right, not_counting_reason, charged_minutes,"
    " provider_name, provider_enterprise_number, certificate_obtained, certificate_valid_until,"
    " financing, version, record_state, reference, registered_by, registered_quality, channel,"
    " submission_id, registered_at"
)
CONTENTS = text(
    f"SELECT md5(string_agg(t::text, '|' ORDER BY t.reference)), count(*) FROM (SELECT"
    f" {COLUMNS.replace(' training_id,', '').replace(', registered_at', '')} FROM training) AS t"
)


def ssin_of(number: int) -> str:
    """Return the number of an invented worker, born in the eighties."""
    nine = f"{80 + number % 10:02}{1 + number % 12:02}{1 + number % 28:02}{1 + number % 997:03}"
    return f"{nine}{97 - int(nine) % 97:02}"


def enterprise_of(number: int) -> str:
    """Return the number of an invented enterprise."""
    eight = 10_000_000 + number
    return f"{eight:08}{97 - eight % 97:02}"


def people(draw: random.Random) -> list[tuple[str, str]]:
    """Return workers and where they work, as (number, enterprise)."""
    found: dict[str, str] = {}
    for number in range(10**6):
        found.setdefault(ssin_of(number), enterprise_of(draw.randrange(EMPLOYERS)))
        if len(found) == WORKERS:
            break
    return list(found.items())


def load(db: Connection, jobs: list[tuple[str, str]], draw: random.Random) -> dict[str, UUID]:
    """Fill the authentic sources; return who bears which number."""
    persons = {ssin: new_id() for ssin, _ in jobs}
    pair = key_for_writing(db, key_ring())
    take_into_use(db, pair, clock.now())
    for number in range(EMPLOYERS):
        key = {"n": enterprise_of(number)}
        db.execute(text("INSERT INTO employer VALUES (:n, 'Voorbeeld')"), key)
        for quarter in range(16):
            name, size = f"{2022 + quarter // 4}Q{quarter % 4 + 1}", 25 + number + quarter
            db.execute(
                text("INSERT INTO employer_size VALUES (:n, :q, :s, :s)"),
                {**key, "q": name, "s": size},
            )
    for place, (ssin, enterprise) in enumerate(jobs):
        db.execute(text("INSERT INTO person VALUES (:p, 'Janssens', 'An')"), {"p": persons[ssin]})
        db.execute(
            text("INSERT INTO directory VALUES (:i, :k, :p, :s, 'current', NULL, now())"),
            {
                "i": pair.index(ssin),
                "k": pair.key_id,
                "p": persons[ssin],
                "s": pair.seal(ssin, persons[ssin]),
            },
        )
        job = {
            "p": persons[ssin],
            "j": f"E{place:06}",
            "n": enterprise,
            "c": draw.choice(["200", "124", "116", "119", "330.01.10"]),
            "d": date(2015, 1, 1) + timedelta(days=draw.randrange(2800)),
            "w": draw.choice([2280, 2400, 2160]),
            "r": draw.choice([1, 1, 0.8, 0.5]),
        }
        db.execute(text("INSERT INTO employment VALUES (:p, :j, :n, :c, :d, NULL, NULL, :w)"), job)
        db.execute(text("INSERT INTO work_regime VALUES (:p, :j, :d, :r)"), job)
    return persons


def sheet(jobs: list[tuple[str, str]], draw: random.Random) -> list[list[str]]:
    """Return the rows of a sheet, about five trainings a worker, as in the sample."""
    rows = []
    for number in range(ROWS):
        ssin, enterprise = jobs[number * WORKERS // ROWS]
        day = date(2024, 1, 1) + timedelta(days=draw.randrange(1000))
        counts, certificate = draw.choice([True, True, True, False]), draw.choice([True, False])
        rows.append(
            [
                enterprise,
                f"S2026-{number:06}",
                ssin,
                draw.choice(TITLES),
                draw.choice(["nl", "fr", "de"]),
                draw.choice(["formal", "informal"]),
                draw.choice(["completed", "completed", "completed", "reserved"]),
                day.isoformat(),
                (day + timedelta(days=draw.randrange(2))).isoformat(),
                draw.choice(["4:00", "6:00", "7:36"]),
                "true" if counts else "false",
                "" if counts else "outsideProfession",
                "true" if certificate else "false",
                (day + timedelta(days=1000)).isoformat() if certificate else "",
                draw.choice(["", "Opleidingscentrum Noord"]),
                "employer",
            ]
        )
    return rows


def write_files(folder: Path, rows: list[list[str]]) -> tuple[Path, Path]:
    """Write the same rows as CSV and as XLSX."""
    separated, workbook = folder / "sheet.csv", folder / "sheet.xlsx"
    with separated.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([HEADERS, *rows])
    with xlsxwriter.Workbook(workbook) as book:
        page = book.add_worksheet()
        for place, row in enumerate([HEADERS, *rows]):
            page.write_row(place, 0, row)
    return separated, workbook


def typed(row: list[str], persons: dict[str, UUID], now: datetime) -> tuple[object, ...]:
    """Convert a row to the values of the table, without asking anything."""
    enterprise, reference, ssin, title, language, nature, status, start, end, duration = row[:10]
    counts, why_not, certificate, until, provider, financing = row[10:]
    hours, minutes = duration.split(":")
    length = int(hours) * 60 + int(minutes)
    facts = (persons[ssin], new_id(), enterprise, title, language, nature, status)
    days = (date.fromisoformat(start), date.fromisoformat(end), length)
    count = (counts == "true", why_not or None, length, provider or None, None)
    valid = (certificate == "true", date.fromisoformat(until) if until else None, financing or None)
    record = (1, "active", reference, enterprise, "operator", "sheet", None, now)
    return (*facts, *days, *count, *valid, *record)


def floor(
    path: Path, persons: dict[str, UUID], now: datetime, connection: psycopg.Connection
) -> None:
    """Parse, convert and copy: what the same rows cost without any question asked."""
    if path.suffix == ".csv":
        with path.open(newline="", encoding="utf-8") as file:
            rows = list(csv.reader(file))[1:]
    else:
        from python_calamine import load_workbook  # noqa: PLC0415 - only where asked for

        with load_workbook(path) as book:
            rows = book.get_sheet_by_index(0).to_python()[1:]
    values = [typed(row, persons, now) for row in rows]
    with (
        connection.transaction(),
        connection.cursor() as cursor,
        cursor.copy(f"COPY training ({COLUMNS}) FROM STDIN") as stream,
    ):
        for value in values:
            stream.write_row(value)


def backend_seconds(pid: int) -> float:
    """Return the CPU time of a PostgreSQL backend, to the nanosecond."""
    return int(Path(f"/proc/{pid}/schedstat").read_text().split()[0]) / 1e9


def cost(act: Callable[[], object], pid: int) -> tuple[float, float]:
    """Return the CPU seconds of this process with its children, and of its backend."""

    def own() -> float:
        children = resource.getrusage(resource.RUSAGE_CHILDREN)
        return time.process_time() + children.ru_utime + children.ru_stime

    # Both sides alike: neither makes circles, and the door's command does not look for any.
    gc.collect()
    gc.disable()
    mine, theirs = own(), backend_seconds(pid)
    act()
    spent = own() - mine, backend_seconds(pid) - theirs
    gc.enable()
    return spent


@contextlib.contextmanager
def own_database() -> Iterator[Engine]:
    """Give a database that nobody else uses, and drop it afterwards."""
    given = make_url(str(engine(load_settings()).url.render_as_string(hide_password=False)))
    apart = create_engine(given, isolation_level="AUTOCOMMIT")
    name = f"bench_{os.getpid()}"
    with apart.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8'"))
    os.environ["DATABASE_URL"] = given.set(database=name).render_as_string(hide_password=False)
    load_settings.cache_clear()
    upgrade(load_settings())
    try:
        yield engine(load_settings())
    finally:
        engine(load_settings()).dispose()
        with apart.connect() as connection:
            connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))


def clean(pool: Engine) -> None:
    """Empty what a round wrote, so that all begin alike."""
    with pool.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("TRUNCATE training, declared_reference"))
        connection.execute(text("VACUUM ANALYZE person, directory, employment, work_regime"))
        connection.execute(text("CHECKPOINT"))


def main() -> None:
    """Measure and print; exit 1 where the median ratio is above the bound."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--workbook", action="store_true", help="XLSX instead of CSV")
    parser.add_argument("--most", type=float, default=3.0)
    asked = parser.parse_args()
    draw = random.Random(20261124)  # noqa: S311 - invented people
    with own_database() as pool, tempfile.TemporaryDirectory() as folder:
        jobs = people(draw)
        with pool.begin() as db:
            persons = load(db, jobs, draw)
        path = write_files(Path(folder), sheet(jobs, draw))[asked.workbook]
        ratios = rounds(pool, path, persons, asked.rounds)
    median = statistics.median(ratios)
    print(f"median ratio {median:.2f}, most allowed {asked.most}")
    raise SystemExit(median > asked.most)


def rounds(pool: Engine, path: Path, persons: dict[str, UUID], count: int) -> list[float]:
    """Return the ratio of each round, after one that only warms up."""
    moment = Moment(clock.now(), "open")
    address = pool.url.set(drivername="postgresql").render_as_string(hide_password=False)
    ratios = []
    with psycopg.connect(address) as plain:
        for number in range(count + 1):
            clean(pool)
            low = cost(lambda: floor(path, persons, moment.now, plain), plain.info.backend_pid)
            with pool.connect() as db:
                expected = db.execute(CONTENTS).one()
            clean(pool)
            with pool.connect() as db:
                pid = db.scalar(text("SELECT pg_backend_pid()"))
            with contextlib.redirect_stdout(io.StringIO()):
                high = cost(lambda: declare_file(path, moment), pid)
            with pool.connect() as db:
                assert db.execute(CONTENTS).one() == expected
                assert expected.count == ROWS
                assert db.scalar(text("SELECT pg_backend_pid()")) == pid
            ratio = sum(high) / sum(low)
            if number:
                ratios.append(ratio)
            told = f"floor {low[0]:.3f} + {low[1]:.3f}, door {high[0]:.3f} + {high[1]:.3f}"
            print(f"round {number}: {told} CPU s (process + backend), ratio {ratio:.2f}")
    return ratios


if __name__ == "__main__":
    main()
