"""What of a submission concerns whom: each employer sees what anybody sent for it.

Whoever sends is told at once, all others when the submission is done: counted then, in one
statement, so that nothing is counted twice where a worker was killed and another went on.
"""

from collections.abc import Sequence
from typing import Final
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from portal.declarations.outcome import Outcome
from portal.driver import ask

_BEGIN: Final = """
    INSERT INTO submission_employer (enterprise_number, submission_id, channel, received_at)
    SELECT {}, submission_id, channel, received_at
    FROM submission
    WHERE submission_id = :submission_id
    ON CONFLICT DO NOTHING
"""
_TELL_SENDER: Final = text(_BEGIN.format("declarant"))
_TELL_ONE: Final = text(_BEGIN.format("CAST(:enterprise_number AS text)"))
# Only who is known: a number that somebody made up is nobody's.
_TELL_ALL: Final = text(
    """
    INSERT INTO submission_employer (enterprise_number, submission_id, channel, received_at,
        accepted, accepted_with_warnings, rejected, unchanged, first_place, last_place)
    SELECT told.*
    FROM (
        SELECT enterprise_number, submission_id, channel, received_at,
            count(*) FILTER (WHERE result = 'accepted') AS accepted,
            count(*) FILTER (WHERE result = 'acceptedWithWarnings') AS accepted_with_warnings,
            count(*) FILTER (WHERE result = 'rejected') AS rejected,
            count(*) FILTER (WHERE result = 'unchanged') AS unchanged,
            min(place) AS first_place,
            max(place) AS last_place
        FROM submission_outcome
            JOIN submission USING (submission_id)
        WHERE submission_id = :submission_id AND enterprise_number IS NOT NULL
        GROUP BY enterprise_number, submission_id, channel, received_at
    ) AS told
        JOIN employer USING (enterprise_number)
    ON CONFLICT (enterprise_number, submission_id) DO UPDATE
    SET accepted = excluded.accepted,
        accepted_with_warnings = excluded.accepted_with_warnings,
        rejected = excluded.rejected,
        unchanged = excluded.unchanged,
        first_place = excluded.first_place,
        last_place = excluded.last_place
    """
)
_OF_RECORDS: Final = text(
    """
    SELECT training_id, enterprise_number
    FROM training
    WHERE training_id = ANY(CAST(string_to_array(:records, ',') AS uuid[]))
    UNION ALL
    SELECT training_right_id, enterprise_number
    FROM training_right
    WHERE training_right_id = ANY(CAST(string_to_array(:records, ',') AS uuid[]))
    """
)


def tell_sender(db: Session, submission_id: UUID) -> None:
    """Let whoever sent a submission see it from now on, among its own matters."""
    ask(db, _TELL_SENDER, {"submission_id": submission_id})


def tell_employer(db: Session, submission_id: UUID, enterprise_number: str) -> None:
    """Let an employer see from now on what is being declared for it alone."""
    bound = {"submission_id": submission_id, "enterprise_number": enterprise_number}
    db.execute(_TELL_ONE, bound)


def tell_employers(db: Session, submission_id: UUID) -> None:
    """Let each employer see what became of its part of a submission that is done."""
    ask(db, _TELL_ALL, {"submission_id": submission_id})


def employers_of(
    db: Session, said: Sequence[str], outcomes: Sequence[Outcome]
) -> Sequence[str | None]:
    """Return for each declaration the employer whom it names, or whose record it changed.

    said: the numbers as the declarations give them; empty: it names none.
    """
    if all(said):
        return said
    named = [
        outcome.record_id or (outcome.existing[1] if outcome.existing else None)
        for outcome in outcomes
    ]
    wanted = {record for number, record in zip(said, named, strict=True) if record and not number}
    found = db.execute(_OF_RECORDS, {"records": ",".join(map(str, wanted))})
    numbers: dict[UUID | None, str] = {row.training_id: row.enterprise_number for row in found}
    return [number or numbers.get(record) for number, record in zip(said, named, strict=True)]
