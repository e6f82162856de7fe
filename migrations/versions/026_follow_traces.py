"""Follow a request to the worker: a submission keeps the trace under which it was sent."""

import sqlalchemy as sa
from alembic import op

revision = "026"
down_revision = "025"


def upgrade() -> None:
    """Keep the trace of the request that brought a submission; what came before has none."""
    op.add_column("submission", sa.Column("trace_id", sa.Uuid()))
