"""Hear the workers: each says every few seconds that it is there."""

import sqlalchemy as sa
from alembic import op

revision = "019"
down_revision = "018"


def upgrade() -> None:
    """Hear the workers: each says every few seconds that it is there."""
    moment = sa.DateTime(timezone=True)
    op.create_table(
        "worker_beat",
        sa.Column("worker_id", sa.Uuid(), nullable=False),
        sa.Column("began_at", moment, nullable=False),
        sa.Column("beaten_at", moment, nullable=False),
        sa.PrimaryKeyConstraint("worker_id", name=op.f("pk_worker_beat")),
    )
