"""For which enterprise somebody acts, and whether they still may: read anew at every request."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Connection, Row, text, update
from sqlalchemy.orm import Session

from portal.law.size import Quarter
from portal.login.sessions import Identity, hash_of, new_key
from portal.models import SessionRow
from portal.roles import Action, Function, Role, Thing, Tie, may

MOST_CHOICES: Final = 100  # shown at once; who has more types a part of the name


@dataclass(frozen=True, slots=True)
class Acting:
    """An enterprise in whose matters a person acts.

    through, through_name: the mandate holder whose representative the person is; None: the
    enterprise's own. function: what the person may do for that organisation. quarters: the first
    and the last of the mandate that is in force, as `2026Q3`; no last one: until further notice.
    """

    person_id: UUID
    enterprise_number: str
    enterprise_name: str
    function: Function
    through: str | None = None
    through_name: str | None = None
    quarters: tuple[str, str | None] | None = None

    @property
    def role(self) -> Role:
        """The quality in which the person acts."""
        return Role.MANDATE_HOLDER if self.through else Role.EMPLOYER

    @property
    def tie(self) -> Tie:
        """What ties the enterprise's workers and records to who acts."""
        return Tie.MANDATED if self.through else Tie.OWN

    @property
    def organisation(self) -> str:
        """The enterprise number of the organisation that speaks."""
        return self.through or self.enterprise_number

    @property
    def key(self) -> str:
        """What forms carry, so that a page of another enterprise is known."""
        return "-".join(filter(None, (self.enterprise_number, self.through)))

    def may(self, action: Action, thing: Thing) -> bool:
        """Tell whether the table of roles lets this person do that here."""
        return may(self.role, action, thing, self.tie, self.function)


_IN_FORCE: Final = """mandate.revoked_at IS NULL
        AND from_quarter <= :quarter
        AND coalesce(until_quarter, '9999Q4') >= :quarter"""
# Whom a person may act for today: the own enterprises, and those whose mandate these hold.
_CHOICES: Final = f"""
WITH own AS (
    SELECT enterprise_number, role
    FROM representative
    WHERE person_id = :person_id AND revoked_at IS NULL
),
choice AS (
    SELECT enterprise_number, role, CAST(NULL AS text) AS through,
        CAST(NULL AS text) AS first, CAST(NULL AS text) AS last
    FROM own
    UNION ALL
    SELECT mandator_enterprise_number, role, enterprise_number,
        min(from_quarter), nullif(max(coalesce(until_quarter, '9999Q4')), '9999Q4')
    FROM own
    JOIN mandate ON holder_enterprise_number = own.enterprise_number AND {_IN_FORCE}
    GROUP BY mandator_enterprise_number, role, enterprise_number
)
SELECT
    choice.enterprise_number,
    coalesce(enterprise.name, choice.enterprise_number) AS name,
    choice.role,
    choice.through,
    choice.first,
    choice.last,
    coalesce(holder.name, choice.through) AS through_name
FROM choice
LEFT JOIN employer AS enterprise ON enterprise.enterprise_number = choice.enterprise_number
LEFT JOIN employer AS holder ON holder.enterprise_number = choice.through
"""  # noqa: S608 - put together from constants of this house
_LIST: Final = text(
    f"""{_CHOICES}
    WHERE position(lower(:wanted) IN lower(enterprise.name)) > 0
        OR position(:digits IN choice.enterprise_number) > 0
    ORDER BY choice.through IS NOT NULL, 2, 1, choice.through
    LIMIT :most"""
)
_ONE: Final = text(
    f"""{_CHOICES}
    WHERE choice.enterprise_number = :enterprise_number
        AND choice.through IS NOT DISTINCT FROM CAST(:through AS text)"""
)


def choices_of(db: Connection, person_id: UUID, today: date, wanted: str = "") -> list[Acting]:
    """Return for whom a person may act today, own enterprises first, then by name.

    wanted: a part of the name or of the number; empty: all. At most one more than MOST_CHOICES.
    """
    bound = {
        "person_id": person_id,
        "quarter": str(Quarter.of(today)),
        "wanted": wanted,
        # As people write it: 0400.000.112.
        "digits": wanted.replace(".", "").replace(" ", ""),
        "most": MOST_CHOICES + 1,
    }
    return [_acting(person_id, row) for row in db.execute(_LIST, bound)]


def find_acting(
    db: Connection | Session,
    person_id: UUID,
    enterprise_number: str,
    through: str | None,
    today: date,
) -> Acting | None:
    """Return what a person may do for an enterprise today; None: nothing, or nothing any more."""
    bound = {
        "person_id": person_id,
        "quarter": str(Quarter.of(today)),
        "enterprise_number": enterprise_number,
        "through": through,
    }
    row = db.execute(_ONE, bound).one_or_none()
    return None if row is None else _acting(person_id, row)


def act_for(db: Session, identity: Identity, acting: Acting, now: datetime) -> str | None:
    """Let a session act for an enterprise from now on; return its new key.

    The key before is good no more. None: the session has ended meanwhile.
    """
    key = new_key()
    changed = db.execute(
        update(SessionRow)
        .where(SessionRow.session_hash == identity.session_hash)
        .where(SessionRow.revoked_at.is_(None))
        .where(SessionRow.idle_end_at > now)
        .values(
            session_hash=hash_of(key),
            acting_for=acting.enterprise_number,
            acting_through=acting.through,
        )
        .returning(SessionRow.session_id)
    )
    return key if changed.one_or_none() else None


def _acting(person_id: UUID, row: Row[Any]) -> Acting:
    return Acting(
        person_id,
        row.enterprise_number,
        row.name,
        Function(row.role),
        row.through,
        row.through_name,
        (row.first, row.last) if row.through else None,
    )
