"""For which enterprises an organisation may read today: its own, or those that gave a mandate."""

from datetime import date
from typing import Final

from sqlalchemy import Connection, text

from portal.law.size import Quarter
from portal.roles import Role, Tie

_MANDATORS: Final = text(
    """
    SELECT DISTINCT mandator_enterprise_number
    FROM mandate
    WHERE holder_enterprise_number = :holder
        AND revoked_at IS NULL
        AND from_quarter <= :quarter
        AND (until_quarter IS NULL OR until_quarter >= :quarter)
    """
)


def represented(db: Connection, role: Role, enterprise_number: str, today: date) -> frozenset[str]:
    """Return the enterprises whose workers an organisation may read about in this quarter."""
    if role is Role.EMPLOYER:
        return frozenset({enterprise_number})
    if role is Role.MANDATE_HOLDER:
        bound = {"holder": enterprise_number, "quarter": str(Quarter.of(today))}
        return frozenset(db.execute(_MANDATORS, bound).scalars())
    return frozenset()


def tie_of(role: Role) -> Tie:
    """Return what ties an organisation to workers of the enterprises that it represents."""
    ties = {Role.EMPLOYER: Tie.OWN, Role.MANDATE_HOLDER: Tie.MANDATED}
    return ties.get(role, Tie.NONE)
