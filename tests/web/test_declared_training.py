"""One declared training at the employer: changed, withdrawn, accepted, and all its versions."""

from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, text

from portal.database import Session, reading
from portal.declarations.declare import declare
from tests.declarations.world import BAKERY, EMMA, GARAGE, PROVIDER, SECRETARIAT, TODAY, TRAINING
from tests.web.enterprises import acting, fill_with_representatives, form_of, id_of
from tests.web.test_entering import COURSE

WORKERS = "/en/employer/workers"


@pytest.fixture
def people(database: Engine) -> dict[str, UUID]:
    """Return who acts for the enterprises, by given name."""
    assert database
    return fill_with_representatives()


@pytest.fixture
def address(people: dict[str, UUID]) -> str:
    """Return the page of a training that a provider declared of a worker of the bakery."""
    assert people
    with Session.begin() as db:
        (outcome,) = declare(db, PROVIDER, [TRAINING], TODAY)
    return f"/en/employer/trainings/one/{outcome.record_id}"


def stands() -> tuple[object, ...]:
    with reading() as db:
        said = "version, record_state, title, duration_minutes, to_verify, cancel_reason"
        return tuple(db.execute(text(f"SELECT {said} FROM training")).one())  # noqa: S608 - ours


def send(client: FlaskClient, address: str, do: str, version: int = 1, **fields: str) -> int:
    form = form_of(client, WORKERS)
    said = {**form, **COURSE, "do": do, "version": str(version), **fields}
    return client.post(address, data=said).status_code


def test_it_is_found_from_its_worker_accepted_changed_and_withdrawn(
    app: Flask, people: dict[str, UUID], address: str
) -> None:
    els = acting(app, people["Els"], BAKERY)
    assert f'href="{address}"' in els.get(f"{WORKERS}/{id_of(EMMA)}").text
    assert "It counts once you have accepted it" in els.get(address).text
    assert send(els, address, "verify") == 303
    assert stands() == (2, "active", TRAINING["title"], 456, False, None)
    assert send(els, address, "change", 2, title="Anders", duration="4,5") == 303
    assert stands() == (3, "active", "Anders", 270, False, None)
    assert send(els, address, "cancel", 3, reason="Twice") == 303
    assert stands() == (4, "canceled", "Anders", 270, False, "Twice")
    page = els.get(address).text
    assert "Twice" in page
    assert 'value="change"' not in page
    assert all(f"Version {number}" in page for number in (1, 2, 3, 4))


def test_a_change_of_what_somebody_else_changed_meanwhile_is_refused_and_kept_on_the_page(
    app: Flask, people: dict[str, UUID], address: str
) -> None:
    els = acting(app, people["Els"], BAKERY)
    send(els, address, "verify")
    form = form_of(els, WORKERS)
    said = {**form, **COURSE, "do": "change", "version": "1", "title": "Mine"}
    answer = els.post(address, data=said)
    assert answer.status_code == 400
    assert "it now has version 2" in answer.text
    assert 'value="Mine"' in answer.text
    assert stands()[2] == TRAINING["title"]
    assert send(els, address, "change", 2, title="") == 400
    assert send(els, address, "nothing") == 400
    for odd in ("", "x", "-1", "9" * 30, "\0"):
        assert els.post(address, data={**said, "version": odd}).status_code == 400


def test_it_is_somebody_elses_for_everybody_else(
    app: Flask, people: dict[str, UUID], address: str
) -> None:
    gert = acting(app, people["Gert"], GARAGE)
    assert gert.get(address).status_code == 404
    assert send(gert, address, "cancel") == 404
    rita = acting(app, people["Rita"], BAKERY)
    assert 'value="cancel"' not in rita.get(address).text
    assert send(rita, address, "cancel") == 403
    assert stands()[1] == "active"
    sofie = acting(app, people["Sofie"], f"{BAKERY}-{SECRETARIAT}")
    assert send(sofie, address, "cancel", reason="By mandate") == 303
    assert stands()[1] == "canceled"


def test_every_opening_of_it_is_a_look(app: Flask, people: dict[str, UUID], address: str) -> None:
    acting(app, people["Els"], BAKERY).get(address)
    with reading() as db:
        seen = db.execute(text("SELECT role, organisation, data_group FROM look")).all()
    assert [tuple(one) for one in seen] == [("employer", BAKERY, "training")]
