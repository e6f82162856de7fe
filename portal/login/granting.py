"""What an access manager decides, at once and written down: roles of people, mandates of others."""

import unicodedata
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final
from uuid import UUID

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from portal.directory.entries import find
from portal.identifiers import new_id, ssin_fault
from portal.models import AccessAct, Mandate, Person, Representative
from portal.roles import Function

_LOCK: Final = text("SELECT pg_advisory_xact_lock(hashtextextended('access ' || :number, 0))")
_LATEST: Final = "9999Q4"


class Refused(StrEnum):
    """Why something was not decided."""

    LAST_MANAGER = "lastManager"  # nobody would be left who gives access
    NOT_THERE = "notThere"  # nothing to take or to revoke, or not any more
    OWN_ENTERPRISE = "ownEnterprise"
    OVERLAPS = "overlaps"  # the holder has a mandate in some of these quarters


class ManagerNoLonger(Exception):
    """Who decides lost the role while the form was on its way."""


@dataclass(frozen=True, slots=True)
class Decider:
    """Who decides for which enterprise, and when."""

    person_id: UUID
    enterprise_number: str
    now: datetime


def find_person(db: Session, ssin: str, family_name: str) -> UUID | None:
    """Return the person who bears a number and a family name; None: whatever does not fit.

    Both are asked for, so that nobody learns names by trying numbers. Accents, capitals, spaces
    and hyphens do not matter.
    """
    if ssin_fault(ssin):
        return None
    entry = find(db, [ssin]).get(ssin)
    if entry is None or entry.last_state == "canceled":
        return None
    known = db.scalar(select(Person.family_name).where(Person.person_id == entry.person_id))
    wanted = _letters(family_name)
    return entry.person_id if wanted and wanted == _letters(known or "") else None


def give_role(db: Session, by: Decider, person_id: UUID, role: Function) -> Refused | None:
    """Give a person a role instead of any other there; return why not, or None."""
    managers = _enter(db, by)
    if role is not Function.ACCESS_MANAGER and managers == {person_id}:
        return Refused.LAST_MANAGER
    held = db.get(Representative, (person_id, by.enterprise_number))
    if held is None:
        held = Representative(person_id=person_id, enterprise_number=by.enterprise_number)
        db.add(held)
    if held.since is None or held.revoked_at is not None:
        held.since = by.now.date()
    held.role, held.decided_at, held.revoked_at = role.value, by.now, None
    _write_down(db, by, act="roleGiven", person_id=person_id, role=role.value)
    return None


def take_role(db: Session, by: Decider, person_id: UUID) -> Refused | None:
    """Take the role that a person has; return why not, or None."""
    managers = _enter(db, by)
    held = db.get(Representative, (person_id, by.enterprise_number))
    if held is None or held.revoked_at is not None:
        return Refused.NOT_THERE
    if managers == {person_id}:
        return Refused.LAST_MANAGER
    held.decided_at = held.revoked_at = by.now
    _write_down(db, by, act="roleTaken", person_id=person_id, role=held.role)
    return None


def give_mandate(
    db: Session, by: Decider, holder: str, from_quarter: str, until_quarter: str | None
) -> Refused | None:
    """Let another enterprise act in these quarters; return why not, or None.

    Quarters as 2024Q1, the first not after the last. until_quarter: None: until further notice.
    """
    _enter(db, by)
    if holder == by.enterprise_number:
        return Refused.OWN_ENTERPRISE
    others = (
        select(Mandate.from_quarter, Mandate.until_quarter)
        .where(Mandate.holder_enterprise_number == holder)
        .where(Mandate.mandator_enterprise_number == by.enterprise_number)
        .where(Mandate.revoked_at.is_(None))
    )
    # 2024Q1 sorts as text just as quarters follow each other.
    for first, last in db.execute(others):
        if first <= (until_quarter or _LATEST) and from_quarter <= (last or _LATEST):
            return Refused.OVERLAPS
    given = Mandate(
        holder_enterprise_number=holder,
        mandator_enterprise_number=by.enterprise_number,
        from_quarter=from_quarter,
        until_quarter=until_quarter,
        decided_at=by.now,
        revoked_at=None,
    )
    db.merge(given)  # one that was revoked stands there still
    _write_down(db, by, act="mandateGiven", **_told_of(given))
    return None


def revoke_mandate(db: Session, by: Decider, holder: str, from_quarter: str) -> Refused | None:
    """End a mandate at once; return why not, or None."""
    _enter(db, by)
    given = db.get(Mandate, (holder, by.enterprise_number, from_quarter))
    if given is None or given.revoked_at is not None:
        return Refused.NOT_THERE
    given.decided_at = given.revoked_at = by.now
    _write_down(db, by, act="mandateRevoked", **_told_of(given))
    return None


def _enter(db: Session, by: Decider) -> set[UUID]:
    """Return the access managers, who decide one after the other; raises ManagerNoLonger."""
    db.execute(_LOCK, {"number": by.enterprise_number})
    managers = set(
        db.scalars(
            select(Representative.person_id)
            .where(Representative.enterprise_number == by.enterprise_number)
            .where(Representative.role == Function.ACCESS_MANAGER.value)
            .where(Representative.revoked_at.is_(None))
        )
    )
    if by.person_id not in managers:
        raise ManagerNoLonger
    return managers


def _told_of(mandate: Mandate) -> dict[str, str | None]:
    names = ("holder_enterprise_number", "from_quarter", "until_quarter")
    return {name: getattr(mandate, name) for name in names}


def _write_down(db: Session, by: Decider, **decided: UUID | str | None) -> None:
    db.add(
        AccessAct(
            access_act_id=new_id(),
            enterprise_number=by.enterprise_number,
            decided_at=by.now,
            decided_by=by.person_id,
            **decided,
        )
    )


def _letters(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name).casefold()
    return "".join(one for one in plain if one.isalnum())
