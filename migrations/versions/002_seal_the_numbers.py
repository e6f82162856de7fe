"""Keep social security numbers sealed and found by a keyed index, never in clear."""

from collections.abc import Iterator, Sequence
from typing import Any

import sqlalchemy as sa
from alembic import context, op

from portal.clock import machine_now
from portal.directory.keys import KeyPair
from portal.directory.ring import KeyRing

revision = "002"
down_revision = "001"

CHUNK = 10_000  # numbers

directory = sa.table(
    "directory",
    sa.column("number_index"),
    sa.column("key_id"),
    sa.column("person_id"),
    sa.column("sealed"),
    sa.column("state"),
    sa.column("replaced_by"),
    sa.column("changed_at"),
)


def upgrade() -> None:
    """Make the tables, write each entry anew, and drop the table in which numbers stood."""
    # A new table, so that no page of the old one is left in the files of the database.
    op.rename_table("directory", "directory_in_clear")
    for constraint in ("pk_directory", "ck_directory_state", "fk_directory_person_id_person"):
        op.drop_constraint(constraint, "directory_in_clear")
    op.drop_index("ix_directory_person_id", "directory_in_clear")
    _make_tables()
    _seal_numbers(op.get_bind())
    op.drop_table("directory_in_clear")


def _make_tables() -> None:
    op.create_table(
        "number_key",
        sa.Column("key_id", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("proof", sa.LargeBinary(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("retired_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "state IN ('current', 'former', 'retired')", name=op.f("ck_number_key_state")
        ),
        sa.PrimaryKeyConstraint("key_id", name=op.f("pk_number_key")),
    )
    op.create_index(
        "uq_number_key_current",
        "number_key",
        ["state"],
        unique=True,
        postgresql_where=sa.text("state = 'current'"),
    )
    op.create_table(
        "directory",
        sa.Column("number_index", sa.LargeBinary(), nullable=False),
        sa.Column("key_id", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("replaced_by", sa.LargeBinary(), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "state IN ('current', 'replaced', 'canceled')", name=op.f("ck_directory_state")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.person_id"], name=op.f("fk_directory_person_id_person")
        ),
        sa.PrimaryKeyConstraint("number_index", name=op.f("pk_directory")),
    )
    op.create_index(op.f("ix_directory_person_id"), "directory", ["person_id"])


def _seal_numbers(connection: sa.Connection) -> None:
    """Write the entries of the old table into the new one; asks for a key only where there are."""
    entries = sa.text("SELECT * FROM directory_in_clear").execution_options(yield_per=CHUNK)
    pair: KeyPair | None = None
    for rows in connection.execute(entries).partitions():
        if pair is None:
            pair = _first_key(connection)
        connection.execute(sa.insert(directory), list(_sealed(rows, pair)))


def _first_key(connection: sa.Connection) -> KeyPair:
    settings = context.config.attributes["settings"]
    development = settings.environment == "development"
    pair = KeyRing(settings.number_keys_folder, may_make=development).first_key()
    connection.execute(
        sa.text("INSERT INTO number_key VALUES (:key_id, 'current', :proof, :now, NULL)"),
        {"key_id": pair.key_id, "proof": pair.proof, "now": machine_now()},
    )
    return pair


def _sealed(rows: Sequence[sa.Row[Any]], pair: KeyPair) -> Iterator[dict[str, object]]:
    for row in rows:
        yield {
            "number_index": pair.index(row.ssin),
            "key_id": pair.key_id,
            "person_id": row.person_id,
            "sealed": pair.seal(row.ssin, row.person_id),
            "state": row.state,
            "replaced_by": row.replaced_by and pair.index(row.replaced_by),
            "changed_at": row.changed_at,
        }
