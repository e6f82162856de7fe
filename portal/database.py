"""The one way to PostgreSQL: a pool per process, sessions that write, connections that read."""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from functools import cache, partial
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, make_url, orm

from portal import embedded
from portal.settings import Settings, load_settings

MIGRATIONS = Path(__file__).parent.parent / "migrations"
# As many as the threads of one process of `portal web`; the overflow serves a thread that reads
# on one connection while it writes on another.
POOL_SIZE = 8
POOL_OVERFLOW = 8

SERVER_OPTIONS = " ".join(
    f"-c {name}={value}"
    for name, value in {
        "timezone": "Europe/Brussels",  # moments come back in Belgian time
        "lock_timeout": "15s",
        "idle_in_transaction_session_timeout": "120s",
    }.items()
)


def url_of(settings: Settings) -> URL:
    """Return the address of the database; starts the embedded server where none is named.

    Raises portal.embedded.ServerFault when the embedded server cannot be started.
    """
    address = settings.database_url or embedded.ensure_running(settings.data)
    url = make_url(address)
    if url.drivername in {"postgres", "postgresql"}:
        url = url.set(drivername="postgresql+psycopg")
    return url


@cache
def engine(settings: Settings) -> Engine:
    """Return this process's pool of connections; connects only when one is asked for.

    Numbers in JSON come back as int or Decimal: days are exact, never float.
    """
    return create_engine(
        url_of(settings),
        pool_size=POOL_SIZE,
        max_overflow=POOL_OVERFLOW,
        pool_timeout=10,  # seconds
        pool_pre_ping=False,  # one question more for every page; a lost server is told as an error
        json_deserializer=partial(json.loads, parse_float=Decimal),
        connect_args={
            # PGOPTIONS is how libpq lets whoever runs the process add to them.
            "options": f"{SERVER_OPTIONS} {os.environ.get('PGOPTIONS', '')}",
            "connect_timeout": 5,  # seconds
            "prepare_threshold": 2,  # what a process asks a second time is prepared by the server
            "application_name": "portal",
        },
    )


def forget_connections() -> None:
    """Let go of the connections of the process that forked this one, without closing them."""
    if engine.cache_info().currsize:
        engine(load_settings()).dispose(close=False)


class SettledSession(orm.Session):
    """A session that finds the database of the settings by itself, with or without an app."""

    def __init__(self, bind: Engine | Connection | None = None, **options: Any) -> None:
        super().__init__(bind=engine(load_settings()) if bind is None else bind, **options)


Session = orm.sessionmaker(class_=SettledSession, expire_on_commit=False)


@contextmanager
def reading() -> Iterator[Connection]:
    """Give a connection on which every statement stands alone: no BEGIN, no COMMIT to wait for."""
    with engine(load_settings()).connect() as connection:
        yield connection.execution_options(isolation_level="AUTOCOMMIT")


def upgrade(settings: Settings) -> None:
    """Bring the tables to what this version of the portal needs; harmless when they are."""
    # Only this function needs Alembic; a process that shows pages starts without it.
    from alembic import command  # noqa: PLC0415
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    # ConfigParser reads a percent sign as the start of a name.
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = engine(settings)
    command.upgrade(config, "head")
