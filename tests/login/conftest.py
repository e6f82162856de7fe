"""A portal with a digital key, for tests that go through both."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from portal.settings import Settings
from tests.login.country import Country, a_country, small_feed


@pytest.fixture
def country(settings: Settings, database: Engine, tmp_path: Path) -> Iterator[Country]:
    """Serve the portal and the demo key; the database is emptied afterwards."""
    assert database.url.database
    with a_country(settings, small_feed(tmp_path)) as both:
        yield both
