"""Find what came one by one for an employer, by its moment."""

import sqlalchemy as sa
from alembic import op

revision = "029"
down_revision = "028"

_SINGLE = "submission_id IS NULL AND channel IN ('rest', 'form')"


def upgrade() -> None:
    """Find what came one by one for an employer, by its moment.

    Only what software and pages declare singly is in these indexes: a list pays nothing for them.
    """
    for table in ("training", "training_version", "training_right", "training_right_version"):
        op.create_index(
            f"ix_{table}_single",
            table,
            ["enterprise_number", "registered_at"],
            postgresql_where=sa.text(_SINGLE),
        )
