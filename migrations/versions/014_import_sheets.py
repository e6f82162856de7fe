"""Keep the sheets that come in the online service, from the first check to the undoing."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "014"
down_revision = "013"


def upgrade() -> None:
    """Keep the sheets that come in the online service, from the first check to the undoing."""
    moment = sa.DateTime(timezone=True)
    op.create_table(
        "sheet_import",
        sa.Column("import_id", sa.Uuid(), nullable=False),
        sa.Column("enterprise_number", sa.Text(), nullable=False),
        sa.Column("declarant", sa.Text(), nullable=False),
        sa.Column("quality", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("file_name", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("payload", sa.LargeBinary(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("counts", JSONB(), nullable=False),
        sa.Column("findings", sa.LargeBinary(), nullable=True),
        sa.Column("refusal", JSONB(none_as_null=True), nullable=True),
        sa.Column("submission_id", sa.Uuid(), nullable=True),
        sa.Column("fence", sa.Integer(), nullable=False),
        sa.Column("lease_until", moment, nullable=True),
        sa.Column("received_at", moment, nullable=False),
        sa.Column("changed_at", moment, nullable=False),
        sa.CheckConstraint(
            "state IN ('received', 'checking', 'checked', 'declaring', 'declared', 'undoing',"
            " 'undone', 'refused')",
            name=op.f("ck_sheet_import_state"),
        ),
        sa.PrimaryKeyConstraint("import_id", name=op.f("pk_sheet_import")),
    )
    op.create_index(
        "ix_sheet_import_enterprise_number", "sheet_import", ["enterprise_number", "received_at"]
    )
    op.create_index(
        "ix_sheet_import_waiting",
        "sheet_import",
        ["received_at"],
        postgresql_where=sa.text("state IN ('received', 'checking', 'declaring', 'undoing')"),
    )
