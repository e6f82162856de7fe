"""The one way to PostgreSQL: a pool per process, sessions that write, connections that read."""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, Final

import psycopg
from psycopg.types.string import BytesBinaryDumper
from sqlalchemy import (
    URL,
    Connection,
    Engine,
    create_engine,
    event,
    make_url,
    orm,
    text,
)
from sqlalchemy.exc import ArgumentError

from portal import embedded, grants
from portal.settings import Settings, load_settings

MIGRATIONS = Path(__file__).parent.parent / "migrations"
# As many as the threads of one process of `portal web`; the overflow serves a thread that reads
# on one connection while it writes on another.
POOL_SIZE = 8
OLDEST_SERVER = 150_000  # PostgreSQL 15, as the server counts its versions
POOL_OVERFLOW = 8

_JSON: Final = json.JSONDecoder(parse_float=Decimal)  # one for all: making it costs too

SERVER_OPTIONS = " ".join(
    f"-c {name}={value}"
    for name, value in {
        "timezone": "Europe/Brussels",  # moments come back in Belgian time
        "lock_timeout": "15s",
        "idle_in_transaction_session_timeout": "120s",
    }.items()
)


class UnusableDatabase(Exception):
    """The database named in the settings cannot serve us; the text is a sentence for people."""


def url_of(settings: Settings) -> URL:
    """Return the address of the database; starts the embedded server where none is named.

    Raises portal.embedded.ServerFault when the embedded server cannot be started, and
    UnusableDatabase where the settings name something else than PostgreSQL.
    """
    if settings.database_url:
        return _parsed(settings.database_url, "DATABASE_URL")
    url = _parsed(embedded.ensure_running(settings.data), "DATABASE_URL")
    return url.set(username=settings.database_role) if settings.database_role else url


def _parsed(address: str, setting: str) -> URL:
    try:
        url = make_url(address)
    except (ArgumentError, ValueError):
        url = URL.create("nothing")
    if url.drivername.partition("+")[0] not in {"postgres", "postgresql"}:
        raise UnusableDatabase(
            f"{setting} must name a PostgreSQL database, as in "
            "postgresql://user:password@host:5432/name."
        )
    return url.set(drivername="postgresql+psycopg")


@cache
def engine(settings: Settings) -> Engine:
    """Return this process's pool of connections; connects only when one is asked for."""
    return _pool(url_of(settings))


@cache
def replica_engine(settings: Settings) -> Engine | None:
    """Return this process's pool of connections to the replica; None: there is none.

    Whoever waits for it could be served by the primary: it gets less time than that.
    """
    if not settings.database_replica_url:
        return None
    url = _parsed(settings.database_replica_url, "DATABASE_REPLICA_URL")
    limits = {"tcp_user_timeout": 3000, "keepalives_idle": 3}  # milliseconds, seconds
    return _pool(url, "-c statement_timeout=5s", pool_timeout=1, connect_timeout=2, **limits)


def _pool(url: URL, options: str = "", pool_timeout: float = 10, **connecting: object) -> Engine:
    """Return a pool of connections.

    Numbers in JSON come back as int or Decimal: days are exact, never float.
    pool_timeout: seconds. connecting: what libpq takes.
    """
    pool = create_engine(
        url,
        hide_parameters=True,  # no number of a person in an error, whoever writes it down
        pool_size=POOL_SIZE,
        max_overflow=POOL_OVERFLOW,
        pool_timeout=pool_timeout,
        pool_pre_ping=False,  # one question more for every page; a lost server is told as an error
        skip_autocommit_rollback=True,  # where each statement stands alone, nothing is to be undone
        json_deserializer=lambda written: _JSON.decode(written.decode()),
        connect_args={
            # PGOPTIONS is how libpq lets whoever runs the process add to them.
            "options": f"{SERVER_OPTIONS} {os.environ.get('PGOPTIONS', '')} {options}",
            "connect_timeout": 5,  # seconds
            "prepare_threshold": 2,  # what a process asks a second time is prepared by the server
            "application_name": "portal",
            **connecting,
        },
    )
    event.listen(pool, "do_connect", _connect)
    return pool


def _connect(_dialect: object, _record: object, cargs: list[Any], cparams: dict[str, Any]) -> Any:  # noqa: ANN401 - as SQLAlchemy calls it
    """Return a new connection; raises UnusableDatabase for a server that would fail us later."""
    connection = psycopg.connect(*cargs, **cparams)
    # For a stream the driver would choose one for bytes that is written in Python.
    connection.adapters.register_dumper(bytes, BytesBinaryDumper)
    version = connection.info.server_version
    encoding = connection.info.parameter_status("server_encoding")
    if version >= OLDEST_SERVER and encoding == "UTF8":
        # Else a stream writes bytes by a class in Python, at eight times the cost.
        connection.adapters.register_dumper(bytes, BytesBinaryDumper)
        return connection
    connection.close()
    if version < OLDEST_SERVER:
        raise UnusableDatabase(
            f"The server runs PostgreSQL {version // 10_000}; PostgreSQL 15 or newer is needed."
        )
    raise UnusableDatabase(
        f"The database keeps its texts in {encoding}, and names need UTF8: make another one by "
        "CREATE DATABASE name ENCODING 'UTF8' TEMPLATE template0, and set DATABASE_URL to it."
    )


def forget_connections() -> None:
    """Let go of the connections of the process that forked this one, without closing them."""
    if engine.cache_info().currsize:
        engine(load_settings()).dispose(close=False)
    if replica_engine.cache_info().currsize and (replica := replica_engine(load_settings())):
        replica.dispose(close=False)


class SettledSession(orm.Session):
    """A session that finds the database of the settings by itself, with or without an app."""

    def __init__(self, bind: Engine | Connection | None = None, **options: Any) -> None:
        super().__init__(bind=engine(load_settings()) if bind is None else bind, **options)


Session = orm.sessionmaker(class_=SettledSession, expire_on_commit=False)


@contextmanager
def reading(since: int | None = None) -> Iterator[Connection]:
    """Give a connection on which every statement stands alone: no BEGIN, no COMMIT to wait for.

    since: the place in the journal up to which `portal.replica` must know what it answers;
    None: it is not asked.
    """
    with engine(load_settings()).connect() as connection:
        yield connection.execution_options(isolation_level="AUTOCOMMIT", since=since)


@contextmanager
def snapshot() -> Iterator[Connection]:
    """Give a connection whose statements all see the database as it is at the first; to read."""
    with engine(load_settings()).connect() as connection:
        yield connection.execution_options(
            isolation_level="REPEATABLE READ", postgresql_readonly=True
        )


def make_ready(settings: Settings) -> None:
    """Make sure that the tables are those of this version.

    Those of the embedded server, which nobody else looks after, are brought there; for any other
    raises UnusableDatabase.
    """
    kept = "SELECT version_num FROM alembic_version"
    with reading() as connection:
        begun = connection.execute(text("SELECT to_regclass('alembic_version')")).scalar()
        version = connection.execute(text(kept)).scalar() if begun else None
    if version == newest_migration():
        return
    if settings.database_url:
        raise UnusableDatabase(
            "The tables of the database are not those of this version. Run `portal db upgrade`."
        )
    upgrade(settings)


def newest_migration() -> str:
    """Return the number of the last migration."""
    return max(path.name.partition("_")[0] for path in (MIGRATIONS / "versions").glob("*.py"))


def upgrade(settings: Settings) -> None:
    """Bring the tables to what this version of the portal needs; harmless when they are."""
    # Only this function needs Alembic; a process that shows pages starts without it.
    from alembic import command  # noqa: PLC0415
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    # ConfigParser reads a percent sign as the start of a name.
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = engine(settings)
    config.attributes["settings"] = settings
    command.upgrade(config, "head")
    with engine(settings).begin() as connection:
        if grants.exists(connection):
            grants.grant(connection)
