"""How many account pages a second two processes serve over HTTP here; to know, never to judge by.

    PORTAL_DATA=var/bench PYTHONPATH=. python bench/serving.py [--seconds 10] [--readers 8]

The portal's own server (gunicorn, two processes of eight threads) on the country of 200,000; a
process beside it reads pages of many workers on connections that stay open, one for each reader,
and takes processor time from it. Requests a second move with whatever else the machine does; the
CPU time of a page, server and database, moves less.
"""

import argparse
import http.client
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread

import psycopg
from country import WORKERS
from growth import spread_over
from reading import country, database, sessions

from tests.login.live import free_port

SERVE = "import sys; from portal.processes.server import serve; serve('wsgi:app', sys.argv[1], 2)"
PATIENCE = 60  # seconds for the server to answer
BUSY = -1.0  # instead of a time: the server said that it is busy
READ = "read"  # what the process is told that reads
TICKS = os.sysconf("SC_CLK_TCK")


def read_pages(port: int, keys: list[str], until: float, took: list[float]) -> None:
    """Read one account after the other until a moment; note how long each took, in seconds."""
    line = http.client.HTTPConnection("127.0.0.1", port)
    while time.monotonic() < until:
        for key in keys:
            begun = time.monotonic()
            line.request("GET", "/nl/account", headers={"Cookie": f"session={key}"})
            answer = line.getresponse()
            page = answer.read()
            assert answer.status in {200, 503}, (answer.status, page[:500])
            took.append(time.monotonic() - begun if answer.status == 200 else BUSY)  # noqa: PLR2004
    line.close()


def read_all() -> None:
    """Read with many connections as told on the standard input, and tell what that took."""
    told = json.loads(sys.stdin.readline())
    took: list[list[float]] = [[] for _ in range(told["readers"])]
    until = time.monotonic() + told["seconds"]
    readers = [
        Thread(
            target=read_pages, args=(told["port"], told["keys"][n :: told["readers"]], until, its)
        )
        for n, its in enumerate(took)
    ]
    begun = time.monotonic()
    for reader in readers:
        reader.start()
    for reader in readers:
        reader.join()
    all_of_them = [one for its in took for one in its]
    print(json.dumps({"took": all_of_them, "wall": time.monotonic() - begun}))


@contextmanager
def served(where: str) -> Iterator[tuple[int, int]]:
    """Serve a country; give the port and the process."""
    port = free_port()
    server = subprocess.Popen(  # noqa: S603 - ours
        [sys.executable, "-c", SERVE, f"127.0.0.1:{port}"],
        env=os.environ | {"DATABASE_URL": database(where)},
    )
    try:
        until = time.monotonic() + PATIENCE
        while True:
            try:
                line = http.client.HTTPConnection("127.0.0.1", port)
                line.request("GET", "/nl/")
                line.getresponse().read()
                break
            except OSError:
                assert time.monotonic() < until, "the server does not answer"
                time.sleep(0.1)
        yield port, server.pid
    finally:
        server.terminate()
        server.wait()


def spent_by(parent: int, where: str) -> float:
    """Return the CPU seconds of a server, its workers and the database's processes for it."""
    used = 0.0
    children = Path(f"/proc/{parent}/task/{parent}/children").read_text("ascii").split()
    with psycopg.connect(database(where), autocommit=True) as db:
        backends = db.execute(
            "SELECT pid FROM pg_stat_activity WHERE datname = current_database()"
            " AND backend_type = 'client backend' AND pid <> pg_backend_pid()"
        ).fetchall()
    for pid in (parent, *children, *(pid for (pid,) in backends)):
        stat = Path(f"/proc/{pid}/stat")
        if stat.exists():  # a connection may just have ended
            said = stat.read_text("ascii").rpartition(")")[2].split()
            used += (int(said[11]) + int(said[12])) / TICKS
    return used


def main() -> None:
    """Serve, read, tell."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--seconds", type=float, default=10)
    asked.add_argument("--readers", type=int, default=8)
    options = asked.parse_args()
    where = country(WORKERS)
    keys = list(sessions(where, *spread_over(WORKERS, 0, 1)).values())
    with served(where) as (port, server):
        told = {"port": port, "keys": keys, "readers": options.readers}
        for seconds in (2, options.seconds):  # the first warms up
            before = spent_by(server, where)
            answer = subprocess.run(  # noqa: S603 - ours
                [sys.executable, __file__, READ],
                input=json.dumps(told | {"seconds": seconds}) + "\n",
                stdout=subprocess.PIPE,
                text=True,
                check=True,
            )
            spent = spent_by(server, where) - before
    found = json.loads(answer.stdout)
    took = sorted(one for one in found["took"] if one != BUSY)
    refused = len(found["took"]) - len(took)
    half, most = (took[len(took) * part // 100] * 1000 for part in (50, 99))
    rate, load = len(took) / found["wall"], os.getloadavg()[0]
    print(
        f"{len(took)} account pages over HTTP, {options.readers} readers; {refused} refused: busy"
    )
    print(f"  {rate:.0f} a second, {os.cpu_count()} cores, load {load:.0f}")
    print(f"  {spent * 1000 / len(took):.2f} ms of CPU each, server and database")
    print(f"  {half:.0f} ms until read, 99 %: {most:.0f} ms")


if __name__ == "__main__":
    read_all() if sys.argv[1:] == [READ] else main()
