"""Numbers that the register replaced or canceled, for employers to keep their own lists right."""

from collections.abc import Collection
from datetime import datetime
from typing import Final, NamedTuple
from uuid import UUID

from sqlalchemy import Connection, text

from portal.directory.keys import key_id_of
from portal.directory.ring import key_ring

_CHANGES: Final = text(
    """
    SELECT old.person_id, old.sealed, old.state, old.changed_at, old.number_index,
        new.person_id AS new_person_id, new.sealed AS new_sealed
    FROM directory AS old
    LEFT JOIN directory AS new ON new.number_index = old.replaced_by
    WHERE old.state IN ('replaced', 'canceled')
        AND old.person_id IN (
            SELECT employment.person_id
            FROM employment
            WHERE employment.enterprise_number = ANY(:enterprises)
        )
        AND (old.changed_at, old.number_index) > (:since, CAST(:after AS bytea))
    ORDER BY old.changed_at, old.number_index
    LIMIT :most
    """
)


class NumberChange(NamedTuple):
    """A number that is no longer borne. replaced_by: the one to use; None: there is none.

    place: tells changes of the same moment apart.
    """

    person_id: UUID
    ssin: str
    state: str
    replaced_by: str | None
    changed_at: datetime
    place: bytes


def number_changes(
    db: Connection, enterprises: Collection[str], since: datetime, after: bytes, most: int
) -> list[NumberChange]:
    """Return changes of numbers of workers of these enterprises, the oldest first.

    since, after: the moment and the place of the change before the first one; b"" for none.
    Every number that is told is a look at its worker, which the caller writes down.
    """
    bound = {"enterprises": list(enterprises), "since": since, "after": after, "most": most}
    return [
        NumberChange(
            row.person_id,
            _opened(row.sealed, row.person_id),
            row.state,
            _opened(row.new_sealed, row.new_person_id) if row.new_sealed else None,
            row.changed_at,
            row.number_index,
        )
        for row in db.execute(_CHANGES, bound)
    ]


def _opened(sealed: bytes, person_id: UUID) -> str:
    return key_ring().key(key_id_of(sealed)).open(sealed, person_id)
