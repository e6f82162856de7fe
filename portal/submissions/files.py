"""Files that came by mailbox or upload: taken in once for ever, and answered until they are.

Who watches a mailbox copies a file into `spool`, calls `receive_file` in the transaction in which
it takes the file away, and later lays out answers for each of `files_to_answer`, which
`portal.batch.answers` words; `acknowledged` and `answered` say that they lie there.
"""

from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Connection, Row, bindparam, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Session

from portal.declarations.declaration import Declarant
from portal.identifiers import new_id
from portal.settings import Settings
from portal.submissions.employers import tell_sender
from portal.submissions.receiving import ReferenceTaken, wake
from portal.submissions.values import FileParcel, ReceivedFile, Refusal, State

SUBMISSION_OF_FILE: Final = text(
    """
    INSERT INTO submission (submission_id, declarant, quality, channel, reference, content, state,
        total, cursor, payload, fence, received_at, done_at)
    VALUES (:submission_id, :declarant, :quality, :channel, :reference, :content, :state,
        0, 0, NULL, 0, :now, CASE WHEN :state = 'refused' THEN CAST(:now AS timestamptz) END)
    """
)
_FILE: Final = text(
    """
    INSERT INTO submission_file (submission_id, sender_number, file_name, environment, size,
        spool_name, refusal)
    VALUES (:submission_id, :sender_number, :file_name, :environment, :size, :spool_name,
        :refusal)
    """
).bindparams(bindparam("refusal", type_=JSONB(none_as_null=True)))
# One who sends the same name twice at once waits here for the other.
_HOLD_NAME: Final = text("SELECT pg_advisory_xact_lock(hashtextextended(:name, 0))")
_KNOWN: Final = text(
    """
    SELECT submission_id, content
    FROM submission_file
        JOIN submission USING (submission_id)
    WHERE sender_number = :sender_number AND file_name = :file_name
    """
)
_ANSWER_AGAIN: Final = text(
    "UPDATE submission_file SET acknowledged_at = NULL, answered_at = NULL"
    " WHERE submission_id = :submission_id"
)
_COLUMNS: Final = """
    SELECT submission_id, sender_number, file_name, environment, spool_name, content, refusal,
        state, total, received_at, done_at, acknowledged_at
    FROM submission_file
        JOIN submission USING (submission_id)
"""
_ONE: Final = text(f"{_COLUMNS} WHERE submission_id = :submission_id")
_TO_ANSWER: Final = text(
    f"""
    {_COLUMNS}
    WHERE answered_at IS NULL AND (
        state IN ('done', 'refused')
        OR (state = 'processing' AND total > 0 AND acknowledged_at IS NULL)
    )
    ORDER BY done_at NULLS FIRST, submission_id
    LIMIT :most
    """
)
_ACKNOWLEDGED: Final = text(
    "UPDATE submission_file SET acknowledged_at = :now WHERE submission_id = :submission_id"
)
_ANSWERED: Final = text(
    "UPDATE submission_file"
    " SET answered_at = :now, acknowledged_at = coalesce(acknowledged_at, :now)"
    " WHERE submission_id = :submission_id"
)


def spool(settings: Settings) -> Path:
    """Return the folder of our private copies; only this process's user can look into it."""
    folder = settings.data / "spool"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder


def receive_file(
    db: Session, declarant: Declarant, file: FileParcel, now: datetime
) -> tuple[UUID, bool]:
    """Keep a file; return the id of its submission, and whether the same had come before.

    The same name with the same content has no effect and gets the same answers once more; then
    the copy that was made is the caller's to remove. The same name with other content raises
    ReferenceTaken (`fileNameReused`). A file with a refusal is answered at once, negatively.
    The caller holds the transaction; the worker wakes when it ends.
    """
    named = {"sender_number": file.sender_number, "file_name": file.file_name}
    db.execute(_HOLD_NAME, {"name": f"{file.sender_number}/{file.file_name}"})
    known = db.execute(_KNOWN, named).one_or_none()
    if known is not None:
        if known.content != file.content:
            raise ReferenceTaken(known.submission_id)
        db.execute(_ANSWER_AGAIN, {"submission_id": known.submission_id})
        return known.submission_id, True
    submission_id = new_id()
    bound = {
        **named,
        "submission_id": submission_id,
        "reference": file.file_name,
        "declarant": declarant.enterprise_number,
        "quality": declarant.quality.value,
        "channel": declarant.channel.value,
        "content": file.content,
        "state": (State.REFUSED if file.refusal else State.RECEIVED).value,
        "environment": file.environment,
        "size": file.size,
        "spool_name": file.spool_name,
        "refusal": asdict(file.refusal) if file.refusal else None,
        "now": now,
    }
    db.execute(SUBMISSION_OF_FILE, bound)
    db.execute(_FILE, bound)
    tell_sender(db, submission_id)
    wake(db)
    return submission_id, False


def find_file(db: Connection | Session, submission_id: UUID) -> ReceivedFile | None:
    """Return the file of a submission; None: it did not come as one."""
    row = db.execute(_ONE, {"submission_id": submission_id}).one_or_none()
    return None if row is None else _file(row)


def files_to_answer(db: Connection | Session, most: int = 100) -> list[ReceivedFile]:
    """Return files whose answers do not lie out, the oldest first.

    First those that were seen to their end and are not acknowledged; then what is done or refused.
    """
    return [_file(row) for row in db.execute(_TO_ANSWER, {"most": most})]


def acknowledged(db: Session, submission_id: UUID, now: datetime) -> None:
    """Remember that its sender was told that a file was taken."""
    db.execute(_ACKNOWLEDGED, {"submission_id": submission_id, "now": now})


def answered(db: Session, submission_id: UUID, now: datetime) -> None:
    """Remember that all answers to a file lie out, whole."""
    db.execute(_ANSWERED, {"submission_id": submission_id, "now": now})


def _file(row: Row[Any]) -> ReceivedFile:
    return ReceivedFile(
        row.submission_id,
        row.sender_number or "",
        row.file_name,
        row.environment,
        row.spool_name,
        bytes(row.content),
        Refusal(**row.refusal) if row.refusal else None,
        State(row.state),
        row.total,
        row.received_at,
        row.done_at,
        row.acknowledged_at,
    )
