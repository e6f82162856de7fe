"""A sender and its mailbox, emptied after each test."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from portal.batch.folders import mailboxes_folder
from portal.database import Session
from portal.settings import Settings
from portal.submissions.files import spool
from tests.batch.mailbox import Mailbox, Signer, known, present
from tests.conftest import emptied
from tests.declarations.world import fill


@pytest.fixture(scope="session")
def signer(tmp_path_factory: pytest.TempPathFactory) -> Signer:
    """Return the key of the sender."""
    return Signer.make(tmp_path_factory.mktemp("signer"), "sender")


@pytest.fixture
def mailbox(database: Engine, settings: Settings, signer: Signer) -> Iterator[Mailbox]:
    """Give the mailbox of a sender that is known, and an empty spool."""
    shutil.rmtree(spool(settings))  # other tests leave copies of files that were never done
    known(database, settings, signer)
    yield Mailbox(settings, signer, present())
    shutil.rmtree(mailboxes_folder(settings))
    shutil.rmtree(spool(settings))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder apart from the mailbox."""
    return tmp_path


@pytest.fixture
def world(settings: Settings) -> Iterator[Engine]:
    """Fill the database with the small world of the door; it is emptied afterwards."""
    with emptied(settings) as pool:
        with Session.begin() as db:
            fill(db)
        yield pool


@pytest.fixture(scope="module")
def lasting_world(_own_settings: Settings) -> Iterator[Engine]:
    """Do so once for all tests of a file that leave no more than answers."""
    with emptied(_own_settings) as pool:
        with Session.begin() as db:
            fill(db)
        yield pool
