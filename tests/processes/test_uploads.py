"""The served pages refuse a file that is too large while it comes, and keep none of it."""

import socket
from collections.abc import Iterator

import pytest

from portal.settings import Settings
from portal.web.verify import MOST_BYTES
from tests.processes.serving import PATIENCE, running

HEAD = b"POST /en/verify/7K3M-Q9V2-X8PD-RT4B HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
FORM = b"Content-Type: multipart/form-data; boundary=b\r\n"
FILE = b'--b\r\nContent-Disposition: form-data; name="file"; filename="a.pdf"\r\n\r\n%PDF-'
PIECE = bytes(65_536)


@pytest.fixture(scope="module")
def port(_own_settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """Give the port of a server with the pages."""
    folder = tmp_path_factory.mktemp("server")
    with running(
        "portal.app:create_app()",
        folder / "log",
        DATABASE_URL=str(_own_settings.database_url),
        PORTAL_DATA=str(folder / "data"),
    ) as free:
        yield free


def answer_to(port: int, headers: bytes, pieces: Iterator[bytes]) -> str:
    """Return the answer."""
    with socket.create_connection(("127.0.0.1", port), PATIENCE) as connection:
        connection.sendall(HEAD + FORM + headers + b"\r\n")
        for piece in pieces:
            connection.sendall(piece)
        return b"".join(iter(lambda: connection.recv(65_536), b"")).decode()


def chunk(data: bytes) -> bytes:
    return b"%x\r\n%s\r\n" % (len(data), data)


def test_a_file_that_says_it_is_too_large_is_refused_before_it_comes(port: int) -> None:
    answer = answer_to(port, b"Content-Length: 1000000000\r\n", iter([FILE]))
    assert answer.startswith("HTTP/1.1 413 ")
    assert "What you sent is too large" in answer


def test_a_file_that_says_no_size_is_refused_once_it_is_too_large(port: int) -> None:
    pieces = [FILE, *[PIECE] * (MOST_BYTES // len(PIECE) + 1)]
    answer = answer_to(port, b"Transfer-Encoding: chunked\r\n", map(chunk, pieces))
    assert answer.startswith("HTTP/1.1 413 ")
    assert "What you sent is too large" in answer
