"""What is said of the rows of a sheet, kept so that it can be read in any language."""

import json
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, Final, NamedTuple
from uuid import UUID

from portal.declarations.catalogue import CATALOGUE
from portal.declarations.outcome import Issue, Outcome, Result
from portal.submissions.sealing import seal_bytes, unseal_bytes
from portal.wire.sheet import Sheet

_NAMES: Final = {reason: name for name, reason in CATALOGUE.items()}


class Remark(NamedTuple):
    """A row of a sheet of which there is something to say.

    number: as spreadsheet programs show it. place: in the sheet, from 0.
    """

    place: int
    number: int
    is_refused: bool
    texts: Mapping[str, str]
    issues: tuple[Issue, ...]


def remarks_on(sheet: Sheet, outcomes: Iterable[Outcome]) -> list[Remark]:
    """Return the rows with something to say; the outcomes are indexed by place."""
    return [
        Remark(
            outcome.index,
            sheet.numbers[outcome.index],
            outcome.result is Result.REJECTED,
            sheet.texts.row(outcome.index),
            outcome.issues,
        )
        for outcome in outcomes
        if outcome.issues
    ]


def sealed(remarks: Iterable[Remark], import_id: UUID) -> bytes:
    """Return remarks for keeping: they hold numbers of persons."""
    kept = [
        [*remark[:3], dict(remark.texts), [_kept(issue) for issue in remark.issues]]
        for remark in remarks
    ]
    return seal_bytes(json.dumps(kept).encode(), import_id)


def opened(findings: bytes, import_id: UUID) -> list[Remark]:
    """Return remarks as they were sealed."""
    kept: list[list[Any]] = json.loads(unseal_bytes(findings, import_id))
    return [
        Remark(place, number, is_refused, texts, tuple(_issue(*one) for one in issues))
        for place, number, is_refused, texts, issues in kept
    ]


def _kept(issue: Issue) -> list[Any]:
    detail = {
        name: {"day": value.isoformat()} if isinstance(value, date) else value
        for name, value in issue.detail.items()
    }
    return [_NAMES[issue.reason], issue.field, detail]


def _issue(name: str, field: str, detail: Mapping[str, Any]) -> Issue:
    values = {
        key: date.fromisoformat(value["day"]) if isinstance(value, dict) else value
        for key, value in detail.items()
    }
    return Issue(CATALOGUE[name], field, None, values)
