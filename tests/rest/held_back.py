"""A way to the database on which one answer is held back: that to the commit of a declaration.

So a process is killed exactly between the commit and the answer, and knows nothing of this way.
"""

import socket
import struct
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event, Thread

from psycopg.conninfo import conninfo_to_dict
from sqlalchemy import make_url

_COMMITTED = b"COMMIT\0"  # how the server says that it did
_PORT = 5432
_PIECE = 65_536  # bytes
_WHO = struct.Struct("3i")  # process, user and group at the other end


@dataclass
class Way:
    """A way to the database, at `url`.

    mark: bytes of the transaction whose commit is not told to whoever asked for it. Then
    `is_committed` is set, and `process` is who waits in vain. Only once: the same transaction
    tried again hears of its end.
    """

    url: str
    mark: bytes
    is_committed: Event = field(default_factory=Event)
    process: int = 0


@contextmanager
def held_back(database_url: str, mark: bytes) -> Iterator[Way]:
    """Open such a way, through a socket that only this machine sees."""
    there = make_url(database_url)
    with tempfile.TemporaryDirectory() as folder, socket.socket(socket.AF_UNIX) as door:
        door.bind(_place(folder, _PORT))
        door.listen()
        here = there.set(host=None, port=_PORT).update_query_dict({"host": folder})
        way = Way(here.render_as_string(hide_password=False), mark)
        plain = there.set(drivername="postgresql").render_as_string(hide_password=False)
        Thread(target=_let_in, args=(door, way, plain), daemon=True).start()
        yield way


def _place(folder: str, port: int) -> str:
    return str(Path(folder) / f".s.PGSQL.{port}")


def _let_in(door: socket.socket, way: Way, plain: str) -> None:
    while True:
        try:
            near, _ = door.accept()
        except OSError:
            return  # the way is closed
        far, asked = _reach(plain), Event()
        Thread(target=_ask, args=(near, far, way, asked), daemon=True).start()
        Thread(target=_answer, args=(far, near, way, asked), daemon=True).start()


def _reach(plain: str) -> socket.socket:
    known = conninfo_to_dict(plain)
    host, port = str(known["host"]), int(known.get("port") or _PORT)
    if not host.startswith("/"):
        return socket.create_connection((host, port))
    far = socket.socket(socket.AF_UNIX)
    far.connect(_place(host, port))
    return far


def _ask(near: socket.socket, far: socket.socket, way: Way, asked: Event) -> None:
    """Carry what is asked, until whoever asks is gone; `asked` is set once it holds the mark."""
    with near, far:
        with suppress(OSError):
            while some := near.recv(_PIECE):
                if way.mark in some:
                    asked.set()
                far.sendall(some)
        # Who waits for an answer keeps a socket open that is only closed here, and the server with
        # it all that the session holds.
        with suppress(OSError):
            far.shutdown(socket.SHUT_RDWR)


def _answer(far: socket.socket, near: socket.socket, way: Way, asked: Event) -> None:
    """Carry the answers, until the one that is held back."""
    with suppress(OSError):
        while some := far.recv(_PIECE):
            if _COMMITTED in some and asked.is_set() and not way.is_committed.is_set():
                who = near.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, _WHO.size)
                way.process, *_ = _WHO.unpack(who)
                way.is_committed.set()
                return
            near.sendall(some)
