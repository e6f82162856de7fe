from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine

from portal.app import create_app
from portal.settings import Settings
from portal.web.credentials import listed
from tests.export.taken import add_full_record
from tests.login.session import signed_in


@pytest.fixture(scope="module")
def app(_own_settings: Settings) -> Flask:
    """Return the portal's pages, made once."""
    return create_app(_own_settings)


@pytest.fixture
def person_id(database: Engine) -> UUID:
    """Return a worker with a full record."""
    assert database
    listed.cache_clear()
    return add_full_record()


@pytest.fixture
def worker(app: Flask, person_id: UUID) -> FlaskClient:
    """Return a browser in which that worker is signed in."""
    return signed_in(app.test_client(), person_id)


@pytest.fixture
def stranger(app: Flask) -> FlaskClient:
    """Return whoever was shown a credential."""
    return app.test_client()
