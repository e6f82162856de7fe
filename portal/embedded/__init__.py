"""The embedded PostgreSQL: a real server that needs no setting up, on a private socket.

Whoever needs it starts it, and holds it for as long as the process lives; the last to let go
stops it. After a kill -9 of everything the next one finds it running, or mends it.
"""

import atexit
import fcntl
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from portal.embedded.account import account_for
from portal.embedded.cluster import Cluster
from portal.embedded.fault import ServerFault
from portal.embedded.places import home_of, programs

__all__ = ["Cluster", "ServerFault", "ensure_running", "let_go", "stop"]

# What this process holds: data folder -> (process, open file with a shared lock). A forked child
# inherits the table and is not the holder.
_held: dict[Path, tuple[int, int]] = {}


def _say(line: str) -> None:
    sys.stderr.write(f"{line}\n")


def ensure_running(data: Path, tell: Callable[[str], None] = _say, *, lasting: bool = True) -> str:
    """Return the address of the embedded database, started first where it does not run.

    data: the folder of all that is written. tell: gets one line when the database must lie
    elsewhere. lasting: off for a database that is thrown away, which then waits for no disk.
    Raises ServerFault, in a sentence for people.
    """
    data = data.absolute()
    data.mkdir(parents=True, exist_ok=True)
    with _alone(data):
        cluster = _cluster(data, tell, lasting=lasting)
        if not cluster.is_ready():
            cluster.stop()  # one that is just stopping or starting: begin anew
            cluster.start()
        _hold(data)
    return cluster.url


def let_go(data: Path) -> None:
    """Let go of the server, and stop it when no other process holds it."""
    data = data.absolute()
    holder, file = _held.get(data, (0, -1))
    if holder != os.getpid():
        return
    del _held[data]
    if not data.is_dir():  # removed meanwhile, and the server with it
        os.close(file)
        return
    with _alone(data):
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return
        finally:
            os.close(file)
        _cluster(data, _say).stop()


def stop(data: Path) -> None:
    """Stop the server whoever holds it; harmless where none runs."""
    data = data.absolute()
    if (data / "postgres").exists():
        with _alone(data):
            _cluster(data, _say).stop()


def _cluster(data: Path, tell: Callable[[str], None], *, lasting: bool = True) -> Cluster:
    account = account_for(data / "postgres" / "cluster")
    return Cluster(home_of(data, account, tell), programs(account), account, lasting)


@contextmanager
def _alone(data: Path) -> Iterator[None]:
    """Wait until no other process starts or stops the server of this folder."""
    file = _open(data / "postgres.start.lock")
    try:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
    finally:
        os.close(file)


def _hold(data: Path) -> None:
    if _held.get(data, (0, -1))[0] == os.getpid():
        return
    file = _open(data / "postgres.users.lock")
    fcntl.flock(file, fcntl.LOCK_SH)
    _held[data] = (os.getpid(), file)
    atexit.register(let_go, data)


def _open(path: Path) -> int:
    return os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600)
