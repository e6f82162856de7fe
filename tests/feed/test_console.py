"""The command says what was loaded, and ends with 1 and every faulty line where nothing was."""

import threading
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import Engine, text

from portal.commands import portal
from portal.feed import loading
from portal.feed.console import feed_folder
from tests.feed.country import NOW, SAMPLE, Feed


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(portal, [str(argument) for argument in arguments])


@pytest.mark.usefixtures("database")
def test_the_command_prints_what_became_of_the_rows_of_each_file() -> None:
    done = run("feed", SAMPLE)

    assert done.exit_code == 0, done.output
    assert done.stdout.splitlines()[:2] == [
        "workers.csv: 72 read, 72 new, 0 changed, 0 unchanged",
        "employers.csv: 12 read, 12 new, 0 changed, 0 unchanged",
    ]
    assert "employments.csv: 124 rows" in done.stderr.splitlines()
    again = run("feed", SAMPLE)
    assert "workers.csv: 72 read, 0 new, 0 changed, 72 unchanged" in again.stdout


def test_the_command_names_every_faulty_line_and_loads_nothing(
    database: Engine, feed: Feed
) -> None:
    feed.rows["workers.csv"][0]["given_names"] = "a\nb\x07"
    feed.rows["employers.csv"][1]["name"] = ""
    (feed.folder / "extra.csv").write_text("x\n")

    done = run("feed", feed.write())

    assert done.exit_code == 1
    assert done.stdout == ""
    told = done.stderr.splitlines()
    assert "extra.csv is no file of the feed and was not read." in told
    assert (
        r"workers.csv, line 2, given_names: 'a\nb\x07': Remove the control characters from this"
        " cell." in told
    )
    assert "employers.csv, line 3, name: This cell may not be empty: fill it in." in told
    assert told[-1].startswith("Nothing was loaded.")
    with database.connect() as connection:
        assert connection.scalar(text("SELECT count(*) FROM employer")) == 0


@pytest.mark.usefixtures("database")
def test_the_number_of_further_faults_is_told(feed: Feed, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("portal.feed.report.MOST_FAULTS", 1)
    for row in feed.rows["workers.csv"]:
        row["language"] = "it"

    assert "and 1 more." in run("feed", feed.write()).stderr.splitlines()


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    done = run("feed", tmp_path / "nowhere")

    assert done.exit_code == 2
    assert "does not exist" in done.stderr


def test_a_load_waits_for_another_one(
    database: Engine, feed: Feed, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = feed.write()
    loaded = []
    waiting = threading.Thread(target=lambda: loaded.append(feed_folder(folder, NOW)))
    with database.begin() as other:
        other.execute(text(f"SELECT pg_advisory_xact_lock({loading.LOCK})"))
        waiting.start()
        waiting.join(timeout=1.5)
        assert waiting.is_alive()
    waiting.join(timeout=30)

    assert loaded == [True]
    assert "waiting for another load" in capsys.readouterr().err
