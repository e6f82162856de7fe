"""A program of the portal behind our own HTTP server, for tests."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from socket import socket

from tests.login.live import free_port

HOUSE = Path(__file__).parents[2]
SERVE = "import sys; from portal.processes.server import serve; serve(sys.argv[1], sys.argv[2], 1)"
PATIENCE = 30  # seconds


@contextmanager
def running(program: str, log: Path, **settings: str) -> Iterator[int]:
    """Serve a program in a process of its own until the end of the block; gives its port.

    log: where it says what it has to say. settings: of its environment.
    """
    port = free_port()
    with log.open("wb") as told_to:
        server = subprocess.Popen(  # noqa: S603 - our own program
            [sys.executable, "-c", SERVE, program, f"127.0.0.1:{port}"],
            env=os.environ | {"PYTHONPATH": str(HOUSE), **settings},
            cwd=HOUSE,
            stderr=told_to,
        )
    try:
        _wait_for(port)
        yield port
    finally:
        server.terminate()
        server.wait(PATIENCE)


def _wait_for(port: int) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        with socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise TimeoutError(port)
