"""Prove destruction: what was destroyed, how much of it, when and by which rule."""

import sqlalchemy as sa
from alembic import op

revision = "022"
down_revision = "021"

# A fault of ours cannot change a proof; who owns the tables can switch the trigger off.
ONLY_GROWS = """
    CREATE FUNCTION destruction_only_grows() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        RAISE EXCEPTION 'Proofs of destruction stay: % is refused.', TG_OP
            USING ERRCODE = 'insufficient_privilege';
    END
    $$
"""


def upgrade() -> None:
    """Prove destruction: what was destroyed, how much of it, when and by which rule."""
    op.create_table(
        "destruction",
        sa.Column("sequence", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("destroyed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("table_name", sa.Text(), nullable=False),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("rows", sa.BigInteger(), nullable=False),
        sa.Column("keys_hash", sa.LargeBinary(), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("sequence", name=op.f("pk_destruction")),
    )
    op.execute(ONLY_GROWS)
    op.execute(
        "CREATE TRIGGER destruction_only_grows BEFORE UPDATE OR DELETE OR TRUNCATE ON destruction"
        " FOR EACH STATEMENT EXECUTE FUNCTION destruction_only_grows()"
    )
