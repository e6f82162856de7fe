"""What an employer has to do: shown with its day and count, worked off on the pages."""

import re
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, text

from portal.database import Session, reading
from portal.declarations.declare import declare
from tests.declarations.world import (
    BAKERY,
    EMMA,
    EMPLOYER,
    LOTTE,
    NEVER,
    PIET,
    PROVIDER,
    SECRETARIAT,
    TINE,
    TODAY,
    TRAINING,
)
from tests.web.enterprises import acting, fill_with_representatives, form_of, id_of

HOME = "/en/employer"


@pytest.fixture
def people(database: Engine) -> dict[str, UUID]:
    """Return who acts for the enterprises, by given name."""
    assert database
    return fill_with_representatives()


def tasks(client: FlaskClient) -> dict[str, tuple[str, str]]:
    """Return what the first page lists: title, then count and day."""
    page = client.get(HOME).text.replace("\xa0", " ")
    cards = re.findall(r'<li class="card deeds">(.*?)</li>', page, re.DOTALL)
    told = [[one.strip() for one in re.findall(r">([^<>]*\w[^<>]*)<", card)] for card in cards]
    return {title: (count, day) for title, count, day in told}


def provided(**other: str) -> None:
    """Let a training provider declare a training of Emma."""
    with Session.begin() as db:
        (outcome,) = declare(db, PROVIDER, [{**TRAINING, **other}], TODAY)
    assert outcome.record_id


def test_the_first_page_says_what_is_due_when_and_for_how_many(
    app: Flask, people: dict[str, UUID]
) -> None:
    provided()
    with Session.begin() as db:
        planned = {**TRAINING, "reference": "P-1", "status": "reserved", "ssin": TINE}
        declare(db, EMPLOYER, [planned], TODAY)
    client = acting(app, people["Rita"], BAKERY)
    assert tasks(client) == {
        "Check the rights of this year": ("3 workers", "Was due on 31 January 2026"),
        "Complete the record of who left": ("1 worker", "Due on 10 December 2026"),
        "Tell workers what is left": ("4 workers", "Due on 31 December 2026"),
        "Accept what training providers declared": ("1 training", "Due on 31 January 2027"),
        "Say what became of planned trainings": ("1 training", "Due on 31 January 2027"),
    }
    assert "Trainings of quarter 4 of 2026" in client.get(HOME).text
    assert next(iter(tasks(client))) == "Check the rights of this year"


def test_rights_that_are_checked_are_due_no_more(app: Flask, people: dict[str, UUID]) -> None:
    client = acting(app, people["Els"], BAKERY)
    address = f"{HOME}/due/yearly"
    page = client.get(address).text
    assert all(str(id_of(one)) in page for one in (EMMA, TINE, NEVER))
    assert str(id_of(LOTTE)) not in page
    form = form_of(client, address, worker=[str(id_of(EMMA)), str(id_of(PIET))])
    assert "written down" in client.get(client.post(address, data=form).headers["Location"]).text
    with reading() as db:
        kept = db.execute(text("SELECT person_id, checked_by FROM right_check")).all()
    assert kept == [(id_of(EMMA), BAKERY)]
    assert tasks(client)["Check the rights of this year"][0] == "2 workers"
    none = client.post(address, data={**form, "worker": []})
    assert "Tick the workers" in client.get(none.headers["Location"]).text
    assert client.post(address, data={**form, "worker": "x"}).status_code == 400


def test_a_leaver_who_is_complete_is_due_no_more(app: Flask, people: dict[str, UUID]) -> None:
    client = acting(app, people["Sofie"], f"{BAKERY}-{SECRETARIAT}")
    address = f"{HOME}/due/leavers"
    form = form_of(client, address, worker=str(id_of(LOTTE)))
    client.post(address, data=form)
    assert "Complete the record of who left" not in tasks(client)
    assert "Nothing waits for you" in client.get(address).text


def test_what_a_provider_declared_counts_once_it_is_accepted(
    app: Flask, people: dict[str, UUID]
) -> None:
    provided()
    client = acting(app, people["Els"], BAKERY)
    address = f"{HOME}/due/toVerify"
    page = client.get(address).text
    assert TRAINING["title"] in page
    training = re.search(r'name="training" value="([^"]+)"', page)[1]
    form = form_of(client, address, training=training, version="1")
    for odd in ("", "x", "\0", "9" * 900):
        assert client.post(address, data={**form, "training": odd}).status_code == 400
        assert client.post(address, data={**form, "version": odd}).status_code == 400
    assert client.post(address, data=form).status_code == 303
    assert TRAINING["title"] not in client.get(address).text
    with reading() as db:
        kept = db.execute(text("SELECT to_verify, verified_by FROM training")).one()
    assert kept == (False, BAKERY)


def test_what_the_door_remarks_of_an_accepted_training_is_told(
    app: Flask, people: dict[str, UUID]
) -> None:
    provided(start_date="2026-10-05", end_date="2026-10-30", duration_minutes="9120")
    client = acting(app, people["Els"], BAKERY)
    address = f"{HOME}/due/toVerify"
    training = re.search(r'name="training" value="([^"]+)"', client.get(address).text)[1]
    form = form_of(client, address, training=training, version="1")
    page = client.post(address, data=form)
    assert page.status_code == 200
    assert "The training is accepted" in page.text
    assert 'data-code="overTheRight"' in page.text
    assert "Nothing waits for you" in page.text
    # The page sent again changes nothing and says so.
    assert client.post(address, data=form).status_code == 400


def test_a_reader_works_nothing_off(app: Flask, people: dict[str, UUID]) -> None:
    provided()
    client = acting(app, people["Rita"], BAKERY)
    form = form_of(client, "/en/employer/workers", worker=str(id_of(EMMA)))
    for kind in ("yearly", "toVerify"):
        page = client.get(f"{HOME}/due/{kind}").text
        assert "<button" not in page[page.index("<main") : page.index("</main")]
        assert client.post(f"{HOME}/due/{kind}", data=form).status_code == 403
