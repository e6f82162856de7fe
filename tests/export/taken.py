"""A worker with a full record, and the file that they take along."""

import csv
import io
import json
import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from flask.testing import FlaskClient
from sqlalchemy import orm
from werkzeug.test import TestResponse

from portal import clock
from portal.account.attestation import Wanted
from portal.database import Session
from portal.documents.issuing import Attested, Request, issue_attestation
from portal.models import Person, TrainingRight, TrainingRightVersion
from portal.records.facts import EVERYBODY
from portal.settings import load_settings
from tests.directory.register import add_number
from tests.reckoning.world import (
    AT,
    add_earlier_version,
    add_employer,
    add_employment,
    add_right,
    add_training,
    add_worker,
)

SSIN, FORMER = "95111722477", "85073003328"
X, Y = "0100000070", "0100000169"
FORMULAS = ("=1+1", "+1", "-2", "@SUM(A1)", "\t=1", "\r=1", "＝1", ' =HYPERLINK("http://x")')  # noqa: RUF001


def add_full_record() -> UUID:
    """Add a worker with two employers, changed and withdrawn records, and typed formulas."""
    with Session.begin() as db:
        person_id = add_worker(db, SSIN)
        add_number(db, FORMER, person_id, "replaced", SSIN)
        person = db.get(Person, person_id)
        person.email, person.birth_place = "emma@example.org", "Ieper"
        for number, fte in ((X, "45"), (Y, "12.5")):
            add_employer(db, number, fte)
        add_employment(db, person_id, X, date(2019, 4, 1), work_regime="0.8")
        add_employment(
            db, person_id, Y, date(2010, 1, 4), end_date=date(2018, 6, 30), end_reason="resignation"
        )
        for place, title in enumerate(FORMULAS):
            add_training(db, person_id, X, date(2025, 3, 3 + place), title=title)
        changed = add_training(
            db,
            person_id,
            X,
            date(2024, 5, 6),
            version=2,
            certificate_obtained=True,
            certificate_valid_until=date(2029, 5, 6),
            provider_name="Syntra",
            financing="sectorFund",
        )
        before = {"enterprise_number": X, "registered_by": X, "title": "Heftruck"}
        add_earlier_version(db, person_id, changed, 1, **before)
        add_training(
            db, person_id, Y, date(2012, 2, 1), record_state="canceled", cancel_reason="dubbel"
        )
        accepted = {"verified_by": X, "verified_at": AT, "registered_quality": "provider"}
        add_training(db, person_id, X, date(2026, 2, 3), to_verify=True)
        add_training(db, person_id, X, date(2026, 2, 4), **accepted)
        add_training(db, person_id, X, date(2026, 12, 8), status="reserved")
        add_right(db, person_id, X, 2025, "6", comment="=cmd|' /C calc'!A0")
        add_right(db, person_id, X, 2024, None)
        add_right(db, EVERYBODY, X, 2022, None, comment="Akkoord van 2021")
        _add_withdrawn_opt_out(db)
        _add_changed_right(db, person_id)
    return person_id


def _add_changed_right(db: orm.Session, person_id: UUID) -> None:
    add_right(db, person_id, X, 2026, "5.5", version=2, kind="employer")
    _add_first_version(db, person_id, 2026, days=3)


def _add_withdrawn_opt_out(db: orm.Session) -> None:
    withdrawn = {"record_state": "canceled", "cancel_reason": "toch berekenen"}
    add_right(db, EVERYBODY, X, 2023, None, version=2, **withdrawn)
    _add_first_version(db, EVERYBODY, 2023, record_state="active", cancel_reason=None)


def _add_first_version(db: orm.Session, person_id: UUID, year: int, **said: object) -> None:
    right = db.query(TrainingRight).filter_by(person_id=person_id, year=year).one()
    columns = {column.name: getattr(right, column.name) for column in TrainingRight.__table__.c}
    db.add(TrainingRightVersion(**columns | {"version": 1} | said))
    db.flush()


def ask_for_everything(client: FlaskClient, *, buffered: bool = True) -> TestResponse:
    """Press the button on the page."""
    page = client.get("/nl/account/export")
    token = re.search(r'name="csrf_token" value="([^"]+)"', page.text)
    said = {"csrf_token": token[1]}
    return client.post("/nl/account/export", data=said, buffered=buffered)


def ask_for_attestation(person_id: UUID, wanted: Wanted, language: str = "fr") -> Attested:
    """Take an attestation along."""
    request = Request(person_id, wanted, language)
    return issue_attestation(request, load_settings(), clock.now())


def opened(answer: TestResponse | bytes) -> zipfile.ZipFile:
    """Return the file that came, its checksums tried."""
    data = answer if isinstance(answer, bytes) else answer.data
    archive = zipfile.ZipFile(io.BytesIO(data))
    assert archive.testzip() is None
    return archive


def document_of(archive: zipfile.ZipFile) -> dict[str, Any]:
    """Return the JSON document in it."""
    return json.loads(archive.read("account.json"))


def rows_of(archive: zipfile.ZipFile, table: str) -> list[Mapping[str, str]]:
    """Return a table as a program reads it from the CSV."""
    text = archive.read(f"csv/{table}.csv").decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline=""), delimiter=";"))


@dataclass(frozen=True)
class Taken:
    """What a worker took along, and what the portal said of them at that moment."""

    answer: TestResponse
    archive: zipfile.ZipFile
    session_hash: bytes
    printed: dict[str, Any]
