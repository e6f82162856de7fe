"""The worker of our HTTP server: it waits for nobody too long, and refuses in our own words.

Both concern requests that never reach the application, because they never arrive whole or
because they are no HTTP.
"""

import errno
import socket
import time
from functools import cache
from struct import Struct
from typing import Any, Final

from babel.support import Translations
from gunicorn import util
from gunicorn.http import errors
from gunicorn.workers.gthread import TConn, ThreadWorker

from portal.languages import LANGUAGES, LOCALES
from portal.meters import REQUESTS, count
from portal.processes.closing import CLOSING
from portal.processes.shedding import ROUTE, Patience, busy
from portal.settings import HOUSE
from portal.web.errors import NOT_UNDERSTOOD, OUR_FAULT, Sorry
from portal.web.headers import FILE_HEADERS

PATIENCE: Final = 20  # seconds that a request may take to arrive, however small
SLOWEST: Final = 8_192  # bytes a second, for what is larger
_LAST_RECEIVED: Final = Struct("52xI")  # of Linux' `struct tcp_info`: milliseconds since data came
_TOO_LONG: Final = (414, "URI Too Long")
_TOO_MANY_HEADERS: Final = (431, "Request Header Fields Too Large")
_BAD_REQUEST: Final = (400, "Bad Request")
_OUR_FAULT: Final = (500, "Internal Server Error")


class HurriedSocket(socket.socket):
    """A connection that breaks off while it receives, where the sender lets us wait.

    Else a few senders of half a request would hold every thread for ever.
    """

    deadline = 0.0
    is_ended = False  # nothing more is sent
    queued = False  # all threads were taken when it came

    def waited(self) -> float:
        """Return for how many seconds what arrived last has lain here.

        The kernel tells it: under load most of the wait is before we even take the connection.
        """
        told = self.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, _LAST_RECEIVED.size)
        (milliseconds,) = _LAST_RECEIVED.unpack(told)
        return float(milliseconds) / 1000

    def hurry(self) -> None:
        """Begin to wait for one request."""
        self.deadline = time.monotonic() + PATIENCE

    def recv(self, size: int, flags: int = 0, /) -> bytes:
        """Receive what is there; raises ConnectionResetError when it takes too long."""
        if self.is_ended:
            return b""  # gunicorn would wait here, in the thread that takes new connections
        self.settimeout(max(self.deadline - time.monotonic(), 0.001))
        try:
            received = super().recv(size, flags)
        except TimeoutError as error:
            raise ConnectionResetError(errno.ECONNRESET, "too slow") from error
        finally:
            self.settimeout(None)
        self.deadline += len(received) / SLOWEST
        return received

    def shutdown(self, how: int, /) -> None:
        """End one side of the connection, or both."""
        super().shutdown(how)
        self.is_ended = True

    def close(self) -> None:
        """Close the connection; one that was ended, only when the other side has closed too."""
        if self.is_ended and self.fileno() >= 0:
            CLOSING.close(self.detach())
        else:
            super().close()


class Worker(ThreadWorker):
    """A worker with threads that no sender can hold, and whose refusals tell nothing internal."""

    in_hand = 0  # connections that have a thread or wait for one; only the main thread counts
    patience = Patience()

    def accept(self, listener: socket.socket) -> None:
        """Take what waits, as far as threads will soon be free; the rest another process may."""
        taken = -1
        while self.in_hand != taken and self.in_hand < self._most_in_hand:
            taken = self.in_hand
            super().accept(listener)
        if self.in_hand >= self._most_in_hand:
            super().set_accept_enabled(enabled=False)

    def set_accept_enabled(self, enabled: bool | None) -> None:  # noqa: FBT001 - gunicorn's own
        """Say whether connections are taken; gunicorn asks at each turn where they are not."""
        super().set_accept_enabled(bool(enabled) and self.in_hand < self._most_in_hand)

    @property
    def _most_in_hand(self) -> int:
        return int(self.cfg.threads) * 2

    def enqueue_req(self, conn: TConn) -> None:
        """Hand a connection to a thread."""
        if not isinstance(conn.sock, HurriedSocket):
            conn.sock = HurriedSocket(fileno=conn.sock.detach())
        conn.sock.queued = self.in_hand >= self.cfg.threads
        self.in_hand += 1
        super().enqueue_req(conn)

    def finish_request(self, conn: TConn, fs: Any) -> None:  # noqa: ANN401 - gunicorn's own
        """Take a connection back from its thread."""
        self.in_hand -= 1
        super().finish_request(conn, fs)

    def handle(self, conn: TConn) -> Any:  # noqa: ANN401 - gunicorn's own signals
        """Answer the next request of a connection."""
        if isinstance(conn.sock, HurriedSocket):
            conn.sock.hurry()
        return super().handle(conn)

    def handle_request(self, req: Any, conn: TConn) -> bool:  # noqa: ANN401 - same
        """Answer a request; return whether the connection stays open."""
        if not self._is_over(req.path, conn.sock):
            return bool(super().handle_request(req, conn))
        # All methods as one: nobody may invent labels, and none was looked at.
        count(REQUESTS, "OTHER", ROUTE, "503")
        conn.sock.sendall(busy(req.path))
        return False

    def _is_over(self, path: str, connection: socket.socket) -> bool:
        """Tell whether a request waited for too long."""
        if not isinstance(connection, HurriedSocket):
            return False
        waited, queued = connection.waited(), connection.queued
        return self.patience.is_over(path, waited, time.monotonic(), queued=queued)

    def handle_error(self, _request: Any, client: Any, _address: Any, error: BaseException) -> None:  # noqa: ANN401
        """Answer what is no request, or what the application left unanswered."""
        status, reason = _status_of(error)
        if status == _OUR_FAULT[0]:
            self.log.error("A request was left without an answer.", exc_info=error)
        else:
            # Not what was asked: addresses and headers may say who somebody is.
            self.log.warning("A request was refused: %s", type(error).__name__)
        try:
            util.write_nonblock(client, refusal(status, reason))
        except OSError:
            self.log.debug("The sender of the request is gone.")


def _status_of(error: BaseException) -> tuple[int, str]:
    if isinstance(error, errors.LimitRequestLine):
        return _TOO_LONG
    if isinstance(error, errors.LimitRequestHeaders):
        return _TOO_MANY_HEADERS
    return _BAD_REQUEST if isinstance(error, errors.ParseException) else _OUR_FAULT


@cache
def refusal(status: int, reason: str) -> bytes:
    """Return a whole answer; in all languages, since nothing that was sent can be relied on."""
    sorry = OUR_FAULT if status == _OUR_FAULT[0] else NOT_UNDERSTOOD
    told = "".join(_told(sorry, language) for language in LANGUAGES)
    page = (
        f'<!doctype html>\n<html lang="en">\n<head><meta charset="utf-8"><title>{status}</title>'
        f"</head>\n<body><main>\n<h1>{status}</h1>\n{told}</main></body>\n</html>\n"
    ).encode()
    headers = (
        ("Connection", "close"),
        ("Content-Type", "text/html; charset=utf-8"),
        ("Content-Length", str(len(page))),
        ("Cache-Control", "no-store"),
        *FILE_HEADERS,
    )
    lines = [f"HTTP/1.1 {status} {reason}", *(f"{name}: {value}" for name, value in headers)]
    return "\r\n".join([*lines, "", ""]).encode() + page


def _told(sorry: Sorry, language: str) -> str:
    words = Translations.load(HOUSE / "translations", [LOCALES[language]])
    return (
        f'<section lang="{language}"><h2>{words.gettext(sorry.title)}</h2>'
        f"<p>{words.gettext(sorry.advice)}</p></section>\n"
    )
