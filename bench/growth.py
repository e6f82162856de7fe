"""How the cost of a worker's pages grows with the country, and with the worker's own trainings.

    PORTAL_DATA=var/bench PYTHONPATH=. nice python bench/growth.py [--rounds 9] [--largest 2000000]

Makes the countries that are missing, measures as `bench/reading.py` does, tells each goal, and
writes what it found: `docs/growth.md`, and beside it the picture `docs/growth.svg`. In each country
as many workers are asked, spread evenly over all of it and others in each round, and the countries
in turn: so the rows of a page were not touched by the one before. Each page writes the last use of
its session down, as for whoever comes back after a minute.
"""

import argparse
import json
import statistics
import sys
from collections.abc import Iterator
from pathlib import Path

from careers import CAREERS, SHORT_CAREER, person
from country import WORKERS
from goals import Goal, ratio
from growth_told import Grown, drawn, told
from reading import Side, compare, country, server, sessions, sides, words
from sides import ALL, Asked
from sqlalchemy import Connection, create_engine, text

from portal.account.account import NEWEST
from portal.account.account_statement import SHOWN_ACCOUNT
from portal.account.expiring import SOON
from portal.clock import today

DOCS = Path(__file__).parent.parent / "docs"
SMALLEST, BASE, LARGEST = 10_000, 20_000, 2_000_000
ASKED = 120  # workers of each country
OF_COUNTRY = {WORKERS: 1.05, LARGEST: 1.15}  # the goals, over that of BASE workers
BUFFERS = {"": 35, "--by-day": 100}  # the goals, by how the trainings lie
THREE_JOBS = sorted((one.trainings, one.number) for one in CAREERS if one.jobs == 3)  # noqa: PLR2004
PAGES = (
    ("account page", "/nl/account", None),
    ("first page of trainings", "/nl/account/trainings", None),
    ("all trainings on the account page", "/nl/account", ALL),
)


def spread_over(workers: int, turn: int, turns: int) -> list[int]:
    """Return workers that lie evenly all over a country, as many in each, others in each turn."""
    first = len(CAREERS) + 1
    share = (workers - first) / ASKED
    return [first + int((place + turn / turns) * share) for place in range(ASKED)]


def cost(side: Side, keys: list[str]) -> Grown:
    """Return what a page of each of these costs, once each."""
    before = side.backends()
    own = sum(side.ask(Asked(key))["ms"] for key in keys)
    return Grown(own / len(keys), (side.backends() - before) / len(keys))


def by_country(sizes: list[int], rounds: int) -> dict[int, list[Grown]]:
    """Return the cost of an account page in countries of these sizes, round by round."""
    places = {size: country(size) for size in sizes}
    # All before: a connection that ends while others are measured would spoil the sum.
    turns = [
        {size: spread_over(size, turn, rounds + 1) for size in sizes} for turn in range(rounds + 1)
    ]
    keys = {
        size: sessions(places[size], *{n for turn in turns for n in turn[size]}) for size in sizes
    }
    found: dict[int, list[Grown]] = {size: [] for size in sizes}
    shown = dict.fromkeys(sizes, 0)  # words
    with sides(*(("ours", places[size]) for size in sizes)) as all_sides:
        each = dict(zip(sizes, all_sides, strict=True))
        for place, people in enumerate(turns):
            for size, side in each.items():
                asked = [keys[size][number] for number in people[size]]
                if place:
                    found[size].append(cost(side, asked))
                else:
                    shown[size] = sum(len(words(side.ask(Asked(key))["page"])) for key in asked)
    assert max(shown.values()) < min(shown.values()) * 1.02, shown  # they show as much
    return found


def by_trainings(where: str, rounds: int) -> dict[str, dict[int, float]]:
    """Return the cost of three pages of workers with three jobs and ever more trainings."""
    keys = sessions(where, *(number for _, number in THREE_JOBS))
    found: dict[str, dict[int, float]] = {}
    with sides(("ours", where)) as (ours,):
        for said, path, newest in PAGES:
            asked = [(ours, Asked(keys[number], path, newest)) for _, number in THREE_JOBS]
            costs = compare(asked, rounds)
            found[said] = {
                trainings: statistics.median(its)
                for (trainings, _), its in zip(THREE_JOBS, costs, strict=True)
            }
    return found


def buffers(where: str) -> int:
    """Return how many blocks the statement of a typical account reads, from wherever."""
    asked = {
        "person_id": person(SHORT_CAREER),
        "newest": NEWEST,
        "as_of": today(),
        "soon": today() + SOON,
    }
    with create_engine(server().set(database=where)).connect() as db:
        for _ in range(6):  # until the server has planned it for good, as in a page
            db.execute(SHOWN_ACCOUNT, asked).one()
        plan = db.scalar(text(f"EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) {SHOWN_ACCOUNT}"), asked)
    top = (json.loads(plan) if isinstance(plan, str) else plan)[0]["Plan"]
    return int(top["Shared Hit Blocks"] + top["Shared Read Blocks"])


def sizes_in(db: Connection) -> list[tuple[str, int, int, int]]:
    """Return of each table with rows: its rows, its bytes, and those of its indexes."""
    asked = text(
        "SELECT relname, CAST(reltuples AS bigint), pg_table_size(c.oid), pg_indexes_size(c.oid)"
        " FROM pg_class c WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
        " AND reltuples > 0 ORDER BY pg_total_relation_size(c.oid) DESC"
    )
    return [tuple(row) for row in db.execute(asked)]  # type: ignore[misc]


def of_country(found: dict[int, list[Grown]]) -> Iterator[Goal]:
    """Compare countries with that of BASE workers."""
    costs = {size: [one.both for one in its] for size, its in found.items()}
    for size, most in OF_COUNTRY.items():
        if size in costs:
            said = f"account page of {size:,} workers over {BASE:,}"
            yield Goal(said, ratio(costs[size], costs[BASE]), most)


def main() -> int:
    """Measure, write, tell each goal; 1 where one is short."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--rounds", type=int, default=9)
    asked.add_argument("--largest", type=int, default=LARGEST)
    options = asked.parse_args()
    sizes = [one for one in (SMALLEST, BASE, WORKERS, LARGEST) if one <= options.largest]
    goals: list[Goal] = []
    for laid, most in BUFFERS.items():
        where = country(WORKERS, *filter(None, [laid]))
        how = "in the order of their days" if laid else "clustered by person"
        goals.append(Goal(f"blocks read for 60 trainings, {how}", buffers(where), most))
    countries = by_country(sizes, options.rounds)
    goals += of_country(countries)
    trainings = by_trainings(country(WORKERS), options.rounds)
    with create_engine(server().set(database=country(sizes[-1]))).connect() as db:
        tables = sizes_in(db)
    (DOCS / "growth.svg").write_text(drawn(countries, trainings), encoding="utf-8")
    report = told(countries, trainings, tables, goals)
    (DOCS / "growth.md").write_text(report, encoding="utf-8")
    print("\n".join(map(str, goals)))
    return int(not all(goal.reached for goal in goals))


if __name__ == "__main__":
    sys.exit(main())
