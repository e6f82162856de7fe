"""Who may act for an enterprise today, to whom it gave a mandate, and who decided that."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

from sqlalchemy import Connection, text

MOST: Final = 200  # shown of each kind; more do not occur
_PEOPLE: Final = text(
    """
    SELECT person_id, given_names || ' ' || family_name, role, since
    FROM representative
    JOIN person USING (person_id)
    WHERE enterprise_number = :number AND revoked_at IS NULL
    ORDER BY lower(family_name), lower(given_names), person_id
    LIMIT :most
    """
)
_MANDATES: Final = text(
    """
    SELECT holder_enterprise_number, name, from_quarter, until_quarter
    FROM mandate
    LEFT JOIN employer ON employer.enterprise_number = holder_enterprise_number
    WHERE mandator_enterprise_number = :number AND revoked_at IS NULL
    ORDER BY from_quarter DESC, name, holder_enterprise_number
    LIMIT :most
    """
)
_ACTS: Final = text(
    """
    SELECT
        decided_at,
        decider.given_names || ' ' || decider.family_name,
        act,
        coalesce(whom.given_names || ' ' || whom.family_name, holder.name,
            holder_enterprise_number),
        role,
        from_quarter,
        until_quarter
    FROM access_act
    LEFT JOIN person AS decider ON decider.person_id = decided_by
    LEFT JOIN person AS whom ON whom.person_id = access_act.person_id
    LEFT JOIN employer AS holder ON holder.enterprise_number = holder_enterprise_number
    WHERE access_act.enterprise_number = :number
    ORDER BY decided_at DESC, access_act_id DESC
    LIMIT :most
    """
)


@dataclass(frozen=True, slots=True)
class RoleHeld:
    """A person who acts for the enterprise. since: the day on which the portal first knew."""

    person_id: UUID
    name: str
    role: str
    since: date


@dataclass(frozen=True, slots=True)
class GivenMandate:
    """Another enterprise that acts. name: None: not known. until_quarter: None: no end."""

    holder: str
    name: str | None
    from_quarter: str
    until_quarter: str | None


@dataclass(frozen=True, slots=True)
class SeenAct:
    """What an access manager decided, with both names. role or quarters: None: not of this."""

    decided_at: datetime
    by: str
    act: str
    whom: str
    role: str | None
    from_quarter: str | None
    until_quarter: str | None


@dataclass(frozen=True, slots=True)
class Access:
    """Everything about access to an enterprise; acts: the newest first."""

    people: tuple[RoleHeld, ...]
    mandates: tuple[GivenMandate, ...]
    acts: tuple[SeenAct, ...]


def open_access(db: Connection, enterprise_number: str) -> Access:
    """Return who may act for an enterprise, and what was decided; in three statements."""
    bound = {"number": enterprise_number, "most": MOST}
    return Access(
        tuple(RoleHeld(*row) for row in db.execute(_PEOPLE, bound)),
        tuple(GivenMandate(*row) for row in db.execute(_MANDATES, bound)),
        tuple(SeenAct(*row) for row in db.execute(_ACTS, bound)),
    )
