"""What the account costs where people lie in hash partitions, or on two servers behind one.

    PYTHONPATH=. nice -n 5 python bench/spread.py [--workers 20000] [--parts 64] [--rounds 9]

Starts five PostgreSQL servers of its own in a folder that is thrown away: one as the portal makes
it, one with hash partitions by person, one whose partitions are foreign tables on the two others.
The first three are filled with the same country (`bench/country.py`) and asked in turn; counted is
the CPU time of this process and of all processes of the servers concerned, in milliseconds, and
all must answer the same. Then each is asked for what the portal does, and says what it cannot.
"""

import argparse
import os
import shutil
import statistics
import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from account import TODAY
from careers import LONG_CAREER, SHORT_CAREER, person
from country import fill
from sqlalchemy import Connection, make_url, text
from sqlalchemy.exc import SQLAlchemyError

from portal import clock
from portal.account.account import read_account
from portal.account.choosing import TrainingFilter
from portal.account.looks import DataGroup, Look, write_looks
from portal.account.trainings import open_trainings
from portal.account.verifying import chain_faults
from portal.database import Session, engine, reading, upgrade
from portal.embedded.cluster import Cluster
from portal.settings import Settings, load_settings
from tests.account import sample
from tests.house.copies import new_cluster
from tests.house.layouts import hold_a_part, partition, spread

REPEAT = 20  # calls a measurement
SHARDS = 2


@dataclass(frozen=True)
class Layout:
    """One way to lay out the tables, and the servers that take part in it."""

    said: str
    front: Cluster
    behind: tuple[Cluster, ...] = ()

    @property
    def settings(self) -> Settings:
        """Return settings that name it."""
        return Settings(database_url=self.front.url)

    def use(self) -> None:
        """Let the portal find this one."""
        os.environ["DATABASE_URL"] = self.front.url
        os.environ["PORTAL_DATA"] = str(self.front.home.parent / "var")
        load_settings.cache_clear()

    def seconds(self) -> float:
        """Return the CPU time that all processes of its servers have used so far."""
        names = tuple(cluster.name.encode() for cluster in (self.front, *self.behind))
        used = 0.0
        for entry in Path("/proc").iterdir():
            try:
                if entry.name.isdecimal() and any(
                    name in (entry / "cmdline").read_bytes() for name in names
                ):
                    used += int((entry / "schedstat").read_text("ascii").split()[0]) / 1e9
            except OSError:
                continue  # it has just ended
        return used


def begin(ground: Path, parts: int, stack: ExitStack) -> list[Layout]:
    """Start all servers and lay out their tables."""
    servers = {}
    for name in ("plain", "parted", "front", *(f"shard{number}" for number in range(SHARDS))):
        servers[name] = new_cluster(
            ground / name, {"autovacuum": "on", "max_locks_per_transaction": "1024"}
        )
        stack.callback(servers[name].stop)
        upgrade(Settings(database_url=servers[name].url))
    shards = tuple(servers[f"shard{number}"] for number in range(SHARDS))
    for shard in shards:
        with engine(Settings(database_url=shard.url)).begin() as db:
            hold_a_part(db)
    with engine(Settings(database_url=servers["parted"].url)).begin() as db:
        partition(db, parts)
    with engine(Settings(database_url=servers["front"].url)).begin() as db:
        spread(db, [make_url(shard.url) for shard in shards])
    return [
        Layout("plain", servers["plain"]),
        Layout(f"{parts} hash partitions", servers["parted"]),
        Layout(f"{SHARDS} servers behind one", servers["front"], shards),
    ]


def acts(db: Connection) -> dict[str, Callable[[], object]]:
    """Return what is measured, on one connection."""
    found: dict[str, Callable[[], object]] = {}
    for number, said in ((SHORT_CAREER, "60 trainings"), (LONG_CAREER, "450 trainings")):
        person_id = person(number)

        def account(person_id: object = person_id) -> object:
            return read_account(db, person_id, TODAY)  # type: ignore[arg-type]

        found[f"account, {said}"] = account

    def look() -> object:
        person_id = person(SHORT_CAREER)
        write_looks(db, [person_id], DataGroup.ACCOUNT, Look.of_worker(person_id, clock.now()))
        return None

    return found | {"look": look}


def measure(layout: Layout, act: Callable[[], object]) -> float:
    """Return the milliseconds of CPU time of one call, servers included."""
    there, here = layout.seconds(), time.process_time()
    for _ in range(REPEAT):
        act()
    here = time.process_time() - here
    return (here + layout.seconds() - there) * 1000 / REPEAT


def compare(layouts: list[Layout], rounds: int, stack: ExitStack) -> None:
    """Print what each act costs in each layout, and of the plain one."""
    connections = []
    for layout in layouts:
        connection = stack.enter_context(engine(layout.settings).connect())
        connections.append(connection.execution_options(isolation_level="AUTOCOMMIT"))
    each = [acts(connection) for connection in connections]
    for said in each[0]:
        able = [
            (layout, its[said])
            for layout, its in zip(layouts, each, strict=True)
            if _works(its[said])
        ]
        assert len({repr(act()) for _, act in able}) == 1, f"{said}: different answers"
        found: dict[str, list[float]] = {layout.said: [] for layout in layouts}
        for _ in range(rounds):
            for layout, act in able:
                found[layout.said].append(measure(layout, act))
        tell(said, found)


def tell(said: str, found: dict[str, list[float]]) -> None:
    """Print the medians of the rounds: milliseconds, and the ratio to the first layout."""
    print(f"{said}: ms of CPU, of plain")
    first = next(iter(found.values()))
    for layout, measured in found.items():
        ratios = [one / plain for one, plain in zip(measured, first, strict=False)]
        figures = [statistics.median(one) for one in (measured, ratios)] if measured else []
        print(f"  {layout:24}", *[f"{figure:7.2f}" for figure in figures] or ["cannot"])


def _works(act: Callable[[], object]) -> bool:
    try:
        for _ in range(6):  # until driver and server have prepared it
            act()
    except SQLAlchemyError:
        return False
    return True


def load_sample() -> object:
    """Take the sample country in by the feed, and its declarations through the door."""
    with Session.begin() as db:
        sample.load(db)


def look_at_trainings() -> object:
    """Open a page of trainings, the look included."""
    with reading() as db:
        person_id = person(SHORT_CAREER)
        look = Look.of_worker(person_id, clock.now())
        return open_trainings(db, person_id, look, TrainingFilter())


def verify() -> object:
    """Verify all looks."""
    with reading() as db:
        assert not list(chain_faults(db, lambda _chains, _looks: None))


def join_persons() -> object:
    """Let the records of one person follow to another, as the feed does for two who are one."""
    with Session.begin() as db:
        for table in ("training", "training_right"):
            db.execute(
                text(f"UPDATE {table} SET person_id = :to WHERE person_id = :of"),
                {"to": person(SHORT_CAREER), "of": person(5)},
            )


def tell_what_works(layouts: list[Layout]) -> None:
    """Print of each layout which acts it cannot do, with the server's own words."""
    tried = (load_sample, look_at_trainings, verify, join_persons)
    for layout in layouts:
        layout.use()
        for act in tried:
            try:
                act()
                told = "works"
            except SQLAlchemyError as fault:
                told = str(fault).splitlines()[0]
            print(f"{layout.said}: {act.__name__}: {told}")


def main() -> None:
    """Make the layouts, compare them, and see what they can do."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--workers", type=int, default=20_000)
    asked.add_argument("--parts", type=int, default=64)
    asked.add_argument("--rounds", type=int, default=9)
    options = asked.parse_args()
    ground = Path(tempfile.mkdtemp(prefix="learning-account-layouts-"))
    ground.chmod(0o755)  # as root, servers run as another user
    with ExitStack() as stack:
        stack.callback(shutil.rmtree, ground)
        layouts = begin(ground, options.parts, stack)
        for layout in layouts:
            began = time.monotonic()
            with engine(layout.settings).connect() as db:
                fill(db, options.workers)
            print(f"{layout.said}: filled in {time.monotonic() - began:.0f} s")
        compare(layouts, options.rounds, stack)
        tell_what_works(layouts)


if __name__ == "__main__":
    main()
