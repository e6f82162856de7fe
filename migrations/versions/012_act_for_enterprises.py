"""Act for enterprises: each session knows for whom its person acts."""

import sqlalchemy as sa
from alembic import op

revision = "012"
down_revision = "011"


def upgrade() -> None:
    """Act for enterprises: each session knows for whom its person acts."""
    op.add_column("session", sa.Column("acting_for", sa.Text(), nullable=True))
    op.add_column("session", sa.Column("acting_through", sa.Text(), nullable=True))
