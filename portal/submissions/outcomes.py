"""Keeps what became of declarations, many as one stream."""

import json
from collections.abc import Sequence
from typing import Any, Final
from uuid import UUID

from sqlalchemy.orm import Session

from portal.declarations.outcome import Outcome
from portal.declarations.writing import copy
from portal.submissions.values import stored

# Each column and its type, as a stream in binary has them: an id is sixteen bytes, and JSON a text
# behind the number of its version.
_COLUMNS: Final = {
    "submission_id": "bytea",
    "place": "int4",
    "reference": "text",
    "result": "text",
    "record_kind": "text",
    "record_id": "bytea",
    "version": "int4",
    "issues": "bytea",
}
_JSON: Final = b"\x01"
_NOTHING: Final = b"\x01[]"

# An outcome, the kind of its record, and its issues as they are kept.
Told = tuple[Outcome, str | None, list[dict[str, Any]]]


def write_outcomes(
    db: Session, submission_id: UUID, outcomes: Sequence[tuple[Outcome, str | None]]
) -> None:
    """Write outcomes, each with the kind of its record."""
    write_told(
        db,
        submission_id,
        [(outcome, kind, list(map(stored, outcome.issues))) for outcome, kind in outcomes],
    )


def write_told(db: Session, submission_id: UUID, outcomes: Sequence[Told]) -> None:
    """Write outcomes whose issues were put into words already."""
    if not outcomes:
        return
    name = submission_id.bytes
    rows = [
        (
            name,
            outcome.index,
            outcome.reference,
            outcome.result.value,
            kind if outcome.record_id else None,
            outcome.record_id.bytes if outcome.record_id else None,
            outcome.version,
            _JSON + json.dumps(issues).encode() if issues else _NOTHING,
        )
        for outcome, kind, issues in outcomes
    ]
    copy(db, "submission_outcome", _COLUMNS, rows)
