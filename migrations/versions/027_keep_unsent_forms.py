"""Keep unsent forms: what was typed when a session ended waits for the person who typed it."""

import sqlalchemy as sa
from alembic import op

revision = "027"
down_revision = "026"


def upgrade() -> None:
    """Keep unsent forms: what was typed when a session ended waits for who typed it."""
    op.create_table(
        "unsent_form",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("unsent_id", sa.Uuid(), nullable=False),
        sa.Column("acting_for", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("kept_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("person_id", "unsent_id", name=op.f("pk_unsent_form")),
    )
