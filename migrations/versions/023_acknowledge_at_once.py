"""Acknowledge a file when it was seen to its end, while its records follow later."""

import sqlalchemy as sa
from alembic import op

revision = "023"
down_revision = "022"


def upgrade() -> None:
    """Remember when a sender was told that its file was taken."""
    moment = sa.DateTime(timezone=True)
    op.add_column("submission_file", sa.Column("acknowledged_at", moment, nullable=True))
    op.execute("UPDATE submission_file SET acknowledged_at = answered_at")
