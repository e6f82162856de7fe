"""Count tries over all processes, name sessions on pages, keep how strong a key must be."""

import sqlalchemy as sa
from alembic import op

revision = "004"
down_revision = "003"


def upgrade() -> None:
    """Count tries over all processes, name sessions on pages, keep how strong a key must be."""
    op.create_table(
        "try_window",
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("who_hash", sa.LargeBinary(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("kind", "who_hash", name=op.f("pk_try_window")),
        prefixes=["UNLOGGED"],
    )
    op.create_index(op.f("ix_try_window_ends_at"), "try_window", ["ends_at"])
    op.add_column(
        "session",
        sa.Column(
            "session_id", sa.Uuid(), nullable=False, server_default=sa.text("gen_random_uuid()")
        ),
    )
    op.create_unique_constraint(op.f("uq_session_session_id"), "session", ["session_id"])
    # Only for the sessions that were there before.
    op.alter_column("session", "session_id", server_default=None)
    op.add_column(
        "sign_in_attempt",
        sa.Column("least_level", sa.Text(), nullable=False, server_default="low"),
    )
    op.alter_column("sign_in_attempt", "least_level", server_default=None)
