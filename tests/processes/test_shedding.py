"""What a server answers whose threads are all taken: it has eight, and eight of us hold them."""

import json
import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from portal.processes.server import THREADS
from portal.processes.shedding import LONGEST_WAIT, RUSH_WAIT, Patience
from tests.processes.serving import PATIENCE, running

HALF = b"POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\nContent-Length: 2\r\n\r\na"
HOLDS = (0.3, 1, 3)  # seconds


@pytest.fixture(scope="module")
def port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """Give the port of a server that lets nobody wait who finds all threads taken."""
    with running("tests.processes.hurried:app", tmp_path_factory.mktemp("busy") / "log") as free:
        yield free


def answered(connection: socket.socket) -> str:
    """Return all that comes back over a connection."""
    received = b""
    while some := connection.recv(65_536):
        received += some
    return received.decode()


def answer_when_busy(port: int, path: str) -> str:
    """Ask while eight others have sent half of what they have to send, then let them end.

    Nothing tells when the server has taken a connection: so they keep their threads longer, until
    the answer is that of a busy server.
    """
    answer = ""
    for held in HOLDS:
        answer = _answer_after(port, path, held)
        if answer.startswith("HTTP/1.1 503 "):
            break
    return answer


def _answer_after(port: int, path: str, held: float) -> str:
    with ExitStack() as stack:
        others = []
        for _ in range(THREADS):
            others.append(stack.enter_context(socket.create_connection(("127.0.0.1", port))))
            others[-1].settimeout(PATIENCE)
            others[-1].sendall(HALF)
        time.sleep(held)
        asking = stack.enter_context(socket.create_connection(("127.0.0.1", port), PATIENCE))
        asking.sendall(f"GET {path} HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n".encode())
        time.sleep(held)
        for other in others:
            other.sendall(b"b")
        for other in others:
            assert answered(other).startswith("HTTP/1.1 200 ")  # they had their threads
        return answered(asking)


def test_who_waited_too_long_is_told_so_in_the_language_of_the_address(port: int) -> None:
    answer = answer_when_busy(port, "/nl/account")
    assert answer.startswith("HTTP/1.1 503 ")
    assert "\r\nRetry-After: 60\r\n" in answer
    assert '<html lang="nl">' in answer
    assert "Het is nu erg druk" in answer
    assert "very busy" not in answer


def test_where_the_address_has_no_language_all_are_told(port: int) -> None:
    answer = answer_when_busy(port, "/")
    for words in ("Het is nu erg druk", "beaucoup de monde", "sehr viel los", "very busy"):
        assert words in answer


def test_software_is_told_a_problem(port: int) -> None:
    head, _, body = answer_when_busy(port, "/REST/fla/v1/refData").partition("\r\n\r\n")
    assert head.startswith("HTTP/1.1 503 ")
    assert "\r\nContent-Type: application/problem+json\r\n" in head
    assert json.loads(body)["type"] == "urn:problem-type:belgif:serviceUnavailable"


def test_who_watches_is_always_answered(port: int) -> None:
    assert _answer_after(port, "/health", HOLDS[0]).startswith("HTTP/1.1 200 ")


def answer_in_peace(port: int) -> str:
    """Ask when nobody else does: again where the machine itself let it wait."""
    answer = ""
    for _ in HOLDS:
        with socket.create_connection(("127.0.0.1", port), PATIENCE) as connection:
            connection.sendall(b"GET /nl/ HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n")
            answer = answered(connection)
        if answer.startswith("HTTP/1.1 200 "):
            break
    return answer


def test_who_finds_a_thread_free_is_answered(port: int) -> None:
    assert answer_in_peace(port).startswith("HTTP/1.1 200 ")


def test_what_waited_before_the_server_took_it_has_waited(port: int) -> None:
    with ExitStack() as stack:
        others = [
            stack.enter_context(socket.create_connection(("127.0.0.1", port), PATIENCE))
            for _ in range(THREADS * 3)  # more than it takes at once
        ]
        for other in others:
            other.sendall(HALF)
        time.sleep(HOLDS[0])
        for other in others[THREADS:]:
            other.sendall(b"b")
        time.sleep(HOLDS[1])
        for other in others[:THREADS]:
            other.sendall(b"b")
        late = [answered(other) for other in others[THREADS:]]
    assert any(answer.startswith("HTTP/1.1 503 ") for answer in late[-THREADS:])
    assert answer_in_peace(port).startswith("HTTP/1.1 200 ")  # and all of them are let go


def test_a_machine_that_stood_still_refuses_nobody_for_whom_a_thread_was_free() -> None:
    patience = Patience()
    assert not any(patience.is_over("/nl/", 3.0, at, queued=False) for at in (0.0, 60.0, 120.0))


def test_where_the_queue_stands_patience_is_shorter_until_somebody_comes_in_at_once() -> None:
    patience = Patience()
    wait = (RUSH_WAIT + LONGEST_WAIT) / 2
    in_a_burst = [patience.is_over("/nl/", wait, at / 100, queued=True) for at in range(90)]
    assert not any(in_a_burst)
    assert patience.is_over("/nl/", wait, 1.2, queued=True)
    assert patience.is_over("/nl/", wait, 1.3, queued=False)
    assert not patience.is_over("/health", wait, 1.4, queued=True)
    assert not patience.is_over("/nl/", 0.01, 1.5, queued=True)
    assert not patience.is_over("/nl/", wait, 1.6, queued=True)
