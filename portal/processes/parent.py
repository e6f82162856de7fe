"""One parent for all processes: none runs without the others, and all end with it."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from types import FrameType

PATIENCE = 60  # seconds for a process to open its port
GRACE = 10  # seconds for a process to end when asked


class Stopped(Exception):
    """Something cannot run; its text is a sentence for people."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of process: a command of the console, and the address that it opens.

    port: 0 for one that opens none. setting: names another port.
    """

    command: str
    host: str = ""
    port: int = 0
    setting: str = ""

    def refuse_busy_port(self) -> None:
        """Raise Stopped where another program listens at the address."""
        if not self.port:
            return
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((self.host, self.port))
            except OSError as error:
                raise Stopped(
                    f"Port {self.port} of {self.host} cannot be used for `portal {self.command}` "
                    f"({error.strerror}). Stop the program that uses it, or choose another port: "
                    f"{self.setting}={self.port + 100} ./run"
                ) from error

    def is_open(self) -> bool:
        """Tell whether the process takes connections, if it ever does."""
        if not self.port:
            return True
        with socket.socket() as probe:
            probe.settimeout(1)
            return probe.connect_ex((self.host, self.port)) == 0


def command_line(module: str, *arguments: str) -> list[str]:
    """Return what runs a module as a process that ends when its parent is gone."""
    guard = shutil.which("setpriv")
    guarded = [guard, "--pdeathsig", "TERM", "--"] if guard else []
    return [*guarded, sys.executable, "-P", "-m", module, *arguments]


def run_all(
    kinds: Sequence[Kind], first: Sequence[Sequence[str]], ready: Callable[[], None]
) -> int:
    """Run all kinds of process until one ends or a signal comes; return the exit status.

    first: modules with their arguments that must end well before. ready: called when all ports
    are open. 0 after Ctrl-C or SIGTERM, 1 when a process ended by itself. Raises Stopped when a
    port is taken.
    """
    asked = _Asked()
    _refuse_shared_port(kinds)
    for kind in kinds:
        kind.refuse_busy_port()
    children: dict[str, subprocess.Popen[bytes]] = {}
    try:
        for module, *arguments in first:
            children = {module: _begin(module, *arguments)}
            if not _ends_well(children[module], asked):
                return 0 if asked.to_stop else 1
        children = {kind.command: _begin("portal", kind.command) for kind in kinds}
        return _watch(kinds, children, ready, asked)
    finally:
        _end(children, asked.how)


def _refuse_shared_port(kinds: Sequence[Kind]) -> None:
    by_port: dict[int, Kind] = {}
    for kind in kinds:
        if not kind.port:
            continue
        other = by_port.setdefault(kind.port, kind)
        if other is not kind:
            raise Stopped(
                f"`portal {other.command}` and `portal {kind.command}` cannot both use port "
                f"{kind.port}. Set {other.setting} or {kind.setting} to another one."
            )


def _ends_well(child: subprocess.Popen[bytes], asked: "_Asked") -> bool:
    while child.poll() is None and not asked.to_stop:
        time.sleep(0.02)
    return child.returncode == 0


class _Asked:
    """Whether a signal asked us to stop; afterwards nothing interrupts the ending."""

    def __init__(self) -> None:
        self.to_stop = False
        self.how = signal.SIGINT  # at once; SIGTERM lets the children finish what they answer
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._heard)

    def _heard(self, number: int, _frame: FrameType | None) -> None:
        self.to_stop = True
        if number == signal.SIGTERM:
            self.how = signal.SIGTERM


def _begin(module: str, *arguments: str) -> subprocess.Popen[bytes]:
    # In a group of its own: Ctrl-C reaches the parent, which ends its children in order.
    return subprocess.Popen(  # noqa: S603 - our own commands
        command_line(module, *arguments), process_group=0, stdin=subprocess.DEVNULL
    )


def _watch(
    kinds: Sequence[Kind],
    children: dict[str, subprocess.Popen[bytes]],
    ready: Callable[[], None],
    asked: _Asked,
) -> int:
    opening = list(kinds)
    deadline = time.monotonic() + PATIENCE
    while not asked.to_stop:
        for command, child in children.items():
            if child.poll() is not None:
                _say(f"`portal {command}` ended by itself ({_how(child.returncode)}).")
                return 1
        if opening:
            opening = [kind for kind in opening if not kind.is_open()]
            if not opening:
                ready()
            elif time.monotonic() > deadline:
                _say(f"`portal {opening[0].command}` did not open its port in {PATIENCE} seconds.")
                return 1
        time.sleep(0.05 if opening else 0.25)
    return 0


def _end(children: dict[str, subprocess.Popen[bytes]], how: signal.Signals) -> None:
    """End all children: asked first, forced after a while."""
    left = [child for child in children.values() if child.poll() is None]
    for child in left:
        child.send_signal(how)
    deadline = time.monotonic() + GRACE
    for child in left:
        try:
            child.wait(max(0.0, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            os.killpg(child.pid, signal.SIGKILL)
            child.wait()


def _how(status: int) -> str:
    return f"signal {signal.Signals(-status).name}" if status < 0 else f"exit status {status}"


def _say(line: str) -> None:
    sys.stderr.write(f"{line}\n")
