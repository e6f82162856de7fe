"""Who may act for an enterprise today and who did before, its mandates, and who decided that."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final, NamedTuple
from uuid import UUID

from sqlalchemy import Connection, text

MOST: Final = 50  # of each kind on a page
_PEOPLE: Final = text(
    """
    SELECT person_id, given_names || ' ' || family_name, role, since
    FROM representative
    JOIN person USING (person_id)
    WHERE enterprise_number = :number AND revoked_at IS NULL
        AND (CAST(:behind AS uuid) IS NULL
            OR (lower(family_name), lower(given_names), person_id) > (
                SELECT lower(family_name), lower(given_names), person_id
                FROM representative
                JOIN person USING (person_id)
                WHERE enterprise_number = :number AND person_id = :behind
            ))
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
        AND (CAST(:behind AS text) IS NULL
            OR (from_quarter, holder_enterprise_number) < (:behind, :behind_holder))
    ORDER BY from_quarter DESC, holder_enterprise_number DESC
    LIMIT :most
    """
)
_ACTS: Final = text(
    """
    SELECT
        access_act_id,
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
        AND (CAST(:behind AS uuid) IS NULL
            OR (decided_at, access_act_id) < (
                SELECT decided_at, access_act_id
                FROM access_act
                WHERE enterprise_number = :number AND access_act_id = :behind
            ))
    ORDER BY decided_at DESC, access_act_id DESC
    LIMIT :most
    """
)


_ROLE: Final = text(
    """
    SELECT person_id, given_names || ' ' || family_name, role, since
    FROM representative
    JOIN person USING (person_id)
    WHERE enterprise_number = :number AND person_id = :person_id AND revoked_at IS NULL
    """
)
_MANDATE: Final = text(
    """
    SELECT holder_enterprise_number, name, from_quarter, until_quarter
    FROM mandate
    LEFT JOIN employer ON employer.enterprise_number = holder_enterprise_number
    WHERE mandator_enterprise_number = :number AND holder_enterprise_number = :holder
        AND from_quarter = :from_quarter AND revoked_at IS NULL
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

    act_id: UUID
    decided_at: datetime
    by: str
    act: str
    whom: str
    role: str | None
    from_quarter: str | None
    until_quarter: str | None


class Behind(NamedTuple):
    """Behind what each list of a page begins; None: it is the first.

    people: a person. mandates: quarter and holder. acts: a decision.
    """

    people: UUID | None = None
    mandates: tuple[str, str] | None = None
    acts: UUID | None = None


FIRST: Final = Behind()


@dataclass(frozen=True, slots=True)
class Access:
    """Everything about access to an enterprise; acts: the newest first.

    following: behind what the next page of each list begins; None: there is none.
    """

    people: tuple[RoleHeld, ...]
    mandates: tuple[GivenMandate, ...]
    acts: tuple[SeenAct, ...]
    following: Behind = FIRST


def open_access(db: Connection, enterprise_number: str, behind: Behind = FIRST) -> Access:
    """Return who may act for an enterprise, and what was decided; in three statements."""
    bound = {"number": enterprise_number, "most": MOST + 1}
    quarter, holder = behind.mandates or (None, None)
    people = [RoleHeld(*row) for row in db.execute(_PEOPLE, bound | {"behind": behind.people})]
    where = {"behind": quarter, "behind_holder": holder}
    mandates = [GivenMandate(*row) for row in db.execute(_MANDATES, bound | where)]
    acts = [SeenAct(*row) for row in db.execute(_ACTS, bound | {"behind": behind.acts})]
    following = Behind(
        people[MOST - 1].person_id if len(people) > MOST else None,
        (mandates[MOST - 1].from_quarter, mandates[MOST - 1].holder)
        if len(mandates) > MOST
        else None,
        acts[MOST - 1].act_id if len(acts) > MOST else None,
    )
    return Access(tuple(people[:MOST]), tuple(mandates[:MOST]), tuple(acts[:MOST]), following)


def role_held(db: Connection, enterprise_number: str, person_id: UUID) -> RoleHeld | None:
    """Return the role of a person at an enterprise; None: none, or none any more."""
    row = db.execute(_ROLE, {"number": enterprise_number, "person_id": person_id}).one_or_none()
    return RoleHeld(*row) if row else None


def mandate_given(
    db: Connection, enterprise_number: str, holder: str, from_quarter: str
) -> GivenMandate | None:
    """Return a mandate in force; None: there is none, or not any more."""
    bound = {"number": enterprise_number, "holder": holder, "from_quarter": from_quarter}
    row = db.execute(_MANDATE, bound).one_or_none()
    return GivenMandate(*row) if row else None
