import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session as DatabaseSession

from portal.database import Session
from tests.declarations.world import fill


@pytest.fixture
def world(db: DatabaseSession) -> DatabaseSession:
    """Give a database with everybody of the small world; nothing of it stays."""
    fill(db)
    return db


@pytest.fixture
def committed(database: Engine) -> Engine:
    """Give the database with the small world committed, as several processes see it."""
    with Session.begin() as db:
        fill(db)
    return database
