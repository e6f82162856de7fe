"""Files that a person uploaded on a page: for the organisation in whose name that person spoke.

They are worked through as those of a mailbox are; their answers are made when they are asked for.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Connection, Row, text
from sqlalchemy.orm import Session

from portal.declarations.declaration import Declarant
from portal.identifiers import new_id
from portal.submissions.employers import tell_sender
from portal.submissions.files import SUBMISSION_OF_FILE
from portal.submissions.receiving import wake
from portal.submissions.values import Refusal, State

MOST: Final = 20  # of a list
LONGEST_NAME: Final = 100  # characters of the name of a file
# No answers are to be laid out for it in a mailbox.
_FILE: Final = text(
    """
    INSERT INTO submission_file (submission_id, uploaded_by, file_name, environment, size,
        spool_name, acknowledged_at, answered_at)
    VALUES (:submission_id, :person_id, :file_name, :environment, :size, :spool_name, :now, :now)
    """
)
_COLUMNS: Final = """
    SELECT submission_id, reference, file_name, environment, state, total, cursor, refusal,
        received_at
    FROM submission_file
        JOIN submission USING (submission_id)
    WHERE declarant = :declarant AND quality = :quality AND sender_number IS NULL
"""
_ONE: Final = text(f"{_COLUMNS} AND submission_id = :submission_id")
_LIST: Final = text(f"{_COLUMNS} ORDER BY received_at DESC, submission_id DESC LIMIT :most")


@dataclass(frozen=True, slots=True)
class UploadParcel:
    """A file as a page hands it over; otherwise as in `FileParcel`."""

    file_name: str
    environment: str
    spool_name: str
    size: int
    content: bytes


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as the pages see it.

    total: records; 0: it was not seen to its end yet. done: those with an outcome.
    """

    submission_id: UUID
    reference: str
    file_name: str
    is_test: bool
    state: State
    total: int
    done: int
    refusal: Refusal | None
    received_at: datetime

    @property
    def is_working(self) -> bool:
        """Whether it changes by itself."""
        return self.state in {State.RECEIVED, State.PROCESSING}


def receive_upload(db: Session, declarant: Declarant, file: UploadParcel, now: datetime) -> UUID:
    """Keep a file that a person uploaded; return the id of its submission.

    Each upload stands for itself: of the same file again, every record is `unchanged`.
    """
    submission_id = new_id()
    bound = {
        "submission_id": submission_id,
        "declarant": declarant.enterprise_number,
        "quality": declarant.quality.value,
        "channel": declarant.channel.value,
        "state": State.RECEIVED.value,
        "person_id": declarant.person_id,
        "reference": f"U-{submission_id.hex}",
        "content": file.content,
        "file_name": file.file_name[:LONGEST_NAME],
        "environment": file.environment,
        "size": file.size,
        "spool_name": file.spool_name,
        "now": now,
    }
    db.execute(SUBMISSION_OF_FILE, bound)
    db.execute(_FILE, bound)
    tell_sender(db, submission_id)
    wake(db)
    return submission_id


def list_uploads(db: Connection, declarant: Declarant) -> list[Upload]:
    """Return the last files that were uploaded in an organisation's name, the newest first."""
    return [_upload(row) for row in db.execute(_LIST, _who(declarant) | {"most": MOST})]


def find_upload(db: Connection, declarant: Declarant, submission_id: UUID) -> Upload | None:
    """Return a file; None: there is none, or another organisation brought it."""
    bound = _who(declarant) | {"submission_id": submission_id}
    row = db.execute(_ONE, bound).one_or_none()
    return None if row is None else _upload(row)


def _who(declarant: Declarant) -> dict[str, object]:
    return {"declarant": declarant.enterprise_number, "quality": declarant.quality.value}


def _upload(row: Row[Any]) -> Upload:
    return Upload(
        row.submission_id,
        row.reference,
        row.file_name,
        row.environment == "T",
        State(row.state),
        row.total,
        row.cursor,
        Refusal(**row.refusal) if row.refusal else None,
        row.received_at,
    )
