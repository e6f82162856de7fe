"""How much waits for the worker, and since when: what was sent in bulk, and answers to files."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import Connection, text

_QUEUE: Final = text(
    """
    SELECT waiting.many AS waiting, waiting.oldest AS waiting_since,
        unanswered.many AS unanswered, unanswered.oldest AS unanswered_since,
        (SELECT max(beaten_at) FROM worker_beat) AS beaten_at
    FROM (
            SELECT count(*) AS many, min(received_at) AS oldest
            FROM submission
            WHERE state IN ('received', 'processing')
        ) AS waiting,
        (
            SELECT count(*) AS many, min(done_at) AS oldest
            FROM submission_file
                JOIN submission USING (submission_id)
            WHERE answered_at IS NULL AND state IN ('done', 'refused')
        ) AS unanswered
    """
)


@dataclass(frozen=True, slots=True)
class Queue:
    """What waits. since: of the oldest; None: nothing waits. beaten_at: a worker's last sign."""

    waiting: int
    waiting_since: datetime | None
    unanswered: int
    unanswered_since: datetime | None
    beaten_at: datetime | None


def queue_now(db: Connection) -> Queue:
    """Return what waits just now."""
    return Queue(*db.execute(_QUEUE).one())
