"""Nobody who takes the database, the logs or the data folder away has a single number."""

import base64
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from tests.feed.country import SAMPLE
from tests.login.browser import Browser
from tests.processes.test_everything import HOUSE, Portal

BRAM = "95111722477"
REFUSED = "95111722576"  # check digits that do not fit
STRANGER = "85073003328"  # well-formed, and nobody of the sample country
ELEVEN_DIGITS = re.compile(rb"(?=([0-9]{11}))")


def canaries() -> set[str]:
    """Return every number that goes through the portal in this test."""
    files = (SAMPLE / name for name in ("workers.csv", "trainings.csv", "representatives.csv"))
    texts = b"\n".join(path.read_bytes() for path in files)
    return {BRAM, REFUSED, STRANGER, *(number.decode() for number in ELEVEN_DIGITS.findall(texts))}


def forms(number: str) -> Iterator[bytes]:
    """Return how a number may look: as it is, with points, as hex, as base64 wherever it begins."""
    bare = number.encode()
    yield bare
    yield f"{number[:2]}.{number[2:4]}.{number[4:6]}-{number[6:9]}.{number[9:]}".encode()
    yield bare.hex().encode()
    for before in range(3):
        # What the bytes before and after have no part in.
        yield base64.b64encode(b"\0" * before + bare)[(4 * before + 2) // 3 : -4]


class Run:
    """A portal with everything in one folder, and what its processes said."""

    def __init__(self, folder: Path) -> None:
        self.portal = Portal(folder / "var")
        self.said = b""
        self.seen: list[str] = []  # addresses and cookies
        self.dumped: dict[str, bytes] = {}

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
        """Sign in, look at every page of a worker, and put numbers where none belongs."""
        web, key = (f"http://127.0.0.1:{port}" for port in self.portal.ports)
        browser = Browser()
        browser.sign_in(web, BRAM)
        assert "account" in browser.page.url
        for path in ("account", "account/trainings", "account/nothing", "sign-in"):
            self.seen.append(browser.open(f"{web}/en/{path}").url)
            browser.open(f"{web}/en/{path}/{BRAM}?who={BRAM}")
        browser.session.post(f"{web}/en/sign-out", data={"ssin": BRAM}, timeout=20)
        browser.open(f"{key}/{BRAM}")
        stranger = Browser()
        stranger.sign_in(web, "70010199861")
        self.seen += [stranger.page.url, *browser.session.cookies.values()]

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
        one.look_around()
        assert one.command("declare", str(sheet)).returncode == 1
        shown = one.command("account", BRAM, STRANGER)
        assert shown.stdout.startswith(f'{{"ssin": "{BRAM}"'.encode())
        assert STRANGER.encode() in shown.stderr
        assert one.command("feed", str(SAMPLE)).returncode == 0
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


def found_in(texts: dict[str, bytes], numbers: set[str]) -> list[tuple[str, str]]:
    """Return where which number stands, in whichever form."""
    return [
        (name, number)
        for name, text in texts.items()
        for number in numbers
        if any(form in text for form in forms(number))
    ]


def test_a_dump_of_the_database_holds_no_number(run: Run) -> None:
    assert run.dumped["directory"].count(b"\n") == 72
    assert run.dumped["training"]
    assert run.dumped["session"]
    assert found_in(run.dumped, canaries()) == []


def test_logs_addresses_and_cookies_hold_no_number(run: Run) -> None:
    texts = {"log": run.said, "addresses and cookies": "\n".join(run.seen).encode()}
    assert found_in(texts, canaries()) == []


def test_no_file_of_the_portal_holds_a_number_not_even_those_of_the_database_server(
    run: Run,
) -> None:
    files = {str(path): path for path in run.portal.data.rglob("*") if path.is_file()}
    assert [name for name in files if "postgres" in name]
    numbers = {number.encode() for number in canaries()}
    bare = [
        name
        for name, path in files.items()
        if numbers.intersection(ELEVEN_DIGITS.findall(path.read_bytes()))
    ]
    assert bare == []
    few = {BRAM, REFUSED, STRANGER}
    assert found_in({name: path.read_bytes() for name, path in files.items()}, few) == []
