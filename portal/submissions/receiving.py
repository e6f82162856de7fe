"""Takes a submission in: once for ever by its reference, and wakes the worker."""

import hashlib
from collections.abc import Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from portal.declarations.declaration import Declarant
from portal.declarations.outcome import Outcome
from portal.driver import ask
from portal.identifiers import new_id
from portal.submissions.employers import tell_employers, tell_sender
from portal.submissions.outcomes import Told, write_outcomes
from portal.submissions.sealing import seal_bytes
from portal.submissions.values import Parcel, State

CHANNEL: Final = "submission"  # on which the database wakes the worker
_RECEIVE: Final = text(
    """
    INSERT INTO submission (submission_id, declarant, quality, channel, reference, content, state,
        total, cursor, payload, fence, received_at, trace_id)
    VALUES (:submission_id, :declarant, :quality, :channel, :reference, :content, :state,
        :total, 0, :payload, 0, :now, :trace_id)
    ON CONFLICT (declarant, channel, reference) DO NOTHING
    """
)
_KNOWN: Final = text(
    """
    SELECT submission_id, content
    FROM submission
    WHERE declarant = :declarant AND channel = :channel AND reference = :reference
    """
)
# What a person entered on a page is through before the page answers.
_ENTERED: Final = text(
    """
    INSERT INTO submission (submission_id, declarant, quality, channel, reference, content, state,
        total, cursor, payload, fence, received_at, done_at)
    VALUES (:submission_id, :declarant, :quality, :channel, :reference, :content, 'done',
        :total, :total, NULL, 1, :now, :now)
    """
)
_WAKE: Final = text("SELECT pg_notify(:channel, '')")


class ReferenceTaken(Exception):
    """The reference, or the name of a file, is that of another submission of the same sender."""

    def __init__(self, submission_id: UUID) -> None:
        super().__init__("reference taken")
        self.submission_id = submission_id


def receive(
    db: Session,
    declarant: Declarant,
    parcel: Parcel,
    now: datetime,
    trace_id: UUID | None = None,
) -> tuple[UUID, bool]:
    """Keep a submission; return its id, and whether the same had come before.

    trace_id: of the request, under which the worker goes on; None: under the submission's id.
    Raises ReferenceTaken. The caller holds the transaction; the worker wakes when it ends.
    """
    submission_id = new_id()
    named = {
        "declarant": declarant.enterprise_number,
        "channel": declarant.channel.value,
        "reference": parcel.reference,
    }
    row = {
        "submission_id": submission_id,
        "quality": declarant.quality.value,
        "content": parcel.content,
        "state": State.RECEIVED.value,
        "total": parcel.total,
        "payload": seal_bytes(parcel.packed, submission_id),
        "now": now,
        "trace_id": trace_id,
    }
    if ask(db, _RECEIVE, {**named, **row}).rowcount == 0:
        known = db.execute(_KNOWN, named).one()
        if known.content != parcel.content:
            raise ReferenceTaken(known.submission_id)
        return known.submission_id, True
    refused = [
        Told(
            place,
            Outcome.refused(place, fault.reference, fault.issues),
            None,
            fault.enterprise_number,
        )
        for place, fault in parcel.faults.items()
    ]
    write_outcomes(db, submission_id, refused)
    tell_sender(db, submission_id)
    wake(db)
    return submission_id, False


def keep_entered(
    db: Session, declarant: Declarant, reference: str, outcomes: Sequence[Told], now: datetime
) -> None:
    """Keep what a person entered for several workers at once, and what became of it.

    declarant: names the submission. The caller holds the transaction in which it was declared.
    """
    submission_id = declarant.submission_id
    assert submission_id is not None  # noqa: S101 - what is entered has an id of its own
    bound = {
        "submission_id": submission_id,
        "declarant": declarant.enterprise_number,
        "quality": declarant.quality.value,
        "channel": declarant.channel.value,
        "reference": reference,
        "content": hashlib.sha256(reference.encode()).digest(),
        "total": len(outcomes),
        "now": now,
    }
    db.execute(_ENTERED, bound)
    write_outcomes(db, submission_id, outcomes)
    tell_employers(db, submission_id)


def wake(db: Session) -> None:
    """Wake whoever works, when the transaction ends."""
    ask(db, _WAKE, {"channel": CHANNEL})
