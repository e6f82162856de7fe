"""Let outcomes stand without a foreign key: it was asked for each of a million."""

from alembic import op

revision = "015"
down_revision = "014"


def upgrade() -> None:
    """Let outcomes stand without a foreign key: it was asked for each of a million."""
    op.drop_constraint(
        "fk_submission_outcome_submission_id_submission", "submission_outcome", type_="foreignkey"
    )
