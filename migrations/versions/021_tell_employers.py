"""Tell employers what anybody sent for them: of each outcome whose it is, and counts for each."""

import sqlalchemy as sa
from alembic import op

revision = "021"
down_revision = "020"

# What was declared says itself whose it is; what was refused, the sheet it stood in, the number
# that its sender might not speak for, or the only one for whom an employer can speak.
_KNOWN = (
    """
    UPDATE submission_outcome AS outcome
    SET enterprise_number = training.enterprise_number
    FROM training
    WHERE outcome.record_kind = 'training' AND training.training_id = outcome.record_id
    """,
    """
    UPDATE submission_outcome AS outcome
    SET enterprise_number = training_right.enterprise_number
    FROM training_right
    WHERE outcome.record_kind = 'right'
        AND training_right.training_right_id = outcome.record_id
    """,
    """
    UPDATE submission_outcome AS outcome
    SET enterprise_number = sheet.enterprise_number
    FROM sheet_import AS sheet
    WHERE outcome.enterprise_number IS NULL AND sheet.submission_id = outcome.submission_id
    """,
    r"""
    UPDATE submission_outcome AS outcome
    SET enterprise_number = issue ->> 'value'
    FROM submission_outcome AS same, jsonb_array_elements(same.issues) AS issue
    WHERE outcome.enterprise_number IS NULL
        AND same.submission_id = outcome.submission_id AND same.place = outcome.place
        AND issue ->> 'code' = 'missingPermission'
        AND issue ->> 'value' ~ '^[01][0-9]{9}$'
    """,
    """
    UPDATE submission_outcome AS outcome
    SET enterprise_number = submission.declarant
    FROM submission
    WHERE outcome.enterprise_number IS NULL AND submission.quality = 'employer'
        AND submission.submission_id = outcome.submission_id
        AND NOT outcome.issues @> '[{"code": "missingPermission"}]'
    """,
)
_TELL_SENDERS = """
    INSERT INTO submission_employer (enterprise_number, submission_id, channel, received_at)
    SELECT declarant, submission_id, channel, received_at
    FROM submission
"""
_TELL_EMPLOYERS = """
    INSERT INTO submission_employer (enterprise_number, submission_id, channel, received_at,
        accepted, accepted_with_warnings, rejected, unchanged, first_place, last_place)
    SELECT outcome.enterprise_number, submission_id, channel, received_at,
        count(*) FILTER (WHERE result = 'accepted'),
        count(*) FILTER (WHERE result = 'acceptedWithWarnings'),
        count(*) FILTER (WHERE result = 'rejected'),
        count(*) FILTER (WHERE result = 'unchanged'),
        min(place),
        max(place)
    FROM submission_outcome AS outcome
        JOIN submission USING (submission_id)
        JOIN employer ON employer.enterprise_number = outcome.enterprise_number
    WHERE state IN ('done', 'refused')
    GROUP BY outcome.enterprise_number, submission_id, channel, received_at
    ON CONFLICT (enterprise_number, submission_id) DO UPDATE
    SET accepted = excluded.accepted,
        accepted_with_warnings = excluded.accepted_with_warnings,
        rejected = excluded.rejected,
        unchanged = excluded.unchanged,
        first_place = excluded.first_place,
        last_place = excluded.last_place
"""


def upgrade() -> None:
    """Tell employers what anybody sent for them: of each outcome whose it is, and counts."""
    op.add_column("submission_outcome", sa.Column("enterprise_number", sa.Text()))
    op.create_table(
        "submission_employer",
        sa.Column("enterprise_number", sa.Text(), nullable=False),
        sa.Column("submission_id", sa.Uuid(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        *(
            sa.Column(name, sa.Integer(), server_default=sa.text("0"), nullable=False)
            for name in ("accepted", "accepted_with_warnings", "rejected", "unchanged")
        ),
        sa.Column("first_place", sa.Integer()),
        sa.Column("last_place", sa.Integer()),
        sa.PrimaryKeyConstraint(
            "enterprise_number", "submission_id", name=op.f("pk_submission_employer")
        ),
    )
    op.create_index(
        "ix_submission_employer_received_at",
        "submission_employer",
        ["enterprise_number", "received_at", "submission_id"],
    )
    for statement in (*_KNOWN, _TELL_SENDERS, _TELL_EMPLOYERS):
        op.execute(statement)
