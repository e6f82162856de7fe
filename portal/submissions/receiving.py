"""Takes a submission in: once for ever by its reference, and wakes the worker."""

from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from portal.declarations.declaration import Declarant
from portal.declarations.outcome import Outcome
from portal.identifiers import new_id
from portal.submissions.outcomes import write_outcomes
from portal.submissions.sealing import seal
from portal.submissions.values import Parcel, State

CHANNEL: Final = "submission"  # on which the database wakes the worker
_RECEIVE: Final = text(
    """
    INSERT INTO submission (submission_id, declarant, quality, channel, reference, content, state,
        total, cursor, payload, fence, received_at)
    VALUES (:submission_id, :declarant, :quality, :channel, :reference, :content, :state,
        :total, 0, :payload, 0, :now)
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
_WAKE: Final = text("SELECT pg_notify(:channel, '')")


class ReferenceTaken(Exception):
    """The reference, or the name of a file, is that of another submission of the same sender."""

    def __init__(self, submission_id: UUID) -> None:
        super().__init__("reference taken")
        self.submission_id = submission_id


def receive(db: Session, declarant: Declarant, parcel: Parcel, now: datetime) -> tuple[UUID, bool]:
    """Keep a submission; return its id, and whether the same had come before.

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
        "payload": seal(parcel.texts, submission_id),
        "now": now,
    }
    if db.execute(_RECEIVE, {**named, **row}).rowcount == 0:  # type: ignore[attr-defined]
        known = db.execute(_KNOWN, named).one()
        if known.content != parcel.content:
            raise ReferenceTaken(known.submission_id)
        return known.submission_id, True
    refused = [
        Outcome.refused(place, reference, issues)
        for place, (reference, issues) in parcel.faults.items()
    ]
    write_outcomes(db, submission_id, [(outcome, None) for outcome in refused])
    db.execute(_WAKE, {"channel": CHANNEL})
    return submission_id, False
