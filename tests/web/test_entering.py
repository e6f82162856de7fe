"""One course for many workers over HTTP: nothing gets lost, the door decides, all can be undone."""

import re
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, text
from werkzeug.test import TestResponse

from portal.database import Session, reading
from portal.models import Person
from tests.declarations.world import (
    BAKERY,
    EMMA,
    GARAGE,
    JAN,
    LOTTE,
    NEVER,
    PIET,
    SECRETARIAT,
    TINE,
)
from tests.login.session import signed_in
from tests.web.enterprises import acting, choose, fill_with_representatives, form_of, id_of

HOME = "/en/employer/trainings"
COURSE = {
    "title": "Veilig werken op hoogte",
    "language": "nl",
    "nature": "formal",
    "status": "completed",
    "start_date_day": "9",
    "start_date_month": "11",
    "start_date_year": "2026",
    "duration": "7:36",
    "counts_for_right": "true",
    "certificate_obtained": "false",
    "provider_name": "Opleidingscentrum Noord",
    "financing": "employer",
}


@pytest.fixture
def people(database: Engine) -> dict[str, UUID]:
    """Return who acts for the enterprises, by given name."""
    assert database
    return fill_with_representatives()


@pytest.fixture
def els(app: Flask, people: dict[str, UUID]) -> FlaskClient:
    """Return the browser of an editor of the bakery."""
    return acting(app, people["Els"], BAKERY)


def begin(client: FlaskClient) -> str:
    """Return the address of a new entry."""
    return client.get(f"{HOME}/new").headers["Location"]


def send(
    client: FlaskClient, address: str, *workers: UUID, do: str = "check", **fields: str
) -> TestResponse:
    said = {**form_of(client, address), **COURSE, "do": do, **fields}
    return client.post(address, data={**said, "worker": [str(one) for one in workers]})


def act(
    client: FlaskClient, address: str, deed: str, page: str = "", **fields: str
) -> TestResponse:
    """Press a button of the pages that follow."""
    return client.post(
        f"{address}/{deed}", data=form_of(client, page or "/en/employer/workers", **fields)
    )


def trainings() -> list[tuple[object, ...]]:
    with reading() as db:
        rows = db.execute(
            text(
                "SELECT person_id, title, record_state, reference FROM training ORDER BY reference"
            )
        )
        return [tuple(row) for row in rows]


def test_one_course_is_declared_for_many_on_three_pages_and_undone(els: FlaskClient) -> None:
    address = begin(els)
    emma, tine = id_of(EMMA), id_of(TINE)
    checked = send(els, address, emma, tine)
    assert checked.headers["Location"] == f"{address}/review"
    page = els.get(f"{address}/review").text
    assert "Declare for 2\xa0workers" in page
    assert trainings() == []
    done = act(els, address, "declare", f"{address}/review")
    page = els.get(done.headers["Location"]).text
    assert "The course is declared" in page
    reference = re.search(r"Reference: (F20261124-\w{8})", page)[1]
    assert trainings() == [
        (emma, COURSE["title"], "active", f"{reference}-01"),
        (tine, COURSE["title"], "active", f"{reference}-02"),
    ]
    # Again, as an impatient reader does: nothing more comes of it.
    act(els, address, "declare")
    assert len(trainings()) == 2
    act(els, address, "undo")
    assert {one[2] for one in trainings()} == {"canceled"}
    assert "The entry is undone" in els.get(f"{address}/done").text


def test_faults_hang_on_their_fields_and_nothing_typed_is_lost(els: FlaskClient) -> None:
    address = begin(els)
    faulty = {"title": "", "duration": "long", "start_date_month": "13", "provider_name": "<b>&"}
    answer = send(els, address, id_of(EMMA), **faulty)
    assert answer.status_code == 400
    page = answer.text
    assert page.index("There is a problem") < page.index("<h1>")
    for field in ("title", "duration_minutes", "start_date"):
        assert f'id="{field}-fault"' in page
    assert "Write it like this: 7:36." in page
    assert "Write it like this: 27 3 2026." in page
    for kept in (
        'value="long"',
        'value="13"',
        'value="&lt;b&gt;&amp;"',
        f'value="{id_of(EMMA)}" checked',
    ):
        assert kept in page
    assert kept in els.get(address.replace("/en/", "/fr/")).text
    assert trainings() == []


def test_everybody_in_the_list_is_taken_at_once_and_kept(els: FlaskClient) -> None:
    address = begin(els)
    with Session.begin() as db:
        db.get(Person, id_of(TINE)).given_names = "Tine"
    page = send(els, address, id_of(TINE), words="an", do="all").text
    chosen = {str(id_of(one)) for one in (EMMA, LOTTE, NEVER, TINE)}
    assert set(re.findall(r'name="worker" value="([^"]+)" checked', page)) == chosen
    assert (
        set(re.findall(r'name="worker" value="([^"]+)" checked', els.get(address).text)) == chosen
    )
    assert trainings() == []


def test_without_a_worker_the_door_asks_for_one(els: FlaskClient) -> None:
    page = send(els, begin(els)).text
    assert 'id="ssin-fault"' in page


def test_a_draft_survives_signing_out_and_is_for_its_writer_only(
    app: Flask, people: dict[str, UUID]
) -> None:
    els = acting(app, people["Els"], BAKERY)
    address = begin(els)
    assert send(els, address, id_of(EMMA), do="later", title="Half a").status_code == 303
    again = acting(app, people["Els"], BAKERY)
    assert "Half a" in again.get(HOME).text
    assert 'value="Half a"' in again.get(address).text
    other = acting(app, people["Ahmed"], BAKERY)
    assert "Half a" not in other.get(HOME).text
    assert 'value="Half a"' not in other.get(address).text
    assert send(other, address, id_of(EMMA), do="later", title="Mine").status_code == 404
    assert 'value="Half a"' in again.get(address).text
    act(again, address, "drop")
    assert "Half a" not in again.get(HOME).text


def test_workers_are_found_by_name_and_by_pasted_numbers_and_others_never(els: FlaskClient) -> None:
    address = begin(els)
    pasted = f"{EMMA[:6]}-{EMMA[6:9]}.{EMMA[9:]}\n{TINE}, {PIET}\n{JAN} 123"
    page = send(els, address, id_of(PIET), do="add", numbers=pasted).text
    assert "2\xa0workers chosen" in page
    for person in (EMMA, TINE):
        assert f'value="{id_of(person)}" checked' in page
    assert str(id_of(PIET)) not in page
    box = page[page.index("<textarea") : page.index("</textarea>")]
    assert box.splitlines()[1:] == [PIET, JAN, "123"]
    answer = send(els, address, id_of(EMMA), numbers=f"{PIET} 12345678901")
    assert answer.status_code == 400
    assert "last two digits" in answer.text
    assert PIET not in str(trainings())


def test_a_refused_worker_keeps_nobody_out_and_can_be_corrected(els: FlaskClient) -> None:
    address = begin(els)
    emma, lotte = id_of(EMMA), id_of(LOTTE)  # who left on the 10th
    send(els, address, emma, lotte, start_date_day="12")
    page = els.get(f"{address}/review").text
    assert "It cannot be declared for these workers" in page
    assert "Declare for 1\xa0worker<" in page
    act(els, address, "declare")
    assert [one[0] for one in trainings()] == [emma]
    assert "It could not be declared for these workers" in els.get(f"{address}/done").text
    other = act(els, address, "copy", whom="refused").headers["Location"]
    page = els.get(other).text
    assert f'value="{lotte}" checked' in page
    assert f'value="{emma}" checked' not in page
    assert f'value="{COURSE["title"]}"' in page
    send(els, other, lotte)
    act(els, other, "declare")
    assert {one[0] for one in trainings()} == {emma, lotte}


def test_the_same_course_again_is_warned_of_before_it_is_declared(els: FlaskClient) -> None:
    address = begin(els)
    send(els, address, id_of(EMMA))
    act(els, address, "declare")
    other = act(els, address, "copy").headers["Location"]
    assert "Opleidingscentrum Noord" in els.get(other).text
    send(els, other, id_of(EMMA))
    page = els.get(f"{other}/review").text
    assert "The same training was declared already" in page
    assert len(trainings()) == 1


def test_what_was_changed_since_is_not_undone(els: FlaskClient) -> None:
    address = begin(els)
    send(els, address, id_of(EMMA), id_of(TINE))
    act(els, address, "declare")
    with Session.begin() as db:
        db.execute(
            text("UPDATE training SET version = 2 WHERE person_id = :one"), {"one": id_of(EMMA)}
        )
    page = els.get(act(els, address, "undo").headers["Location"]).text
    assert "was left as it is" in page
    assert {one[0]: one[2] for one in trainings()} == {
        id_of(EMMA): "active",
        id_of(TINE): "canceled",
    }


def test_a_mandate_holder_declares_in_its_own_name(app: Flask, people: dict[str, UUID]) -> None:
    sofie = acting(app, people["Sofie"], f"{BAKERY}-{SECRETARIAT}")
    address = begin(sofie)
    send(sofie, address, id_of(EMMA))
    act(sofie, address, "declare")
    with reading() as db:
        said = db.execute(
            text("SELECT registered_by, registered_quality, channel FROM training")
        ).one()
    assert said == (SECRETARIAT, "mandateHolder", "form")


def test_a_reader_sees_what_was_declared_and_declares_nothing(
    app: Flask, people: dict[str, UUID]
) -> None:
    els, rita = acting(app, people["Els"], BAKERY), acting(app, people["Rita"], BAKERY)
    address = begin(els)
    send(els, address, id_of(EMMA))
    act(els, address, "declare")
    assert COURSE["title"] in rita.get(HOME).text
    assert rita.get(f"{address}/done").status_code == 200
    assert rita.get(address).status_code == 403
    form = form_of(rita, "/en/employer/workers")
    for deed in ("declare", "undo", "copy", "drop"):
        assert rita.post(f"{address}/{deed}", data=form).status_code == 403
    assert [one[2] for one in trainings()] == ["active"]


def test_another_enterprise_finds_nothing_of_an_entry(app: Flask, people: dict[str, UUID]) -> None:
    els = acting(app, people["Els"], BAKERY)
    address = begin(els)
    send(els, address, id_of(EMMA))
    act(els, address, "declare")
    gert = acting(app, people["Gert"], GARAGE)
    assert COURSE["title"] not in gert.get(HOME).text
    assert gert.get(f"{address}/done").status_code == 404
    for deed in ("declare", "undo", "copy"):
        assert act(gert, address, deed).status_code == 404


def test_a_form_of_another_enterprise_is_refused(app: Flask, people: dict[str, UUID]) -> None:
    client = signed_in(app.test_client(), people["Kaat"])
    choose(client, BAKERY)
    address = begin(client)
    stale = form_of(client, address)
    choose(client, GARAGE)
    assert client.post(address, data={**stale, **COURSE, "do": "check"}).status_code == 409


@pytest.mark.parametrize(
    "odd", ["", "\0", "x" * 5000, "\u202e\ufffd", "0", "٢", "2026-11-09", "%s %d"]
)
def test_whatever_is_typed_there_is_a_page(els: FlaskClient, odd: str) -> None:
    address = begin(els)
    for name in (*COURSE, "worker", "numbers", "words", "committee", "do"):
        form = {**form_of(els, address), **COURSE, "do": "check", "worker": [str(id_of(EMMA))]}
        doubled = odd if name == "do" else [odd, "other"]
        answer = els.post(address, data={**form, name: doubled})
        assert answer.status_code in {200, 303, 400}
        assert els.get(f"{address}/review").status_code in {200, 303}
    assert els.post(address, data={**COURSE, "csrf_token": odd}).status_code == 400
    assert trainings() == []
