"""Check rights in time: who said when that they are right, and what waits for the employer."""

import sqlalchemy as sa
from alembic import op

revision = "016"
down_revision = "015"


def upgrade() -> None:
    """Check rights in time: who said when that they are right, and what waits for the employer."""
    op.create_table(
        "right_check",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("enterprise_number", sa.Text(), nullable=False),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("checked_by", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint(
            "person_id", "enterprise_number", "checked_at", name=op.f("pk_right_check")
        ),
    )
    # Of millions of trainings the few that wait for somebody.
    op.create_index(
        "ix_training_waiting",
        "training",
        ["enterprise_number", "end_date"],
        postgresql_where=sa.text("record_state = 'active' AND (to_verify OR status = 'reserved')"),
    )
