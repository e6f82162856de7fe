"""Upload files: what a person brings on a page has no sender's number, and says who brought it."""

import sqlalchemy as sa
from alembic import op

revision = "025"
down_revision = "024"


def upgrade() -> None:
    """Upload files: they have no sender's number, and say who brought them."""
    op.add_column("submission_file", sa.Column("uploaded_by", sa.Uuid()))
    op.alter_column("submission_file", "sender_number", nullable=True)
    op.create_check_constraint(
        op.f("ck_submission_file_sender_number"),
        "submission_file",
        "(sender_number IS NULL) = (uploaded_by IS NOT NULL)",
    )
