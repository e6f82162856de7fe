"""Tell figures: what was reckoned of an employer's year, and what is still asked for."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "028"
down_revision = "027"


def upgrade() -> None:
    """Tell figures: what was reckoned of an employer's year, and what is still asked for."""
    op.create_table(
        "employer_statistics",
        sa.Column("enterprise_number", sa.Text(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("asked", sa.Integer(), nullable=False),
        sa.Column("answered", sa.Integer(), nullable=False),
        sa.Column("reckoned_at", sa.DateTime(timezone=True)),
        sa.Column("figures", postgresql.JSONB()),
        sa.PrimaryKeyConstraint("enterprise_number", "year", name=op.f("pk_employer_statistics")),
    )
    op.create_index(
        "ix_employer_statistics_waiting",
        "employer_statistics",
        ["enterprise_number"],
        postgresql_where=sa.text("answered < asked"),
    )
