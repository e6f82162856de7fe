"""The file that a worker takes along: everything, in every form, and nothing that bites."""

import io
import json
import re
import subprocess
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, ClassVar
from unittest.mock import MagicMock
from uuid import UUID
from zipfile import ZipFile

import jsonschema
import openpyxl
import pytest
from click.testing import CliRunner
from flask import Flask
from flask.testing import FlaskClient
from python_calamine import CalamineWorkbook
from sqlalchemy import Engine, text
from werkzeug.test import TestResponse

from portal import clock
from portal.account.attestation import Scope, Wanted
from portal.account.checked import Standing, check_attestation
from portal.account.issued import issued_to, withdraw
from portal.commands import portal
from portal.database import Session, engine, reading
from portal.export.archive import SCHEMA
from portal.export.as_csv import csv_of
from portal.export.document import Document, schema
from portal.export.records import right_row, training_row
from portal.export.tables import TABLES
from portal.languages import LANGUAGES, translated
from portal.login.tries import Limit
from portal.models import TrainingRightVersion, TrainingVersion
from portal.settings import Settings
from tests.emptying import empty
from tests.export.taken import (
    FORMER,
    FORMULAS,
    SSIN,
    X,
    add_full_record,
    ask_for_attestation,
    ask_for_everything,
    document_of,
    opened,
    rows_of,
)
from tests.login.session import signed_in
from tests.reckoning.world import add_worker

FORMULA = re.compile(r"\s*[=+\-@＝＋－＠]")  # noqa: RUF001 - wide ones too


@dataclass(frozen=True)
class Taken:
    """What a worker took along, and what the portal said of them at that moment."""

    answer: TestResponse
    archive: ZipFile
    session_hash: bytes
    printed: dict[str, Any]


@pytest.fixture(scope="module")
def taken(app: Flask, _own_settings: Settings) -> Taken:
    pool = engine(_own_settings)
    client = signed_in(app.test_client(), add_full_record())
    answer = ask_for_everything(client)
    with pool.connect() as db:
        (hash_,) = db.execute(text("SELECT session_hash FROM session")).one()
    printed = json.loads(CliRunner().invoke(portal, ["account", SSIN]).stdout)
    empty(pool)
    return Taken(answer, opened(answer), hash_, printed)


def test_everything_comes_in_every_form_and_no_name_says_whose_it_is(taken: Taken) -> None:
    answer = taken.answer
    assert answer.status_code == 200
    assert answer.mimetype == "application/zip"
    assert answer.headers["Content-Disposition"] == (
        "attachment; filename=learning-account-2026-11-24.zip"
    )
    assert answer.headers["Cache-Control"] == "no-store"
    names = opened(answer).namelist()
    assert {*(f"README-{language}.txt" for language in LANGUAGES)} < set(names)
    assert {"account.json", "account-1.schema.json", "account.xlsx"} < set(names)
    assert {f"csv/{table.name}.csv" for table in TABLES} < set(names)
    assert not re.search(rf"{SSIN}|peeters|emma", f"{answer.headers} {names}", re.IGNORECASE)


def test_the_document_is_what_its_published_schema_says(taken: Taken) -> None:
    archive = taken.archive
    published = json.loads(archive.read("account-1.schema.json"))
    jsonschema.Draft202012Validator.check_schema(published)
    jsonschema.Draft202012Validator(published, format_checker=jsonschema.FormatChecker()).validate(
        document_of(archive)
    )
    Document.model_validate_json(archive.read("account.json"))


def test_the_published_schema_is_that_of_the_reader() -> None:
    assert json.loads(SCHEMA.read_text("utf-8")) == schema()


def test_nothing_that_the_portal_holds_of_the_person_is_missing(taken: Taken) -> None:
    document = document_of(taken.archive)
    person = document["person"]
    assert (person["email"], person["birthPlace"]) == ("emma@example.org", "Ieper")
    assert person["numbers"] == [
        {"ssin": SSIN, "state": "current"},
        {"ssin": FORMER, "state": "replaced", "replacedBy": SSIN},
    ]
    assert len(document["trainings"]) == len(FORMULAS) + 5
    changed = next(one for one in document["trainings"] if one["version"] == 2)
    assert [one["title"] for one in changed["earlierVersions"]] == ["Heftruck"]
    assert {(one["year"], one["kind"], one.get("days")) for one in document["declaredRights"]} == {
        (2024, "optOut", None),
        (2025, "legal", "6"),
        (2026, "employer", "5.5"),
    }
    assert [one["days"] for one in document["declaredRights"][0]["earlierVersions"]] == ["3"]
    assert [one["dataGroup"] for one in document["looks"]] == ["export"]
    assert len(document["signIns"]) == 1
    assert taken.session_hash.hex() not in json.dumps(document)


def test_no_column_of_a_record_is_forgotten() -> None:
    left_out = {"submission_id"}  # names a sending of another portal, and says nothing of a person
    for table, row in ((TrainingVersion, training_row), (TrainingRightVersion, right_row)):
        written = row(UUID(int=1), MagicMock(days=None, comment=None))
        assert written.keys() == {column.name for column in table.__table__.c} - left_out


def test_the_account_in_it_is_the_account_that_the_operator_prints(taken: Taken) -> None:
    document, printed = document_of(taken.archive), taken.printed
    for job, same in zip(document["employments"], printed["employments"], strict=True):
        for year in job["years"].values():
            assert year.pop("rights")
        assert job == same
    for training, same in zip(document["trainings"], printed["trainings"], strict=True):
        assert {name: training[name] for name in same} == same


def test_no_cell_of_a_csv_is_a_formula_and_the_text_is_still_there(taken: Taken) -> None:
    archive = taken.archive
    typed = {"title", "comment", "reference", "employerName"}
    for table in TABLES:
        for row in rows_of(archive, table.name):
            assert [row[name] for name in typed & row.keys() if FORMULA.match(row[name])] == []
    titles = {row["title"] for row in rows_of(archive, "trainings")}
    assert {f"'{formula}" for formula in FORMULAS} < titles


def test_the_workbook_opens_in_both_readers_with_the_same_cells(taken: Taken) -> None:
    data = taken.archive.read("account.xlsx")
    one = openpyxl.load_workbook(io.BytesIO(data))
    other = CalamineWorkbook.from_filelike(io.BytesIO(data))
    assert (
        one.sheetnames == other.sheet_names == [translated(table.label, "nl") for table in TABLES]
    )
    for name in one.sheetnames:
        rows = list(one[name].iter_rows(values_only=True))
        read = other.get_sheet_by_name(name).to_python()
        assert len(rows) == len(read), name
        for left, right in zip(rows, read, strict=True):
            assert [_plain(cell) for cell in left] == [_plain(cell) for cell in right], name


def _plain(cell: object) -> object:
    """Return a cell as both readers mean it."""
    if cell is None:
        return ""
    if isinstance(cell, datetime) and cell.time() == time():
        return cell.date()
    if isinstance(cell, time):
        return timedelta(hours=cell.hour, minutes=cell.minute)
    return cell


def test_the_workbook_holds_days_and_numbers_as_such_and_computes_nothing(taken: Taken) -> None:
    book = openpyxl.load_workbook(io.BytesIO(taken.archive.read("account.xlsx")))
    sheet = book["Opleidingen"]
    head = {cell.value: cell.column for cell in sheet[1]}
    rows = list(sheet.iter_rows(min_row=2))
    cells = [cell for page in book for row in page.iter_rows() for cell in row]
    assert not [cell for cell in cells if cell.data_type == "f"]
    typed = {row[head["Opleiding"] - 1].value: row[head["Opleiding"] - 1] for row in rows}
    for formula in FORMULAS:
        assert typed[formula.replace("\r", " ")].quotePrefix
    first = rows[0]
    assert first[head["Eerste dag"] - 1].value == datetime(2026, 12, 8)  # noqa: DTZ001 - a cell
    assert first[head["Status"] - 1].value == "gereserveerd"
    assert first[head["Duur"] - 1].number_format == "[h]:mm"
    rights = book["Rechten per jaar"]
    assert {type(cell.value) for cell in rights["E"][1:]} <= {int, float}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_legend_explains_every_file_table_and_column(taken: Taken, language: str) -> None:
    archive = taken.archive
    said = archive.read(f"README-{language}.txt").decode()
    for name in archive.namelist():
        folder = f"{name.split('/')[0]}/" if "/" in name else name
        assert folder in said or name.startswith("README"), name
    for table in TABLES:
        heading = next(csv_of(table, _NOBODY)).decode("utf-8-sig").splitlines()[0].split(";")
        assert all(f"- {column}:" in said for column in heading), table.name
        assert len(translated(table.label, language)) <= 31, "a sheet may have no longer name"
    assert "%(" not in said


class _Nobody:
    """A record without rows."""

    head: ClassVar[dict[str, object]] = {
        "person": {},
        **dict.fromkeys(
            ("employments", "employers", "attestations", "representations", "signIns"), ()
        ),
    }
    trainings: tuple[()] = ()
    declared_rights: tuple[()] = ()
    looks: tuple[()] = ()


_NOBODY = _Nobody()


def test_an_export_is_written_down_and_seen_by_the_worker(
    worker: FlaskClient, database: Engine
) -> None:
    ask_for_everything(worker)
    with database.connect() as db:
        looks = db.execute(text("SELECT role, data_group, channel FROM look")).all()
    assert {tuple(look) for look in looks} == {
        ("worker", "export", "page"),
        ("worker", "attestation", "page"),
    }
    assert "everything, in one file" in worker.get("/en/account/looks?own=yes").text


def test_a_worker_of_whom_nothing_is_known_gets_a_file_too(app: Flask, database: Engine) -> None:
    assert database
    with Session.begin() as db:
        person_id = add_worker(db, SSIN)
    archive = opened(ask_for_everything(signed_in(app.test_client(), person_id)))
    assert not [name for name in archive.namelist() if name.endswith(".pdf")]
    document = document_of(archive)
    assert (document["employments"], document["trainings"]) == ([], [])
    jsonschema.validate(document, schema())


def test_the_overview_and_every_attestation_that_still_holds_are_in_it(
    worker: FlaskClient, person_id: UUID
) -> None:
    year = ask_for_attestation(person_id, Wanted(Scope.YEAR, year=2025))
    withdrawn = ask_for_attestation(person_id, Wanted(Scope.EMPLOYER, enterprise_number=X))
    with Session.begin() as db:
        (first, *_) = (
            one
            for one in issued_to(db.connection(), person_id)
            if one.code_start == withdrawn.code[:4]
        )
        assert withdraw(db, person_id, first.attestation_id, clock.now())
    archive = opened(ask_for_everything(worker))
    papers = [name for name in archive.namelist() if name.endswith(".pdf")]
    assert papers == ["overview.pdf", f"attestations/2026-11-24-year-{year.code[:4]}.pdf"]
    with reading() as db:
        for name in papers:
            pdf = archive.read(name)
            text_ = subprocess.run(
                ["/usr/bin/pdftotext", "-", "-"], input=pdf, capture_output=True, check=True
            ).stdout.decode()
            (code,) = set(re.findall(r"[0-9A-HJ-NP-Z]{4}(?:-[0-9A-HJ-NP-Z]{4}){3}", text_))
            checked = check_attestation(db, code, clock.now())
            assert checked.standing is Standing.VALID
            assert checked.issued.is_this_file(pdf), name
    attestations = document_of(archive)["attestations"]
    assert {(one["scope"], "withdrawnAt" in one) for one in attestations} == {
        ("year", False),
        ("employer", True),
    }


def test_the_same_overview_is_issued_once_however_often_it_is_taken(
    worker: FlaskClient, person_id: UUID
) -> None:
    for _ in range(2):
        archive = opened(ask_for_everything(worker))
        assert [name for name in archive.namelist() if name.endswith(".pdf")] == ["overview.pdf"]
    with reading() as db:
        assert len(issued_to(db, person_id)) == 1


def test_nobody_else_gets_it(app: Flask, person_id: UUID) -> None:
    assert person_id
    stranger = app.test_client()
    assert stranger.post("/nl/account/export").status_code in {303, 400, 401}
    assert stranger.get("/nl/account/export").status_code == 303


def test_who_asks_too_often_must_wait(worker: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("portal.web.export.EXPORTS_OF_A_PERSON", Limit("export-person", 2))
    answers = [ask_for_everything(worker) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert "Retry-After" in answers[-1].headers
    assert X not in answers[-1].text


def test_two_requests_at_once_each_get_the_whole(worker: FlaskClient) -> None:
    first, second = ask_for_everything(worker), ask_for_everything(worker)
    documents = [document_of(opened(answer)) for answer in (first, second)]
    assert documents[0]["trainings"] == documents[1]["trainings"]
    assert date.fromisoformat(documents[0]["asOf"]) == date(2026, 11, 24)
