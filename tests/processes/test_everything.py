"""The whole portal under its parent, as `./run` starts it."""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

HOUSE = Path(__file__).parents[2]
PATIENCE = 60  # seconds


class Portal:
    """A portal on three free ports with the sample country, its data in a folder of its own."""

    def __init__(self, data: Path) -> None:
        self.data = data
        self.ports = [free_port(), free_port(), free_port()]
        self.parent: subprocess.Popen[str] | None = None

    def start(self) -> None:
        """Start the parent, as whoever types `./run`."""
        kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
        ours = {
            "PYTHONPATH": str(HOUSE),
            "PORTAL_DATA": str(self.data),
            "PORTAL_WEB_PORT": str(self.ports[0]),
            "PORTAL_KEY_PORT": str(self.ports[1]),
            "PORTAL_SFTP_PORT": str(self.ports[2]),
            "PORTAL_DEMO_FEED": str(HOUSE / "tests" / "sample"),
            "PORTAL_TODAY": "2026-11-24",
        }
        self.parent = subprocess.Popen(
            [sys.executable, "-P", "-m", "portal", "start"],
            env=kept | ours,
            cwd="/",
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def until_open(self) -> str:
        """Return what the parent printed until it said where to click."""
        assert self.parent
        assert self.parent.stdout
        printed = ""
        for line in self.parent.stdout:
            printed += line
            if "Ctrl-C" in line:
                return printed
        raise AssertionError(printed)

    def ended(self) -> tuple[int, str]:
        """Return the exit status and what else the parent printed."""
        assert self.parent
        rest = self.parent.communicate(timeout=PATIENCE)[0]
        return self.parent.returncode, rest

    def processes(self, having: str = "") -> list[int]:
        """Return every process of this portal whose command line has a word in it."""
        words = [f"PORTAL_DATA={self.data}".encode(), str(self.data).encode()]
        return [
            pid
            for pid, line, surroundings in running()
            if having.encode() in line and any(word in surroundings for word in words)
        ]


def running() -> Iterator[tuple[int, bytes, bytes]]:
    """Give each process: its number, command line, and its environment and folder."""
    for entry in Path("/proc").iterdir():
        if entry.name.isdecimal():
            try:
                surroundings = (entry / "environ").read_bytes()
                surroundings += os.fsencode((entry / "cwd").readlink())
                yield int(entry.name), (entry / "cmdline").read_bytes(), surroundings
            except OSError:
                continue


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def page(port: int, path: str = "") -> str:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/{path}", timeout=10) as answer:
        return str(answer.read().decode())


def within(seconds: float, fact: Callable[[], bool]) -> bool:
    """Tell whether something becomes true in time."""
    deadline = time.monotonic() + seconds
    while not fact():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True


@pytest.fixture
def portal() -> Iterator[Portal]:
    folder = Path(tempfile.mkdtemp(prefix="learning-account-whole-"))
    folder.chmod(0o755)
    one = Portal(folder / "var")
    yield one
    for pid in one.processes():
        os.kill(pid, signal.SIGKILL)
    if one.parent:
        one.parent.communicate()
    shutil.rmtree(folder)


def test_one_command_opens_everything_and_ctrl_c_ends_it_and_the_data_stay(portal: Portal) -> None:
    portal.start()
    printed = portal.until_open()
    assert "Declaring" in printed
    clicks = re.findall(rf"http://127\.0\.0\.1:{portal.ports[0]}/([^ :\n]*)", printed)
    assert clicks == ["", "en/sign-in", "en/vendors"]
    assert all("<h1" in page(portal.ports[0], click) for click in clicks)
    assert "<h1" in page(portal.ports[1])
    assert portal.parent
    portal.parent.send_signal(signal.SIGINT)
    assert portal.ended()[0] == 0
    assert within(5, lambda: portal.processes() == [])

    portal.start()
    assert "Declaring" not in portal.until_open()
    portal.parent.terminate()
    assert portal.ended()[0] == 0
    assert within(5, lambda: portal.processes() == [])


def test_when_one_process_dies_it_is_named_and_all_others_end(portal: Portal) -> None:
    portal.start()
    portal.until_open()
    for pid in portal.processes("demo-key"):
        os.kill(pid, signal.SIGKILL)
    status, said = portal.ended()
    assert status == 1
    assert "`portal demo-key` ended by itself (signal SIGKILL)." in said
    assert within(5, lambda: portal.processes() == [])


def test_nothing_stays_behind_a_parent_that_is_killed_but_the_database_which_is_found_again(
    portal: Portal,
) -> None:
    portal.start()
    portal.until_open()
    assert portal.parent
    portal.parent.kill()
    portal.ended()
    # Not by the word "python": the database's own program lies in a folder of that name.
    assert within(15, lambda: portal.processes("-m\0portal") == [])
    portal.start()
    assert "Declaring" not in portal.until_open()
    portal.parent.send_signal(signal.SIGINT)
    assert portal.ended()[0] == 0
    assert within(5, lambda: portal.processes() == [])


def test_a_port_that_is_taken_is_named_with_a_way_out(portal: Portal) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", portal.ports[0]))
        other.listen()
        portal.start()
        status, said = portal.ended()
    assert status == 1
    assert f"Port {portal.ports[0]}" in said
    assert "PORTAL_WEB_PORT=" in said
    assert "Traceback" not in said
    assert portal.processes() == []
