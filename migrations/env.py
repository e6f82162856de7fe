"""Alembic's entry: upgrades the database that the settings name, one transaction a migration."""

from alembic import context
from sqlalchemy import Connection, Engine

from portal.models import Base

config = context.config


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
        _run(connection)
else:
    _run(target)
