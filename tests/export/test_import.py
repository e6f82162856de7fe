"""An export comes back into an empty portal as the same account, and nothing else comes in."""

import io
import json
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from click.testing import CliRunner, Result
from flask import Flask
from sqlalchemy import Engine, func, select

from portal.commands import portal
from portal.database import Session, engine
from portal.declarations.declare import Moment, declare
from portal.directory.entries import find
from portal.export.reading import MOST_BYTES
from portal.models import Base, DeclaredReference, FeedLoad, Person, Training
from portal.settings import Settings, load_settings
from portal.wire.sheet import read_sheet
from tests.account.sample import AT, OPERATOR, SAMPLE, load, rows
from tests.emptying import empty
from tests.export.taken import FORMER, SSIN, X, Y, add_full_record, ask_for_everything, opened
from tests.login.session import signed_in
from tests.reckoning.world import add_employer, add_employment, add_training, add_worker

Change = Callable[[dict[str, Any]], object]


@pytest.fixture(scope="module")
def archive(app: Flask, _own_settings: Settings) -> bytes:
    """Return the file that a worker took along, who is known nowhere any more."""
    data: bytes = ask_for_everything(signed_in(app.test_client(), add_full_record())).data
    empty(engine(_own_settings))
    return data


@pytest.fixture
def taken(archive: bytes, database: Engine, tmp_path: Path) -> Path:
    """Return that file, and a portal that knows nobody."""
    assert database
    path = tmp_path / "taken.zip"
    path.write_bytes(archive)
    return path


def read_back(path: Path) -> Result:
    return CliRunner().invoke(portal, ["import-export", str(path)])


def account(*ssins: str) -> str:
    return CliRunner().invoke(portal, ["account", *ssins]).stdout


def everything(engine: Engine) -> dict[str, list[Any]]:
    """Return all rows of all tables but the look log."""
    with engine.connect() as db:
        return {
            table.name: sorted(map(str, db.execute(select(table))))
            for table in Base.metadata.sorted_tables
            if not table.name.startswith(("look", "anchored"))
        }


def test_the_account_is_the_same_before_and_after(
    app: Flask, database: Engine, tmp_path: Path
) -> None:
    path = tmp_path / "taken.zip"
    path.write_bytes(ask_for_everything(signed_in(app.test_client(), add_full_record())).data)
    before = account(SSIN)
    assert json.loads(before)["trainings"]
    empty(database)
    result = read_back(path)
    assert result.exit_code == 0, result.output
    assert "Warning" not in result.output
    assert account(SSIN) == before
    assert account(FORMER) == before
    with Session() as db:
        person = db.scalars(select(Person)).one()
        assert (person.email, person.birth_place) == ("emma@example.org", "Ieper")


def test_the_second_export_is_the_first(taken: Path, app: Flask, tmp_path: Path) -> None:
    first = _document(taken)
    read_back(taken)
    with Session() as db:
        person_id = find(db, [SSIN])[SSIN].person_id
    client = signed_in(app.test_client(), person_id)
    again = tmp_path / "again.zip"
    again.write_bytes(ask_for_everything(client).data)
    second = _document(again)
    for name in ("person", "employers", "employments", "trainings", "declaredRights"):
        assert first[name] == second[name], name
    assert [look["role"] for look in second["looks"]] == ["worker", "operator"]


def _document(path: Path) -> dict[str, Any]:
    return json.loads(opened(path.read_bytes()).read("account.json"))


def test_every_account_of_the_sample_comes_back_as_it_was(
    database: Engine, tmp_path: Path, app: Flask
) -> None:
    with Session.begin() as db:
        load(db)
    numbers = [row["ssin"] for row in rows("workers.csv")][:6]
    before = account(*numbers)
    files: list[Path] = []
    for ssin in numbers:
        with Session() as db:
            person_id = find(db, [ssin])[ssin].person_id
        path = tmp_path / f"{len(files)}.zip"
        path.write_bytes(ask_for_everything(signed_in(app.test_client(), person_id)).data)
        files.append(path)
    empty(database)
    for path in files:
        assert read_back(path).exit_code == 0
    assert account(*numbers) == before


def test_what_was_declared_before_is_known_when_it_is_declared_again(
    database: Engine, tmp_path: Path, app: Flask
) -> None:
    with Session.begin() as db:
        load(db)
        training = db.scalars(select(Training)).first()
        person_id, reference = training.person_id, training.reference
    path = tmp_path / "taken.zip"
    path.write_bytes(ask_for_everything(signed_in(app.test_client(), person_id)).data)
    empty(database)
    assert read_back(path).exit_code == 0
    sheet = read_sheet((SAMPLE / "trainings.csv").read_bytes(), with_enterprise=True)
    row = next(row.texts for row in sheet.rows if row.texts["reference"] == reference)
    with Session.begin() as db:
        (outcome,) = declare(db, OPERATOR, [row], Moment(AT, "open"))
        assert outcome.result.value == "unchanged"
        assert db.scalar(select(func.count()).select_from(DeclaredReference))


def test_the_same_file_twice_changes_nothing(taken: Path, database: Engine) -> None:
    read_back(taken)
    before = everything(database)
    result = read_back(taken)
    assert result.exit_code == 0
    assert "nothing was changed" in result.output
    assert everything(database) == before


def test_a_person_with_other_data_is_left_as_they_are(taken: Path, database: Engine) -> None:
    read_back(taken)
    with Session.begin() as db:
        add_training(db, find(db, [SSIN])[SSIN].person_id, X, date(2026, 3, 4))
    before = everything(database)
    result = read_back(taken)
    assert result.exit_code == 1
    assert "with other data (employments, trainings)" in result.output
    assert everything(database) == before


def test_an_employer_that_is_known_keeps_its_size_for_everybody(taken: Path) -> None:
    with Session.begin() as db:
        add_employer(db, X, "7")
        add_employment(db, other := add_worker(db, "73092613502"), X)
        db.add(FeedLoad(feed_load_id=UUID(int=7), loaded_at=AT, counts={}))
    before = account("73092613502")
    result = read_back(taken)
    assert result.exit_code == 0
    assert "Warning: employments" in result.output
    assert account("73092613502") == before
    with Session() as db:
        assert db.scalars(select(FeedLoad.loaded_at)).all() == [AT]
        assert other


def test_another_persons_employment_is_never_taken_away(taken: Path, database: Engine) -> None:
    document = _document(taken)
    with Session.begin() as db:
        add_employer(db, Y)
        job = add_employment(db, add_worker(db, "73092613502"), Y)
    document["employments"][0]["employmentId"] = job
    before = everything(database)
    result = read_back(changed(taken, document))
    assert result.exit_code == 1
    assert "another person's" in result.output
    assert everything(database) == before


def test_a_file_gives_nobody_the_right_to_act_for_an_enterprise(
    taken: Path, database: Engine
) -> None:
    document = _document(taken)
    document["representations"] = [
        {"enterpriseNumber": X, "role": "accessManager", "since": "2026-01-01"}
    ]
    assert read_back(changed(taken, document)).exit_code == 0
    assert everything(database)["representative"] == []


def changed(path: Path, document: dict[str, Any]) -> Path:
    """Return a file with another document in it."""
    other = path.with_name("changed.zip")
    with zipfile.ZipFile(other, "w") as archive:
        archive.writestr("account.json", json.dumps(document))
    return other


def _set(*path: object) -> Change:
    *way, last, value = path

    def change(document: dict[str, Any]) -> None:
        found: Any = document
        for part in way:
            found = found[part]
        found[last] = value

    return change


CHANGES: dict[str, Change] = {
    "another format": _set("format", "something-else"),
    "a newer version": _set("version", 2),
    "no version": lambda document: document.pop("version"),
    "an unknown member": _set("extra", 1),
    "a missing part": lambda document: document.pop("trainings"),
    "a number with a false check": _set(
        "person", "numbers", [{"ssin": "95111722478", "state": "current"}]
    ),
    "a number of somebody else": _set("person", "ssin", "73092613502"),
    "an impossible day": _set("trainings", 0, "endDate", "2026-02-30"),
    "an end before the start": _set("trainings", 0, "endDate", "1999-01-01"),
    "minutes beyond all bounds": _set("trainings", 0, "durationMinutes", 10**30),
    "a huge number": _set("declaredRights", 0, "days", "9" * 200_000),
    "a nothing in a title": _set("trainings", 0, "title", "a\0b"),
    "half a letter": _set("trainings", 0, "title", "\ud800"),
    "two records with one id": lambda document: document["trainings"].append(
        document["trainings"][0]
    ),
    "a gap in versions": _set("trainings", 0, "version", 3),
    "a share over one": _set("employments", 0, "workRegimes", 0, "workRegime", "3/2"),
    "a share without end": _set("employments", 0, "workRegimes", 0, "workRegime", "1/3"),
    "employments that overlap": lambda document: document["employments"].append(
        {**document["employments"][0], "employmentId": "other"}
    ),
    "a committee that is none": _set("employments", 0, "jointCommittee", "'; DROP TABLE person"),
    "a formula for a number": _set("employers", 0, "enterpriseNumber", "=1+1"),
}


@pytest.mark.parametrize("name", CHANGES)
def test_a_document_that_cannot_be_is_refused_in_a_sentence(
    taken: Path, database: Engine, name: str
) -> None:
    document = _document(taken)
    CHANGES[name](document)
    before = everything(database)
    result = read_back(changed(taken, document))
    assert result.exit_code == 1, result.output
    assert result.output.startswith("Error: ")
    assert "Nothing was changed" in result.output
    assert SSIN not in result.output
    assert everything(database) == before


def packed(name: str, data: bytes, **more: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for each, content in {name: data, **more}.items():
            archive.writestr(each, content)
    return file.getvalue()


def _flipped(data: bytes) -> bytes:
    place = data.index(b"account.json") + 400
    return data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :]


FILES: dict[str, Callable[[bytes], bytes]] = {
    "nothing": lambda _: b"",
    "words": lambda _: b"Dear Emma,",
    "a picture": lambda _: b"\x89PNG\r\n\x1a\n" + b"\0" * 100,
    "half of it": lambda data: data[: len(data) // 2],
    "one bit flipped": _flipped,
    "another archive": lambda _: packed("letter.txt", b"Dear Emma,"),
    "a document that is none": lambda _: packed("account.json", b"[1, 2]"),
    "broken JSON": lambda _: packed("account.json", b'{"format": '),
    "JSON without end": lambda _: packed("account.json", b'{"a":' * 100_000),
    "no text": lambda _: packed("account.json", b"\xff\xfe\0"),
    "a bomb": lambda _: packed("account.json", b" " * (MOST_BYTES + 2)),
    "a bare bomb": lambda _: b"{" + b" " * (MOST_BYTES + 2),
}


@pytest.mark.parametrize("name", FILES)
def test_a_foreign_or_damaged_file_is_refused_in_a_sentence(taken: Path, name: str) -> None:
    taken.write_bytes(FILES[name](taken.read_bytes()))
    result = read_back(taken)
    assert result.exit_code == 1
    assert result.output.startswith("Error: This ")
    assert "Traceback" not in result.output
    with Session() as db:
        assert db.scalar(select(func.count()).select_from(Person)) == 0


def test_where_nothing_is_registered_any_more_nothing_comes_back(
    taken: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    by_law = load_settings().model_copy(update={"registration": "by-law"})
    monkeypatch.setattr("portal.commands.load_settings", lambda: by_law)
    result = read_back(taken)
    assert result.exit_code == 1
    assert "registrationClosed" in result.output
