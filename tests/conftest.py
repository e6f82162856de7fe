"""What every test may ask for: a real database, the settings, a clock that stands still.

One PostgreSQL serves a whole run, also when the run has several processes: the embedded one in a
folder that is thrown away, or the server that DATABASE_URL names. Each process gets a database
of its own, copied from one that the migrations made.
"""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import date
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import Engine, create_engine, make_url, orm, text

from portal import embedded
from portal.database import Session, engine, upgrade
from portal.settings import Settings, load_settings
from portal.submissions.files import spool
from tests.emptying import empty

TODAY = date(2026, 11, 24)
FOLDERS = "learning-account-tests-"


class Server:
    """The server of this run and, in it, a database with all tables and no rows."""

    def __init__(self, url: str, template: str) -> None:
        self.url = url
        self.template = template

    def execute(self, statement: str) -> None:
        """Do what can only be done outside of a transaction and of the database concerned."""
        apart = create_engine(self.url, isolation_level="AUTOCOMMIT")
        with apart.connect() as connection:
            connection.execute(text(statement))
        apart.dispose()

    def database(self, name: str) -> str:
        """Return the address of another database on the same server."""
        return make_url(self.url).set(database=name).render_as_string(hide_password=False)

    @classmethod
    def begin(cls, given: str | None) -> "Server":
        """Start the embedded server, or take the given one, and make the template."""
        url = given or embedded.ensure_running(_new_folder(), lasting=False)
        url = url.replace("postgresql://", "postgresql+psycopg://", 1)
        server = cls(url, f"template_{uuid4().hex}")
        server.execute(f"CREATE DATABASE {server.template} TEMPLATE template0 ENCODING 'UTF8'")
        settings = Settings(database_url=server.database(server.template))
        upgrade(settings)
        engine(settings).dispose()
        return server

    def end(self) -> None:
        """Leave nothing behind on a server that was there before."""
        self.execute(f"DROP DATABASE {self.template} WITH (FORCE)")


SERVER = pytest.StashKey[Server]()
GIVEN = pytest.StashKey[str | None]()


def pytest_configure(config: pytest.Config) -> None:
    """Let nothing in that the machine or its user has set, but DATABASE_URL."""
    config.stash[GIVEN] = os.environ.pop("DATABASE_URL", None) or None
    for name in [name for name in os.environ if name.startswith("PORTAL_")]:
        del os.environ[name]
    os.environ["PORTAL_TODAY"] = TODAY.isoformat()
    Settings.model_config["env_file"] = None
    if worker := getattr(config, "workerinput", None):
        config.stash[SERVER] = Server(worker["server_url"], worker["server_template"])


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: object) -> None:
    """Tell each process of the run where the server is."""
    server = _server(node.config)
    node.workerinput["server_url"] = server.url
    node.workerinput["server_template"] = server.template


def pytest_unconfigure(config: pytest.Config) -> None:
    """Stop what this process started."""
    if hasattr(config, "workerinput") or SERVER not in config.stash:
        return
    config.stash[SERVER].end()
    for folder in _folders(os.getpid()):
        embedded.let_go(folder)
        shutil.rmtree(folder)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Repeat what `./test` found before the tests, so that it is not scrolled away."""
    if failed := os.environ.get("FAILED_CHECKS", "").split():
        terminalreporter.section("failed before the tests", sep="=", red=True)
        terminalreporter.write_line(", ".join(failed))


def _server(config: pytest.Config) -> Server:
    if SERVER not in config.stash:
        config.stash[SERVER] = Server.begin(config.stash[GIVEN])
    return config.stash[SERVER]


def _new_folder() -> Path:
    """Return a folder for the server of this run, and clear those of runs that were killed."""
    for folder in _folders():
        owner = folder.name.removeprefix(FOLDERS).split("-")[0]
        if not Path("/proc", owner).exists():
            _clear(folder)
    folder = Path(tempfile.mkdtemp(prefix=f"{FOLDERS}{os.getpid()}-"))
    folder.chmod(0o711)  # as root, the server runs as another user
    return folder


def _clear(folder: Path) -> None:
    """Remove the folder of a run that was killed; another run may be doing the same just now."""
    with suppress(FileNotFoundError, embedded.ServerFault):
        if folder.owner() != Path("/proc/self").owner():
            return
        embedded.stop(folder)
    shutil.rmtree(folder, ignore_errors=True)


def _folders(owner: int | str = "*") -> list[Path]:
    return list(Path(tempfile.gettempdir()).glob(f"{FOLDERS}{owner}-*"))


@pytest.fixture(scope="session")
def _own_settings(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Settings]:
    """Point the settings of this process at a fresh database and a folder that is thrown away."""
    server = _server(request.config)
    name = f"test_{uuid4().hex}"
    server.execute(f"CREATE DATABASE {name} TEMPLATE {server.template}")
    os.environ["DATABASE_URL"] = server.database(name)
    os.environ["PORTAL_DATA"] = str(tmp_path_factory.mktemp("var"))
    load_settings.cache_clear()
    yield load_settings()
    engine(load_settings()).dispose()
    server.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def settings(_own_settings: Settings) -> Settings:
    """Return the settings that everything under test finds."""
    return _own_settings


@pytest.fixture
def database(settings: Settings) -> Iterator[Engine]:
    """Give the database to a test that commits; empty it afterwards."""
    with emptied(settings) as pool:
        yield pool


@contextmanager
def emptied(settings: Settings) -> Iterator[Engine]:
    """Give the database, and empty it afterwards, with the copies of files that it speaks of."""
    pool = engine(settings)
    yield pool
    empty(pool)
    shutil.rmtree(spool(settings))


@pytest.fixture
def db(settings: Settings) -> Iterator[orm.Session]:
    """Give a session whose every commit is undone at the end of the test."""
    with engine(settings).connect() as connection:
        everything = connection.begin()
        with Session(bind=connection, join_transaction_mode="create_savepoint") as session:
            yield session
        everything.rollback()
