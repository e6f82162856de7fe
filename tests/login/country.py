"""The portal and a digital key as a browser meets them: two servers on this machine."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from flask import Flask

from portal.app import create_app
from portal.demo.key import create_app as create_key
from portal.settings import Settings
from tests.login.live import free_port, served

MARIE = "85073003328"
MARIE_BEFORE = "85470100146"
WORKERS = f"""\
ssin,family_name,given_names,birth_date,birth_place,language,replaces_ssin
{MARIE},Peeters,Marie,1985-07-30,Gent,nl,{MARIE_BEFORE}
"""


@dataclass(frozen=True)
class Country:
    """Both servers, and the settings that both have."""

    portal_url: str
    key_url: str
    settings: Settings
    portal: Flask


@contextmanager
def a_country(settings: Settings, feed: Path, providers: Path | None = None) -> Iterator[Country]:
    """Serve the portal, and the demo key with the people of a feed folder.

    providers: the digital keys of the portal; by default the demo key.
    """
    web, key = free_port(), free_port()
    mine = settings.model_copy(
        update={
            "base_url": f"http://127.0.0.1:{web}",
            "key_url": f"http://127.0.0.1:{key}",
            "demo_feed": feed,
            "providers": providers,
        }
    )
    portal = create_app(mine)
    with served(portal, web) as portal_url, served(create_key(mine), key) as key_url:
        yield Country(portal_url, key_url, mine, portal)


def small_feed(folder: Path) -> Path:
    """Write a feed of one person, Marie, who had another number before."""
    (folder / "workers.csv").write_text(WORKERS, encoding="utf-8")
    return folder
