"""What the number of an attestation tells whoever has it: whether it holds, and what it said."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import Connection, text

from portal.account.account import open_for_attestation
from portal.account.attestation import NothingToAttest, Statement, statement_of
from portal.account.codes import read_code
from portal.account.facts import facts_digest
from portal.account.issued import Issued, find_issued
from portal.account.looks import Look
from portal.roles import Role

# The first declaration about this worker, or else the first load of the authentic sources, that
# came after a moment.
_CHANGED = text("""
    SELECT (coalesce(
        (
            SELECT min(registered_at)
            FROM (
                SELECT registered_at FROM training WHERE person_id = :person_id
                UNION ALL
                SELECT registered_at FROM training_right WHERE person_id = :person_id
            ) AS declared
            WHERE registered_at > :issued_at
        ),
        (SELECT min(loaded_at) FROM feed_load WHERE loaded_at > :issued_at)
    ) AT TIME ZONE 'Europe/Brussels')::date
""")


class Standing(StrEnum):
    """What may be said of a number to somebody who only has the number."""

    VALID = "valid"
    CHANGED = "changed"  # it was issued so, and some fact of it is different now
    WITHDRAWN = "withdrawn"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Checked:
    """An attestation that was looked up by its number.

    issued: None where the number is unknown.
    changed_since: the day from which on a fact differs, as far as that can be told.
    statement: what it would state now, of the day of its issue; only where it is valid or changed,
        and None where nothing of what it attested is left.
    """

    standing: Standing
    issued: Issued | None = None
    changed_since: date | None = None
    statement: Statement | None = None


def check_attestation(db: Connection, typed: str, now: datetime) -> Checked:
    """Return what stands behind a number as somebody typed it; the look is written first.

    db: a connection from `portal.database.reading`, so that the look stands at once.
    """
    code = read_code(typed)
    issued = find_issued(db, code) if code else None
    if issued is None:
        return Checked(Standing.UNKNOWN)
    if issued.withdrawn_at is not None:
        return Checked(Standing.WITHDRAWN, issued)
    look = Look(now, Role.VERIFIER, "page")
    account = open_for_attestation(db, issued.person_id, issued.issued_at.date(), look)
    try:
        statement = statement_of(account, issued.wanted)
    except NothingToAttest:
        statement = None
    if statement and facts_digest(statement) == issued.facts_digest:
        return Checked(Standing.VALID, issued, None, statement)
    since = _changed_since(db, issued.person_id, issued.issued_at) or account.data_date
    return Checked(Standing.CHANGED, issued, since, statement)


def _changed_since(db: Connection, person_id: UUID, issued_at: datetime) -> date | None:
    bound = {"person_id": person_id, "issued_at": issued_at}
    found: date | None = db.scalar(_CHANGED, bound)
    return found
