"""Find an employer's trainings in the order of their making, and leave persons to their key."""

from alembic import op

revision = "007"
down_revision = "006"


def upgrade() -> None:
    """Find an employer's trainings in the order of their making, not by their days.

    An index with the days too was taken, while tables had no statistics yet, for the question
    what one person followed at one employer: it read all that the employer ever declared.
    """
    op.drop_index("ix_training_enterprise_number", "training")
    op.create_index(
        "ix_training_enterprise_number", "training", ["enterprise_number", "training_id"]
    )
