"""Keep what is entered for many workers at once, before and after it is declared."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "013"
down_revision = "012"


def upgrade() -> None:
    """Keep what is entered for many workers at once, before and after it is declared."""
    moment = sa.DateTime(timezone=True)
    op.create_table(
        "training_entry",
        sa.Column("entry_id", sa.Uuid(), nullable=False),
        sa.Column("enterprise_number", sa.Text(), nullable=False),
        sa.Column("declarant", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("reference", sa.Text(), nullable=False),
        sa.Column("fields", JSONB(), nullable=False),
        sa.Column("begun_at", moment, nullable=False),
        sa.Column("changed_at", moment, nullable=False),
        sa.CheckConstraint(
            "state IN ('draft', 'declared', 'undone')", name=op.f("ck_training_entry_state")
        ),
        sa.PrimaryKeyConstraint("entry_id", name=op.f("pk_training_entry")),
        sa.UniqueConstraint("reference", name=op.f("uq_training_entry_reference")),
    )
    op.create_index(
        "ix_training_entry_enterprise_number", "training_entry", ["enterprise_number", "changed_at"]
    )
    op.create_table(
        "training_entry_worker",
        sa.Column("entry_id", sa.Uuid(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("record_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["entry_id"],
            ["training_entry.entry_id"],
            name=op.f("fk_training_entry_worker_entry_id_training_entry"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("entry_id", "place", name=op.f("pk_training_entry_worker")),
    )
