"""What was lost comes back from a dump: every account to the last fraction, and the look log."""

import os
import subprocess
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from uuid import uuid4

import pytest
from click.testing import CliRunner
from sqlalchemy import Engine, create_engine, make_url, text

from portal.commands import portal
from portal.database import Session, engine
from portal.embedded.account import account_for
from portal.embedded.places import programs
from portal.settings import HOUSE, Settings, load_settings
from tests.account.seen import look_at
from tests.reckoning.world import add_employer, add_employment, add_right, add_training, add_worker

SSIN = "95111722477"


def command(*arguments: str) -> str:
    """Give a command that must end well; return what it printed."""
    done = CliRunner().invoke(portal, arguments, catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return done.stdout


def script(name: str, place: Path, settings: Settings) -> subprocess.CompletedProcess[str]:
    """Run a script of ours on the database of the settings."""
    path = f"{programs(account_for(settings.data))}:{os.environ['PATH']}"
    surroundings = os.environ | {"PATH": path, "DATABASE_URL": settings.database_url or ""}
    return subprocess.run(  # noqa: S603 - our own script
        [HOUSE / "deploy" / name, place],
        env=surroundings,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def another(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Give the address of an empty database, as there is after all was lost."""
    given = make_url(settings.database_url or "")
    name = f"restored_{uuid4().hex}"
    apart = create_engine(given, isolation_level="AUTOCOMMIT")
    with apart.connect() as server:
        server.execute(text(f"CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8'"))
    yield given.set(database=name).render_as_string(hide_password=False)
    engine(load_settings()).dispose()
    monkeypatch.undo()
    load_settings.cache_clear()
    with apart.connect() as server:
        server.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
    apart.dispose()


def test_all_comes_back_and_the_look_log_is_whole(
    database: Engine,
    settings: Settings,
    another: str,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    assert database
    with Session.begin() as db:
        person_id = add_worker(db, SSIN)
        number = add_employer(db, "0100000001")
        add_employment(db, person_id, number)
        add_right(db, person_id, number, 2026, "5")
        add_training(db, person_id, number, date(2026, 3, 4))
    look_at(person_id)
    account = command("account", SSIN)
    anchors = tmp_path / "anchors"
    anchors.write_text(command("looks", "anchor"), encoding="utf-8")
    kept = script("backup", tmp_path, settings)
    assert kept.returncode == 0, kept.stderr
    dump = Path(kept.stdout.strip())
    assert dump.stat().st_mode & 0o077 == 0

    monkeypatch.setenv("DATABASE_URL", another)
    load_settings.cache_clear()
    restored = script("restore", dump, load_settings())
    assert restored.returncode == 0, restored.stderr
    command("db", "upgrade")
    verified = command("looks", "verify", "--kept", str(anchors))
    assert "2 looks in 1 chains: nothing was changed, removed or added." in verified
    assert command("account", SSIN) == account
    again = script("restore", dump, load_settings())
    assert again.returncode != 0, "a database that holds something is left as it is"
    assert command("account", SSIN) == account


def test_a_dump_that_failed_leaves_nothing(settings: Settings, tmp_path: Path) -> None:
    nowhere = settings.model_copy(update={"database_url": "postgresql://nobody@127.0.0.1:9/none"})
    assert script("backup", tmp_path, nowhere).returncode != 0
    assert list(tmp_path.iterdir()) == []
