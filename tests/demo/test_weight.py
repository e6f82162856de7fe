"""An account comes light to a phone, however long the career behind it."""

from pathlib import Path

import pytest
from sqlalchemy import Engine

from portal import clock
from portal.app import create_app
from portal.database import Session
from portal.demo.country import write_country
from portal.demo.load import load_country
from portal.directory.entries import find
from portal.languages import LANGUAGES
from portal.settings import Settings
from tests.demo.world import Folder
from tests.login.session import signed_in

MOST_BYTES = 4096  # of the HTML, by gzip


@pytest.fixture
def country(database: Engine, tmp_path: Path) -> Folder:
    """Load the demo country; return its folder."""
    assert database
    write_country(tmp_path)
    with Session.begin() as db:
        load_country(db, tmp_path, clock.now(), lambda _: None)
    return Folder(tmp_path)


def test_no_account_weighs_more_than_four_kilobytes_in_any_language(
    settings: Settings, country: Folder
) -> None:
    app = create_app(settings)
    people = {row["ssin"] for row in country.rows("interesting")}
    careers = [len(country.trainings_of[ssin]) for ssin in people]
    assert max(careers) >= 450
    with Session() as db:
        found = find(db, sorted(people))
    heavy = {}
    for ssin in people:
        for language in LANGUAGES:
            client = signed_in(app.test_client(), found[ssin].person_id)
            answer = client.get(f"/{language}/account", headers={"Accept-Encoding": "gzip"})
            assert answer.headers["Content-Encoding"] == "gzip"
            if len(answer.data) > MOST_BYTES:
                heavy[ssin, language] = len(answer.data)
    assert heavy == {}
