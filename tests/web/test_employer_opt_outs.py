"""An employer lets nothing be computed in a year for all its workers, and takes that back."""

import re
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine

from tests.declarations.world import BAKERY, EMMA, GARAGE
from tests.web.enterprises import acting, end_mandate, fill_with_representatives, form_of, id_of
from tests.web.test_employer_rights import BY_MANDATE, ODD
from tests.web.test_employer_submissions import told

PAGE = "/en/employer/only-declared"


@pytest.fixture
def people(database: Engine) -> dict[str, UUID]:
    """Return who acts for the enterprises, by given name."""
    assert database
    return fill_with_representatives()


def choose(client: FlaskClient, year: str, comment: str = "") -> tuple[int, str]:
    """Let nothing be computed in a year; return the status, and the page that follows."""
    form = form_of(client, PAGE, year=year, comment=comment)
    answer = client.post(PAGE, data=form, follow_redirects=True)
    return answer.status_code, answer.text


def test_for_a_year_nothing_is_computed_until_it_is_taken_back(
    app: Flask, people: dict[str, UUID]
) -> None:
    els = acting(app, people["Els"], BAKERY)
    worker = f"/en/employer/workers/{id_of(EMMA)}"
    before = told(els, worker)
    status, page = choose(els, "2026", "We declare them ourselves")
    assert status == 200
    assert "From now on nothing is computed" in page
    assert "We declare them ourselves" in page
    assert told(els, worker) != before
    assert choose(els, "2026")[0] == 400
    (address,) = re.findall(rf'href="({PAGE}/[0-9a-f-]+)"', page)
    form = form_of(els, address, cancel_reason="Too early")
    assert els.post(address, data={**form, "version": "7"}).status_code == 400
    page = els.post(address, data={**form, "version": "1"}, follow_redirects=True).text
    assert "computed again" in page
    assert "Too early" in page
    assert els.get(address).status_code == 404
    assert told(els, worker) == before
    assert choose(els, "2026")[0] == 200


def test_a_mandate_holder_chooses_for_its_client_while_it_may(
    app: Flask, people: dict[str, UUID]
) -> None:
    sofie = acting(app, people["Sofie"], BY_MANDATE)
    assert choose(sofie, "2026")[0] == 200
    assert "mandate holder" in told(acting(app, people["Rita"], BAKERY), PAGE)
    end_mandate()
    assert sofie.get(PAGE).status_code == 403


def test_a_reader_sees_it_and_strangers_do_not(app: Flask, people: dict[str, UUID]) -> None:
    els = acting(app, people["Els"], BAKERY)
    page = choose(els, "2025", "Secret")[1]
    (address,) = re.findall(rf'href="({PAGE}/[0-9a-f-]+)"', page)
    rita = acting(app, people["Rita"], BAKERY)
    page = rita.get(PAGE).text
    assert "Secret" in page
    assert "<form" not in page[page.index("<main") :]
    form = form_of(rita, "/en/employer/export", year="2024")
    assert rita.post(PAGE, data=form).status_code == 403
    gert = acting(app, people["Gert"], GARAGE)
    assert "Secret" not in gert.get(PAGE).text
    assert gert.get(address).status_code == 404


def test_what_is_wrong_is_told_on_its_field_and_nothing_is_our_failure(
    app: Flask, people: dict[str, UUID]
) -> None:
    els = acting(app, people["Els"], BAKERY)
    for year in (*ODD, "2022", "2099"):
        status, page = choose(els, year, year)
        assert status == 400
        assert 'href="#year"' in page


def test_the_list_of_what_was_sent_leads_to_it(app: Flask, people: dict[str, UUID]) -> None:
    els = acting(app, people["Els"], BAKERY)
    choose(els, "2026")
    (day,) = re.findall(r'href="([^"]+/singly/[^"]+)"', els.get("/en/employer/submissions").text)
    assert f'href="{PAGE}"' in els.get(day).text
