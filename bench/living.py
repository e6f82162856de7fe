"""A portal as its units run it, with a PostgreSQL of its own in a folder that is thrown away."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from sqlalchemy import text

from portal import embedded
from portal.database import engine, reading, upgrade
from portal.embedded.account import account_for
from portal.embedded.cluster import Cluster
from portal.embedded.places import home_of, programs
from portal.settings import HOUSE, load_settings

PATIENCE = 60.0  # seconds


def free_port() -> int:
    """Return a port on which nothing listens now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def within(seconds: float, fact: Callable[[], bool]) -> float:
    """Wait until something is true; return how long that took. Raises TimeoutError."""
    begun = time.monotonic()
    while not fact():
        if time.monotonic() - begun > seconds:
            raise TimeoutError(fact)
        time.sleep(0.05)
    return time.monotonic() - begun


class Living:
    """The processes of one portal; `web`, `worker`, `sftp` and `demo-key` can be started."""

    def __init__(self) -> None:
        self.data = Path(tempfile.mkdtemp(prefix="living-"))
        self.data.chmod(0o711)
        self.port, self.key_port, self.sftp_port = free_port(), free_port(), free_port()
        self._running: dict[str, subprocess.Popen[bytes]] = {}
        ours = {
            "PYTHONPATH": str(HOUSE),
            "PORTAL_DATA": str(self.data),
            "PORTAL_WEB_PORT": str(self.port),
            "PORTAL_KEY_PORT": str(self.key_port),
            "PORTAL_SFTP_PORT": str(self.sftp_port),
            "PORTAL_BASE_URL": f"http://127.0.0.1:{self.port}",
            "PORTAL_KEY_URL": f"http://127.0.0.1:{self.key_port}",
            "PORTAL_RATE_LIMITS": "false",  # all come from one address
        }
        os.environ.update(ours)
        os.environ.pop("DATABASE_URL", None)
        load_settings.cache_clear()
        embedded.ensure_running(self.data)
        upgrade(load_settings())

    def start(self, command: str, before: tuple[str, ...] = (), **settings: str) -> None:
        """Start one of the processes, and wait until it can be used.

        before: what runs it, as `faketime` does. settings: of its environment.
        """
        log = os.open(self.log, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        line = [*before, sys.executable, "-P", "-m", "portal", command]
        self._running[command] = subprocess.Popen(  # noqa: S603 - our own program
            line, env=os.environ | settings, stdout=log, stderr=log
        )
        os.close(log)
        ports = {"web": self.port, "demo-key": self.key_port, "sftp": self.sftp_port}
        if port := ports.get(command):
            within(PATIENCE, lambda: _is_open(port))

    @property
    def log(self) -> Path:
        """Return where all of them say what they have to say."""
        return self.data / "log"

    def end(self, command: str, how: signal.Signals = signal.SIGTERM) -> None:
        """End one of the processes."""
        process = self._running.pop(command)
        process.send_signal(how)
        process.wait()

    def children(self, command: str) -> list[int]:
        """Return the processes that one of them forked."""
        parent = self._running[command].pid
        told = Path(f"/proc/{parent}/task/{parent}/children").read_text("ascii")
        return [int(pid) for pid in told.split()]

    @property
    def cluster(self) -> Cluster:
        """Return the database server, to be stopped and started."""
        account = account_for(self.data / "postgres" / "cluster")
        return Cluster(home_of(self.data, account, print), programs(account), account)

    def tells(self, statement: str) -> int:
        """Return a number that the database tells."""
        engine(load_settings()).dispose()
        with reading() as db:
            return int(db.scalar(text(statement)) or 0)

    def close(self) -> None:
        """End all, and leave nothing."""
        for command in list(self._running):
            self.end(command)
        engine(load_settings()).dispose()
        embedded.let_go(self.data)
        embedded.stop(self.data)
        shutil.rmtree(self.data)


def _is_open(port: int) -> bool:
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex(("127.0.0.1", port)) == 0
