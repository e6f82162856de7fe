"""A server as `portal sftp` runs it, and senders with keys."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
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
def server(_own_settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Give a server that runs for all tests of a file, with small quotas."""
    folder = tmp_path_factory.mktemp("sftp")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    ours = {
        "PYTHONPATH": str(HOUSE),
        "DATABASE_URL": str(_own_settings.database_url),
        "PORTAL_DATA": str(folder),
        "PORTAL_SFTP_PORT": str(port),
        "PORTAL_MAILBOX_QUOTA": str(2 * 2**20),
        "PORTAL_MAILBOX_FILES": "8",
        "PORTAL_BATCH_SIZE": str(2**20),
    }
    log = folder / "log"
    with log.open("wb") as told_to:
        process = subprocess.Popen(
            [sys.executable, "-P", "-m", "portal", "sftp"],
            env=os.environ | ours,
            cwd=HOUSE,
            stdout=told_to,
            stderr=told_to,
        )
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                break
        time.sleep(0.05)
    yield Server(port, folder, log)
    process.terminate()
    assert process.wait(PATIENCE) == 0, log.read_text()
    assert "Traceback" not in log.read_text()


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
