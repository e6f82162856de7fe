"""What the role may do in which the pages run: everything to the records, but to logs only add."""

from sqlalchemy import Connection, text

WEB_ROLE = "portal_web"  # made by the migrations, where they may

# The tables in which it may do less than read, add, change and delete.
LESS = {
    "access_act": "SELECT, INSERT",
    "destruction": "SELECT",
    "look": "SELECT, INSERT",
    "look_chain": "SELECT, INSERT, UPDATE (sequence, previous_hash, hash)",
    "anchored_look": "SELECT",
    "look_anchor": "SELECT",
    "alembic_version": "SELECT",
}
RECORDS = "SELECT, INSERT, UPDATE, DELETE"


class NoSuchRole(Exception):
    """The server has no role of this name; its text is a sentence for people."""


def grant(connection: Connection, role: str = WEB_ROLE) -> None:
    """Give a role what the pages need, and take from it what they must not do.

    The connection is the owner's of the tables. Harmless to repeat, also after a migration that
    made new tables. Raises NoSuchRole.
    """
    if not exists(connection, role):
        raise NoSuchRole(f"The database server has no role {role}: make it first.")
    quote = connection.dialect.identifier_preparer.quote
    name = quote(role)
    owned = "SELECT tablename FROM pg_tables WHERE schemaname = current_schema()"
    for table in connection.scalars(text(owned)).all():
        for act in (f"REVOKE ALL ON {quote(table)} FROM", f"GRANT {_acts(table)} TO"):
            connection.execute(text(f"{act} {name}"))


def exists(connection: Connection, role: str = WEB_ROLE) -> bool:
    """Tell whether the server has a role of this name."""
    found = "SELECT EXISTS (SELECT FROM pg_roles WHERE rolname = :role)"
    return bool(connection.scalar(text(found), {"role": role}))


def may_change_looks(connection: Connection) -> bool:
    """Tell whether the role of a connection may change or remove looks, as no page needs to."""
    look = "SELECT has_table_privilege('look', 'UPDATE') OR has_table_privilege('look', 'DELETE')"
    return bool(connection.scalar(text(look)))


def _acts(table: str) -> str:
    return f"{LESS.get(table, RECORDS)} ON {table}"
