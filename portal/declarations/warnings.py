"""The warnings of a first answer, kept with its reference: who asks again hears the same."""

import json
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, Final

from sqlalchemy import text
from sqlalchemy.orm import Session

from portal.declarations.catalogue import CATALOGUE
from portal.declarations.entry import CreateEntry
from portal.declarations.outcome import Issue

_DAY: Final = "day"  # under this name stands a date, which JSON has no word for
_BY_CODE: Final = {reason.code: reason for reason in CATALOGUE.values()}
_KEEP: Final = text(
    """
    UPDATE declared_reference AS ledger
    SET warnings = CAST(kept.warnings AS jsonb)
    FROM unnest(
        CAST(:declarants AS text[]), CAST(:references AS text[]), CAST(:warnings AS text[])
    ) AS kept (declarant, reference, warnings)
    WHERE (ledger.declarant, ledger.reference) = (kept.declarant, kept.reference)
    """
)


def keep_warnings(db: Session, entries: Sequence[CreateEntry]) -> None:
    """Keep what these entries, just written, were warned of; all in one statement, if any was."""
    warned = sorted((entry for entry in entries if entry.issues), key=lambda entry: entry.key)
    if warned:
        bound = {
            "declarants": [entry.key[0] for entry in warned],
            "references": [entry.key[1] for entry in warned],
            "warnings": [json.dumps(list(map(_told, entry.issues))) for entry in warned],
        }
        db.execute(_KEEP, bound)


def read_warnings(kept: Iterable[Sequence[Any]] | None) -> tuple[Issue, ...]:
    """Return warnings as they were kept; one whose reason is in the catalogue no more is gone."""
    return tuple(_read(*one) for one in kept or () if one[0] in _BY_CODE)


def _told(issue: Issue) -> list[Any]:
    detail = {
        name: {_DAY: value.isoformat()} if isinstance(value, date) else value
        for name, value in issue.detail.items()
    }
    return [issue.reason.code, issue.field, issue.value, detail]


def _read(code: str, field: str, value: str | None, detail: dict[str, Any]) -> Issue:
    said = {
        name: date.fromisoformat(one[_DAY]) if isinstance(one, dict) else one
        for name, one in detail.items()
    }
    return Issue(_BY_CODE[code], field, value, said)
