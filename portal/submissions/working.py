"""Works submissions through: one is taken up, declared, and its outcomes kept with its records."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import Row, text
from sqlalchemy.orm import Session as DatabaseSession

from portal.database import Session
from portal.declarations.declaration import Action, Channel, Declarant, Quality
from portal.declarations.declare import Moment, declare
from portal.submissions.outcomes import write_outcomes
from portal.submissions.sealing import unseal
from portal.submissions.values import State

LEASE: Final = timedelta(seconds=30)
MOST_TRIES: Final = 5  # of one that kills whoever takes it up
_KINDS: Final = {action.value: action.kind.value for action in Action}
# Whoever works holds the row too, so nobody waits for a lease while work goes on.
# Files of one organisation are worked through in the order in which they came.
_TAKE: Final = text(
    """
    UPDATE submission
    SET state = CASE WHEN tries >= :most THEN 'refused' ELSE 'processing' END,
        payload = CASE WHEN tries >= :most THEN NULL ELSE payload END,
        done_at = CASE WHEN tries >= :most THEN CAST(:now AS timestamptz) END,
        fence = fence + 1,
        tries = tries + 1,
        lease_until = :until
    WHERE submission_id = (
        SELECT submission_id
        FROM submission AS waiting
        WHERE state IN ('received', 'processing')
            AND (lease_until IS NULL OR lease_until < :now)
            AND NOT EXISTS (
                SELECT
                FROM submission AS earlier
                WHERE waiting.channel = 'batch'
                    AND earlier.channel = 'batch'
                    AND earlier.declarant = waiting.declarant
                    AND earlier.state IN ('received', 'processing')
                    AND (earlier.received_at, earlier.submission_id)
                        < (waiting.received_at, waiting.submission_id)
            )
        ORDER BY received_at, submission_id
        LIMIT 1
        FOR UPDATE SKIP LOCKED
    )
    RETURNING submission_id, fence, state, channel
    """
)
_HOLD: Final = text(
    """
    SELECT declarant, quality, channel, payload
    FROM submission
    WHERE submission_id = :submission_id AND fence = :fence AND state = 'processing'
    FOR UPDATE
    """
)
_DONE: Final = text(
    """
    UPDATE submission
    SET state = 'done', cursor = total, payload = NULL, lease_until = NULL, done_at = :now
    WHERE submission_id = :submission_id
    """
)


# Works the file of a submission through, under a fence.
WorkFile = Callable[[UUID, int, Moment], None]


def work_once(moment: Moment, at: datetime, work_file: WorkFile) -> bool:
    """Work one submission through; tell whether there was one.

    moment: when it is declared. at: says whose lease is over; on the machine's clock, which goes
    on where that of the portal is stopped. work_file: what is done with one that came as a file.
    """
    bound = {"now": at, "until": at + LEASE, "most": MOST_TRIES}
    with Session.begin() as db:
        taken = db.execute(_TAKE, bound).one_or_none()
    if taken is None:
        return False
    if taken.channel == Channel.BATCH:
        work_file(taken.submission_id, taken.fence, moment)  # one given up has a copy to remove
    elif taken.state != State.REFUSED:
        with Session.begin() as db:
            _work(db, taken.submission_id, taken.fence, moment)
    return True


def _work(db: DatabaseSession, submission_id: UUID, fence: int, moment: Moment) -> None:
    """Declare all of a submission, and keep the outcomes in the same transaction."""
    held = db.execute(_HOLD, {"submission_id": submission_id, "fence": fence}).one_or_none()
    if held is None:
        return  # somebody else has taken it up since
    texts = unseal(held.payload, submission_id)
    places = sorted(texts)
    rows = [texts[place] for place in places]
    outcomes = declare(db, _declarant(held, submission_id), rows, moment)
    kept = [
        (outcome._replace(index=place), _kind_of(row))
        for place, row, outcome in zip(places, rows, outcomes, strict=True)
    ]
    write_outcomes(db, submission_id, kept)
    db.execute(_DONE, {"submission_id": submission_id, "now": moment.now})


def _declarant(held: Row[tuple[object, ...]], submission_id: UUID) -> Declarant:
    return Declarant(
        held.declarant,
        Quality(held.quality),
        Channel(held.channel),
        submission_id=submission_id,
    )


def _kind_of(row: dict[str, str]) -> str | None:
    return _KINDS.get(row.get("action", Action.CREATE_TRAINING.value))
