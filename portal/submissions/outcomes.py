"""Keeps what became of declarations, many as one stream."""

import json
from collections.abc import Sequence
from functools import lru_cache
from typing import Any, Final, NamedTuple
from uuid import UUID

from sqlalchemy.orm import Session

from portal.declarations.outcome import Outcome
from portal.declarations.writing import copy
from portal.identifiers import enterprise_number_fault
from portal.submissions.values import stored

# Each column and its type, as a stream in binary has them: an id is sixteen bytes, and JSON a text
# behind the number of its version.
_COLUMNS: Final = {
    "submission_id": "bytea",
    "place": "int4",
    "reference": "text",
    "enterprise_number": "text",
    "result": "text",
    "record_kind": "text",
    "record_id": "bytea",
    "version": "int4",
    "issues": "bytea",
}
_JSON: Final = b"\x01"
_NOTHING: Final = b"\x01[]"


class Told(NamedTuple):
    """An outcome as it is kept.

    place: of the declaration in what was sent, from 0. kind: of the record it is about, made or
    not; None: it did not tell. enterprise_number: of the
    employer, as the declaration gave it. issues: in words already; None: they are put into words
    here.
    """

    place: int
    outcome: Outcome
    kind: str | None
    enterprise_number: str | None
    issues: list[dict[str, Any]] | None = None


def write_outcomes(db: Session, submission_id: UUID, outcomes: Sequence[Told]) -> None:
    """Write outcomes of a submission."""
    if not outcomes:
        return
    name = submission_id.bytes
    rows = [
        (
            name,
            place,
            outcome.reference,
            number and _known(number),
            outcome.result,
            kind,
            outcome.record_id.bytes if outcome.record_id else None,
            outcome.version,
            _json(_stored(outcome) if issues is None else issues),
        )
        for place, outcome, kind, number, issues in outcomes
    ]
    copy(db, "submission_outcome", _COLUMNS, rows)


def _stored(outcome: Outcome) -> Sequence[dict[str, Any]]:
    return [stored(issue) for issue in outcome.issues] if outcome.issues else ()


def _json(issues: Sequence[dict[str, Any]]) -> bytes:
    return _JSON + json.dumps(issues).encode() if issues else _NOTHING


@lru_cache(maxsize=1024)
def _known(number: str) -> str | None:
    """Return a number that can be an enterprise's; what else was written there names nobody."""
    return None if enterprise_number_fault(number) else number
