"""Receive files: what a sender laid in its mailbox, and why one was refused as a whole."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "011"
down_revision = "010"


def upgrade() -> None:
    """Receive files: what a sender laid in its mailbox, and why one was refused as a whole."""
    moment = sa.DateTime(timezone=True)
    op.add_column(
        "submission", sa.Column("tries", sa.Integer(), server_default=sa.text("0"), nullable=False)
    )
    op.create_table(
        "submission_file",
        sa.Column("submission_id", sa.Uuid(), nullable=False),
        sa.Column("sender_number", sa.Text(), nullable=False),
        sa.Column("file_name", sa.Text(), nullable=False),
        sa.Column("environment", sa.Text(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("spool_name", sa.Text(), nullable=True),
        sa.Column("refusal", JSONB(), nullable=True),
        sa.Column("answered_at", moment, nullable=True),
        sa.ForeignKeyConstraint(
            ["submission_id"],
            ["submission.submission_id"],
            name=op.f("fk_submission_file_submission_id_submission"),
        ),
        sa.PrimaryKeyConstraint("submission_id", name=op.f("pk_submission_file")),
        sa.UniqueConstraint(
            "sender_number", "file_name", name=op.f("uq_submission_file_sender_number_file_name")
        ),
        sa.CheckConstraint(
            "environment IN ('R', 'T')", name=op.f("ck_submission_file_environment")
        ),
    )
    op.create_index(
        "ix_submission_file_unanswered",
        "submission_file",
        ["submission_id"],
        postgresql_where=sa.text("answered_at IS NULL"),
    )
