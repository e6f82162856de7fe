"""Alembic's entry: upgrades the database that the settings name, one transaction a migration."""

from alembic import context
from sqlalchemy import Connection, Engine, text

from portal.models import Base

config = context.config
LOCK = 0x6D696772  # "migr", among this database's advisory locks


def _run(connection: Connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        compare_server_default=True,
        transaction_per_migration=True,
    )
    with context.begin_transaction():
        context.run_migrations()


# The caller (`portal db upgrade`, the tests) hands over its engine or connection.
target = config.attributes["connection"]
if isinstance(target, Engine):
    with target.connect() as connection:
        # Two processes that start at once wait for each other.
        connection.execute(text("SELECT pg_advisory_lock(:lock)"), {"lock": LOCK})
        connection.commit()
        try:
            _run(connection)
        finally:
            connection.rollback()
            connection.execute(text("SELECT pg_advisory_unlock(:lock)"), {"lock": LOCK})
else:
    _run(target)
