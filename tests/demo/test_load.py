"""Loading the demo country, or another folder, into an empty database."""

import shutil
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.orm import Session

from portal import clock
from portal.declarations.outcome import Result
from portal.demo import load
from portal.demo.country import write_country
from portal.demo.country.senders import write_senders
from portal.demo.folder import feed_folder
from portal.settings import Settings

SAMPLE = Path(__file__).parent.parent / "sample"
TOLD_BUT_ACCEPTED = (Result.ACCEPTED, Result.ACCEPTED_WITH_WARNINGS)


@pytest.fixture(scope="module")
def country(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("country")
    write_country(folder)
    write_senders(folder)
    return folder


@pytest.fixture
def now() -> datetime:
    return clock.now()


def loaded(db: Session, folder: Path, now: datetime) -> tuple[load.Loaded, list[str]]:
    lines: list[str] = []
    return load.load_country(db, folder, now, lines.append), lines


def everything(db: Session) -> dict[str, int]:
    tables = ("person", "employer", "employment", "work_regime", "training", "training_right")
    versions = ("training_version", "training_right_version", "declared_reference")
    return {
        table: db.scalar(text(f"SELECT count(*) FROM {table}"))  # noqa: S608 - names from above
        for table in tables + versions
    }


def test_the_feed_and_the_door_take_all_of_the_country(
    db: Session, country: Path, now: datetime
) -> None:
    result, lines = loaded(db, country, now)
    declared = sum(
        len((country / name).read_text().splitlines()) - 1
        for name in ("trainings.csv", "rights.csv")
    )
    assert not [line for line in lines if "refused" in line]
    assert sum(result.results[kind] for kind in TOLD_BUT_ACCEPTED) == declared
    kept = everything(db)
    assert (kept["person"], kept["employer"]) == (200, 40)
    assert kept["training"] + kept["training_right"] == declared


def test_loading_the_country_again_changes_nothing(
    db: Session, country: Path, now: datetime
) -> None:
    loaded(db, country, now)
    before = everything(db)
    result, _ = loaded(db, country, now)
    assert set(result.results) == {Result.UNCHANGED}
    assert everything(db) == before


def test_a_folder_of_others_without_our_own_files_is_loaded_too(
    db: Session, tmp_path: Path, now: datetime
) -> None:
    shutil.copytree(SAMPLE, tmp_path / "outside")
    result, _ = loaded(db, tmp_path / "outside", now)
    assert sum(result.results[kind] for kind in TOLD_BUT_ACCEPTED) == 340
    assert result.results[Result.REJECTED] == 0


def test_a_feed_without_declarations_is_loaded_too(
    db: Session, country: Path, tmp_path: Path, now: datetime
) -> None:
    for name in ("workers.csv", "employers.csv", "employments.csv", "work_regimes.csv"):
        shutil.copy(country / name, tmp_path)
    result, _ = loaded(db, tmp_path, now)
    assert not result.results
    assert everything(db)["person"] == 200


def test_what_the_door_refuses_is_told_and_the_rest_is_kept(
    db: Session, tmp_path: Path, now: datetime
) -> None:
    shutil.copytree(SAMPLE, tmp_path / "outside")
    sheet = tmp_path / "outside" / "trainings.csv"
    sheet.write_text(sheet.read_text().replace(",completed,", ",finished,", 1))
    result, lines = loaded(db, tmp_path / "outside", now)
    assert result.results[Result.REJECTED] == 1
    assert [line for line in lines if line.startswith("W2026-000001 refused: status:")]
    assert everything(db)["training"] == 339


def faulty_feed(folder: Path) -> None:
    shutil.copytree(SAMPLE, folder)
    workers = folder / "workers.csv"
    workers.write_text(workers.read_text().replace("95111722477", "95111722478", 1))


def sheet_without_titles(folder: Path) -> None:
    shutil.copytree(SAMPLE, folder)
    sheet = folder / "trainings.csv"
    sheet.write_text(sheet.read_text().replace(",title,", ",name,", 1))


@pytest.mark.parametrize(
    ("make", "named"),
    [
        (faulty_feed, "workers.csv, line 2, ssin"),
        (sheet_without_titles, "trainings.csv: "),
        (lambda folder: folder.mkdir(), "None of the files of a feed"),
        (lambda _: None, "There is no folder"),
    ],
    ids=["a faulty feed", "a sheet without titles", "an empty folder", "no folder"],
)
def test_a_folder_that_cannot_be_loaded_leaves_nothing_and_says_why(
    make: Callable[[Path], None],
    named: str,
    tmp_path: Path,
    database: Engine,
    settings: Settings,
) -> None:
    make(tmp_path / "outside")
    outside = settings.model_copy(update={"demo_feed": tmp_path / "outside"})
    with pytest.raises(load.NotLoaded, match=named):
        load.load_demo_country(outside, clock.now(), lambda _: None)
    with Session(database) as db:
        assert set(everything(db).values()) == {0}


def test_a_start_with_an_empty_database_loads_and_a_later_start_leaves_all_as_it_is(
    database: Engine, settings: Settings, now: datetime
) -> None:
    begun = time.perf_counter()
    first = load.load_demo_country(settings, now, lambda _: None)
    taken = time.perf_counter() - begun
    assert first is not None
    assert first.results[Result.REJECTED] == 0
    assert taken < 5
    with database.begin() as connection:
        connection.execute(text("DELETE FROM training"))
    assert load.load_demo_country(settings, now, lambda _: None) is None
    with Session(database) as db:
        assert everything(db)["training"] == 0


@pytest.mark.usefixtures("database")
def test_the_command_says_what_it_kept_and_at_the_next_start_only_how_to_send(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert load.main() == 0
    said = capsys.readouterr().err.splitlines()
    assert said[0].startswith("Loading the people of ")
    assert said[-2].startswith("Kept 1,912 declarations, ")
    assert said[-2].endswith("; refused 0.")
    assert said[-1].startswith("To send files: sftp -P 8022 -i ")
    assert load.main() == 0
    assert capsys.readouterr().err.splitlines() == said[-1:]


def test_keys_that_were_made_once_are_kept(settings: Settings, tmp_path: Path) -> None:
    at = settings.model_copy(update={"data": tmp_path / "not yet there"})
    folder = feed_folder(at)
    keys = {path: path.read_bytes() for path in (folder / "keys").iterdir()}
    senders = (folder / "senders.csv").read_bytes()
    assert feed_folder(at) == folder
    assert {path: path.read_bytes() for path in (folder / "keys").iterdir()} == keys
    assert (folder / "senders.csv").read_bytes() == senders


def test_private_keys_are_for_their_owner_only(country: Path) -> None:
    private = [
        path
        for path in (country / "keys").iterdir()
        if path.suffix != ".pem" and not path.name.endswith(".jwks.json")
    ]
    assert len(private) == 9
    assert {path.stat().st_mode & 0o777 for path in private} == {0o600}
