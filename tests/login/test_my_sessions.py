"""Where somebody is signed in: what they see of it, and how they end it elsewhere."""

from datetime import timedelta
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, select, update

from portal.app import create_app
from portal.clock import machine_now
from portal.database import Session
from portal.identifiers import new_id
from portal.login.sessions import IDLE
from portal.models import SessionRow
from portal.settings import Settings
from tests.login.browser import HIDDEN
from tests.login.people import in_register
from tests.login.session import session_for, signed_in

PAGE = "/en/account/sessions"


@pytest.fixture
def app(settings: Settings, database: Engine) -> Flask:
    assert database.url.database
    return create_app(settings)


@pytest.fixture
def person_id(app: Flask) -> UUID:
    assert app.url_map
    return in_register("85073003328")


@pytest.fixture
def client(app: Flask, person_id: UUID) -> FlaskClient:
    """Return a browser in which Marie is signed in."""
    return signed_in(app.test_client(), person_id)


def ids_of(person_id: UUID) -> list[UUID]:
    """Return the sessions of a person that still run, oldest first."""
    with Session() as db:
        return list(
            db.scalars(
                select(SessionRow.session_id)
                .where(SessionRow.person_id == person_id, SessionRow.revoked_at.is_(None))
                .order_by(SessionRow.created_at)
            )
        )


def token(client: FlaskClient) -> str:
    return dict(HIDDEN.findall(client.get(PAGE).text))["csrf_token"]


def end(client: FlaskClient, **named: str) -> int:
    return client.post(f"{PAGE}/end", data={"csrf_token": token(client), **named}).status_code


def test_a_worker_sees_every_browser_and_which_is_this_one(
    client: FlaskClient, person_id: UUID
) -> None:
    session_for(person_id)
    session_for(in_register("89061390138"))
    page = client.get(PAGE).text
    assert page.count("<h2>This browser</h2>") == 1
    assert page.count("<h2>Another browser</h2>") == 1
    assert f"at {machine_now():%H:}" in page
    assert "Demo key" in page


def test_what_is_over_is_not_listed(client: FlaskClient, person_id: UUID) -> None:
    for _ in range(2):
        session_for(person_id)
    with Session.begin() as db:
        db.execute(
            update(SessionRow)
            .where(SessionRow.session_id == ids_of(person_id)[-1])
            .values(idle_end_at=machine_now() - timedelta(seconds=1))
        )
        db.execute(
            update(SessionRow)
            .where(SessionRow.session_id == ids_of(person_id)[-2])
            .values(revoked_at=machine_now())
        )
    assert "Another browser" not in client.get(PAGE).text


def test_one_other_browser_is_signed_out(app: Flask, client: FlaskClient, person_id: UUID) -> None:
    others = [signed_in(app.test_client(), person_id) for _ in range(2)]
    this, first, second = ids_of(person_id)
    assert end(client, session=str(first)) == 303
    assert ids_of(person_id) == [this, second]
    assert [one.get("/en/account").status_code for one in others] == [303, 200]


def test_all_other_browsers_are_signed_out(client: FlaskClient, person_id: UUID) -> None:
    for _ in range(3):
        session_for(person_id)
    this = ids_of(person_id)[0]
    stranger = in_register("89061390138")
    session_for(stranger)
    assert end(client) == 303
    assert ids_of(person_id) == [this]
    assert len(ids_of(stranger)) == 1
    assert 'role="status"' in client.get(f"{PAGE}?ended=yes").text


def test_a_session_of_somebody_else_cannot_be_ended(client: FlaskClient) -> None:
    stranger = in_register("89061390138")
    session_for(stranger)
    assert end(client, session=str(ids_of(stranger)[0])) == end(client, session=str(new_id()))
    assert len(ids_of(stranger)) == 1


def test_this_session_is_not_ended_by_that_button(client: FlaskClient, person_id: UUID) -> None:
    assert end(client, session=str(ids_of(person_id)[0])) == 303
    assert client.get("/en/account").status_code == 200


@pytest.mark.parametrize("named", ["x", "' OR 1=1", "0" * 500])
def test_what_is_no_session_is_refused(client: FlaskClient, named: str) -> None:
    assert end(client, session=named) == 400


def test_no_other_site_can_end_anything(client: FlaskClient, person_id: UUID) -> None:
    session_for(person_id)
    assert client.post(f"{PAGE}/end").status_code == 400
    assert len(ids_of(person_id)) == 2


def test_every_page_says_until_when_the_session_runs_and_how_to_go_on(client: FlaskClient) -> None:
    with Session() as db:
        ends = db.scalars(select(SessionRow.idle_end_at)).one()
    page = client.get("/en/account").text
    assert f"If you do nothing, you are signed out at {ends:%H:%M}." in page
    assert f'href="{PAGE}/stay" target="_blank"' in page
    assert "You stay signed in" in client.get(f"{PAGE}/stay").text


def test_the_time_on_a_page_is_that_after_its_own_use(client: FlaskClient) -> None:
    _move(idle_end_at=machine_now() + timedelta(minutes=2), last_seen_at=machine_now() - IDLE)
    assert f"signed out at {machine_now() + IDLE:%H:%M}" in client.get("/en/account").text


def test_the_last_stretch_says_that_nothing_makes_it_longer(client: FlaskClient) -> None:
    ends = machine_now() + timedelta(minutes=5)
    _move(absolute_end_at=ends, last_seen_at=machine_now() - IDLE)
    page = client.get("/en/account").text
    assert f"You are signed out at {ends:%H:%M}, 8 hours after you signed in." in page
    assert f'href="{PAGE}/stay"' not in page


def test_a_program_is_told_how_long_the_session_goes_on(client: FlaskClient) -> None:
    _move(last_seen_at=machine_now() - IDLE)
    told = client.get(f"{PAGE}/stay", headers={"Accept": "application/json"}).json
    assert IDLE.total_seconds() - 5 < told["seconds"] <= IDLE.total_seconds()
    assert told["last"] is False
    assert told["told"].startswith("If you do nothing")


def test_asking_for_more_time_wakes_no_session_that_has_ended(client: FlaskClient) -> None:
    _move(idle_end_at=machine_now() - timedelta(seconds=1), last_seen_at=machine_now() - IDLE)
    answer = client.get(f"{PAGE}/stay", headers={"Accept": "application/json"})
    assert answer.status_code == 303


def _move(**moments: object) -> None:
    with Session.begin() as db:
        db.execute(update(SessionRow).values(**moments))
