"""The web service over the small world of the door, with a token issuer that tests control."""

from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, text

from portal.app import create_app
from portal.database import Session
from portal.models import Sender
from portal.settings import Settings
from tests.conftest import emptied
from tests.declarations.world import BAKERY, COLLEGE, GARAGE, SECRETARIAT, fill
from tests.login.live import free_port, served
from tests.rest.caller import Caller
from tests.rest.issuer import Issuer

DECLARED = (
    "training",
    "training_version",
    "training_right",
    "training_right_version",
    "declared_reference",
    "submission_outcome",
    "submission",
)
CLIENTS = {
    "bakery": (BAKERY, "employer"),
    "garage": (GARAGE, "employer"),
    "secretariat": (SECRETARIAT, "mandateHolder"),
    "college": (COLLEGE, "provider"),
}


@pytest.fixture(scope="session")
def issuer() -> Iterator[Issuer]:
    """Serve the issuer of all tokens."""
    port = free_port()
    issuer = Issuer(f"http://127.0.0.1:{port}", "http://localhost/REST/fla/v1")
    with served(issuer.app(), port):
        yield issuer


@pytest.fixture(scope="session")
def rest_settings(_own_settings: Settings, issuer: Issuer) -> Settings:
    """Return the settings of the service under test."""
    return _own_settings.model_copy(
        update={
            "base_url": "http://localhost",
            "token_issuer": issuer.url,
            "token_audience": issuer.audience,
            "rate_limits": False,
        }
    )


@pytest.fixture(scope="session")
def app(rest_settings: Settings) -> Flask:
    """Return the portal, the service under it."""
    return create_app(rest_settings)


@pytest.fixture
def browser(app: Flask) -> FlaskClient:
    """Return a client without any token."""
    return app.test_client()


@pytest.fixture
def world(settings: Settings) -> Iterator[Engine]:
    """Fill the database with the small world and its software; it is emptied afterwards."""
    with emptied(settings) as pool:
        fill_with_software()
        yield pool


@pytest.fixture(scope="module")
def lasting_world(_own_settings: Settings) -> Iterator[Engine]:
    """Do so once for all tests of a file, which change nothing."""
    with emptied(_own_settings) as pool:
        fill_with_software()
        yield pool


def fill_with_software() -> None:
    """Bring the small world in, and the software of its enterprises."""
    with Session.begin() as db:
        fill(db)
        for place, (name, (number, quality)) in enumerate(CLIENTS.items()):
            db.add(
                Sender(
                    sender_number=f"{place:06}",
                    enterprise_number=number,
                    quality=quality,
                    client_id=name,
                )
            )


@pytest.fixture
def bakery(world: Engine, app: Flask, issuer: Issuer) -> Caller:
    """Return the bakery's software."""
    assert world
    return Caller(app, issuer.token(enterpriseNumber=BAKERY))


@pytest.fixture
def garage(world: Engine, app: Flask, issuer: Issuer) -> Caller:
    """Return the software of another employer."""
    assert world
    token = issuer.token(client_id="garage", sub="garage", enterpriseNumber=GARAGE)
    return Caller(app, token)


@pytest.fixture
def lasting(lasting_world: Engine, app: Flask, issuer: Issuer) -> Caller:
    """Return the bakery's software in a world that its test does not change."""
    assert lasting_world
    return Caller(app, issuer.token(enterpriseNumber=BAKERY))


@pytest.fixture
def nothing_declared(lasting_world: Engine) -> Iterator[None]:
    """Take away afterwards what a case declared."""
    yield
    with lasting_world.begin() as connection:
        for table in DECLARED:
            connection.execute(text(f"DELETE FROM {table}"))  # noqa: S608 - our own names
