"""What people see of a portal under too much load, and when a part of it fails.

    PYTHONPATH=. python bench/faults.py [--seconds 60] [load database worker ...]

Runs the real portal (`bench/living.py`: gunicorn with its processes and threads, a worker, a
PostgreSQL of its own) on a country of 2,000 workers, of whom 500 are signed in, and asks for their
account pages while something happens. Ends with 1 where a goal is short.
"""

import argparse
import asyncio
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from crowd import Crowd
from goals import Goal
from living import Living, within

from tests.login.session import session_for

WORKERS, SIGNED_IN = 2_000, 500
FIRST = 100  # of those who are signed in; before, careers of unusual size
PATH = "/nl/account"
LIGHT = 5.0  # requests a second
ANSWERS = {"200", "429", "503"}
LOOKS = "SELECT count(*) FROM look"
WRK = """
local keys, n = {}, 0
for line in io.lines("%s") do keys[#keys + 1] = line end
request = function()
  n = n + 1
  return wrk.format("GET", nil, {["Cookie"] = "session=" .. keys[n %% #keys + 1]})
end
"""


class Faults:
    """A portal, the sessions of its readers, and what is done to it."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self.living = Living()
        country = [sys.executable, str(Path(__file__).with_name("country.py"))]
        subprocess.run([*country, "--workers", str(WORKERS)], check=True)  # noqa: S603 - ours
        # After PYTHONPATH is set: the country's own module.
        from careers import person  # noqa: PLC0415

        self.keys = [session_for(person(FIRST + number)) for number in range(SIGNED_IN)]
        self.living.start("web")

    def crowd(self) -> Crowd:
        """Return new people."""
        return Crowd(self.living.port, PATH, self.keys)

    def during(self, act: Callable[[], object], seconds: float = 20.0) -> tuple[Crowd, float]:
        """Ask lightly while something is done after two seconds; return the moment of that."""
        crowd = self.crowd()

        async def both() -> float:
            coming = asyncio.create_task(crowd.come(LIGHT, seconds))
            await asyncio.sleep(2)
            moment = time.monotonic()
            await asyncio.to_thread(act)
            await coming
            return moment

        return crowd, asyncio.run(both())

    def capacity(self) -> float:
        """Return how many pages a second as many give as there are threads."""
        keys, script = self.living.data / "sessions", self.living.data / "wrk.lua"
        keys.write_text("\n".join(self.keys), "ascii")
        script.write_text(WRK % keys, "ascii")
        line = ["wrk", "-t1", "-c16", "-d10s", "-s", str(script)]
        line.append(f"http://127.0.0.1:{self.living.port}{PATH}")
        subprocess.run(line, capture_output=True, check=True)  # noqa: S603 - to warm up
        told = subprocess.run(line, capture_output=True, text=True, check=True).stdout  # noqa: S603
        (asked,) = re.findall(r"(\d+) requests in", told)
        refused = sum(map(int, re.findall(r"Non-2xx or 3xx responses: (\d+)", told)))
        return (int(asked) - refused) / 10

    def load(self) -> list[Goal]:
        """Offer twice of what it can give."""
        capacity = self.capacity()
        looks, crowd = self.living.tells(LOOKS), self.crowd()
        asyncio.run(crowd.come(2 * capacity, self.seconds))
        print(f"  {capacity:.0f} pages a second, then twice as many asked: {crowd.tell()}")
        pages = sum(one.said == "200" for one in crowd.asked)
        looked = self.living.tells(LOOKS) - looks
        return [
            Goal("load: answers that are no page, 429 or 503", other(crowd), 0),
            Goal("load: p99 of pages, seconds", crowd.slowest(0.99), 1),
            Goal(
                "load: pages of what it can give", pages / self.seconds / capacity, 0.8, least=True
            ),
            Goal("load: looks that were not written down", max(0, pages - looked), 0),
        ]

    def database(self) -> list[Goal]:
        """Restart the database server."""
        cluster = self.living.cluster

        def restart() -> None:
            cluster.stop()
            time.sleep(3)
            cluster.start()

        looks = self.living.tells(LOOKS)
        crowd, moment = self.during(restart)
        print(f"  database gone for three seconds: {crowd.tell()}")
        pages = sum(one.said == "200" for one in crowd.asked)
        looked = self.living.tells(LOOKS) - looks
        return [
            Goal("database: answers that are no page, 429 or 503", other(crowd), 0),
            Goal("database: slowest answer, seconds", max(one.seconds for one in crowd.asked), 6),
            Goal("database: seconds until pages come again", crowd.recovered(moment), 6),
            Goal("database: looks that were not written down", max(0, pages - looked), 0),
        ]

    def worker(self) -> list[Goal]:
        """Kill a process of the pages."""

        def kill() -> None:
            os.kill(self.living.children("web")[0], signal.SIGKILL)
            within(10, lambda: len(self.living.children("web")) > 1)

        crowd, moment = self.during(kill, 10)
        print(f"  one of two processes of the pages killed: {crowd.tell()}")
        return [
            Goal("worker: requests without an answer", other(crowd), 8),  # one a thread
            Goal("worker: seconds until pages come again", crowd.recovered(moment), 3),
        ]


def other(crowd: Crowd) -> int:
    """Return how many got what they should never get."""
    return sum(one.said not in ANSWERS for one in crowd.asked)


def main() -> int:
    """Do what is asked, and tell each goal; 1 where one is short."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--seconds", type=float, default=60)
    asked.add_argument("what", nargs="*", default=["load", "database", "worker"])
    options = asked.parse_args()
    faults = Faults(options.seconds)
    goals: list[Goal] = []
    try:
        for what in options.what:
            print(what, flush=True)
            goals += getattr(faults, what)()
    finally:
        faults.living.close()
    print("\n".join(map(str, goals)))
    return int(not all(goal.reached for goal in goals))


if __name__ == "__main__":
    sys.exit(main())
