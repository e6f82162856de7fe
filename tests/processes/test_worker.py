import socket
from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from portal.processes import worker
from portal.processes.worker import HurriedSocket, refusal
from portal.web.headers import FILE_HEADERS
from tests.processes.serving import PATIENCE, running


@pytest.fixture(scope="module")
def port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """Give the port of a server that says how requests reach it."""
    log = tmp_path_factory.mktemp("server") / "log"
    with running("tests.processes.echo:app", log) as free:
        yield free
    told = log.read_text()
    assert "Traceback" not in told
    assert "secret" not in told


def answer_to(port: int, request: bytes) -> str:
    """Return all that comes back for these bytes."""
    with socket.create_connection(("127.0.0.1", port), PATIENCE) as connection:
        connection.sendall(request)
        received = b""
        while some := connection.recv(65_536):
            received += some
    return received.decode()


def asking(line: bytes = b"GET /nl/ HTTP/1.1", *headers: bytes) -> bytes:
    """Return a request with these headers."""
    return b"\r\n".join([line, b"Host: 127.0.0.1", b"Connection: close", *headers, b"", b""])


@pytest.mark.parametrize(
    ("request_", "status"),
    [
        (asking(b"GET /" + b"secret" * 2000 + b" HTTP/1.1"), 414),
        (asking(b"GET / HTTP/1.1", b"Cookie: " + b"secret" * 2000), 431),
        (asking(b"GET / HTTP/1.1", *(b"X-%d: secret" % number for number in range(150))), 431),
        (asking(b"GET /secret\xff HTTP/1.1"), 400),
        (asking(b"GET / HTTP/9.9"), 400),
        (asking(b"GET / HTTP/1.1", b"Sec ret: secret"), 400),
        (asking(b"POST / HTTP/1.1", b"Content-Length: -1"), 400),
        (b"\x16\x03\x01secret\r\n\r\n", 400),
    ],
)
def test_what_is_no_request_is_refused_in_every_language_and_nothing_of_it_is_repeated(
    port: int, request_: bytes, status: int
) -> None:
    answer = answer_to(port, request_)
    assert answer.startswith(f"HTTP/1.1 {status} ")
    for words in ("We begrijpen", "Nous ne comprenons pas", "Wir verstehen", "We do not"):
        assert words in answer
    assert "secret" not in answer
    assert answer.count("<h1") == 1
    for name, value in FILE_HEADERS:
        assert answer.count(f"\r\n{name}: {value}\r\n") == 1


@pytest.mark.parametrize(
    "header",
    [b"SCRIPT_NAME: /nl", b"PATH_INFO: /fr/", b"X-Forwarded-Proto: https", b"X-Forwarded-Ssl: on"],
)
def test_no_header_changes_what_a_request_is_taken_for(port: int, header: bytes) -> None:
    answer = answer_to(port, asking(b"GET /nl/ HTTP/1.1", header))
    assert "['', '/nl/', 'http', '127.0.0.1'] 0" in answer


def test_a_whole_form_arrives(port: int) -> None:
    body = b"a" * 60_000
    asked = asking(b"POST / HTTP/1.1", b"Content-Length: %d" % len(body)) + body
    assert "] 60000" in answer_to(port, asked)


def test_half_a_request_does_not_hold_a_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker, "PATIENCE", 0.1)
    sender, receiver = socket.socketpair()
    with sender, HurriedSocket(fileno=receiver.detach()) as hurried:
        hurried.hurry()
        sender.send(b"POST / HT")
        assert hurried.recv(100) == b"POST / HT"
        with pytest.raises(ConnectionResetError):
            hurried.recv(100)


def test_who_does_not_close_lets_nobody_wait(port: int) -> None:
    with ExitStack() as stack:
        for _ in range(60):
            left_open = stack.enter_context(socket.create_connection(("127.0.0.1", port), PATIENCE))
            left_open.sendall(asking())
        # One after the other, each of them would hold the server up for two seconds.
        assert "] 0" in answer_to(port, asking())


def test_an_answer_before_the_end_of_what_is_sent_arrives(port: int) -> None:
    refused = asking(b"POST / HTTP/9.9", b"Content-Length: 60000") + b"a" * 60_000
    assert answer_to(port, refused).startswith("HTTP/1.1 400 ")


def test_our_own_failure_is_not_blamed_on_the_reader() -> None:
    answer = refusal(500, "Internal Server Error").decode()
    assert "Er ging iets mis bij ons" in answer
    assert "no-store" in answer
