"""What came one by one for an enterprise: told by day and sender, from the records alone."""

import re
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, text

from portal.database import Session
from portal.declarations.declaration import Channel, Declarant, Quality
from portal.declarations.declare import declare
from tests.declarations.world import (
    BAKERY,
    COLLEGE,
    EMMA,
    GARAGE,
    PIET,
    RIGHT,
    SECRETARIAT,
    TINE,
    TODAY,
    TRAINING,
)
from tests.statements import statements
from tests.web.enterprises import acting, end_mandate, fill_with_representatives
from tests.web.test_employer_submissions import SENT, send, told, training

HOLDER = Declarant(SECRETARIAT, Quality.MANDATE_HOLDER, Channel.REST)
LONG_AGO = {"start_date": "2026-03-02", "end_date": "2026-03-02"}
OWN = Declarant(BAKERY, Quality.EMPLOYER, Channel.REST)


@pytest.fixture
def people(database: Engine) -> dict[str, UUID]:
    """Return who acts for the enterprises, by given name."""
    assert database
    return fill_with_representatives()


def singly(by: Declarant, *rows: dict[str, str], days_ago: int = 0) -> None:
    """Let software declare each of these by itself."""
    when = replace(TODAY, now=TODAY.now - timedelta(days=days_ago))
    for row in rows:
        with Session.begin() as db:
            declare(db, by, [row], when)


def days_of(client: FlaskClient, address: str = SENT) -> list[str]:
    """Return the addresses of what came one by one, in the order of the list."""
    return re.findall(rf'href="({SENT}/singly/[^"]+)"', client.get(address).text)


def test_the_baker_sees_what_the_secretariat_declared_one_by_one(
    app: Flask, people: dict[str, UUID]
) -> None:
    long = training(2, TINE, start_date="2026-10-05", end_date="2026-10-30")
    singly(
        HOLDER,
        training(1),
        long | {"duration_minutes": "9120"},
        {**RIGHT, "reference": "R-1"},
        {"action": "cancelTraining", "reference": "T-1", "cancel_reason": "Twice"},
        training(3, end_date="2020-01-01"),
        training(4, PIET, enterprise_number=GARAGE),
    )
    rita = acting(app, people["Rita"], BAKERY)
    page = told(rita)
    assert f"Firma {SECRETARIAT}, mandate holder" in page
    assert "with its own software (web service)" in page
    assert "Declared: 3" in page
    assert "Withdrawn: 1" in page
    (address,) = days_of(rita)
    page = told(rita, address)
    assert "from quarter 1 of 2025 until further notice" in page
    assert sorted(re.findall(r"(T-\d|R-1) (declared|withdrawn)", page)) == [
        ("R-1", "declared"),
        ("T-1", "declared"),
        ("T-1", "withdrawn"),
        ("T-2", "declared"),
    ]
    assert "used more days" in page
    links = re.findall(
        r'href="(/en/employer/(?:trainings/one|workers)/[^"]+)"', rita.get(address).text
    )
    assert len(links) == 4
    assert {rita.get(link).status_code for link in links} == {200}


def test_what_came_as_a_list_stands_by_itself(app: Flask, people: dict[str, UUID]) -> None:
    send(BAKERY, Quality.EMPLOYER, training(1))
    rita = acting(app, people["Rita"], BAKERY)
    assert days_of(rita) == []
    singly(OWN, {**TRAINING, "action": "updateTraining", "reference": "T-1", "title": "Anders"})
    assert len(days_of(rita)) == 1
    assert "T-1 changed or accepted" in told(rita, days_of(rita)[0])


def test_each_way_and_sender_stands_apart_and_can_be_chosen(
    app: Flask, people: dict[str, UUID]
) -> None:
    singly(OWN, training(1))
    singly(replace(OWN, channel=Channel.FORM), training(2))
    singly(HOLDER, training(3))
    singly(Declarant(COLLEGE, Quality.PROVIDER, Channel.REST), training(4, TINE))
    singly(OWN, training(5, **LONG_AGO), days_ago=200)
    rita = acting(app, people["Rita"], BAKERY)
    assert len(days_of(rita)) == 5
    assert f"Firma {COLLEGE}, training provider" in told(rita)
    assert len(days_of(rita, f"{SENT}?channel=rest")) == 4
    assert len(days_of(rita, f"{SENT}?channel=form&standing=done")) == 1
    assert len(days_of(rita, f"{SENT}?quarter=2026Q2")) == 1
    assert len(days_of(rita, f"{SENT}?quarter=2026Q4")) == 4
    assert days_of(rita, f"{SENT}?standing=withRefusals") == []
    assert days_of(rita, f"{SENT}?channel=batch") == []


def test_pages_go_back_in_time_through_both_kinds(
    app: Flask, people: dict[str, UUID], monkeypatch: pytest.MonkeyPatch
) -> None:
    from portal.web import employer_submissions  # noqa: PLC0415 - for its size of a page

    monkeypatch.setattr(employer_submissions, "MOST", 2)
    for days_ago in range(4):
        singly(OWN, training(10 + days_ago), days_ago=days_ago)
        singly(HOLDER, training(20 + days_ago), days_ago=days_ago)
        send(BAKERY, Quality.EMPLOYER, training(30 + days_ago), days_ago=days_ago)
    rita = acting(app, people["Rita"], BAKERY)
    seen, address = [], SENT
    while address:
        page = rita.get(address).text
        cards = re.findall(rf'<h3 class="title"><a href="({SENT}/[^"]+)"', page)
        assert 1 <= len(cards) <= 2
        seen += cards
        following = re.search(r'rel="next" href="([^"#]+)', page)
        address = following[1].replace("&amp;", "&") if following else ""
    assert len(seen) == len(set(seen)) == 12
    days = [card.split("/")[5] for card in seen if "/singly/" in card]
    assert days == sorted(days, reverse=True)


def test_many_of_a_day_come_page_by_page(
    app: Flask, people: dict[str, UUID], monkeypatch: pytest.MonkeyPatch
) -> None:
    from portal.web import employer_submissions  # noqa: PLC0415 - for its size of a page

    monkeypatch.setattr(employer_submissions, "MOST_OUTCOMES", 2)
    singly(OWN, *(training(number) for number in range(1, 6)))
    rita = acting(app, people["Rita"], BAKERY)
    (address,) = days_of(rita)
    found = [re.findall(r"T-\d", told(rita, f"{address}?after={after}")) for after in (0, 2, 4)]
    assert [sorted(set(one)) for one in found] == [["T-1", "T-2"], ["T-3", "T-4"], ["T-5"]]
    assert told(rita, f"{address}?after=x") == told(rita, address)


def test_strangers_learn_nothing_of_what_came_one_by_one(
    app: Flask, people: dict[str, UUID]
) -> None:
    singly(OWN, training(1))
    (address,) = days_of(acting(app, people["Rita"], BAKERY))
    gert = acting(app, people["Gert"], GARAGE)
    assert days_of(gert) == []
    assert gert.get(address).status_code == 404
    odd = ("2026-11-24/rest/employer/0999999922", "2026-99-24/rest/employer/0999999922")
    for one in odd:
        assert gert.get(f"{SENT}/singly/{one}").status_code == 404
    for one in ("9" * 16 + ".x", "1.x", "9" * 15 + "." + "f" * 36, "1" * 15 + ".%00"):
        assert gert.get(f"{SENT}?before={one}").status_code == 200


def test_a_mandate_holder_sees_of_it_what_its_mandate_covers(
    app: Flask, people: dict[str, UUID]
) -> None:
    with Session.begin() as db:
        db.execute(text("UPDATE mandate SET from_quarter = '2026Q4'"))
    singly(OWN, training(1, **LONG_AGO), days_ago=60)
    singly(OWN, training(2))
    sofie = acting(app, people["Sofie"], f"{BAKERY}-{SECRETARIAT}")
    (address,) = days_of(sofie)
    old = address.replace("2026-11-24", "2026-09-25")
    assert sofie.get(old).status_code == 404
    assert acting(app, people["Rita"], BAKERY).get(old).status_code == 200
    end_mandate()
    assert sofie.get(address).status_code == 403


def test_many_declarations_cost_the_statements_of_few(app: Flask, people: dict[str, UUID]) -> None:
    singly(OWN, training(1))
    rita = acting(app, people["Rita"], BAKERY)

    def cost() -> int:
        (address,) = days_of(rita)
        with statements() as sent:
            told(rita)
            told(rita, address)
        return len(sent)

    few = cost()
    singly(OWN, *(training(number, EMMA) for number in range(2, 30)))
    assert cost() == few
