"""The portal as one browser sees it, and the sample country behind it."""

from collections.abc import Callable
from functools import cache

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine

from portal.app import create_app
from portal.database import Session
from portal.directory.entries import find
from portal.settings import Settings
from tests.account.sample import load
from tests.login.session import signed_in
from tests.web.show import show_worlds


@cache
def portal_of(settings: Settings) -> Flask:
    """Return the portal's pages, made once: every test asks for the same."""
    return create_app(settings)


@cache
def portal_with_worlds(settings: Settings) -> Flask:
    """Return the portal with a page for every invented account."""
    app = create_app(settings)
    show_worlds(app)
    return app


@pytest.fixture
def app(settings: Settings) -> Flask:
    """Return the portal's pages."""
    return portal_of(settings)


@pytest.fixture
def shown(settings: Settings) -> FlaskClient:
    """Return a browser that may look at every invented account."""
    return portal_with_worlds(settings).test_client()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """Return a browser in which nobody is signed in."""
    return app.test_client()


@pytest.fixture
def as_worker(app: Flask, database: Engine) -> Callable[[str], FlaskClient]:
    """Give browsers in which a worker of the sample country, named by number, is signed in."""
    assert database
    with Session.begin() as db:
        load(db)

    def browser(ssin: str) -> FlaskClient:
        with Session() as db:
            person_id = find(db, [ssin])[ssin].person_id
        return signed_in(app.test_client(), person_id)

    return browser
