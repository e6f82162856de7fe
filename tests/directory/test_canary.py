"""No number, name or token of this test is found again where it does not belong.

Everything goes through a whole portal: feed, declarations, the command that shows an account,
sign-in with its faults, every page, every error. Then all that is left is searched: logs, a dump of
the database, the files of its server, addresses, cookies, names of files, attributes.
"""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from tests.directory.canaries import (
    BRAM,
    NAMES,
    REFUSED,
    STRANGER,
    Attributes,
    Reader,
    found_in,
    renamed,
)
from tests.feed.country import SAMPLE
from tests.processes.test_everything import HOUSE, Portal

ELEVEN_DIGITS = re.compile(rb"(?=([0-9]{11}))")
SECRETS = {BRAM, REFUSED, STRANGER}
# The one table in which a name stands, and what a person may see of themself.
NAMES_STAND_IN = {"person"}


def numbers() -> set[str]:
    """Return every number that goes through the portal in this test."""
    files = (SAMPLE / name for name in ("workers.csv", "trainings.csv", "representatives.csv"))
    texts = b"\n".join(path.read_bytes() for path in files)
    return SECRETS | {number.decode() for number in ELEVEN_DIGITS.findall(texts)}


class Run:
    """A portal with everything in one folder, and what its processes said."""

    def __init__(self, folder: Path) -> None:
        self.portal = Portal(folder / "var")
        self.said = b""
        self.dumped: dict[str, bytes] = {}
        self.bram, self.stranger = Reader(), Reader()

    @property
    def surroundings(self) -> dict[str, str]:
        kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
        return kept | {
            "PYTHONPATH": str(HOUSE),
            "PORTAL_DATA": str(self.portal.data),
            "PORTAL_TODAY": "2026-11-24",
        }

    def command(self, *words: str) -> subprocess.CompletedProcess[bytes]:
        """Give a command of the console; its answer is for the operator, and no log."""
        return subprocess.run(  # noqa: S603 - our own command
            [sys.executable, "-P", "-m", "portal", *words],
            env=self.surroundings,
            cwd="/",
            capture_output=True,
            check=False,
            timeout=120,
        )

    def look_around(self) -> None:
        """Sign in and open every page, then make every error with numbers and names in it."""
        web, key = (f"http://127.0.0.1:{port}" for port in self.portal.ports[:2])
        reader = self.bram
        reader.sign_in(web, BRAM)
        assert "account" in reader.page.url
        reader.open_everything(f"{web}/en/account")
        assert any(NAMES[0] in page for page in reader.pages.values())
        for odd in (BRAM, NAMES[0]):
            for path in ("account", "account/trainings", "account/rights", "sign-in", "nothing"):
                reader.raw("GET", f"{web}/en/{path}/{odd}?who={odd}")
                reader.raw("POST", f"{web}/en/{path}", {"ssin": odd})
                reader.raw("PUT", f"{web}/en/{path}?{odd}={odd}")
            reader.raw("POST", f"{web}/en/sign-out", {"ssin": odd * 9000})
            reader.raw("GET", f"{web}/en/", host=f"{odd}.example")
            reader.raw("GET", f"{web}/sign-in/demo/callback?state={odd}&code={odd}&iss={odd}")
            reader.raw("GET", f"{web}/sign-in/demo/callback?state=1&error={odd}")
            reader.raw("POST", f"{web}/sign-in/demo/backchannel", {"logout_token": odd})
            reader.raw("GET", f"{key}/{odd}")
        reader.send("sign-out")
        self.stranger.sign_in(web, "70010199861")
        for request in (f"GET /{BRAM} HTTP/9.9", f"GET /{'x' * 9000}{BRAM} HTTP/1.1"):
            with socket.create_connection(("127.0.0.1", self.portal.ports[0]), 20) as line:
                line.sendall(f"{request}\r\nHost: {BRAM}\r\n\r\n".encode())
                self.stranger.pages[request[:20]] = line.recv(65_536).decode()

    def dump(self) -> None:
        """Write every table out, as `pg_dump` would."""
        host = self.portal.data / "postgres" / "socket"
        with psycopg.connect(host=str(host), user="portal", dbname="portal") as db:
            tables = "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
            for (table,) in db.execute(tables).fetchall():
                with db.cursor() as cursor, cursor.copy(f"COPY {table} TO STDOUT") as copy:
                    self.dumped[table] = b"".join(bytes(some) for some in copy)
        with psycopg.connect(host=str(host), user="portal", dbname="portal", autocommit=True) as db:
            db.execute("CHECKPOINT")

    @property
    def tokens(self) -> set[str]:
        return self.bram.tokens | self.stranger.tokens

    @property
    def traces(self) -> dict[str, bytes]:
        """All that others than the reader could come to see of a visit."""
        addresses = [*self.bram.addresses, *self.stranger.addresses]
        return {
            "log": self.said,
            "addresses": "\n".join(addresses).encode(),
            "names of files": "\n".join([*self.bram.names, *self.stranger.names]).encode(),
            "paths": "\n".join(map(str, self.portal.data.rglob("*"))).encode(),
        }


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Run]:
    folder = Path(tempfile.mkdtemp(prefix="learning-account-canary-"))
    folder.chmod(0o755)
    sheet = tmp_path_factory.mktemp("sheet") / "sheet.csv"
    header, row = SAMPLE.joinpath("trainings.csv").read_text().splitlines()[:2]
    number = row.split(",")[2]
    more = [row.replace(number, one).replace("W2026", "X2026") for one in (REFUSED, STRANGER)]
    sheet.write_text("\n".join([header, row.replace("W2026", "Y2026"), *more]))
    one = Run(folder)
    try:
        one.portal.start()
        one.said = one.portal.until_open().encode()
        feed = renamed(SAMPLE, tmp_path_factory.mktemp("feed"))
        assert one.command("feed", str(feed)).returncode == 0
        one.look_around()
        assert one.command("declare", str(sheet)).returncode == 1
        shown = one.command("account", BRAM, STRANGER)
        assert shown.stdout.startswith(f'{{"ssin": "{BRAM}"'.encode())
        assert STRANGER.encode() in shown.stderr
        assert one.command("keys", "rotate").returncode == 0
        one.dump()
        assert one.portal.parent
        one.portal.parent.send_signal(signal.SIGINT)
        one.said += one.portal.ended()[1].encode()
        yield one
    finally:
        for pid in one.portal.processes():
            os.kill(pid, signal.SIGKILL)
        if one.portal.parent:
            one.portal.parent.communicate()
        shutil.rmtree(folder)


def test_a_dump_of_the_database_holds_no_number_no_token_and_names_in_one_table(run: Run) -> None:
    assert run.dumped["directory"].count(b"\n") == 72
    assert run.dumped["training"]
    assert run.dumped["session"]
    assert len(run.tokens) >= 6
    assert found_in(run.dumped, numbers() | run.tokens) == []
    assert {name for name, _ in found_in(run.dumped, NAMES)} == NAMES_STAND_IN


def test_logs_addresses_and_names_of_files_hold_no_number_no_name_and_no_token(run: Run) -> None:
    assert run.said
    assert found_in(run.traces, numbers() | set(NAMES) | run.tokens) == []


def test_cookies_hold_no_number_and_no_name(run: Run) -> None:
    cookies = "\n".join(run.tokens).encode()
    assert found_in({"cookies": cookies}, numbers() | set(NAMES)) == []


def test_no_attribute_of_a_page_holds_a_number_a_name_or_a_token(run: Run) -> None:
    pages = run.bram.pages | run.stranger.pages
    assert len(pages) > 40
    values = {url: "\n".join(Attributes(page).values).encode() for url, page in pages.items()}
    assert found_in(values, SECRETS | set(NAMES) | run.tokens) == []


def test_no_page_shows_a_number_and_no_error_repeats_what_was_sent(run: Run) -> None:
    pages = {url: page.encode() for url, page in (run.bram.pages | run.stranger.pages).items()}
    assert found_in(pages, SECRETS) == []
    errors = {url: page for url, page in pages.items() if not url.startswith("http")}
    assert len(errors) > 20
    assert found_in(errors, [NAMES[0]]) == []


def test_no_file_of_the_portal_holds_a_number_not_even_those_of_the_database_server(
    run: Run,
) -> None:
    files = {str(path): path for path in run.portal.data.rglob("*") if path.is_file()}
    assert [name for name in files if "postgres" in name]
    wanted = {number.encode() for number in numbers()}
    bare = [
        name
        for name, path in files.items()
        if wanted.intersection(ELEVEN_DIGITS.findall(path.read_bytes()))
    ]
    assert bare == []
    texts = {name: path.read_bytes() for name, path in files.items()}
    assert found_in(texts, SECRETS) == []
    bare_tokens = {token.encode() for token in run.tokens}
    assert [name for name, text in texts.items() if any(one in text for one in bare_tokens)] == []
