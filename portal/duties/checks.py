"""Keeps that an employer checked the rights of its workers."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from portal.law.terms import still_open

_CHECK: Final = text(
    """
    INSERT INTO right_check (person_id, enterprise_number, checked_at, year, checked_by)
    SELECT DISTINCT person_id, enterprise_number, CAST(:now AS timestamptz), :year, :checked_by
    FROM employment
    WHERE person_id = ANY(CAST(string_to_array(:people, ',') AS uuid[]))
        AND enterprise_number = :enterprise_number
        AND start_date <= :today
        AND coalesce(end_date, 'infinity') >= :still_open
    ON CONFLICT DO NOTHING
    """
)


def check_rights(
    db: Session, enterprise_number: str, people: Sequence[UUID], checked_by: str, now: datetime
) -> int:
    """Keep that the rights of workers are right, as they stand now; return of how many.

    In one statement. Whoever is no worker of the enterprise, or none any more, is left out.
    checked_by: the enterprise number of the organisation that says so.
    """
    today = now.date()
    bound = {
        "people": ",".join(map(str, people)),
        "enterprise_number": enterprise_number,
        "checked_by": checked_by,
        "now": now,
        "today": today,
        "year": today.year,
        "still_open": still_open(today),
    }
    return db.execute(_CHECK, bound).rowcount  # type: ignore[attr-defined, no-any-return]  # an insert's
