"""The pages of a worker, beside their floor: which goal is reached, which is not.

    bench/run [--smoke] [--rounds 9]

The long form compares with the same page of other frameworks too (`bench/peers`).

Each side runs in a process of its own (`bench/sides.py`), on the same country (`bench/country.py`)
in the embedded PostgreSQL, and they are asked in turn (A B A B). Counted is the CPU time of a
side and of all its PostgreSQL backends; a ratio is the median of paired rounds, and void unless
both sides show the same words. It ends with 1 where a goal is short.
"""

import argparse
import gzip
import html
import json
import os
import re
import statistics
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import psycopg
from careers import LONG_CAREER, LONGEST_CAREER, SHORT_CAREER, person
from country import WORKERS
from goals import Goal, ratio
from sides import ALL, Asked
from sqlalchemy import URL, create_engine, text

from portal.account.verifying import chain_faults
from portal.database import engine
from portal.settings import load_settings
from tests.login.session import session_for

HERE = Path(__file__).parent
REPEAT = 10  # pages a measurement


def server() -> URL:
    """Return the address of the server that holds the countries."""
    return engine(load_settings()).url


def database(name: str) -> str:
    """Return the address of a database of that server, as any driver takes it."""
    url = server().set(database=name, drivername="postgresql")
    return url.render_as_string(hide_password=False)


def country(workers: int, *by_day: str) -> str:
    """Return the database of a country, which is made where there is none yet."""
    name = f"country_{workers}{'_by_day' if by_day else ''}"
    with create_engine(server(), isolation_level="AUTOCOMMIT").connect() as db:
        asked = text("SELECT count(*) FROM pg_database WHERE datname = :name")
        if not db.scalar(asked, {"name": name}):
            print(f"making a country of {workers:,} workers ...", flush=True)
            db.execute(text(f"DROP DATABASE IF EXISTS making_{name}"))
            db.execute(text(f"CREATE DATABASE making_{name} TEMPLATE template0"))
            make = [sys.executable, HERE / "country.py", "--workers", str(workers), *by_day]
            address = {"DATABASE_URL": database(f"making_{name}")}
            subprocess.run(make, env=os.environ | address, check=True)  # noqa: S603 - ours
            db.execute(text(f"ALTER DATABASE making_{name} RENAME TO {name}"))
    return name


class Side:
    """A process that serves pages, and the server processes that work for it."""

    def __init__(self, name: str, where: str) -> None:
        self.name = f"{name} of {where}"
        self._process = subprocess.Popen(  # noqa: S603 - ours
            [sys.executable, HERE / "sides.py", name],
            env=os.environ | {"DATABASE_URL": database(where)},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self._watch = psycopg.connect(database(where), autocommit=True)
        self.start = self._hear()["start"]

    def _hear(self) -> dict[str, Any]:
        assert self._process.stdout
        line = self._process.stdout.readline()
        assert line, f"{self.name} ended"
        told: dict[str, Any] = json.loads(line)
        return told

    def ask(self, asked: Asked, **more: bool) -> dict[str, Any]:
        """Return what the process says after serving."""
        assert self._process.stdin
        self._process.stdin.write(json.dumps(asked._asdict() | more) + "\n")
        self._process.stdin.flush()
        return self._hear()

    def backends(self) -> float:
        """Return the CPU milliseconds that all server processes of this database have used."""
        rows = self._watch.execute(
            "SELECT pid FROM pg_stat_activity WHERE datname = current_database()"
            " AND backend_type = 'client backend' AND pid <> pg_backend_pid()"
        )
        files = [Path(f"/proc/{pid}/schedstat") for (pid,) in rows.fetchall()]
        return sum(int(file.read_text("ascii").split()[0]) for file in files) / 1e6

    def cost(self, asked: Asked) -> tuple[float, float]:
        """Return the milliseconds of CPU time of one page: the process, the server's."""
        before = self.backends()
        own = self.ask(asked)["ms"]
        return own, (self.backends() - before) / asked.repeat

    def close(self) -> None:
        """End the process."""
        self._watch.close()
        assert self._process.stdin
        self._process.stdin.close()
        self._process.wait()


@contextmanager
def sides(*wanted: tuple[str, str]) -> Iterator[list[Side]]:
    """Give a process for each side and database."""
    with ExitStack() as stack:
        made = [Side(name, where) for name, where in wanted]
        for side in made:
            stack.callback(side.close)
        yield made


def sessions(where: str, *numbers: int) -> dict[int, str]:
    """Return the keys of new sessions of these workers of a country."""
    given = os.environ.get("DATABASE_URL")
    os.environ["DATABASE_URL"] = database(where)
    load_settings.cache_clear()
    keys = {number: session_for(person(number)) for number in numbers}
    engine(load_settings()).dispose()
    os.environ.pop("DATABASE_URL") if given is None else os.environ.update(DATABASE_URL=given)
    load_settings.cache_clear()
    return keys


def words(page: str) -> list[str]:
    """Return the words that a reader of a page sees; times of the day aside."""
    seen = html.unescape(re.sub(r"<[^>]*>", " ", page))
    return re.sub(r"\b\d\d:\d\d\b", "", seen).split()


def compare(pairs: list[tuple[Side, Asked]], rounds: int) -> list[list[float]]:
    """Return the costs of each in turn, round by round, after two that warm up; tell medians."""
    found: list[list[tuple[float, float]]] = [[] for _ in pairs]
    for turn in range(rounds + 2):
        for place, (side, asked) in enumerate(pairs):
            cost = side.cost(asked._replace(repeat=REPEAT))
            if turn > 1:
                found[place].append(cost)
    for (side, asked), costs in zip(pairs, found, strict=True):
        own, server = (statistics.median(part) for part in zip(*costs, strict=True))
        shown = f"{asked.path}, {asked.newest or 'as it is'}"
        print(f"    {side.name:28} {shown:34} {own:6.2f} + {server:5.2f} = {own + server:6.2f} ms")
    return [[sum(cost) for cost in costs] for costs in found]


def same_words(pairs: list[tuple[Side, Asked]]) -> None:
    """Hold that all show the same words; else a comparison is void."""
    first, *others = [words(side.ask(asked)["page"]) for side, asked in pairs]
    for other in others:
        for place, (one, two) in enumerate(zip(first, other, strict=False)):
            assert one == two, (first[place - 9 : place + 9], other[place - 9 : place + 9])
        assert len(first) == len(other), (len(first), len(other))


def of_the_floor(where: str, rounds: int) -> Iterator[Goal]:
    """Compare the account page with its floor: a typical account, and all of a heavy one."""
    keys = sessions(where, SHORT_CAREER, LONG_CAREER)
    cases = (
        ("typical account page: floor / ours", SHORT_CAREER, None, 0.45),
        ("the same with all 60 trainings on it", SHORT_CAREER, ALL, 0.45),
        ("all 450 trainings of a heavy account: floor / ours", LONG_CAREER, ALL, 0.60),
    )
    with sides(("floor", where), ("ours", where)) as (floor, ours):
        for said, number, newest, least in cases:
            asked = Asked(keys[number], newest=newest)
            pairs = [(floor, asked), (ours, asked)]
            same_words(pairs)
            below, above = compare(pairs, rounds)
            yield Goal(said, ratio(below, above), least, 0.60, least=True)


def of_peers(where: str, rounds: int) -> Iterator[Goal]:
    """Compare the account page with the same page of Django and of FastAPI."""
    keys = sessions(where, SHORT_CAREER, LONG_CAREER)
    cases = (
        ("typical account page", Asked(keys[SHORT_CAREER])),
        ("all 450 trainings of a heavy account", Asked(keys[LONG_CAREER], newest=ALL)),
    )
    with sides(("ours", where), ("django", where), ("fastapi", where)) as (ours, *peers):
        for peer, least, wish in zip(peers, (6, 4), (8, 5), strict=True):
            for said, asked in cases:
                pairs = [(ours, asked), (peer, asked)]
                same_words(pairs)
                below, above = compare(pairs, rounds)
                found = ratio(above, below)
                yield Goal(f"{said}: {peer.name} / ours", found, least, wish, least=True)
    with create_engine(server().set(database=where)).connect() as db:
        assert not list(chain_faults(db, lambda _chains, _looks: None)), "a look of theirs"


def of_size(where: str) -> Iterator[Goal]:
    """Count what one typical page asks of the server and of the line."""
    key = sessions(where, SHORT_CAREER)[SHORT_CAREER]
    with sides(("ours", where)) as (ours,):
        ours.ask(Asked(key, repeat=3))
        told = ours.ask(Asked(key), count=True)
    sent, size = told["statements"], len(gzip.compress(told["page"].encode()))
    print("\n".join(f"    {' '.join(one.split())[:90]}" for one in sent))
    yield Goal("statements of the account page, session and look included", len(sent), 2)
    yield Goal("HTML of the account page, gz, kB", size / 1000, 4)


def of_trainings(where: str, rounds: int) -> Iterator[Goal]:
    """Compare the pages of a worker with 1,800 trainings with those of one with 450."""
    keys = sessions(where, LONG_CAREER, LONGEST_CAREER)
    heavy, heaviest = keys[LONG_CAREER], keys[LONGEST_CAREER]
    cases = (
        ("first account page of 1,800 over 450", "/nl/account", None, 1.10),
        ("first page of trainings of 1,800 over 450", "/nl/account/trainings", None, 1.10),
        ("all 1,800 over all 450", "/nl/account", ALL, 4.0),
    )
    with sides(("ours", where)) as (ours,):
        for said, path, newest, most in cases:
            asked = [Asked(key, path, newest) for key in (heavy, heaviest)]
            below, above = compare([(ours, one) for one in asked], rounds)
            yield Goal(said, ratio(above, below), most)


def main() -> int:
    """Measure, tell each goal; 1 where one is short."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--smoke", action="store_true", help="in a minute, without peers")
    asked.add_argument("--rounds", type=int, default=0)
    options = asked.parse_args()
    rounds = options.rounds or (5 if options.smoke else 15)
    where = country(WORKERS)
    measures: list[Callable[[], Iterator[Goal]]] = [
        lambda: of_the_floor(where, rounds),
        lambda: of_size(where),
        lambda: of_trainings(where, rounds),
    ]
    if not options.smoke:
        measures += [lambda: of_peers(where, rounds)]
    goals = [goal for measure in measures for goal in measure()]
    print("\n".join(map(str, goals)))
    return int(not all(goal.reached for goal in goals))


if __name__ == "__main__":
    sys.exit(main())
