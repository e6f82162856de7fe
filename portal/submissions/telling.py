"""Reads submissions back for the organisation that sent them, whatever the channel."""

from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Connection, Row, text

from portal.driver import rows_of
from portal.submissions.values import State, StoredOutcome, Submission

_COLUMNS: Final = """
    SELECT submission.submission_id, reference, channel, state, total, received_at, done_at,
        (
            SELECT json_object_agg(result, many)
            FROM (
                SELECT result, count(*) AS many
                FROM submission_outcome
                WHERE submission_outcome.submission_id = submission.submission_id
                GROUP BY result
            ) AS counted
        ) AS counts
    FROM submission
    WHERE declarant = :declarant
"""
_ONE: Final = text(f"{_COLUMNS} AND submission_id = :submission_id")
_PAGE: Final = text(
    f"""
    {_COLUMNS}
        AND (received_at, submission_id) < (:before, :before_id)
    ORDER BY received_at DESC, submission_id DESC
    LIMIT :most
    """
)
_OUTCOMES: Final = text(
    """
    SELECT place, reference, result, record_kind, CAST(record_id AS text), version,
        CASE WHEN issues <> '[]' THEN issues END
    FROM submission_outcome
    WHERE submission_id = :submission_id AND place > :after
    ORDER BY place
    LIMIT :most
    """
)
_COUNTS: Final = text(
    """
    SELECT result, count(*) AS many
    FROM submission_outcome
    WHERE submission_id = :submission_id
    GROUP BY result
    """
)
# How long a submission may wait before something must be wrong with whoever works.
PATIENCE: Final = timedelta(minutes=15)
_STUCK: Final = text(
    """
    SELECT coalesce(min(received_at) < :before, false)
        AND NOT coalesce(bool_or(lease_until > :at), false)
    FROM submission
    WHERE state IN ('received', 'processing')
    """
)
RESULTS: Final = ("accepted", "acceptedWithWarnings", "rejected", "unchanged")


def is_stuck(db: Connection, now: datetime, at: datetime) -> bool:
    """Tell whether a submission has waited too long, while nobody works on any.

    now: on the clock by which they are received. at: on that of the machine, for the leases.
    """
    return bool(db.execute(_STUCK, {"before": now - PATIENCE, "at": at}).scalar_one())


def find_submission(db: Connection, declarant: str, submission_id: UUID) -> Submission | None:
    """Return a submission; None: there is none, or another organisation sent it."""
    bound = {"declarant": declarant, "submission_id": submission_id}
    row = db.execute(_ONE, bound).one_or_none()
    return None if row is None else _submission(row)


def list_submissions(
    db: Connection, declarant: str, before: tuple[datetime, UUID], most: int
) -> list[Submission]:
    """Return submissions of an organisation that came before a moment, the latest first."""
    bound = {"declarant": declarant, "before": before[0], "before_id": before[1], "most": most}
    return [_submission(row) for row in db.execute(_PAGE, bound)]


def outcomes_of(db: Connection, submission_id: UUID, after: int, most: int) -> list[StoredOutcome]:
    """Return outcomes behind a place, in order; those that there are so far."""
    bound = {"submission_id": submission_id, "after": after, "most": most}
    # Most have no issues, and are not worth reading an empty list of.
    return [
        StoredOutcome(place, reference, result, kind, record_id, version, issues or ())
        for place, reference, result, kind, record_id, version, issues in rows_of(
            db, _OUTCOMES, bound
        )
    ]


def counts_of(db: Connection, submission_id: UUID) -> dict[str, int]:
    """Return how many declarations of a submission came to each result, and the total of them."""
    bound = {"submission_id": submission_id}
    found = {row.result: row.many for row in db.execute(_COUNTS, bound)}
    counts = {result: int(found.get(result, 0)) for result in RESULTS}
    return {"total": sum(counts.values()), **counts}


def _submission(row: Row[Any]) -> Submission:
    found = row.counts or {}
    counts = {"total": row.total} | {result: int(found.get(result, 0)) for result in RESULTS}
    return Submission(
        row.submission_id,
        row.reference,
        row.channel,
        State(row.state),
        counts,
        row.received_at,
        row.done_at,
    )
