"""Reads what anybody sent for one employer: its own part of each submission, and no other.

A mandate holder sees what it sent itself, and what came in the quarters of its mandate.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Connection, Row, text

from portal.law.size import Quarter
from portal.law.terms import still_open
from portal.submissions.values import (
    Before,
    Refusal,
    Sent,
    State,
    StoredOutcome,
    ToldOutcome,
)

OPEN: Final = "open"  # not worked through yet
WITH_REFUSALS: Final = "withRefusals"
STANDINGS: Final = (OPEN, State.DONE.value, WITH_REFUSALS, State.REFUSED.value)


@dataclass(frozen=True, slots=True)
class Concerned:
    """For which employer somebody reads.

    through: the mandate holder for whom; None: the employer's own. quarter: today's.
    """

    enterprise_number: str
    through: str | None
    quarter: Quarter


@dataclass(frozen=True, slots=True)
class Chosen:
    """Which submissions to list; None: all. standing: of STANDINGS. quarter: they came in it."""

    channel: str | None = None
    standing: str | None = None
    quarter: Quarter | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """Which outcomes to read. after: the place behind which it begins. most: how many."""

    after: int
    most: int
    refused_only: bool


IN_QUARTERS: Final = """
    {0} >= mandate.from_quarter AND {0} <= coalesce(mandate.until_quarter, '9999Q4')
"""
_CAME_IN: Final = "to_char(told.received_at, 'YYYY\"Q\"Q')"
_SENT: Final = f"""
    SELECT told.submission_id, coalesce(file.file_name, submission.reference) AS reference,
        told.channel, submission.state,
        coalesce(file.environment = 'T', false) AS is_test,
        coalesce(sender.name, submission.declarant) AS sender_name,
        submission.quality, told.received_at, submission.done_at, told.accepted,
        told.accepted_with_warnings, told.rejected, told.unchanged, told.first_place,
        told.last_place, file.refusal, under.from_quarter, under.until_quarter
    FROM submission_employer AS told
        JOIN submission USING (submission_id)
        LEFT JOIN submission_file AS file USING (submission_id)
        LEFT JOIN employer AS sender ON sender.enterprise_number = submission.declarant
        LEFT JOIN LATERAL (
            SELECT from_quarter, until_quarter
            FROM mandate
            WHERE submission.quality = 'mandateHolder'
                AND holder_enterprise_number = submission.declarant
                AND mandator_enterprise_number = told.enterprise_number
                AND {IN_QUARTERS.format(_CAME_IN)}
            ORDER BY from_quarter DESC
            LIMIT 1
        ) AS under ON true
    WHERE told.enterprise_number = :enterprise_number
        AND (
            CAST(:through AS text) IS NULL
            OR submission.declarant = :through
            OR EXISTS (
                SELECT
                FROM mandate
                WHERE holder_enterprise_number = :through
                    AND mandator_enterprise_number = told.enterprise_number
                    AND revoked_at IS NULL
                    AND {IN_QUARTERS.format(":quarter")}
                    AND {IN_QUARTERS.format(_CAME_IN)}
            )
        )
"""  # noqa: S608 - put together from constants of this house
_ONE: Final = text(f"{_SENT} AND told.submission_id = :submission_id")
_STANDING: Final = {
    OPEN: "submission.state IN ('received', 'processing')",
    State.DONE.value: "submission.state = 'done'",
    WITH_REFUSALS: "told.rejected > 0",
    State.REFUSED.value: "submission.state = 'refused'",
}
_OLDER: Final = "(told.received_at, told.submission_id) < (:before, :before_id)"
_OLDER_THAN_MOMENT: Final = "told.received_at < :before"
_OUTCOMES: Final = text(
    """
    SELECT place, outcome.reference, result, record_kind, CAST(record_id AS text) AS record_id,
        outcome.version, issues,
        coalesce(training.person_id, training_right.person_id) AS person_id,
        EXISTS (
            SELECT
            FROM employment
            WHERE employment.person_id = coalesce(training.person_id, training_right.person_id)
                AND employment.enterprise_number = :enterprise_number
                AND coalesce(employment.end_date, 'infinity') >= :still_open
        ) AS is_open
    FROM (
        SELECT *
        FROM submission_outcome
        WHERE submission_id = :submission_id
            AND enterprise_number = :enterprise_number
            AND place > :after AND place <= :last
            AND (NOT :refused_only OR result = 'rejected')
        ORDER BY place
        LIMIT :most
    ) AS outcome
        LEFT JOIN training ON record_kind = 'training' AND training_id = record_id
        LEFT JOIN training_right ON record_kind = 'right' AND training_right_id = record_id
    ORDER BY place
    """
)


def list_sent(
    db: Connection, who: Concerned, chosen: Chosen, before: Before | None, most: int
) -> list[Sent]:
    """Return submissions that concern an employer, the latest first, in one statement.

    before: of the last of all on the page before; None: the first page. Of what came at one moment
    submissions stand before what came one by one.
    """
    bound = _bound(who) | {"most": most}
    conditions = []
    if before is not None:
        conditions.append(_OLDER if before.submission_id else _OLDER_THAN_MOMENT)
        bound |= {"before": before.at, "before_id": before.submission_id}
    if chosen.channel is not None:
        conditions.append("told.channel = :channel")
        bound["channel"] = chosen.channel
    if chosen.standing is not None:
        conditions.append(_STANDING[chosen.standing])
    if chosen.quarter is not None:
        conditions.append("told.received_at >= :first AND told.received_at < :behind")
        bound["first"], bound["behind"] = bounds_of(chosen.quarter)
    wanted = "".join(f" AND {one}" for one in conditions)
    order = "ORDER BY told.received_at DESC, told.submission_id DESC LIMIT :most"
    return [_sent(row) for row in db.execute(text(f"{_SENT}{wanted} {order}"), bound)]


def find_sent(db: Connection, who: Concerned, submission_id: UUID) -> Sent | None:
    """Return a submission; None: there is none, or it does not concern this employer."""
    row = db.execute(_ONE, _bound(who) | {"submission_id": submission_id}).one_or_none()
    return None if row is None else _sent(row)


def outcomes_of_employer(
    db: Connection, who: Concerned, sent: Sent, page: Page, today: date
) -> list[ToldOutcome]:
    """Return outcomes of an employer's part of a submission, in order, in one statement."""
    if sent.places is None:
        return []
    first, last = sent.places
    bound = {
        "submission_id": sent.submission_id,
        "enterprise_number": who.enterprise_number,
        "after": max(page.after, first - 1),
        "last": last,
        "most": page.most,
        "refused_only": page.refused_only,
        "still_open": still_open(today),
    }
    return [_told(row) for row in db.execute(_OUTCOMES, bound)]


def bounds_of(quarter: Quarter | None) -> tuple[date | None, date | None]:
    """Return the first day of a quarter and the one behind it; None: there is no quarter."""
    if quarter is None:
        return None, None
    return date(quarter.year, quarter.number * 3 - 2, 1), quarter.end + timedelta(days=1)


def _bound(who: Concerned) -> dict[str, object]:
    return {
        "enterprise_number": who.enterprise_number,
        "through": who.through,
        "quarter": str(who.quarter),
    }


def _sent(row: Row[Any]) -> Sent:
    return Sent(
        row.submission_id,
        row.reference,
        row.channel,
        State(row.state),
        row.is_test,
        row.sender_name,
        row.quality,
        row.received_at,
        row.done_at,
        {
            "accepted": row.accepted,
            "acceptedWithWarnings": row.accepted_with_warnings,
            "rejected": row.rejected,
            "unchanged": row.unchanged,
        },
        Refusal(**row.refusal) if row.refusal else None,
        (row.from_quarter, row.until_quarter) if row.from_quarter else None,
        None if row.first_place is None else (row.first_place, row.last_place),
    )


def _told(row: Row[Any]) -> ToldOutcome:
    kept = StoredOutcome(
        row.place,
        row.reference,
        row.result,
        row.record_kind,
        row.record_id,
        row.version,
        row.issues,
    )
    return ToldOutcome(kept, row.person_id, row.is_open)
