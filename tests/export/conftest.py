import json
from pathlib import Path
from uuid import UUID

import pytest
from click.testing import CliRunner
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, text

from portal.app import create_app
from portal.commands import portal
from portal.database import engine
from portal.settings import Settings
from tests.emptying import empty
from tests.export.taken import SSIN, Taken, add_full_record, ask_for_everything, opened
from tests.login.session import signed_in


@pytest.fixture(scope="module")
def app(_own_settings: Settings) -> Flask:
    """Return the portal's pages, made once."""
    return create_app(_own_settings)


@pytest.fixture
def person_id(database: Engine) -> UUID:
    """Return a worker with a full record."""
    assert database
    return add_full_record()


@pytest.fixture
def worker(app: Flask, person_id: UUID) -> FlaskClient:
    """Return a browser in which that worker is signed in."""
    return signed_in(app.test_client(), person_id)


@pytest.fixture(scope="module")
def archive(app: Flask, _own_settings: Settings) -> bytes:
    """Return the file that a worker took along, who is known nowhere any more."""
    data: bytes = ask_for_everything(signed_in(app.test_client(), add_full_record())).data
    empty(engine(_own_settings))
    return data


@pytest.fixture
def taken(archive: bytes, database: Engine, tmp_path: Path) -> Path:
    """Return that file, and a portal that knows nobody."""
    assert database
    path = tmp_path / "taken.zip"
    path.write_bytes(archive)
    return path


@pytest.fixture(scope="module")
def whole(app: Flask, _own_settings: Settings) -> Taken:
    """Return what a worker took along, who is known nowhere any more."""
    pool = engine(_own_settings)
    client = signed_in(app.test_client(), add_full_record())
    answer = ask_for_everything(client)
    with pool.connect() as db:
        (hash_,) = db.execute(text("SELECT session_hash FROM session")).one()
    printed = json.loads(CliRunner().invoke(portal, ["account", SSIN]).stdout)
    empty(pool)
    return Taken(answer, opened(answer), hash_, printed)
