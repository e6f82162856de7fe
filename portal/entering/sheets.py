"""Sheets that somebody sent in the online service: taken in, told of, and sent on their way."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Connection, Row, text
from sqlalchemy.orm import Session

from portal.entering.remarks import Remark, opened
from portal.identifiers import new_id
from portal.login.acting import Acting
from portal.submissions.sealing import seal_bytes, unseal_bytes

KEPT_FOR: Final = timedelta(days=30)  # after the last change
CHANNEL: Final = "sheet_import"  # on which the database wakes who works them through
LONGEST_NAME: Final = 100  # characters of the name of a file
_WAKE: Final = text("SELECT pg_notify(:channel, '')")


class State(StrEnum):
    """How far a sheet is."""

    RECEIVED = "received"
    CHECKING = "checking"
    CHECKED = "checked"
    DECLARING = "declaring"
    DECLARED = "declared"
    UNDOING = "undoing"
    UNDONE = "undone"
    REFUSED = "refused"  # it is no sheet of trainings

    @property
    def is_working(self) -> bool:
        """Whether it changes by itself."""
        return self in {State.RECEIVED, State.CHECKING, State.DECLARING, State.UNDOING}


@dataclass(frozen=True, slots=True)
class SheetImport:
    """A sheet as the pages see it.

    total: rows; 0: it is not read yet. done: those that are through what the state says.
    counts: rows by what became of them, or would. refusal: sentence and values of why it cannot
    be read.
    """

    import_id: UUID
    state: State
    file_name: str
    total: int
    done: int
    counts: Mapping[str, int]
    refusal: tuple[str, Mapping[str, str | int]] | None
    received_at: datetime

    @property
    def good(self) -> int:
        """How many rows can be declared."""
        return self.counts.get("accepted", 0) + self.counts.get("acceptedWithWarnings", 0)


_COLUMNS: Final = """
    SELECT import_id, state, file_name, total, done, counts, refusal, received_at
    FROM sheet_import
    WHERE enterprise_number = :enterprise_number AND declarant = :declarant
        AND changed_at > :oldest
"""
_ONE: Final = text(f"{_COLUMNS} AND import_id = :import_id")
_LIST: Final = text(f"{_COLUMNS} ORDER BY received_at DESC LIMIT 20")
_TAKE_IN: Final = text(
    """
    INSERT INTO sheet_import (import_id, enterprise_number, declarant, quality, person_id,
        file_name, language, state, payload, total, done, counts, fence, received_at, changed_at)
    VALUES (:import_id, :enterprise_number, :declarant, :quality, :person_id,
        :file_name, :language, 'received', :payload, 0, 0, '{}', 0, :now, :now)
    """
)
_FORGET: Final = text("DELETE FROM sheet_import WHERE changed_at <= :oldest")
_SEND_ON: Final = text(
    """
    UPDATE sheet_import
    SET state = :next, done = 0, lease_until = NULL, changed_at = :now
    WHERE import_id = :import_id AND state = :state
        AND enterprise_number = :enterprise_number AND declarant = :declarant
    """
)
_SEALED: Final = text(
    """
    SELECT payload, findings
    FROM sheet_import
    WHERE import_id = :import_id
        AND enterprise_number = :enterprise_number AND declarant = :declarant
    """
)


def take_in(
    db: Session, acting: Acting, file: tuple[str, bytes], language: str, now: datetime
) -> UUID:
    """Keep a file, whatever is in it; it is checked without effect as soon as may be.

    file: its name and its bytes. language: of who sent it.
    """
    file_name, data = file
    import_id = new_id()
    bound = {
        **_who(acting, now),
        "import_id": import_id,
        "quality": acting.role.value,
        "person_id": acting.person_id,
        "file_name": file_name[:LONGEST_NAME],
        "language": language,
        "payload": seal_bytes(data, import_id),
        "now": now,
    }
    db.execute(_FORGET, bound)
    db.execute(_TAKE_IN, bound)
    db.execute(_WAKE, {"channel": CHANNEL})
    return import_id


def find_import(
    db: Connection, acting: Acting, import_id: UUID, now: datetime
) -> SheetImport | None:
    """Return a sheet; None: there is none, or it is of somebody else."""
    row = db.execute(_ONE, {**_who(acting, now), "import_id": import_id}).one_or_none()
    return None if row is None else _import(row)


def list_imports(db: Connection, acting: Acting, now: datetime) -> list[SheetImport]:
    """Return the last sheets of the enterprise, the newest first."""
    return [_import(row) for row in db.execute(_LIST, _who(acting, now))]


def send_on(db: Session, acting: Acting, import_id: UUID, to: State, now: datetime) -> None:
    """Let a sheet be declared that was checked, or undone that was declared; else do nothing."""
    before = {State.DECLARING: State.CHECKED, State.UNDOING: State.DECLARED}[to]
    bound = {**_who(acting, now), "import_id": import_id, "now": now}
    db.execute(_SEND_ON, {**bound, "state": before.value, "next": to.value})
    db.execute(_WAKE, {"channel": CHANNEL})


def remarks_of(db: Connection, acting: Acting, import_id: UUID, now: datetime) -> list[Remark]:
    """Return the rows of which there is something to say, in their order."""
    row = db.execute(_SEALED, {**_who(acting, now), "import_id": import_id}).one()
    return opened(row.findings, import_id) if row.findings else []


def file_of(db: Connection, acting: Acting, import_id: UUID, now: datetime) -> bytes:
    """Return the file as it came."""
    row = db.execute(_SEALED, {**_who(acting, now), "import_id": import_id}).one()
    return unseal_bytes(row.payload, import_id)


def _who(acting: Acting, now: datetime) -> dict[str, object]:
    return {
        "enterprise_number": acting.enterprise_number,
        "declarant": acting.organisation,
        "oldest": now - KEPT_FOR,
    }


def _import(row: Row[Any]) -> SheetImport:
    said = row.refusal
    refusal = (said["sentence"], said["detail"]) if said else None
    return SheetImport(
        row.import_id,
        State(row.state),
        row.file_name,
        row.total,
        row.done,
        row.counts,
        refusal,
        row.received_at,
    )
