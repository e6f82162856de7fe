"""Let access managers decide who acts for an enterprise, and keep what each of them did."""

import sqlalchemy as sa
from alembic import op

revision = "018"
down_revision = "017"


def upgrade() -> None:
    """Let access managers decide who acts for an enterprise, and keep what each of them did."""
    moment = sa.DateTime(timezone=True)
    for table in ("representative", "mandate"):
        op.add_column(table, sa.Column("decided_at", moment))
        op.add_column(table, sa.Column("revoked_at", moment))
    op.create_table(
        "access_act",
        sa.Column("access_act_id", sa.Uuid(), nullable=False),
        sa.Column("enterprise_number", sa.Text(), nullable=False),
        sa.Column("decided_at", moment, nullable=False),
        sa.Column("decided_by", sa.Uuid(), nullable=False),
        sa.Column("act", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("role", sa.Text(), nullable=True),
        sa.Column("holder_enterprise_number", sa.Text(), nullable=True),
        sa.Column("from_quarter", sa.Text(), nullable=True),
        sa.Column("until_quarter", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("access_act_id", name=op.f("pk_access_act")),
        sa.CheckConstraint(
            "(act IN ('roleGiven', 'roleTaken') AND person_id IS NOT NULL AND role IS NOT NULL)"
            " OR (act IN ('mandateGiven', 'mandateRevoked')"
            " AND holder_enterprise_number IS NOT NULL AND from_quarter IS NOT NULL)",
            name=op.f("ck_access_act_act"),
        ),
    )
    op.create_index(
        "ix_access_act_enterprise_number", "access_act", ["enterprise_number", "decided_at"]
    )
