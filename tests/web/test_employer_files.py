"""A message in XML over a page: tested, declared and answered as by SFTP, unsigned."""

import re
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from lxml import etree
from sqlalchemy import Engine, text
from werkzeug.test import TestResponse

from portal.batch.process import process
from portal.clock import machine_now
from portal.database import reading
from portal.settings import Settings, load_settings
from portal.submissions.files import files_to_answer, spool
from portal.submissions.working import work_once
from portal.web import employer_files, patience
from portal.wire.xml.schema import RESULT
from tests.batch.messages import form, message, of_rows, record
from tests.declarations.world import (
    BAKERY,
    EMMA,
    GARAGE,
    NOBODY,
    PIET,
    SECRETARIAT,
    TINE,
    TODAY,
    TRAINING,
)
from tests.web.enterprises import acting, fill_with_representatives, form_of

FILES = "/en/employer/files"
BY_MANDATE = f"{BAKERY}-{SECRETARIAT}"


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


def row(number: int, ssin: str = EMMA, **other: str) -> dict[str, str]:
    return {**TRAINING, "reference": f"W{number}", "title": f"Les {number}", "ssin": ssin, **other}


MIXED = of_rows([row(1), row(2, TINE), row(3, NOBODY)])


def send(
    client: FlaskClient, data: bytes, kind: str = "R", name: str = "november.xml"
) -> TestResponse:
    """Send a form with a file; put together here, since the test client leaves large ones open."""
    fields = [
        f'name="{field}"\r\n\r\n{value}'.encode()
        for field, value in form_of(client, FILES, kind=kind).items()
    ]
    fields.append(f'name="message"; filename="{name}"\r\n\r\n'.encode() + data)
    parts = [b"--part\r\nContent-Disposition: form-data; " + field for field in fields]
    body = b"\r\n".join([*parts, b"--part--", b""])
    return client.post(FILES, data=body, content_type="multipart/form-data; boundary=part")


def work() -> None:
    while work_once(TODAY, machine_now(), process):
        pass


def said(client: FlaskClient, address: str) -> str:
    page = client.get(address).text
    page = page[page.index("<h1") : page.index("</main>")]
    return " ".join(re.sub(r"<[^>]+>", " ", page).replace("\xa0", " ").split())


def answer(client: FlaskClient, address: str, kind: str) -> etree._Element:
    """Return an answer, which fits the schema."""
    root = etree.fromstring(client.get(f"{address}/{kind}.xml").data)
    schema = etree.XMLSchema(etree.parse(RESULT))
    assert schema.validate(root), schema.error_log
    return root


def count(what: str = "training") -> int:
    with reading() as db:
        return int(db.execute(text(f"SELECT count(*) FROM {what}")).scalar_one())  # noqa: S608


def test_a_message_is_tested_first_and_then_declared(els: FlaskClient, settings: Settings) -> None:
    tested = send(els, MIXED, "T").headers["Location"]
    assert "It waits to be read." in said(els, tested)
    assert els.get(f"{tested}/ACRF.xml").status_code == 404
    work()
    assert "It is tested. Nothing was declared." in said(els, tested)
    assert "Records 3 Accepted 2 Refused 1" in said(els, tested)
    assert count() == 0
    sent = send(els, MIXED).headers["Location"]
    work()
    assert "It is worked through." in said(els, sent)
    assert "november.xml" in said(els, FILES)
    assert count() == 2
    result = answer(els, sent, "FLAR")
    outcomes = [one.text for one in result.iter("{urn:fla:result:1}Outcome")]
    assert outcomes == ["accepted", "accepted", "rejected"]
    assert result.findtext(".//{urn:fla:result:1}Ticket") == sent.rpartition("/")[2]
    taken = answer(els, sent, "ACRF")
    assert taken.findtext("{urn:fla:result:1}Status") == "accepted"
    page = said(els, f"/en/employer/submissions/{sent.rpartition('/')[2]}")
    assert "W3 refused" in page
    # No answers wait for a mailbox, and no copy is left.
    with reading() as db:
        assert files_to_answer(db) == []
    assert list(spool(settings).iterdir()) == []


def test_the_same_file_again_changes_nothing(els: FlaskClient) -> None:
    for _ in range(2):
        address = send(els, of_rows([row(1)])).headers["Location"]
        work()
    assert "Declared before 1" in said(els, address)
    assert count() == 1


@pytest.mark.parametrize("language", ["nl", "fr", "de", "en"])
@pytest.mark.parametrize("data", [b"<a/>", MIXED[:-20], b"no xml", b"\xff", form().encode()])
def test_what_is_no_message_is_refused_as_a_whole_in_the_readers_language(
    els: FlaskClient, data: bytes, language: str
) -> None:
    address = send(els, data).headers["Location"]
    work()
    page = els.get(address.replace("/en/", f"/{language}/")).text
    assert 'class="note wrong"' in page
    assert '<span lang="en">' not in page
    assert answer(els, address, "ACRF").findtext("{urn:fla:result:1}Status") == "refused"
    assert els.get(f"{address}/FLAR.xml").status_code == 404
    assert count() == 0


def test_without_a_file_a_kind_or_with_too_much_the_page_says_so(
    els: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert els.post(FILES, data=form_of(els, FILES)).status_code == 400
    assert send(els, MIXED, "X").status_code == 400
    assert "Choose whether it is a test" in send(els, MIXED, "").text
    small = load_settings().model_copy(update={"batch_size": 100})
    monkeypatch.setattr(employer_files, "load_settings", lambda: small)
    answer = send(els, MIXED)
    assert answer.status_code == 413
    assert "Send several" in answer.text
    assert count("submission") == 0
    assert send(els, b"").status_code in {303, 400}


def test_a_mandate_holder_sends_for_all_its_clients_and_each_sees_its_own(
    app: Flask, people: dict[str, UUID]
) -> None:
    sofie = acting(app, people["Sofie"], BY_MANDATE)
    data = of_rows([row(1), row(2, PIET, enterprise_number=GARAGE)], declarant=SECRETARIAT)
    address = send(sofie, data).headers["Location"]
    work()
    assert "Records 2 Accepted 1 Refused 1" in said(sofie, address)
    assert f"in the name of Firma {SECRETARIAT}" in said(sofie, FILES)
    els = acting(app, people["Els"], BAKERY)
    page = said(els, f"/en/employer/submissions/{address.rpartition('/')[2]}")
    assert "W1 accepted" in page
    assert "W2" not in page
    # The whole file, and its answers, are for who sent it.
    assert els.get(address).status_code == els.get(f"{address}/FLAR.xml").status_code == 404
    assert "november.xml" not in said(els, FILES)


def test_nobody_declares_in_the_name_of_another(els: FlaskClient, app: Flask) -> None:
    data = message(form(record(row(1)), declarant=SECRETARIAT))
    address = send(els, data).headers["Location"]
    work()
    assert "The declarant of this form is not the organisation" in said(els, address)
    assert count() == 0
    assert app.test_client().post(FILES, data=b"x" * 2**20).status_code == 413


def test_a_reader_sends_nothing(app: Flask, people: dict[str, UUID]) -> None:
    rita = acting(app, people["Rita"], BAKERY)
    assert rita.get(FILES).status_code == 403
    assert rita.post(FILES, data=form_of(rita, "/en/employer/workers")).status_code == 403
