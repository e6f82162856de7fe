"""What opening an account costs, and of what that consists, for 60 and for 450 trainings.

    PORTAL_DATA=... python bench/account.py [--rounds 11] [--fill] [--explain]

Counted is the CPU time of this process and of its PostgreSQL backend, in milliseconds. Every
round measures each part in turn; a part contains all those above it, and what is told is the
median of the rounds. `--fill` makes the country of `bench/country.py` in an empty database.
"""

import argparse
import json
import statistics
import time
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any
from uuid import UUID

from careers import LONG_CAREER, SHORT_CAREER, person
from country import fill
from sqlalchemy import Connection, Row, text

from portal import clock
from portal.account.account import accounts_in, open_account, open_accounts
from portal.account.account_statement import ACCOUNT
from portal.account.expiring import SOON
from portal.account.looks import DataGroup, Look, write_looks
from portal.account.printed import print_account
from portal.database import reading
from portal.reckoning.reckon import accounts_of, reckon
from portal.reckoning.rows import declared_of, jobs_of, sizes_of
from portal.roles import Role

TODAY = date(2026, 11, 24)
REPEAT = 20  # calls a measurement: the kernel's figures are not finer


class Backend:
    """The server process of a connection, and the CPU time it has used."""

    def __init__(self, db: Connection) -> None:
        pid = db.execute(text("SELECT pg_backend_pid()")).scalar_one()
        self.schedule = Path(f"/proc/{pid}/schedstat")

    def seconds(self) -> float:
        """Return the CPU time used so far."""
        return int(self.schedule.read_text(encoding="ascii").split()[0]) / 1e9


def parts_of(
    db: Connection, person_id: UUID, newest: int | None
) -> dict[str, Callable[[], object]]:
    """Return the parts of opening an account, each with all before it."""
    bound = bound_to(person_id, newest)
    look = Look.of_worker(person_id, clock.now())
    answer = json.dumps(tuple(db.execute(ACCOUNT, bound).one()))
    parse = partial(json.loads, parse_float=Decimal)

    def sql() -> Row[Any]:
        return db.execute(ACCOUNT, bound).one()

    def law() -> object:
        _, jobs, declared, _, employers, _ = sql()
        sizes = {number: sizes_of(size) for number, (_, size) in employers.items()}
        return accounts_of(jobs_of(jobs), declared_of(declared), sizes, TODAY)

    return {
        "SELECT 1, for comparison": lambda: db.execute(text("SELECT 1")).one(),
        "its JSON alone": lambda: parse(answer),
        "the statement, JSON read": sql,
        "+ the law": law,
        "+ values": lambda: accounts_in(sql()[:5], TODAY),
        "open_account (+ the look)": lambda: open_account(
            db, person_id, TODAY, look, newest=newest
        ),
        "the look alone": lambda: write_looks(db, [person_id], DataGroup.ACCOUNT, look),
    }


def measure(
    act: Callable[[], object], backend: Backend, repeat: int = REPEAT
) -> tuple[float, float]:
    """Return the milliseconds of CPU time of one call: this process, the backend."""
    here, there = time.process_time(), backend.seconds()
    for _ in range(repeat):
        act()
    here, there = time.process_time() - here, backend.seconds() - there
    return here * 1000 / repeat, there * 1000 / repeat


def tell(said: str, found: list[tuple[float, float]]) -> None:
    """Print the median of the rounds."""
    here, there = (statistics.median(side) for side in zip(*found, strict=True))
    print(f"  {said:32} {here:7.2f} + {there:6.2f} = {here + there:6.2f}")


def bound_to(person_id: UUID, newest: int | None) -> dict[str, object]:
    """Return what the statement of an account is asked with."""
    return {"person_id": person_id, "newest": newest, "as_of": TODAY, "soon": TODAY + SOON}


def compare(db: Connection, person_id: UUID, newest: int | None, rounds: int) -> None:
    """Tell what each part costs."""
    backend = Backend(db)
    parts = parts_of(db, person_id, newest)
    found: dict[str, list[tuple[float, float]]] = {name: [] for name in parts}
    for _ in range(rounds):
        for name, act in parts.items():
            found[name].append(measure(act, backend))
    for name, measured in found.items():
        tell(name, measured)


def compare_crowds(db: Connection, rounds: int) -> None:
    """Tell what 10,000 pairs of the door and 200 whole accounts of the operator cost."""
    backend = Backend(db)
    pairs = [(person(number), f"{number * 7 % 5000:010}") for number in range(3, 10_003)]
    people = [person_id for person_id, _ in pairs[:200]]
    look = Look(clock.now(), Role.OPERATOR, "command")

    def print_accounts() -> object:
        accounts = open_accounts(db, people, TODAY, look, newest=None)
        return [print_account(account, "00000000000") for account in accounts.values()]

    for said, act in (
        ("10,000 pairs reckoned", lambda: reckon(db, pairs, TODAY)),
        ("200 whole accounts printed", print_accounts),
    ):
        found = [measure(act, backend, 1) for _ in range(rounds)]
        tell(said, found)


def main() -> None:
    """Measure both careers, with the newest ten trainings and with all."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--rounds", type=int, default=11)
    asked.add_argument("--fill", action="store_true")
    asked.add_argument("--explain", action="store_true")
    options = asked.parse_args()
    with reading() as db:
        if options.fill:
            fill(db)
        for number, said in ((SHORT_CAREER, "60 trainings, 3 jobs"), (LONG_CAREER, "450, 12")):
            person_id = person(number)
            for newest in (10, None):
                print(f"{said}; newest {newest or 'all'}: this process + backend, ms")
                compare(db, person_id, newest, options.rounds)
                if options.explain:
                    bound = bound_to(person_id, newest)
                    plan = text(f"EXPLAIN (ANALYZE, BUFFERS) {ACCOUNT}")
                    print("\n".join(db.execute(plan, bound).scalars()))
        print("crowds: this process + backend, ms")
        compare_crowds(db, options.rounds)


if __name__ == "__main__":
    main()
