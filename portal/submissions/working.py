"""Works submissions through: one is taken up, declared, and its outcomes kept with its records."""

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

import structlog
from psycopg import OperationalError
from sqlalchemy import Row, text
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.orm import Session as DatabaseSession

from portal.circles import no_circles
from portal.database import Session
from portal.declarations.declaration import Action, Channel, Declarant, Quality
from portal.declarations.declare import Moment, declare
from portal.driver import ask
from portal.logs import new_trace
from portal.submissions.employers import employers_of, tell_employers
from portal.submissions.outcomes import Told, write_outcomes
from portal.submissions.sealing import unpack, unseal_bytes
from portal.submissions.values import State

LEASE: Final = timedelta(seconds=30)
MOST_TRIES: Final = 20  # that end without a word: whoever took it up was killed, or the server
_FAULT: Final = 4  # tries that one counts for which ends by a fault of ours: the next will too
SHORT: Final = 2_000  # records of a file that keeps nobody waiting for long
_ANY: Final = 2**31 - 1
log = structlog.get_logger(__name__)
_KINDS: Final = {action.value: action.kind.value for action in Action}
# Whoever works holds the row too, so nobody waits for a lease while work goes on.
# Files of one organisation are worked through in the order in which they came; each is seen to its
# end before all that, by a step of its own, after which its records are counted: so its sender
# hears at once whether it was taken.
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
            AND (channel <> 'batch' OR total - cursor <= :most_records)
            AND NOT EXISTS (
                SELECT
                FROM submission AS earlier
                WHERE waiting.channel = 'batch'
                    AND waiting.total > 0
                    AND earlier.channel = 'batch'
                    AND earlier.declarant = waiting.declarant
                    AND earlier.state IN ('received', 'processing')
                    AND (earlier.received_at, earlier.submission_id)
                        < (waiting.received_at, waiting.submission_id)
            )
        ORDER BY (channel = 'batch' AND total = 0) DESC, received_at, submission_id
        LIMIT 1
        FOR UPDATE SKIP LOCKED
    )
    RETURNING submission_id, fence, state, channel, trace_id
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
_COUNT_FAULT: Final = text(
    "UPDATE submission SET tries = tries + :more"
    " WHERE submission_id = :submission_id AND fence = :fence AND state = 'processing'"
)
_DONE: Final = text(
    """
    UPDATE submission
    SET state = 'done', cursor = total, payload = NULL, lease_until = NULL, done_at = :now
    WHERE submission_id = :submission_id
    """
)


# Does the next step of the file of a submission, under a fence.
WorkFile = Callable[[UUID, int, Moment], None]


def work_once(
    moment: Moment, at: datetime, work_file: WorkFile, *, only_short: bool = False
) -> bool:
    """Work one submission through, or one step of a file; tell whether there was one.

    moment: when it is declared. at: says whose lease is over; on the machine's clock, which goes
    on where that of the portal is stopped. work_file: what is done with one that came as a file.
    only_short: passes over the records of long files.

    Whatever goes wrong is raised and counted. A submission is given up after five faults with
    nothing kept in between, or after 20 tries of which nobody lived to tell.
    """
    most_records = SHORT if only_short else _ANY
    bound = {"now": at, "until": at + LEASE, "most": MOST_TRIES, "most_records": most_records}
    with Session.begin() as db:
        taken = db.execute(_TAKE, bound).one_or_none()
    if taken is None:
        return False
    new_trace(str(taken.trace_id or taken.submission_id))
    try:
        _work_on(taken, moment, work_file)
    except Exception as fault:
        if not _is_lost_connection(fault):
            with suppress(SQLAlchemyError), Session.begin() as db:
                named = {"submission_id": taken.submission_id, "fence": taken.fence}
                db.execute(_COUNT_FAULT, {**named, "more": _FAULT - 1})
        raise
    return True


def _work_on(taken: Row[tuple[Any, ...]], moment: Moment, work_file: WorkFile) -> None:
    """Do what is to be done with a submission that was taken up."""
    if taken.channel == Channel.BATCH:
        work_file(taken.submission_id, taken.fence, moment)  # one given up has a copy to remove
    elif taken.state != State.REFUSED:
        with no_circles(), Session.begin() as db:
            total = _work(db, taken.submission_id, taken.fence, moment)
        if total is not None:
            log.info("submission_done", submission=str(taken.submission_id), declarations=total)
    else:
        log.error("submission_given_up", submission=str(taken.submission_id))


def _is_lost_connection(fault: Exception) -> bool:
    """Tell whether the server went away, which says nothing about the submission."""
    cause = fault.orig if isinstance(fault, DBAPIError) else fault
    if not isinstance(cause, OperationalError):
        return False
    state = cause.sqlstate or "08"
    return state.startswith(("08", "57P"))  # connections, and servers that end or begin


def _work(db: DatabaseSession, submission_id: UUID, fence: int, moment: Moment) -> int | None:
    """Declare all of a submission, and keep the outcomes in the same transaction.

    Returns how many were declared; None: somebody else has taken it up since.
    """
    held = db.execute(_HOLD, {"submission_id": submission_id, "fence": fence}).one_or_none()
    if held is None:
        return None
    places, texts = unpack(unseal_bytes(held.payload, submission_id))
    outcomes = declare(db, _declarant(held, submission_id), texts, moment)
    kinds = map(_KINDS.get, texts.column("action"))
    numbers = employers_of(db, texts.column("enterprise_number"), outcomes)
    kept = [
        Told(place, outcome, kind, number)
        for place, outcome, kind, number in zip(places, outcomes, kinds, numbers, strict=True)
    ]
    write_outcomes(db, submission_id, kept)
    tell_employers(db, submission_id)
    ask(db, _DONE, {"submission_id": submission_id, "now": moment.now})
    return len(kept)


def _declarant(held: Row[tuple[object, ...]], submission_id: UUID) -> Declarant:
    return Declarant(
        held.declarant,
        Quality(held.quality),
        Channel(held.channel),
        submission_id=submission_id,
    )
