"""Change records: what waits for the employer, why something was canceled, and records by id."""

import sqlalchemy as sa
from alembic import op

revision = "006"
down_revision = "005"

TRAININGS = ("training", "training_version")
RIGHTS = ("training_right", "training_right_version")


def upgrade() -> None:
    """Change records: what waits for the employer, why something was canceled, records by id."""
    for table in TRAININGS:
        op.add_column(
            table,
            sa.Column("to_verify", sa.Boolean(), nullable=False, server_default=sa.text("false")),
        )
        op.add_column(table, sa.Column("verified_by", sa.Text(), nullable=True))
        op.add_column(table, sa.Column("verified_at", sa.DateTime(timezone=True), nullable=True))
    for table in (*TRAININGS, *RIGHTS):
        op.add_column(table, sa.Column("cancel_reason", sa.Text(), nullable=True))
    op.create_index("ix_training_training_id", "training", ["training_id"])
    op.create_index(
        "ix_training_enterprise_number",
        "training",
        ["enterprise_number", "start_date", "training_id"],
    )
    op.create_index("ix_training_right_training_right_id", "training_right", ["training_right_id"])
    op.create_index(
        "ix_training_right_enterprise_number",
        "training_right",
        ["enterprise_number", "year", "training_right_id"],
    )
