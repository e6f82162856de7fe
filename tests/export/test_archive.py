"""The file that a worker takes along: everything, in every form, and nothing that bites."""

import json
import re
import subprocess
from datetime import date
from typing import ClassVar
from unittest.mock import MagicMock
from uuid import UUID

import jsonschema
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, text

from portal import clock
from portal.account.attestation import Scope, Wanted
from portal.account.checked import Standing, check_attestation
from portal.account.issued import issued_to, withdraw
from portal.database import Session, reading
from portal.export.archive import SCHEMA
from portal.export.as_csv import csv_of
from portal.export.document import Document, schema
from portal.export.records import right_row, training_row
from portal.export.tables import TABLES
from portal.languages import LANGUAGES, translated
from portal.login.tries import Limit
from portal.models import TrainingRightVersion, TrainingVersion
from tests.export.taken import (
    FORMER,
    FORMULAS,
    SSIN,
    Taken,
    X,
    ask_for_attestation,
    ask_for_everything,
    document_of,
    opened,
)
from tests.login.session import signed_in
from tests.reckoning.world import add_worker


def test_everything_comes_in_every_form_and_no_name_says_whose_it_is(whole: Taken) -> None:
    answer = whole.answer
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


def test_the_document_is_what_its_published_schema_says(whole: Taken) -> None:
    archive = whole.archive
    published = json.loads(archive.read("account-1.schema.json"))
    jsonschema.Draft202012Validator.check_schema(published)
    jsonschema.Draft202012Validator(published, format_checker=jsonschema.FormatChecker()).validate(
        document_of(archive)
    )
    Document.model_validate_json(archive.read("account.json"))


def test_the_published_schema_is_that_of_the_reader() -> None:
    assert json.loads(SCHEMA.read_text("utf-8")) == schema()


def test_nothing_that_the_portal_holds_of_the_person_is_missing(whole: Taken) -> None:
    document = document_of(whole.archive)
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
    (x, y) = document["employers"]
    assert [(one["year"], one["recordState"]) for one in x["optOuts"]] == [
        (2023, "canceled"),
        (2022, "active"),
    ]
    assert [one["recordState"] for one in x["optOuts"][0]["earlierVersions"]] == ["active"]
    assert y["optOuts"] == []
    assert [one["dataGroup"] for one in document["looks"]] == ["export"]
    assert len(document["signIns"]) == 1
    assert whole.session_hash.hex() not in json.dumps(document)


def test_no_column_of_a_record_is_forgotten() -> None:
    left_out = {"submission_id"}  # names a sending of another portal, and says nothing of a person
    for table, row in ((TrainingVersion, training_row), (TrainingRightVersion, right_row)):
        written = row(UUID(int=1), MagicMock(days=None, comment=None))
        assert written.keys() == {column.name for column in table.__table__.c} - left_out


def test_the_account_in_it_is_the_account_that_the_operator_prints(whole: Taken) -> None:
    document, printed = document_of(whole.archive), whole.printed
    for job, same in zip(document["employments"], printed["employments"], strict=True):
        for year in job["years"].values():
            assert year.pop("rights")
        assert job == same
    for training, same in zip(document["trainings"], printed["trainings"], strict=True):
        assert {name: training[name] for name in same} == same


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_legend_explains_every_file_table_and_column(whole: Taken, language: str) -> None:
    archive = whole.archive
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


def test_what_is_too_long_for_one_paper_comes_without_it(
    worker: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("portal.documents.typesetting.LONG", 0)
    assert "overview.pdf" in opened(ask_for_everything(worker)).namelist()
    monkeypatch.setattr("portal.documents.apart.MOST_SECONDS", 0.001)
    archive = opened(ask_for_everything(worker))
    assert not [name for name in archive.namelist() if name.endswith(".pdf")]
    assert "overview.pdf" not in archive.read("README-en.txt").decode()
    assert document_of(archive)["trainings"]


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
