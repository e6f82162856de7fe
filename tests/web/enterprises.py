"""The world at the door, and the people who act for its enterprises on the pages."""

import re
from datetime import date
from uuid import UUID

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import orm
from werkzeug.test import TestResponse

from portal.database import Session
from portal.directory.entries import find
from portal.identifiers import new_id
from portal.models import Mandate, Person, Representative
from tests.declarations.world import BAKERY, GARAGE, SECRETARIAT, fill
from tests.login.session import signed_in

# Who acts, by name: for which organisation and in which role.
PEOPLE = {
    "Rita": (BAKERY, "reader"),
    "Els": (BAKERY, "editor"),
    "Ahmed": (BAKERY, "accessManager"),
    "Sofie": (SECRETARIAT, "editor"),
    "Gert": (GARAGE, "editor"),
}
# And one who acts for two of them.
BOTH = "Kaat"
KEY = re.compile(r'name="acting_for" value="([^"]+)"')
TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')


def fill_with_representatives() -> dict[str, UUID]:
    """Bring everybody into the database; return the ids of who acts, by given name."""
    with Session.begin() as db:
        fill(db)
        people = {name: _person(db, name) for name in (*PEOPLE, BOTH)}
        acts = [(name, *where) for name, where in PEOPLE.items()]
        acts += [(BOTH, BAKERY, "editor"), (BOTH, GARAGE, "reader")]
        for name, number, role in acts:
            db.add(
                Representative(
                    person_id=people[name],
                    enterprise_number=number,
                    role=role,
                    since=date(2025, 1, 1),
                )
            )
    return people


def _person(db: orm.Session, name: str) -> UUID:
    person_id = new_id()
    db.add(Person(person_id=person_id, family_name="Acts", given_names=name))
    db.flush()
    return person_id


def id_of(ssin: str) -> UUID:
    """Return whom a number of this world names."""
    with Session() as db:
        return find(db, [ssin])[ssin].person_id


def acting(app: Flask, person_id: UUID, choice: str) -> FlaskClient:
    """Return a browser in which a person acts for an enterprise; choice: as the form says it."""
    client = signed_in(app.test_client(), person_id)
    assert choose(client, choice).headers["Location"] == "/en/employer"
    return client


def choose(client: FlaskClient, choice: str) -> TestResponse:
    """Choose an enterprise, as the page of the choice does."""
    token = TOKEN.search(client.get("/en/employer/choose").text)[1]
    return client.post("/en/employer/choose", data={"csrf_token": token, "choice": choice})


def form_of(client: FlaskClient, address: str, **fields: str) -> dict[str, str]:
    """Return what a form on a page carries, and these fields."""
    page = client.get(address).text
    return {"csrf_token": TOKEN.search(page)[1], "acting_for": KEY.search(page)[1], **fields}


def end_mandate() -> None:
    """Let the mandate of the secretariat end with the last quarter."""
    with Session.begin() as db:
        db.query(Mandate).update({"until_quarter": "2026Q3"})


def end_role(person_id: UUID) -> None:
    """Take away all that a person may do for enterprises."""
    with Session.begin() as db:
        db.query(Representative).filter_by(person_id=person_id).delete()
