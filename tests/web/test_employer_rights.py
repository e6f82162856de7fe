"""An employer declares, changes and withdraws a right of a worker on the pages, by the one door."""

import re
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, text

from portal.database import Session
from tests.declarations.world import BAKERY, EMMA, PIET, SECRETARIAT
from tests.web.enterprises import acting, fill_with_representatives, form_of, id_of

BY_MANDATE = f"{BAKERY}-{SECRETARIAT}"
ODD = ("\u0000", "\U0001f600" * 50, "9" * 3000, "<b>&\"'", "\u202e5", "\u0665", "-1", "1e9", "")


@pytest.fixture
def people(database: Engine) -> dict[str, UUID]:
    """Return who acts for the enterprises, by given name."""
    assert database
    return fill_with_representatives()


def rights_of(ssin: str) -> str:
    """Return the address of the rights of a worker."""
    return f"/en/employer/workers/{id_of(ssin)}/rights"


def declared() -> list[tuple[object, ...]]:
    """Return all that is declared: year, kind, days, state, quality, channel, version."""
    columns = "year, kind, days, record_state, registered_quality, channel, version"
    with Session() as db:
        found = db.execute(text(f"SELECT {columns} FROM training_right ORDER BY 1, 2"))  # noqa: S608
        return [tuple(row) for row in found]


def declare(client: FlaskClient, **said: str) -> str:
    """Declare a right of Emma and return where that leads."""
    form = form_of(client, rights_of(EMMA), **{"year": "2026", "kind": "legal", **said})
    answer = client.post(rights_of(EMMA), data=form)
    assert answer.status_code == 303, answer.text
    return answer.headers["Location"]


@pytest.mark.parametrize(
    ("name", "choice", "quality"),
    [("Els", BAKERY, "employer"), ("Sofie", BY_MANDATE, "mandateHolder")],
)
def test_a_right_is_declared_changed_and_withdrawn(
    app: Flask, people: dict[str, UUID], name: str, choice: str, quality: str
) -> None:
    client = acting(app, people[name], choice)
    place = declare(client, days="6,5", comment="CBA of May")
    assert [str(one) for one in declared()[0]] == [
        *("2026", "legal", "6.5", "active", quality, "form", "1")
    ]
    page = client.get(place).text
    assert "It is registered" in page
    assert "CBA of May" in page
    change = re.search(rf'href="({rights_of(EMMA)}/[^"]+)"', page)[1]
    form = form_of(client, change, version="1", days="2", comment="Typing error", act="change")
    answer = client.post(change, data=form)
    # Below what the law gives: taken, and told.
    assert "lower than the right that the law gives" in client.get(answer.headers["Location"]).text
    stale = client.post(change, data={**form, "days": "3"})
    assert stale.status_code == 400
    assert "changed in the meantime" in stale.text
    gone = form_of(client, change, version="2", cancel_reason="Not agreed", act="cancel")
    assert client.post(change, data=gone).status_code == 303
    assert declared()[0][3] == "canceled"
    assert client.get(change).status_code == 404


def test_a_reason_of_several_lines_is_kept_in_one(app: Flask, people: dict[str, UUID]) -> None:
    client = acting(app, people["Els"], BAKERY)
    page = client.get(declare(client, days="6", comment="CBA of May,\r\n\r\nas agreed")).text
    assert "CBA of May, as agreed" in page
    change = re.search(rf'href="({rights_of(EMMA)}/[^"]+)"', page)[1]
    gone = form_of(client, change, version="1", cancel_reason="Twice,\nsorry", act="cancel")
    assert client.post(change, data=gone).status_code == 303
    assert declared()[0][3] == "canceled"


def test_a_form_that_comes_twice_declares_once(app: Flask, people: dict[str, UUID]) -> None:
    client = acting(app, people["Els"], BAKERY)
    page = client.get(rights_of(EMMA)).text
    form_id = re.search(r'name="form_id" value="([^"]+)"', page)[1]
    for _ in range(2):
        declare(client, days="6", form_id=form_id)
    assert len(declared()) == 1


def test_what_is_wrong_hangs_on_its_field_and_nothing_typed_is_lost(
    app: Flask, people: dict[str, UUID]
) -> None:
    client = acting(app, people["Els"], BAKERY)
    form = form_of(client, rights_of(EMMA), year="soon", kind="legal", days="six", comment="Why")
    answer = client.post(rights_of(EMMA), data=form)
    assert answer.status_code == 400
    assert answer.text.index('href="#year"') < answer.text.index("<h1")
    assert re.search(r'id="days"[^>]*value="six"[^>]*aria-invalid="true"', answer.text)
    assert ">Why</textarea>" in answer.text
    assert declared() == []


@pytest.mark.parametrize("odd", ODD, ids=range(len(ODD)))
def test_no_odd_form_is_our_failure(app: Flask, people: dict[str, UUID], odd: str) -> None:
    client = acting(app, people["Els"], BAKERY)
    whole = form_of(client, rights_of(EMMA), year="2026", kind="legal", days="6", form_id=odd)
    for name in ("year", "kind", "days"):
        without = {field: value for field, value in whole.items() if field != name}
        for form in ({**whole, name: odd}, without, {**whole, name: [odd, odd]}):
            answer = client.post(rights_of(EMMA), data=form)
            assert answer.status_code == 400, (name, form)
            assert "There is a problem" in answer.text
    wrong = client.post(rights_of(EMMA), data={**whole, "csrf_token": odd})
    assert wrong.status_code == 400
    assert declared() == []


def test_a_reader_sees_rights_and_changes_none(app: Flask, people: dict[str, UUID]) -> None:
    declare(acting(app, people["Els"], BAKERY), days="6")
    reader = acting(app, people["Rita"], BAKERY)
    page = reader.get(rights_of(EMMA)).text.replace("\xa0", " ")
    assert "6 days" in page
    assert 'name="days"' not in page
    form = form_of(reader, "/en/employer/workers", year="2026", kind="employer", days="1")
    answer = reader.post(rights_of(EMMA), data=form)
    assert answer.status_code == 403
    assert "Your role does not allow this" in answer.text
    assert len(declared()) == 1


def test_nobody_declares_for_a_worker_of_another(app: Flask, people: dict[str, UUID]) -> None:
    client = acting(app, people["Els"], BAKERY)
    form = form_of(client, rights_of(EMMA), year="2026", kind="legal", days="6")
    for address in (rights_of(PIET), f"/en/employer/workers/{UUID(int=9)}/rights"):
        assert client.post(address, data=form).status_code == 404
        assert client.get(address).status_code == 404
    assert declared() == []


def test_the_employer_reads_how_a_right_was_computed_as_the_worker_does(
    app: Flask, people: dict[str, UUID]
) -> None:
    declare(acting(app, people["Els"], BAKERY), days="6")
    client = acting(app, people["Rita"], BAKERY)
    page = client.get(f"/en/employer/workers/{id_of(EMMA)}").text
    seen = re.search(r'href="(/en/employer/workers/[^"]+/seen/E1)"', page)[1]
    told = client.get(seen).text.replace("\xa0", " ")
    assert "Individual training right: 6 days" in told
    assert "That replaces what we computed: 5 days" in told
    assert "/en/account/rights" not in told
    assert client.get(f"{seen}?year=1999").status_code == 404
    assert client.get(seen.replace("/E1", "/E4")).status_code == 404
