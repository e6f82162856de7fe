"""The portal and the demo key as a browser meets them: two servers on this machine."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import Engine

from portal.app import create_app
from portal.demo.key import create_app as create_key
from portal.settings import Settings
from tests.login.live import free_port, served


@dataclass(frozen=True)
class Country:
    """Both servers. settings: as both have them."""

    portal_url: str
    key_url: str
    settings: Settings
    portal: Flask


@pytest.fixture
def country(settings: Settings, database: Engine, tmp_path: Path) -> Iterator[Country]:
    """Serve the portal and the demo key, whose only person is Marie."""
    assert database.url.database  # emptied when the test is over
    (tmp_path / "workers.csv").write_text(
        "ssin,family_name,given_names,birth_date,birth_place,language,replaces_ssin\n"
        "85073003328,Peeters,Marie,1985-07-30,Gent,nl,85470100195\n",
        encoding="utf-8",
    )
    web, key = free_port(), free_port()
    mine = settings.model_copy(
        update={
            "base_url": f"http://127.0.0.1:{web}",
            "key_url": f"http://127.0.0.1:{key}",
            "demo_feed": tmp_path,
        }
    )
    portal = create_app(mine)
    with served(portal, web) as portal_url, served(create_key(mine), key) as key_url:
        yield Country(portal_url, key_url, mine, portal)
