import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from flask import Flask, template_rendered
from jinja2 import Template
from playwright.sync_api import Browser

from portal import embedded
from portal.app import create_app
from portal.languages import LANGUAGES
from portal.settings import Settings
from tests.web.browser import chromium, served
from tests.web.pages import PAGES
from tests.web.show import show_worlds


def pytest_itemcollected(item: pytest.Item) -> None:
    """Let the report of a test name its checks, for the accessibility statement."""
    item.user_properties += [("check", mark.args[0]) for mark in item.iter_markers("check")]


@pytest.fixture
def ground() -> Iterator[Path]:
    """Give a folder that everybody can enter; end what still runs below it."""
    folder = Path(tempfile.mkdtemp(prefix="learning-account-ground-"))
    folder.chmod(0o755)
    yield folder
    for link in folder.rglob("postgres"):
        if link.is_symlink():
            embedded.stop(link.parent)
            shutil.rmtree(link.resolve())
        elif (link / "cluster").is_dir():
            embedded.stop(link.parent)
    shutil.rmtree(folder)


@pytest.fixture(scope="session")
def shown_app(_own_settings: Settings) -> Flask:
    """Return the portal with a page for every invented account and state."""
    app = create_app(_own_settings)
    show_worlds(app)
    return app


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Give a browser to the tests of a file; once it ends, others may run loops of their own."""
    with chromium() as started:
        yield started


@pytest.fixture(scope="session")
def address(shown_app: Flask) -> Iterator[str]:
    """Serve every page and state; gives the address."""
    with served(shown_app) as base:
        yield base


@dataclass(frozen=True)
class Shown:
    """Every page in every language, and the templates that were needed for them."""

    texts: dict[str, str] = field(default_factory=dict)
    templates: set[str] = field(default_factory=set)


@pytest.fixture(scope="session")
def shown_pages(shown_app: Flask) -> Shown:
    """Render every page in every language, without a browser."""
    shown = Shown()

    def remember(_app: Flask, template: Template, **_: object) -> None:
        shown.templates.add(template.name or "")

    client = shown_app.test_client()
    with template_rendered.connected_to(remember, shown_app):
        for page, path in PAGES.items():
            for language in LANGUAGES if "{language}" in path else LANGUAGES[:1]:
                text = client.get(path.format(language=language)).text
                shown.texts[f"{page} {language}"] = text
    return shown
