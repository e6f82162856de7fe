"""What an import of a sheet costs: 50,000 rows of XLSX, beside reading alone plus the door alone.

    DATABASE_URL=... python bench/sheet.py [--rows 50000]

Reading alone is calamine on the same workbook; the door alone is `declare_read` on the same rows,
read already, in the same groups. The import is done as `portal worker` does it: checked without
effect, declared with outcomes and progress, undone. Each on an empty `training` table, in seconds
of the clock. Memory is the most that this process and its children took.
"""

import argparse
import gc
import io
import random
import resource
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import declare as world
from python_calamine import load_workbook
from sqlalchemy import Engine, text

from portal import clock
from portal.database import Session
from portal.declarations.declaration import Channel, Declarant, Quality
from portal.declarations.declare import Moment, declare_read
from portal.declarations.listing import read_all
from portal.declarations.table import Table
from portal.entering.importing import GROUP, import_once
from portal.entering.sheets import State, find_import, send_on, take_in
from portal.identifiers import new_id
from portal.login.acting import Acting
from portal.roles import Function
from portal.wire.sheet import read_sheet

ENTERPRISE = world.enterprise_of(0)
CALENDAR = clock.machine_now


def seconds(act: Callable[[], object]) -> float:
    """Return how long something takes."""
    gc.collect()
    begun = time.perf_counter()
    act()
    return time.perf_counter() - begun


def memory() -> int:
    """Return the most memory so far in MB: of this process, and of the largest child."""
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return own // 1024


def workbook_of(path: Path, count: int, draw: random.Random) -> bytes:
    """Return a workbook of trainings of the workers of one enterprise."""
    world.EMPLOYERS, world.ROWS = 1, count
    jobs = world.people(draw)
    rows = [row[1:] for row in world.sheet(jobs, draw)]
    world.HEADERS = world.HEADERS[1:]
    return world.write_files(path, rows)[1].read_bytes()


def door(data: bytes, moment: Moment) -> float:
    """Return the seconds of the door alone, the rows being read."""
    declarant = Declarant(ENTERPRISE, Quality.EMPLOYER, Channel.SHEET)
    texts = read_sheet(data, with_enterprise=False).texts
    columns = {**texts.columns, "enterprise_number": [ENTERPRISE] * len(texts)}
    readings = read_all(declarant, Table(columns, len(texts)))

    def act() -> None:
        for start in range(0, len(readings), GROUP):
            with Session.begin() as db:
                declare_read(db, declarant, readings[start : start + GROUP], moment)

    return seconds(act)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=50_000)
    count = parser.parse_args().rows
    draw = random.Random(20261124)  # noqa: S311 - invented people
    moment = Moment(clock.now(), "open")
    with world.own_database() as pool, tempfile.TemporaryDirectory() as folder:
        data = workbook_of(Path(folder), count, draw)
        with pool.begin() as db:
            world.load(db, world.people(random.Random(20261124)), draw)  # noqa: S311 - same
        told(pool, data, count, moment)


def told(pool: Engine, data: bytes, count: int, moment: Moment) -> None:
    """Measure each part and print it."""

    def calamine() -> None:
        with load_workbook(io.BytesIO(data)) as book:
            book.get_sheet_by_index(0).to_python()

    parts = {"calamine alone": seconds(calamine), "door alone": door(data, moment)}
    world.clean(pool)
    print(f"{len(data) / 2**20:.1f} MB, memory before the import {memory()} MB")
    acting = Acting(new_id(), ENTERPRISE, "Voorbeeld", Function.EDITOR)
    with Session.begin() as db:
        import_id = take_in(db, acting, ("bench.xlsx", data), "nl", moment.now)
    steps = ((None, "check"), (State.DECLARING, "declare"), (State.UNDOING, "undo"))
    for to, name in steps:
        if to:
            with Session.begin() as db:
                send_on(db, acting, import_id, to, moment.now)
        parts[name] = seconds(lambda: import_once(moment, CALENDAR()))
        with pool.connect() as db:
            found = find_import(db, acting, import_id, moment.now)
            kept = db.scalar(text("SELECT count(*) FROM training WHERE record_state = 'active'"))
        print(f"{name}: {found.state.value}, {dict(found.counts)}, {kept} trainings stand")
    for name, took in parts.items():
        print(f"{name}: {took:.1f} s, {count / took:,.0f} rows/s")
    floor = parts["calamine alone"] + parts["door alone"]
    print(f"declare / (calamine + door): {parts['declare'] / floor:.2f}")
    print(f"memory: {memory()} MB")


if __name__ == "__main__":
    main()
