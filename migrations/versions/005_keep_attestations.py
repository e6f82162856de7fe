"""Keep which attestations were handed out, and find each by its number."""

import sqlalchemy as sa
from alembic import op

revision = "005"
down_revision = "004"


def upgrade() -> None:
    """Keep which attestations were handed out, and find each by its number."""
    op.create_table(
        "attestation",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("attestation_id", sa.Uuid(), nullable=False),
        sa.Column("code_start", sa.Text(), nullable=False),
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("year", sa.Integer()),
        sa.Column("enterprise_number", sa.Text()),
        sa.Column("training_id", sa.Uuid()),
        sa.Column("first_date", sa.Date()),
        sa.Column("last_date", sa.Date()),
        sa.Column("with_number", sa.Boolean(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("facts_digest", sa.LargeBinary(), nullable=False),
        sa.Column("pdf_digests", sa.ARRAY(sa.LargeBinary()), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True)),
        sa.PrimaryKeyConstraint("person_id", "attestation_id", name=op.f("pk_attestation")),
    )
    op.create_table(
        "attestation_code",
        sa.Column("code_hash", sa.LargeBinary(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("attestation_id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("code_hash", name=op.f("pk_attestation_code")),
    )
