"""A server as `portal sftp` runs it, and senders with keys."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import paramiko
import pytest
from sqlalchemy import Engine

from portal.settings import Settings
from tests.conftest import emptied
from tests.sftp.senders import KNOWN, Server, add_sender, make_key

HOUSE = Path(__file__).parents[2]
PATIENCE = 60  # seconds


@pytest.fixture(scope="module")
def server(_own_settings: Settings) -> Iterator[Server]:
    """Give a server that runs for all tests of a file, with small quotas."""
    limits = {
        "PORTAL_MAILBOX_QUOTA": str(2 * 2**20),
        "PORTAL_MAILBOX_FILES": "8",
        "PORTAL_BATCH_SIZE": str(2**20),
    }
    port = free_port()
    with running(_own_settings, "sftp", {"PORTAL_SFTP_PORT": str(port), **limits}, port) as log:
        yield Server(port, _own_settings.data, log)


@pytest.fixture(scope="module")
def worker(_own_settings: Settings) -> Iterator[None]:
    """Let a worker run for all tests of a file."""
    with running(_own_settings, "worker", {}, None):
        yield


@contextmanager
def running(
    settings: Settings, command: str, given: Mapping[str, str], port: int | None
) -> Iterator[Path]:
    """Run a process of the portal until the end; give its log."""
    ours = {"PYTHONPATH": str(HOUSE), "PORTAL_DATA": str(settings.data)}
    settings.data.mkdir(exist_ok=True)
    log = settings.data / f"{command}.log"
    with log.open("wb") as told_to:
        process = subprocess.Popen(  # noqa: S603 - our own program
            [sys.executable, "-P", "-m", "portal", command],
            env={**os.environ, "DATABASE_URL": str(settings.database_url), **ours, **given},
            cwd=HOUSE,
            stdout=told_to,
            stderr=told_to,
        )
    try:
        if port:
            until_open(port)
        yield log
    finally:
        process.terminate()
        assert process.wait(PATIENCE) in {0, 128 + signal.SIGTERM}, log.read_text()
    assert "Traceback" not in log.read_text()


def free_port() -> int:
    """Return a port that nobody uses."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def until_open(port: int) -> None:
    """Wait until somebody listens."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)


@pytest.fixture
def senders(_own_settings: Settings, server: Server) -> Iterator[Engine]:
    """Give a database with two senders, whose keys lie beside the server."""
    with emptied(_own_settings) as pool:
        for number in KNOWN:
            add_sender(pool, number, make_key(server.folder / f"{number}.ssh"))
        yield pool
    server.empty_mailboxes()


@pytest.fixture
def client(server: Server, senders: Engine) -> Iterator[paramiko.SFTPClient]:
    """Give a session of the first sender."""
    assert senders
    with server.connected(KNOWN[0]) as session:
        yield session
