"""A database that cannot serve is refused at once, in a sentence; a fresh one is made ready."""

import re
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from click.testing import CliRunner
from sqlalchemy import create_engine, make_url, text
from sqlalchemy.exc import OperationalError, ProgrammingError

from portal import database
from portal.commands import portal
from portal.database import MIGRATIONS, newest_migration, upgrade
from portal.settings import Settings, load_settings

SAMPLE = Path(__file__).parents[1] / "sample"
SSIN = "73092613502"


class Databases:
    """Databases on the server of the tests, dropped afterwards."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.names: list[str] = []

    def new(self, encoding: str) -> str:
        """Return the address of an empty database."""
        name = f"odd_{uuid4().hex}"
        self.execute(f"CREATE DATABASE {name} ENCODING '{encoding}' LOCALE 'C' TEMPLATE template0")
        self.names.append(name)
        return make_url(self.url).set(database=name).render_as_string(hide_password=False)

    def execute(self, statement: str) -> None:
        """Do what can only be done outside of a transaction."""
        apart = create_engine(self.url, isolation_level="AUTOCOMMIT")
        with apart.connect() as connection:
            connection.execute(text(statement))
        apart.dispose()


@pytest.fixture
def databases(settings: Settings) -> Iterator[Databases]:
    """Make databases that no other test sees."""
    made = Databases(str(settings.database_url))
    yield made
    for name in made.names:
        made.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def console(monkeypatch: pytest.MonkeyPatch) -> CliRunner:
    """Return a console that reads the settings anew."""
    for room in ("portal.commands", "portal.database", "portal.clock"):
        monkeypatch.setattr(f"{room}.load_settings", load_settings.__wrapped__)
    return CliRunner()


@pytest.mark.parametrize("encoding", ["LATIN1", "SQL_ASCII"])
def test_a_database_that_cannot_hold_every_name_is_refused(
    databases: Databases, console: CliRunner, monkeypatch: pytest.MonkeyPatch, encoding: str
) -> None:
    monkeypatch.setenv("DATABASE_URL", databases.new(encoding))
    answer = console.invoke(portal, ["db", "upgrade"])
    assert answer.exit_code == 1
    assert encoding in answer.output
    assert "UTF8" in answer.output


@pytest.mark.parametrize(
    "address", ["mysql://a@b/c", "sqlite:///x.db", "nonsense", "postgresql:/x", "://", "http://[x"]
)
def test_an_address_that_is_no_postgresql_is_refused(
    console: CliRunner, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    monkeypatch.setenv("DATABASE_URL", address)
    answer = console.invoke(portal, ["account", SSIN])
    assert answer.exit_code == 1
    assert "postgresql://user:password@host" in answer.output


@pytest.mark.parametrize(
    "command",
    [["account", SSIN], ["feed", str(SAMPLE)], ["declare", str(SAMPLE / "trainings.csv")], ["web"]],
    ids=lambda command: command[0],
)
def test_tables_that_are_not_there_are_told_with_the_command_that_makes_them(
    databases: Databases,
    console: CliRunner,
    monkeypatch: pytest.MonkeyPatch,
    command: list[str],
) -> None:
    monkeypatch.setenv("DATABASE_URL", databases.new("UTF8"))
    answer = console.invoke(portal, command)
    assert answer.exit_code == 1
    assert "portal db upgrade" in answer.output
    assert SSIN not in answer.output


def test_the_embedded_database_gets_its_tables_by_itself(
    databases: Databases, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = databases.new("UTF8")
    monkeypatch.setattr(database.embedded, "ensure_running", lambda _data: url)
    embedded = Settings(database_url=None)
    monkeypatch.setattr(database, "load_settings", lambda: embedded)
    database.make_ready(embedded)
    database.make_ready(embedded)
    with database.reading() as connection:
        assert connection.execute(text("SELECT count(*) FROM training")).scalar() == 0
    database.engine(embedded).dispose()


def test_an_upgrade_waits_for_another(
    databases: Databases, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PGOPTIONS", "-c lock_timeout=100ms")
    settings = Settings(database_url=databases.new("UTF8"))
    with database.engine(settings).connect() as other:
        other.execute(text("SELECT pg_advisory_lock(x'6D696772'::int)"))
        with pytest.raises(OperationalError, match="lock timeout"):
            upgrade(settings)
    database.engine(settings).dispose()


def test_every_migration_bears_the_number_of_its_file() -> None:
    numbers = {}
    for path in (MIGRATIONS / "versions").glob("*.py"):
        said = re.search(r'^revision = "(\w+)"', path.read_text(), re.MULTILINE)
        assert said
        numbers[path.name.partition("_")[0]] = said[1]
    assert all(number == said for number, said in numbers.items())
    assert newest_migration() == max(numbers.values())


def test_an_error_of_the_database_names_no_person(settings: Settings) -> None:
    with database.engine(settings).connect() as connection:
        question = text("SELECT nothing FROM nowhere WHERE ssin = :ssin")
        with pytest.raises(ProgrammingError) as error:
            connection.execute(question, {"ssin": SSIN})
    assert SSIN not in str(error.value)
