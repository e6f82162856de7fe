"""Keeps what became of declarations, many in one statement."""

import json
from collections.abc import Sequence
from typing import Any, Final
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from portal.declarations.outcome import Outcome
from portal.submissions.values import stored

_WRITE: Final = text(
    """
    INSERT INTO submission_outcome
        (submission_id, place, reference, result, record_kind, record_id, version, issues)
    SELECT :submission_id, place, reference, result, record_kind, record_id, version, issues
    FROM jsonb_to_recordset(CAST(:outcomes AS jsonb)) AS one (
        place integer, reference text, result text, record_kind text, record_id uuid,
        version integer, issues jsonb
    )
    """
)


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
    rows = [
        {
            "place": outcome.index,
            "reference": outcome.reference,
            "result": outcome.result.value,
            "record_kind": kind if outcome.record_id else None,
            "record_id": str(outcome.record_id) if outcome.record_id else None,
            "version": outcome.version,
            "issues": issues,
        }
        for outcome, kind, issues in outcomes
    ]
    db.execute(_WRITE, {"submission_id": submission_id, "outcomes": json.dumps(rows)})
