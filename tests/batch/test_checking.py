"""A file can be checked before it is sent, without a database, and says each place."""

import json
from pathlib import Path

import pytest

from portal.batch.checking import check_any
from portal.batch.status import show_status
from portal.settings import load_settings
from tests.batch.attacks import GOOD
from tests.batch.messages import of_rows
from tests.batch.sending import lay, send
from tests.declarations.world import EMMA, TODAY, TRAINING
from tests.rest.bodies import training


def check(path: Path, data: bytes) -> bool:
    path.write_bytes(data)
    return check_any(path, TODAY, load_settings())


def test_a_message_is_checked_to_the_column(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://nobody@127.0.0.1:1/nothing")
    rows = [TRAINING, {**TRAINING, "reference": "W2", "end_date": "2026-11-08", "nature": "Formal"}]
    data = of_rows([*rows, {**TRAINING, "reference": "W3", "end_date": "2026-11-08"}])
    assert check(tmp_path / "good.xml", GOOD)
    assert not check(tmp_path / "bad.xml", data)
    first, second, last = capsys.readouterr().out.splitlines()[1:]
    column = data.decode().splitlines()[4].index("<Nature>") + 1
    assert first.startswith(f"line 5, column {column} | W2 | /FlaDeclaration/Form[1]/")
    assert "TrainingRecord[2]/Nature: unknownCode (80004-146)" in first
    assert "TrainingRecord[3]/EndDate: invalidPeriod" in second
    assert last.startswith("1 of 3 records can be declared")


def test_what_is_no_message_says_why(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert not check(tmp_path / "cut.xml", GOOD[:-30])
    told = capsys.readouterr().err
    assert "truncated (80100-003): line " in told
    assert "Send it again, whole." in told


def test_items_are_checked_as_the_web_service_takes_them(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    good = {"action": "createTraining", **training()}
    assert check(tmp_path / "good.json", json.dumps([good]).encode())
    bad = {"reference": "S1", "items": [good, {**good, "title": 7, "reference": "W2"}, 5]}
    assert not check(tmp_path / "bad.json", json.dumps(bad).encode())
    told = capsys.readouterr().out
    assert "items[1].title | W2 | schemaViolation" in told
    assert "1 of 3 items" in told
    assert not check(tmp_path / "no.json", b'{"items": ')


@pytest.mark.usefixtures("world")
def test_the_status_shows_a_bar_and_a_reason(capsys: pytest.CaptureFixture[str]) -> None:
    send(GOOD)
    send(GOOD[:-30])
    lay(of_rows([{**TRAINING, "ssin": EMMA}]))
    show_status(10, watch=False)
    done, refused, waiting = capsys.readouterr().out.splitlines()
    assert done.endswith(f"[{'#' * 30}] 100%  1 of 1  done")
    assert refused.endswith("refused: truncated")
    assert waiting.endswith(f"[{'-' * 30}]   0%  0 of 0  received")
