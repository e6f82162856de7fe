"""The answers to a file, from what is kept of it: they can be made as often as they are wanted.

For each of `portal.submissions.files.files_to_answer`, `acknowledgement_of` is laid out first and
then, where the file was taken, `result_of`. What was never received, because its name or its
signature was wrong, is answered by `refusal_answer`. All give pieces of bytes, in flat memory.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection

from portal.batch.faults import refusal_from
from portal.declarations.reason import Severity
from portal.submissions.telling import counts_of, outcomes_of
from portal.submissions.values import ReceivedFile, Refusal, State, StoredOutcome
from portal.wire.xml.refusing import GIVEN_UP, MessageRefused
from portal.wire.xml.writing import AnsweredFile, acknowledgement, result

_PAGE: Final = 5_000  # outcomes that are read at once


def acknowledgement_of(file: ReceivedFile) -> Iterator[bytes]:
    """Give FO.ACRF: whether the file was taken, and if not, why."""
    refusal = file.refusal
    if refusal is None and file.state is State.REFUSED:
        refusal = refusal_from(MessageRefused(GIVEN_UP))
    return acknowledgement(_answered(file), [_anomaly(refusal)] if refusal else [])


def has_result(file: ReceivedFile) -> bool:
    """Tell whether there is a FO.FLAR: of a file that was taken."""
    return file.state is State.DONE


def result_of(db: Connection, file: ReceivedFile) -> Iterator[bytes]:
    """Give FO.FLAR: what became of each record, in the order of the file."""
    return result(_answered(file), counts_of(db, file.submission_id), _pages(db, file))


def refusal_answer(name: str, refusal: Refusal, received_at: datetime) -> Iterator[bytes]:
    """Give FO.ACRF to a file that was never taken in; name: that of the file of data."""
    return acknowledgement(AnsweredFile(name, received_at), [_anomaly(refusal)])


def _answered(file: ReceivedFile) -> AnsweredFile:
    return AnsweredFile(
        file.file_name,
        file.received_at,
        file.environment,
        file.content,
        str(file.submission_id),
    )


def _anomaly(refusal: Refusal) -> Mapping[str, Any]:
    return {
        "errorId": refusal.error_id,
        "severity": Severity.BLOCKING.value,
        "code": refusal.code,
        "line": refusal.line,
        "column": refusal.column,
        "xpath": refusal.xpath,
        "value": refusal.value,
        "detail": refusal.sentence,
    }


def _pages(db: Connection, file: ReceivedFile) -> Iterator[Sequence[StoredOutcome]]:
    after = -1
    while page := outcomes_of(db, file.submission_id, after, _PAGE):
        yield page
        after = page[-1].place
