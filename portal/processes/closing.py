"""Closes connections without letting anybody wait for it.

Who answers and closes at once may cut off its own answer, where the other side is still sending
(RFC 9112, section 9.6): so what still arrives is read for a moment first. A thread of its own does
that for all connections of a process, since the other side may take its time on purpose.
"""

import selectors
import socket
import threading
import time
from typing import Final

LINGER: Final = 2.0  # seconds that the other side has to close
MOST: Final = 500  # connections that wait at the same time; more are closed at once
_LOOK: Final = 0.1  # seconds
_PIECE: Final = 65_536  # bytes


class Closing:
    """The connections that are being closed; its thread ends with the process."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._new: list[socket.socket] = []
        self._until: dict[socket.socket, float] = {}
        self._thread: threading.Thread | None = None
        self._work = threading.Event()

    def close(self, descriptor: int) -> None:
        """Close a connection, of which nothing more is sent, soon."""
        connection = socket.socket(fileno=descriptor)
        connection.settimeout(0)
        with self._lock:
            if len(self._new) + len(self._until) >= MOST:
                connection.close()
                return
            self._new.append(connection)
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="closing", daemon=True)
                self._thread.start()
        self._work.set()

    def _run(self) -> None:
        with selectors.DefaultSelector() as selector:
            while True:
                self._work.wait()
                self._take(selector)
                for key, _ in selector.select(_LOOK):
                    self._read(selector, key.fileobj)
                now = time.monotonic()
                for connection in [one for one, end in self._until.items() if end < now]:
                    self._end(selector, connection)

    def _take(self, selector: selectors.BaseSelector) -> None:
        with self._lock:
            for connection in self._new:
                self._until[connection] = time.monotonic() + LINGER
                selector.register(connection, selectors.EVENT_READ)
            self._new.clear()
            if not self._until:
                self._work.clear()

    def _read(self, selector: selectors.BaseSelector, connection: object) -> None:
        assert isinstance(connection, socket.socket)  # noqa: S101 - what was registered
        try:
            if connection.recv(_PIECE):
                return
        except BlockingIOError:
            return
        except OSError:
            pass  # the other side is gone: there is nothing to wait for
        self._end(selector, connection)

    def _end(self, selector: selectors.BaseSelector, connection: socket.socket) -> None:
        selector.unregister(connection)
        with self._lock:
            del self._until[connection]
        connection.close()


CLOSING: Final = Closing()
