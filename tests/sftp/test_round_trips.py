"""Whole deliveries: brought by the programs that senders use, taken, worked through, fetched."""

import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from lxml import etree
from sqlalchemy import Engine, text

from portal.batch.filename import Answer, FileName, Part
from portal.database import Session
from portal.settings import Settings
from tests.batch.mailbox import REAL, SENDER, TEST, Signer
from tests.batch.messages import of_rows
from tests.conftest import emptied
from tests.declarations.world import BAKERY, NOBODY, TRAINING, fill
from tests.sftp.clients import CLIENTS, is_here
from tests.sftp.senders import Server, add_sender, make_key

PATIENCE = 40  # seconds
MESSAGE = of_rows([TRAINING, {**TRAINING, "reference": "W2026-2", "ssin": NOBODY}])
SPACE = "{urn:fla:result:1}"


@pytest.fixture
def signer(tmp_path_factory: pytest.TempPathFactory) -> Signer:
    return Signer.make(tmp_path_factory.mktemp("signer"), "sender")


@pytest.fixture
def world(
    _own_settings: Settings, server: Server, worker: None, signer: Signer
) -> Iterator[Engine]:
    """Fill the database with the small world of the door, whose bakery sends files."""
    with emptied(_own_settings) as pool:
        with Session.begin() as db:
            fill(db)
        key = make_key(server.key(SENDER))
        add_sender(pool, SENDER, key, signer.certificate.read_text())
        with pool.begin() as connection:
            change = "UPDATE sender SET enterprise_number = :number, quality = 'employer'"
            connection.execute(text(change), {"number": BAKERY})
        yield pool
    server.empty_mailboxes()
    assert worker is None


def within(seconds: float, fact: Callable[[], bool]) -> bool:
    """Tell whether something becomes true in time."""
    deadline = time.monotonic() + seconds
    while not fact():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.1)
    return True


def trainings(pool: Engine) -> int:
    with pool.connect() as connection:
        return int(connection.scalar(text("SELECT count(*) FROM training")))


def delivery(folder: Path, data: FileName, signer: Signer | None) -> list[Path]:
    """Write the files of a delivery, in the order in which they are sent."""
    parts = [(Part.DATA, MESSAGE), (Part.START, b"")]
    if signer:
        parts.insert(1, (Part.SIGNATURE, signer.sign(MESSAGE)))
    paths = []
    for part, content in parts:
        paths.append(folder / str(data.sibling(part)))
        paths[-1].write_bytes(content)
    return paths


def outcomes(path: Path) -> list[str]:
    return [one.findtext(f"{SPACE}Outcome") for one in etree.parse(path).iter(f"{SPACE}Record")]


@pytest.mark.parametrize(
    "way", [(client, folder) for client in CLIENTS for folder in ("INTEST", "IN")], ids=" ".join
)
def test_a_delivery_is_brought_worked_through_and_answered(
    server: Server, world: Engine, signer: Signer, tmp_path: Path, way: tuple[str, str]
) -> None:
    client, environment = way
    if not is_here(client):
        pytest.skip(f"{client} (with SFTP) is not installed: apt-get install {client}")
    bring, fetch = CLIENTS[client]
    data = REAL if environment == "IN" else TEST
    out = "OUT" if environment == "IN" else "OUTTEST"
    for path in delivery(tmp_path, data, signer if environment == "IN" else None):
        bring(server, SENDER, path, f"{environment}/{path.name}")
    last = server.mailbox(SENDER) / out / data.answer(Answer.RESULT, Part.START)
    assert within(PATIENCE, last.exists), [*server.mailbox(SENDER).rglob("*")]
    name = data.answer(Answer.RESULT, Part.DATA)
    fetch(server, SENDER, tmp_path / name, f"{out}/{name}")
    assert outcomes(tmp_path / name) == ["accepted", "rejected"]
    assert trainings(world) == (1 if environment == "IN" else 0)
    assert not any((server.mailbox(SENDER) / environment).iterdir())
    assert not any((server.folder / "spool").iterdir())
    parts = (Part.DATA, Part.SIGNATURE, Part.START)
    all_answers = {data.answer(answer, part) for answer in Answer for part in parts}
    assert {path.name for path in last.parent.iterdir()} == all_answers


def test_an_upload_that_was_killed_midway_has_no_effect_and_may_go_on(
    server: Server, world: Engine, tmp_path: Path
) -> None:
    message = of_rows({**TRAINING, "reference": f"W{number}"} for number in range(700))
    local = tmp_path / str(TEST)
    local.write_bytes(message)
    arriving = server.mailbox(SENDER) / "INTEST" / str(TEST)
    line = [*server.openssh_line(SENDER), "-l", "800", f"{SENDER}@127.0.0.1"]  # kbit a second
    pipe, quiet = subprocess.PIPE, subprocess.DEVNULL
    with subprocess.Popen(line, stdin=pipe, stdout=quiet) as client:  # noqa: S603 - our own words
        assert client.stdin
        client.stdin.write(f"put {local} INTEST/{TEST}\n".encode())
        client.stdin.flush()
        assert within(PATIENCE, lambda: arriving.exists() and arriving.stat().st_size > 65_536)
        client.kill()
    time.sleep(2.5)
    assert arriving.stat().st_size < len(message)
    with world.connect() as connection:
        assert connection.scalar(text("SELECT count(*) FROM submission")) == 0
    start = tmp_path / str(TEST.sibling(Part.START))
    start.touch()
    done = server.by_openssh(SENDER, f"reput {local} INTEST/{TEST}", f"put {start} INTEST/")
    assert done.returncode == 0, done.stderr
    last = server.mailbox(SENDER) / "OUTTEST" / TEST.answer(Answer.RESULT, Part.START)
    assert within(PATIENCE, last.exists)


def test_the_same_file_again_gets_the_same_answers_and_no_effect(
    server: Server, world: Engine, signer: Signer, tmp_path: Path
) -> None:
    out = server.mailbox(SENDER) / "OUT"
    last = out / REAL.answer(Answer.RESULT, Part.START)
    told = []
    for data in (REAL, REAL, replace(REAL, sequence="00002")):
        for path in delivery(tmp_path, data, signer):
            CLIENTS["paramiko"][0](server, SENDER, path, f"IN/{path.name}")
        last = out / data.answer(Answer.RESULT, Part.START)
        assert within(PATIENCE, last.exists)
        told.append((out / data.answer(Answer.RESULT, Part.DATA)).read_bytes())
        shutil.rmtree(out)
    assert told[0] == told[1]
    assert b"unchanged" in told[2]
    assert trainings(world) == 1
