"""Which trainings have machine credentials, and which of those hold no more."""

from collections.abc import Collection
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import Connection, text
from sqlalchemy.orm import Session

LIST_SIZE: Final = 131_072  # the least in which one credential disappears among others

_ALLOT = text("""
    INSERT INTO credential (person_id, training_id, version, issued_at)
    SELECT :person_id, asked.training_id, asked.version, :now
    FROM unnest(CAST(:trainings AS uuid[]), CAST(:versions AS integer[]))
        AS asked (training_id, version)
    WHERE NOT EXISTS (
        SELECT
        FROM credential AS known
        WHERE known.person_id = :person_id
            AND known.training_id = asked.training_id
            AND known.version = asked.version
    )
    ON CONFLICT DO NOTHING
""")
_ALLOTTED = text("""
    SELECT credential.training_id, credential.status_index, credential.issued_at
    FROM unnest(CAST(:trainings AS uuid[]), CAST(:versions AS integer[]))
        AS asked (training_id, version)
    JOIN credential
        ON credential.person_id = :person_id
        AND credential.training_id = asked.training_id
        AND credential.version = asked.version
""")
_LAST = text("SELECT max(status_index) FROM credential")
# A version that was changed, taken back or never completed is attested no more.
_REVOKED = text("""
    SELECT credential.status_index
    FROM credential
    LEFT JOIN training
        ON training.training_id = credential.training_id
        AND training.person_id = credential.person_id
        AND training.version = credential.version
        AND training.record_state = 'active'
        AND training.status = 'completed'
    WHERE credential.status_index >= :first
        AND credential.status_index < :end
        AND training.training_id IS NULL
""")


def allot(
    db: Session, person_id: UUID, versions: Collection[tuple[UUID, int]], now: datetime
) -> dict[UUID, tuple[int, datetime]]:
    """Return the place in the lists of each training, and since when it has one.

    versions: (training id, version), all different. The same version has the same place for ever.
    """
    bound = {
        "person_id": person_id,
        "trainings": [training_id for training_id, _ in versions],
        "versions": [version for _, version in versions],
    }
    db.execute(_ALLOT, bound | {"now": now})
    return {
        row.training_id: (row.status_index, row.issued_at) for row in db.execute(_ALLOTTED, bound)
    }


def revoked_in(db: Connection, number: int) -> list[int] | None:
    """Return the places in a list whose credentials hold no more; None: there is no such list."""
    last = db.scalar(_LAST)
    if last is None or not 0 <= number <= last // LIST_SIZE:
        return None
    first = number * LIST_SIZE
    rows = db.scalars(_REVOKED, {"first": first, "end": first + LIST_SIZE})
    return [index - first for index in rows]
