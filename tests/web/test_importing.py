"""A sheet over HTTP: checked without effect, declared, marked, gone on with, undone."""

import csv
import io
from threading import Event, Thread
from uuid import UUID

import openpyxl
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, text
from werkzeug.test import TestResponse

from portal.clock import machine_now
from portal.database import Session, reading
from portal.entering import importing as working
from portal.entering.importing import import_once
from portal.entering.waiting import import_until
from portal.settings import load_settings
from portal.web import importing, patience
from tests.declarations.world import BAKERY, EMMA, GARAGE, PIET, TINE, TODAY
from tests.web.enterprises import acting, fill_with_representatives, form_of

SHEETS = "/en/employer/trainings/sheets"
HEADER = [
    *("reference", "ssin", "title", "language", "nature", "status", "startDate", "endDate"),
    *("duration", "countsForRight", "certificate"),
]


def row(reference: str, ssin: str = EMMA, **other: str) -> list[str]:
    said = {
        "title": "Lassen",
        "language": "nl",
        "nature": "formal",
        "status": "completed",
        "startDate": "2026-11-09",
        "endDate": "2026-11-09",
        "duration": "4:00",
        "countsForRight": "yes",
        "certificate": "no",
        **other,
    }
    return [reference, ssin, *said.values()]


GOOD = [row("S-1"), row("S-2", TINE, title="Veilig werken")]
MIXED = [*GOOD, row("S-3", PIET), row("S-4", title="", duration="long"), row("S-1")]


@pytest.fixture
def people(database: Engine, monkeypatch: pytest.MonkeyPatch) -> dict[str, UUID]:
    """Return who acts for the enterprises, by given name; nobody waits for the worker."""
    assert database
    monkeypatch.setattr(patience, "PATIENCE", 0.0)
    return fill_with_representatives()


@pytest.fixture
def els(app: Flask, people: dict[str, UUID]) -> FlaskClient:
    """Return the browser of an editor of the bakery."""
    return acting(app, people["Els"], BAKERY)


def as_csv(rows: list[list[str]]) -> bytes:
    file = io.StringIO()
    csv.writer(file, delimiter=";").writerows([HEADER, *rows])
    return file.getvalue().encode()


def send(client: FlaskClient, data: bytes, name: str = "may.csv") -> TestResponse:
    return post(client, form_of(client, SHEETS), data, name)


def post(client: FlaskClient, form: dict[str, str], data: bytes, name: str) -> TestResponse:
    """Send a form with a file; put together here, since the test client leaves large ones open."""
    fields = [f'name="{field}"\r\n\r\n{value}'.encode() for field, value in form.items()]
    fields.append(f'name="sheet"; filename="{name}"\r\n\r\n'.encode() + data)
    parts = [b"--part\r\nContent-Disposition: form-data; " + field for field in fields]
    body = b"\r\n".join([*parts, b"--part--", b""])
    return client.post(SHEETS, data=body, content_type="multipart/form-data; boundary=part")


def act(client: FlaskClient, address: str, deed: str) -> None:
    client.post(f"{address}/{deed}", data=form_of(client, SHEETS))


def work() -> None:
    while import_once(TODAY, machine_now()):
        pass


def trainings() -> list[tuple[object, ...]]:
    with reading() as db:
        rows = db.execute(
            text("SELECT reference, record_state, channel FROM training ORDER BY reference")
        )
        return [tuple(one) for one in rows]


def test_a_sheet_is_checked_without_effect_then_declared_then_undone(els: FlaskClient) -> None:
    address = send(els, as_csv(MIXED)).headers["Location"]
    assert "It waits to be checked." in els.get(address).text
    work()
    page = els.get(address).text
    assert "It is checked, and not declared yet." in page
    assert "Declare 2\xa0good rows" in page
    assert "This worker is not known at this enterprise" in page
    assert "title: </" not in page
    assert "duration: This is written in the wrong way. Write it like this: 7:36." in page
    assert trainings() == []
    act(els, address, "declare")
    act(els, address, "declare")  # an impatient reader
    work()
    assert "It is declared." in els.get(address).text
    assert trainings() == [("S-1", "active", "sheet"), ("S-2", "active", "sheet")]
    with reading() as db:
        told = db.execute(text("SELECT state, channel, total, cursor FROM submission")).one()
        outcomes = db.execute(
            text("SELECT result FROM submission_outcome ORDER BY place")
        ).scalars()
        assert tuple(told) == ("done", "sheet", 5, 5)
        assert list(outcomes) == ["accepted", "accepted", "rejected", "rejected", "unchanged"]
    act(els, address, "undo")
    work()
    assert "It is undone" in els.get(address).text
    assert {one[1] for one in trainings()} == {"canceled"}


def test_what_was_refused_comes_back_marked_and_can_be_sent_corrected(els: FlaskClient) -> None:
    address = send(els, as_csv(MIXED)).headers["Location"]
    work()
    some = els.get(f"{address}/marked-some.xlsx").data
    page = openpyxl.load_workbook(io.BytesIO(some)).worksheets[0]
    assert [cell.value for cell in page["B"]][1:] == ["S-3", "S-4"]
    assert "Write it like this: 7:36." in page.cell(3, 1).value
    whole = openpyxl.load_workbook(io.BytesIO(els.get(f"{address}/marked-all.xlsx").data))
    assert whole.worksheets[0].max_row == 6
    page.cell(2, 3).value = EMMA
    page.cell(3, 4).value, page.cell(3, 10).value = "Koken", "2:00"
    file = io.BytesIO()
    page.parent.save(file)
    again = send(els, file.getvalue(), "corrected.xlsx").headers["Location"]
    work()
    assert "Declare 2\xa0good rows" in els.get(again).text
    act(els, again, "declare")
    work()
    assert [one[0] for one in trainings()] == ["S-3", "S-4"]


def test_of_a_long_sheet_only_the_rows_with_remarks_come_back_and_it_is_said(
    els: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = send(els, as_csv(MIXED)).headers["Location"]
    work()
    assert "Only the rows with remarks" not in els.get(address).text
    monkeypatch.setattr(importing, "MOST_MARKED", 4)
    assert "Your sheet has more than 4\xa0rows. Only the rows with remarks" in els.get(address).text
    assert els.get(f"{address}/marked-all.xlsx").status_code == 404
    some = io.BytesIO(els.get(f"{address}/marked-some.xlsx").data)
    said = openpyxl.load_workbook(some).worksheets[0].data_validations.dataValidation
    assert "Only the rows with remarks are here" in [
        one.prompt[:35] for one in said if "A1" in one.sqref
    ]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"reference;ssin\n", "These columns are missing"),
        (b"\xff\xfe", "UTF-8"),
        (b"PK\x03\x04 no workbook", "This is no XLSX workbook"),
        (b"a;b;c\n1;2;3", "These columns are not known"),
    ],
)
def test_what_is_no_sheet_is_told_in_one_sentence(els: FlaskClient, data: bytes, said: str) -> None:
    address = send(els, data).headers["Location"]
    work()
    assert said in els.get(address).text
    assert els.get(f"{address}/marked-some.xlsx").status_code == 404
    assert trainings() == []


def test_without_a_file_or_with_one_too_large_the_page_says_so(els: FlaskClient) -> None:
    assert send(els, b"").status_code == 400
    assert "Choose a file" in send(els, b"").text
    assert els.post(SHEETS, data=form_of(els, SHEETS)).status_code == 400
    assert send(els, b"x" * (20 * 2**20 + 1)).status_code == 413


def test_who_is_not_signed_in_sends_no_more_than_a_form(app: Flask) -> None:
    assert post(app.test_client(), {}, b"x" * 2**20, "may.csv").status_code == 413


def test_a_worker_that_was_killed_is_followed_by_one_that_goes_on(
    els: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(working, "GROUP", 2)
    rows = [row(f"S-{number}", title=f"Lassen {number}") for number in range(5)]
    # Equal rows of which the first is kept before the end of that worker.
    address = send(els, as_csv([*rows, row("S-0", title="Lassen 0")])).headers["Location"]
    work()
    act(els, address, "declare")
    kept = working.write_outcomes
    groups: list[int] = []

    def killed_at_the_third(*values: object) -> None:
        groups.append(1)
        if len(groups) == 3:
            raise KeyboardInterrupt
        kept(*values)

    monkeypatch.setattr(working, "write_outcomes", killed_at_the_third)
    with pytest.raises(KeyboardInterrupt):
        work()
    assert len(trainings()) == 4
    assert "4 of 6 rows" in els.get(address).text
    monkeypatch.setattr(working, "write_outcomes", kept)
    assert not import_once(TODAY, machine_now())  # the lease is not over
    assert import_once(TODAY, machine_now() + working.LEASE * 2)
    assert "It is declared." in els.get(address).text
    assert len(trainings()) == 5
    with reading() as db:
        places = db.execute(text("SELECT place, record_id FROM submission_outcome ORDER BY place"))
        found = places.all()
    assert [one.place for one in found] == list(range(6))
    assert found[0].record_id == found[5].record_id


def test_a_worker_that_comes_back_late_writes_nothing(
    els: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = send(els, as_csv(GOOD)).headers["Location"]
    work()
    act(els, address, "declare")
    kept = working.write_outcomes

    def overtaken(*values: object) -> None:
        kept(*values)
        with Session.begin() as db:
            db.execute(text("UPDATE sheet_import SET fence = fence + 1"))

    monkeypatch.setattr(working, "write_outcomes", overtaken)
    import_once(TODAY, machine_now())
    assert trainings() == []


def test_what_was_changed_since_is_not_undone(els: FlaskClient) -> None:
    address = send(els, as_csv(GOOD)).headers["Location"]
    work()
    act(els, address, "declare")
    work()
    with Session.begin() as db:
        db.execute(text("UPDATE training SET version = 2 WHERE reference = 'S-1'"))
    act(els, address, "undo")
    work()
    assert [one[:2] for one in trainings()] == [("S-1", "active"), ("S-2", "canceled")]
    assert "1\xa0training was changed since" in els.get(address).text


def test_a_sheet_of_another_enterprise_is_as_one_that_is_not_there(
    app: Flask, people: dict[str, UUID]
) -> None:
    els, gert = acting(app, people["Els"], BAKERY), acting(app, people["Gert"], GARAGE)
    address = send(els, as_csv(GOOD)).headers["Location"]
    work()
    assert "may.csv" not in gert.get(SHEETS).text
    for page in (address, f"{address}/marked-some.xlsx", f"{address}/marked-all.xlsx"):
        assert gert.get(page).status_code == 404
    for deed in ("declare", "undo"):
        assert gert.post(f"{address}/{deed}", data=form_of(gert, SHEETS)).status_code == 404
    work()
    assert trainings() == []
    rita = acting(app, people["Rita"], BAKERY)
    assert rita.get(SHEETS).status_code == 403
    assert rita.get(f"{SHEETS}/template.xlsx").status_code == 200


def test_no_number_of_a_worker_lies_open_in_what_is_kept(els: FlaskClient) -> None:
    send(els, as_csv(MIXED))
    work()
    with reading() as db:
        rows = db.execute(text("SELECT sheet_import::text FROM sheet_import")).scalars().all()
        kept = db.execute(text("SELECT payload, findings FROM sheet_import")).one()
    assert EMMA not in "".join(rows)
    assert EMMA.encode() not in kept.payload + kept.findings


def test_the_loop_of_the_worker_takes_a_sheet_up_by_itself(
    els: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(patience, "PATIENCE", 20.0)
    over = Event()
    loop = Thread(target=import_until, args=(load_settings(), over.is_set))
    loop.start()
    try:
        address = send(els, as_csv(GOOD)).headers["Location"]
        assert "Declare 2\xa0good rows" in els.get(address).text
    finally:
        over.set()
        loop.join()
