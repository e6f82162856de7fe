"""Hand over balances: who was told when, and by whom, what is left of a year."""

import sqlalchemy as sa
from alembic import op

revision = "020"
down_revision = "019"


def upgrade() -> None:
    """Hand over balances: who was told when, and by whom, what is left of a year."""
    op.create_table(
        "balance_notice",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("enterprise_number", sa.Text(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("handed_on", sa.Date(), nullable=False),
        sa.Column("handed_by", sa.Text(), nullable=False),
        sa.Column("noted_by", sa.Uuid(), nullable=False),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint(
            "person_id",
            "enterprise_number",
            "year",
            "handed_on",
            name=op.f("pk_balance_notice"),
        ),
    )
