"""An export comes back into an empty portal as the same account, and nothing else comes in."""

import json
from datetime import date
from pathlib import Path
from uuid import UUID

import pytest
from click.testing import CliRunner
from flask import Flask
from sqlalchemy import Engine, func, select

from portal.commands import portal
from portal.database import Session
from portal.declarations.declare import Moment, declare
from portal.directory.entries import find
from portal.models import DeclaredReference, FeedLoad, Person, Training, TrainingRight
from portal.records.facts import EVERYBODY
from portal.settings import load_settings
from portal.wire.sheet import read_sheet
from tests.account.sample import AT, OPERATOR, SAMPLE, load, rows
from tests.emptying import empty
from tests.export.back import changed, document_in, everything, read_back
from tests.export.taken import FORMER, SSIN, X, Y, add_full_record, ask_for_everything
from tests.login.session import signed_in
from tests.reckoning.world import add_employer, add_employment, add_training, add_worker


def account(*ssins: str) -> str:
    return CliRunner().invoke(portal, ["account", *ssins]).stdout


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
    first = document_in(taken)
    read_back(taken)
    with Session() as db:
        person_id = find(db, [SSIN])[SSIN].person_id
    client = signed_in(app.test_client(), person_id)
    again = tmp_path / "again.zip"
    again.write_bytes(ask_for_everything(client).data)
    second = document_in(again)
    for name in ("person", "employers", "employments", "trainings", "declaredRights"):
        assert first[name] == second[name], name
    assert [look["role"] for look in second["looks"]] == ["worker", "operator"]


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


def _of_everybody(database: Engine) -> list[str]:
    now = everything(database)
    rights = [*now["training_right"], *now["training_right_version"]]
    return [row for row in rights if repr(EVERYBODY) in row]


def test_what_an_employer_chose_for_all_its_workers_comes_back_whole(
    app: Flask, database: Engine, tmp_path: Path
) -> None:
    path = tmp_path / "taken.zip"
    path.write_bytes(ask_for_everything(signed_in(app.test_client(), add_full_record())).data)
    before = _of_everybody(database)
    assert len(before) == 3
    empty(database)
    assert read_back(path).exit_code == 0
    assert _of_everybody(database) == before


def test_a_file_changes_no_choice_of_an_employer_that_is_known(taken: Path) -> None:
    with Session.begin() as db:
        add_employer(db, X)
        add_employment(db, add_worker(db, "73092613502"), X)
    before = account("73092613502")
    assert read_back(taken).exit_code == 0
    assert account("73092613502") == before
    with Session() as db:
        chosen = select(func.count()).where(TrainingRight.person_id == EVERYBODY)
        assert db.scalar(chosen) == 0


def test_another_persons_employment_is_never_taken_away(taken: Path, database: Engine) -> None:
    document = document_in(taken)
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
    document = document_in(taken)
    document["representations"] = [
        {"enterpriseNumber": X, "role": "accessManager", "since": "2026-01-01"}
    ]
    assert read_back(changed(taken, document)).exit_code == 0
    assert everything(database)["representative"] == []


def test_where_nothing_is_registered_any_more_nothing_comes_back(
    taken: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    by_law = load_settings().model_copy(update={"registration": "by-law"})
    monkeypatch.setattr("portal.commands.load_settings", lambda: by_law)
    result = read_back(taken)
    assert result.exit_code == 1
    assert "registrationClosed" in result.output
