"""Follow the journal: each session knows up to where a copy must have come to show its changes."""

import sqlalchemy as sa
from alembic import op

revision = "024"
down_revision = "023"


def upgrade() -> None:
    """Follow the journal: sessions that are open now read from no copy."""
    op.add_column("session", sa.Column("journal_position", sa.BigInteger(), nullable=True))
