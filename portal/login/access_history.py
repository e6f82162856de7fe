"""Every role and mandate of an enterprise, revoked ones too, and every decision: to take along."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Final, NamedTuple

from sqlalchemy import Connection, text

_ROLES: Final = text(
    """
    SELECT family_name, given_names, role, since, revoked_at
    FROM representative
    JOIN person USING (person_id)
    WHERE enterprise_number = :number
    ORDER BY lower(family_name), lower(given_names), person_id
    """
)
_MANDATES: Final = text(
    """
    SELECT holder_enterprise_number, name, from_quarter, until_quarter, revoked_at
    FROM mandate
    LEFT JOIN employer ON employer.enterprise_number = holder_enterprise_number
    WHERE mandator_enterprise_number = :number
    ORDER BY from_quarter, holder_enterprise_number
    """
)
_ACTS: Final = text(
    """
    SELECT decided_at, decider.given_names || ' ' || decider.family_name, act,
        coalesce(whom.given_names || ' ' || whom.family_name, holder.name,
            holder_enterprise_number),
        role, from_quarter, until_quarter
    FROM access_act
    LEFT JOIN person AS decider ON decider.person_id = decided_by
    LEFT JOIN person AS whom ON whom.person_id = access_act.person_id
    LEFT JOIN employer AS holder ON holder.enterprise_number = holder_enterprise_number
    WHERE access_act.enterprise_number = :number
    ORDER BY decided_at, access_act_id
    """
)


class Role(NamedTuple):
    """A role that somebody has or had; revoked_at: None: it holds."""

    family_name: str
    given_names: str
    role: str
    since: date
    revoked_at: datetime | None


class MandateOnce(NamedTuple):
    """A mandate that was given; revoked_at: None: it was not revoked."""

    holder: str
    name: str | None
    from_quarter: str
    until_quarter: str | None
    revoked_at: datetime | None


class Decision(NamedTuple):
    """What an access manager decided: of a role or of a mandate."""

    decided_at: datetime
    by: str | None
    act: str
    whom: str
    role: str | None
    from_quarter: str | None
    until_quarter: str | None


def roles_of(db: Connection, enterprise_number: str) -> Iterator[Role]:
    """Return every role at an enterprise, by name."""
    return (Role(*row) for row in db.execute(_ROLES, {"number": enterprise_number}))


def mandates_of(db: Connection, enterprise_number: str) -> Iterator[MandateOnce]:
    """Return every mandate that an enterprise gave, the first one first."""
    return (MandateOnce(*row) for row in db.execute(_MANDATES, {"number": enterprise_number}))


def decisions_of(db: Connection, enterprise_number: str) -> Iterator[Decision]:
    """Return everything that was decided for an enterprise, the first decision first."""
    return (Decision(*row) for row in db.execute(_ACTS, {"number": enterprise_number}))
