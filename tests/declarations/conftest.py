import pytest
from sqlalchemy.orm import Session

from tests.declarations.world import fill


@pytest.fixture
def world(db: Session) -> Session:
    """Give a database with everybody of the small world; nothing of it stays."""
    fill(db)
    return db
