"""What it costs to start the portal and what each worker weighs, beside Django and REST framework.

    requirements/peers
    PORTAL_DATA=var/bench PYTHONPATH=. nice python bench/starting.py [--rounds 7]

Each program starts in a process of its own (`bench/started.py`), in turn, with its modules
compiled; counted is its CPU time until it could be asked, Python itself included. Then it is left
by `fork` to four workers as `--preload` does, each serves pages, and their proportional memory
(PSS) is read while all live. The other is `bench/peers/drf_site.py`: what `startproject` and the
tutorial of REST framework leave, with one table; it has far fewer pages than the portal.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from careers import SHORT_CAREER, person
from country import WORKERS
from goals import Goal, ratio
from reading import country, database, sessions

HERE = Path(__file__).parent
MOST = 1.3  # the goal, of both ratios


def begun(name: str, where: str, key: str) -> tuple[float, float]:
    """Return the CPU seconds and the megabytes a worker of one start."""
    own = {name: said for name, said in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    told = subprocess.run(  # noqa: S603 - ours
        [sys.executable, HERE / "started.py", name],
        env=own | {"DATABASE_URL": database(where), "BENCH_KEY": key},
        stdout=subprocess.PIPE,
        check=True,
    )
    found = json.loads(told.stdout)
    return found["s"], found["mb"]


def of_starting(where: str, rounds: int) -> Iterator[Goal]:
    """Compare the start and the weight of a worker with those of Django and REST framework."""
    keys = {"ours": sessions(where, SHORT_CAREER)[SHORT_CAREER], "drf": str(person(SHORT_CAREER))}
    found: dict[str, list[tuple[float, float]]] = {name: [] for name in keys}
    for turn in range(rounds + 1):
        for name, key in keys.items():
            one = begun(name, where, key)
            if turn:  # the first compiles
                found[name].append(one)
    for name, measured in found.items():
        spent, weight = (statistics.median(part) for part in zip(*measured, strict=True))
        print(f"    {name}: {spent:.2f} s of CPU to start, {weight:.1f} MB a worker")
    ours, drf = (list(zip(*found[name], strict=True)) for name in ("ours", "drf"))
    for place, said in enumerate(("CPU to start", "PSS of a preloaded worker")):
        yield Goal(f"{said}: ours / Django + REST", ratio(ours[place], drf[place]), MOST)


def main() -> int:
    """Measure, tell each goal; 1 where one is short."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--rounds", type=int, default=7)
    goals = list(of_starting(country(WORKERS), asked.parse_args().rounds))
    print("\n".join(map(str, goals)))
    return int(not all(goal.reached for goal in goals))


if __name__ == "__main__":
    sys.exit(main())
