"""List the machine credentials that were issued, to say later which hold no more."""

import sqlalchemy as sa
from alembic import op

revision = "009"
down_revision = "008"


def upgrade() -> None:
    """List the machine credentials that were issued, to say later which hold no more."""
    op.create_table(
        "credential",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("training_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column(
            "status_index",
            sa.BigInteger(),
            sa.Identity(always=True, start=0, minvalue=0),
            nullable=False,
        ),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("person_id", "training_id", "version", name=op.f("pk_credential")),
        sa.UniqueConstraint("status_index", name=op.f("uq_credential_status_index")),
    )
