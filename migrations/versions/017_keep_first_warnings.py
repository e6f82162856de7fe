"""Keep the warnings of the first answer, so that a repeated declaration gets the same one."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "017"
down_revision = "016"


def upgrade() -> None:
    """Keep the warnings of the first answer, so that a repeated declaration gets the same one."""
    op.add_column("declared_reference", sa.Column("warnings", JSONB))
