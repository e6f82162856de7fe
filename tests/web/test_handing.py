"""Telling workers what is left: their papers, and that the handing over is kept and shown."""

import io
import re
import subprocess
import zipfile
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import Engine, text

from portal.database import Session, reading
from portal.declarations.declare import declare
from portal.languages import LANGUAGES
from tests.declarations.world import (
    BAKERY,
    EMMA,
    GARAGE,
    JAN,
    LOTTE,
    OPERATOR,
    PIET,
    SECRETARIAT,
    TINE,
    TODAY,
    TRAINING,
)
from tests.reckoning.world import add_employment
from tests.web.enterprises import acting, fill_with_representatives, form_of, id_of

ALL = "/en/employer/balances"
TITLES = {
    "nl": "Uw opleidingsrecht in 2026",
    "fr": "Votre droit à la formation en 2026",
    "de": "Ihr Recht auf Weiterbildung 2026",
    "en": "Your training right in 2026",
}


@pytest.fixture
def people(database: Engine) -> dict[str, UUID]:
    """Return who acts for the enterprises, by given name; Emma also works at the garage."""
    assert database
    found = fill_with_representatives()
    with Session.begin() as db:
        add_employment(db, id_of(EMMA), GARAGE)
        theirs = {**TRAINING, "enterprise_number": GARAGE, "reference": "G-1", "title": "Lassen"}
        assert all(one.record_id for one in declare(db, OPERATOR, [TRAINING, theirs], TODAY))
    return found


def of(ssin: str) -> str:
    """Return the address of the page of a worker's paper."""
    return f"/en/employer/workers/{id_of(ssin)}/balance"


def words_of(pdf: bytes) -> str:
    """Return all that a paper says, on one line."""
    asked = ["pdftotext", "-raw", "-", "-"]
    said = subprocess.run(asked, input=pdf, capture_output=True, check=True).stdout.decode()  # noqa: S603
    return " ".join(said.replace("\u00ad\n", "").split())


def kept() -> list[tuple[object, ...]]:
    """Return what is kept of papers that were handed over."""
    asked = "SELECT person_id, year, CAST(handed_on AS text), handed_by FROM balance_notice"
    with reading() as db:
        return sorted(map(tuple, db.execute(text(asked))), key=str)


def day(text_: str) -> dict[str, str]:
    """Return the boxes of a day."""
    parts = zip(("year", "month", "day"), text_.split("-"), strict=True)
    return {f"handed_{part}": box for part, box in parts}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_worker_gets_a_paper_of_this_employer_in_the_language_chosen(
    app: Flask, people: dict[str, UUID], language: str
) -> None:
    rita = acting(app, people["Rita"], BAKERY)
    form = form_of(rita, of(EMMA), year="2026", language=language)
    answer = rita.post(f"{of(EMMA)}.pdf", data=form)
    assert answer.mimetype == "application/pdf"
    said = words_of(answer.data)
    assert TITLES[language] in said
    assert TRAINING["title"] in said
    assert f"Firma {BAKERY}" in said
    assert "Lassen" not in said
    assert f"Firma {GARAGE}" not in said
    assert EMMA not in said


def test_all_workers_of_a_year_come_in_one_file_and_see_that_the_employer_looked(
    app: Flask, people: dict[str, UUID]
) -> None:
    els = acting(app, people["Els"], BAKERY)
    form = form_of(els, ALL, year="2026", language="fr")
    answer = els.post(f"{ALL}/balances.zip", data=form)
    files = zipfile.ZipFile(io.BytesIO(answer.data))
    # Emma, Lotte whose record is still open, Tine, and who has a canceled number; Jan's is closed.
    assert len(files.namelist()) == 4
    assert files.namelist()[0] == "00001-Peeters-An-2026.pdf"
    said = [words_of(files.read(name)) for name in files.namelist()]
    assert all(TITLES["fr"] in one for one in said)
    assert sum(TRAINING["title"] in one for one in said) == 1
    assert not any("Lassen" in one for one in said)
    with reading() as db:
        seen = set(db.execute(text("SELECT person_id FROM look")).scalars())
    assert {id_of(EMMA), id_of(LOTTE), id_of(TINE)} <= seen
    assert not {id_of(JAN), id_of(PIET)} & seen
    with reading() as db:
        assert db.scalar(text("SELECT count(*) FROM balance_notice")) == 0


def test_that_it_was_handed_over_is_kept_and_stands_on_the_page_of_the_worker(
    app: Flask, people: dict[str, UUID]
) -> None:
    sofie = acting(app, people["Sofie"], f"{BAKERY}-{SECRETARIAT}")
    worker = f"/en/employer/workers/{id_of(EMMA)}"
    assert "not written down" in sofie.get(worker).text
    form = form_of(sofie, of(EMMA), year="2026", **day("2026-11-20"))
    for _ in range(2):
        assert sofie.post(of(EMMA), data=form).status_code == 303
    assert kept() == [(id_of(EMMA), 2026, "2026-11-20", SECRETARIAT)]
    page = sofie.get(worker).text.replace("\xa0", " ")
    assert "last handed over on 20 November 2026" in page
    assert "Again on 20 November 2027" in page
    assert f"written down by Firma {SECRETARIAT}" in sofie.get(of(EMMA)).text
    gert = acting(app, people["Gert"], GARAGE)
    assert "not written down" in gert.get(worker).text


def test_all_are_written_down_at_once_and_then_nobody_is_to_be_told(
    app: Flask, people: dict[str, UUID]
) -> None:
    els = acting(app, people["Els"], BAKERY)
    assert "4 are still to be told" in els.get(ALL).text.replace("\xa0", " ")
    old = form_of(els, ALL, year="2025", **day("2025-11-20"))
    els.post(ALL, data=old)
    assert "4 are still to be told" in els.get(ALL).text.replace("\xa0", " ")
    els.post(ALL, data={**old, "year": "2026", **day("2026-11-24")})
    assert "All your workers were told in time" in els.get(ALL).text
    assert {one[0] for one in kept()} & {id_of(JAN), id_of(PIET)} == set()


@pytest.mark.parametrize("wrong", ["2026-11-25", "2025-12-31", "2026-02-30", "x-1-1", "²-1-1"])
def test_a_day_on_which_it_cannot_have_been_is_refused_and_nothing_typed_is_lost(
    app: Flask, people: dict[str, UUID], wrong: str
) -> None:
    els = acting(app, people["Els"], BAKERY)
    for address in (ALL, of(EMMA)):
        answer = els.post(address, data=form_of(els, address, year="2026", **day(wrong)))
        assert answer.status_code == 400
        assert "Choose a day that exists" in answer.text
        assert f'name="handed_year" value="{wrong.split("-", maxsplit=1)[0]}"' in answer.text
    assert kept() == []


def test_who_is_no_worker_here_gets_no_paper_and_a_reader_writes_nothing(
    app: Flask, people: dict[str, UUID]
) -> None:
    els = acting(app, people["Els"], BAKERY)
    form = form_of(els, ALL, year="2026", language="nl", **day("2026-11-20"))
    for ssin in (JAN, PIET):
        for address in (of(ssin), f"{of(ssin)}.pdf"):
            assert els.post(address, data=form).status_code == 404
    assert els.post(f"{of(EMMA)}.pdf", data={**form, "year": "1999"}).status_code == 400
    rita = acting(app, people["Rita"], BAKERY)
    form = form_of(rita, ALL, year="2026", **day("2026-11-20"))
    assert rita.post(ALL, data=form).status_code == 403
    assert "Write it down" not in rita.get(ALL).text
    assert kept() == []


def test_what_was_written_down_by_mistake_can_be_taken_back(
    app: Flask, people: dict[str, UUID]
) -> None:
    client = acting(app, people["Els"], BAKERY)
    day = {"year": "2026", "handed_day": "12", "handed_month": "1", "handed_year": "2026"}
    client.post(of(EMMA), data=form_of(client, of(EMMA), **day))
    back = f"{of(EMMA)}/back"
    form = form_of(client, of(EMMA), year="2026", handed_on="2026-01-12")
    for odd in ({"handed_on": "x"}, {"handed_on": "\0"}, {"year": "1"}):
        assert client.post(back, data={**form, **odd}).status_code == 400
    # Of somebody else's worker, and by who only reads: nothing.
    gert = acting(app, people["Gert"], GARAGE)
    theirs = form_of(gert, of(EMMA), year="2026", handed_on="2026-01-12")
    gert.post(back, data=theirs)
    rita = acting(app, people["Rita"], BAKERY)
    assert "Take back" not in rita.get(of(EMMA)).text
    assert rita.post(back, data={**form, **form_of(rita, of(EMMA))}).status_code == 403
    assert "12 January 2026" in client.get(of(EMMA)).text.replace("\xa0", " ")
    page = client.get(client.post(back, data=form).headers["Location"]).text
    assert "It is taken back." in page
    assert "12 January 2026" not in page.replace("\xa0", " ")
    with reading() as db:
        assert db.execute(text("SELECT count(*) FROM balance_notice")).scalar_one() == 0


def test_what_was_written_down_for_all_by_mistake_is_taken_back_as_a_whole(
    app: Flask, people: dict[str, UUID]
) -> None:
    els = acting(app, people["Els"], BAKERY)
    gert = acting(app, people["Gert"], GARAGE)
    for client in (els, gert):
        client.post(ALL, data=form_of(client, ALL, year="2026", **day("2026-11-20")))
    els.post(of(EMMA), data=form_of(els, of(EMMA), year="2026", **day("2026-11-23")))
    page = els.get(ALL).text
    noted_at = re.search(r'name="noted_at" value="([^"]+)"', page)[1]
    assert "Take back for all of them" in page
    form = {"year": "2026", "handed_on": "2026-11-20", "noted_at": noted_at}
    back = f"{ALL}/back"
    for odd in ({"handed_on": "x"}, {"year": "1"}, {"noted_at": "\0"}, {"noted_at": "2026-11-24"}):
        assert els.post(back, data=form_of(els, ALL, **{**form, **odd})).status_code == 400
    rita = acting(app, people["Rita"], BAKERY)
    assert "Take back" not in rita.get(ALL).text
    assert rita.post(back, data=form_of(rita, ALL, **form)).status_code == 403
    theirs = [one for one in kept() if one[3] == GARAGE]
    answer = els.post(back, data=form_of(els, ALL, **form))
    page = els.get(answer.headers["Location"]).text
    assert "It is taken back." in page
    assert "Take back for all of them" not in page
    # What was noted of one worker, and what the other enterprise noted, stays.
    assert kept() == sorted([*theirs, (id_of(EMMA), 2026, "2026-11-23", BAKERY)], key=str)
