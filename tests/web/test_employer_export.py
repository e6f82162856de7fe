"""What an employer takes along: all of its own workers and trainings, and nobody else's."""

import csv
import io
from uuid import UUID

import openpyxl
import pytest
from flask import Flask
from sqlalchemy import Engine, text

from portal.database import Session, reading
from portal.declarations.declare import declare
from portal.languages import LANGUAGES
from tests.declarations.world import BAKERY, EMMA, GARAGE, JAN, LOTTE, PIET, TINE, TODAY, TRAINING
from tests.declarations.world import OPERATOR as BOTH_ENTERPRISES
from tests.web.enterprises import acting, fill_with_representatives, form_of, id_of

EXPORT = "/en/employer/export"
FORMULA = "=1+1"


@pytest.fixture
def people(database: Engine) -> dict[str, UUID]:
    """Return who acts for the enterprises, by given name; there are trainings at two of them."""
    assert database
    found = fill_with_representatives()
    mine = {**TRAINING, "title": FORMULA}
    theirs = {**TRAINING, "enterprise_number": GARAGE, "ssin": PIET, "reference": "P-1"}
    with Session.begin() as db:
        assert all(one.record_id for one in declare(db, BOTH_ENTERPRISES, [mine, theirs], TODAY))
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_workbook_holds_own_workers_and_trainings_and_no_others(
    app: Flask, people: dict[str, UUID], language: str
) -> None:
    rita = acting(app, people["Rita"], BAKERY)
    address = EXPORT.replace("en", language, 1)
    answer = rita.post(f"{address}/everything.xlsx", data=form_of(rita, EXPORT))
    book = openpyxl.load_workbook(io.BytesIO(answer.data))
    workers, trainings = ([[cell.value for cell in row] for row in sheet] for sheet in book)
    numbers = {row[2] for row in workers[1:]}
    assert {EMMA, TINE, LOTTE} <= numbers
    assert not {JAN, PIET} & numbers
    assert [row[:3] for row in trainings[1:]] == [[TRAINING["reference"], EMMA, FORMULA]]
    assert book.worksheets[1].cell(2, 3).data_type == "s"
    assert None not in trainings[0]


def test_csv_keeps_what_was_typed_from_being_a_formula(app: Flask, people: dict[str, UUID]) -> None:
    els = acting(app, people["Els"], BAKERY)
    answer = els.post(f"{EXPORT}/trainings.csv", data=form_of(els, EXPORT))
    rows = list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig")), delimiter=";"))
    assert rows[1][2] == f"'{FORMULA}"
    assert rows[1][8] == "7:36"
    answer = els.post(f"{EXPORT}/workers.csv", data=form_of(els, EXPORT))
    assert EMMA in answer.text
    assert PIET not in answer.text


def test_everybody_in_it_sees_that_the_employer_looked(app: Flask, people: dict[str, UUID]) -> None:
    els = acting(app, people["Els"], BAKERY)
    els.post(f"{EXPORT}/everything.xlsx", data=form_of(els, EXPORT))
    with reading() as db:
        seen = {tuple(row) for row in db.execute(text("SELECT person_id, data_group FROM look"))}
    assert {(id_of(EMMA), "account"), (id_of(EMMA), "trainings"), (id_of(TINE), "account")} <= seen
    assert id_of(PIET) not in {person_id for person_id, _ in seen}


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_access_manager_takes_along_who_acted_and_who_decided_it(
    app: Flask, people: dict[str, UUID], language: str
) -> None:
    ahmed = acting(app, people["Ahmed"], BAKERY)
    take = form_of(ahmed, "/en/employer/access", act="take")
    ahmed.post(f"/en/employer/access/roles/{people['Els']}", data=take)
    address = EXPORT.replace("en", language, 1)
    form = form_of(ahmed, EXPORT)
    book = openpyxl.load_workbook(
        io.BytesIO(ahmed.post(f"{address}/everything.xlsx", data=form).data)
    )
    assert len(book.sheetnames) == 5
    for place, table in enumerate(("roles", "mandates", "decisions"), 2):
        answer = ahmed.post(f"{address}/access/{table}.csv", data=form)
        rows = list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig")), delimiter=";"))
        sheet = [[cell.value or "" for cell in row] for row in book.worksheets[place]]
        assert rows == sheet
        assert (rows[0][-1] in {"Taken away on", "Revoked on", "Until quarter"}) == (
            language == "en"
        )
        if table == "roles":
            assert {row[1]: bool(row[4]) for row in rows[1:]} == {
                "Ahmed": False,
                "Els": True,
                "Kaat": False,
                "Rita": False,
            }
        if table == "decisions":
            assert [row[1] for row in rows[1:]] == ["Ahmed Acts"]
            assert rows[1][3] == "Els Acts"


def test_who_manages_no_access_does_not_get_it(app: Flask, people: dict[str, UUID]) -> None:
    els = acting(app, people["Els"], BAKERY)
    assert "access/roles.csv" not in els.get(EXPORT).text
    assert els.post(f"{EXPORT}/access/roles.csv", data=form_of(els, EXPORT)).status_code == 403
    answer = els.post(f"{EXPORT}/everything.xlsx", data=form_of(els, EXPORT))
    assert len(openpyxl.load_workbook(io.BytesIO(answer.data)).sheetnames) == 2
