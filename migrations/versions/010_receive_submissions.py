"""Receive submissions: what was sent in bulk, and what became of it."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "010"
down_revision = "009"


def upgrade() -> None:
    """Receive submissions: what was sent in bulk, and what became of it."""
    moment = sa.DateTime(timezone=True)
    op.create_table(
        "submission",
        sa.Column("submission_id", sa.Uuid(), nullable=False),
        sa.Column("declarant", sa.Text(), nullable=False),
        sa.Column("quality", sa.Text(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("reference", sa.Text(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("cursor", sa.Integer(), nullable=False),
        sa.Column("payload", sa.LargeBinary(), nullable=True),
        sa.Column("fence", sa.Integer(), nullable=False),
        sa.Column("lease_until", moment, nullable=True),
        sa.Column("received_at", moment, nullable=False),
        sa.Column("done_at", moment, nullable=True),
        sa.PrimaryKeyConstraint("submission_id", name=op.f("pk_submission")),
        sa.UniqueConstraint(
            "declarant",
            "channel",
            "reference",
            name=op.f("uq_submission_declarant_channel_reference"),
        ),
        sa.CheckConstraint(
            "state IN ('received', 'processing', 'done', 'refused')",
            name=op.f("ck_submission_state"),
        ),
    )
    op.create_index(
        "ix_submission_declarant", "submission", ["declarant", "received_at", "submission_id"]
    )
    op.create_index(
        "ix_submission_waiting",
        "submission",
        ["received_at"],
        postgresql_where=sa.text("state IN ('received', 'processing')"),
    )
    op.create_table(
        "submission_outcome",
        sa.Column("submission_id", sa.Uuid(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("reference", sa.Text(), nullable=True),
        sa.Column("result", sa.Text(), nullable=False),
        sa.Column("record_kind", sa.Text(), nullable=True),
        sa.Column("record_id", sa.Uuid(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=True),
        sa.Column("issues", JSONB(), nullable=False),
        sa.ForeignKeyConstraint(
            ["submission_id"],
            ["submission.submission_id"],
            name=op.f("fk_submission_outcome_submission_id_submission"),
        ),
        sa.PrimaryKeyConstraint("submission_id", "place", name=op.f("pk_submission_outcome")),
    )
