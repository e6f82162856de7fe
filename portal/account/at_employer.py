"""A worker's account at one employer, as that employer or its mandate holder may see it."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Connection

from portal.account.account import accounts_in
from portal.account.account_statement import ACCOUNTS
from portal.account.looks import DataGroup, Look
from portal.account.records_told import tell_of_reading
from portal.account.values import Account, EmploymentAccount, Person, TrainingRecord
from portal.law.terms import access_closes


@dataclass(frozen=True, slots=True)
class AtEmployer:
    """The employments of one worker at one employer to which it still has access.

    is_closed: there are employments, and access to all of them has closed.
    trainings: those in these employments, or in none that is known, newest first.
    """

    person: Person
    employments: tuple[EmploymentAccount, ...]
    trainings: tuple[TrainingRecord, ...]
    is_closed: bool = False


def open_at_employer(
    db: Connection, person_id: UUID, enterprise_number: str, look: Look
) -> AtEmployer | None:
    """Return a worker's account at an enterprise; None: no worker of it, and nothing was seen.

    Whether `look` is made for that enterprise, the channel has found. One statement, and one more
    for the look.
    """
    bound = {"people": [person_id], "enterprises": [enterprise_number], "newest": None}
    (account,) = accounts_in(db.execute(ACCOUNTS, bound).one(), look.looked_at.date())
    opened = _kept(account, enterprise_number)
    if opened is not None and not opened.is_closed:
        tell_of_reading(db, [person_id], DataGroup.ACCOUNT, look)
    return opened


def open_several_at_employer(
    db: Connection, people: Sequence[UUID], enterprise_number: str, look: Look
) -> list[AtEmployer]:
    """Return the accounts of several workers, as `open_at_employer` does for one, in that order.

    Who is no worker of the enterprise, or none any more, is left out. Two statements.
    """
    bound = {
        "people": list(people),
        "enterprises": [enterprise_number for _ in people],
        "newest": None,
    }
    accounts = accounts_in(db.execute(ACCOUNTS, bound).one(), look.looked_at.date())
    kept = (_kept(account, enterprise_number) for account in accounts)
    found = {one.person.person_id: one for one in kept if one is not None and not one.is_closed}
    tell_of_reading(db, found, DataGroup.ACCOUNT, look)
    return [found[person_id] for person_id in people if person_id in found]


def _kept(account: Account, enterprise_number: str) -> AtEmployer | None:
    """Return what of an account the enterprise may see; None: nothing of it is there."""
    employments = [one for one in account.employments if one.enterprise_number == enterprise_number]
    if not employments:
        return None
    kept = tuple(
        one
        for one in employments
        if one.end_date is None or access_closes(one.end_date) >= account.as_of
    )
    if not kept:
        return AtEmployer(account.person, (), (), is_closed=True)
    earlier = {one.employment_id for one in employments} - {one.employment_id for one in kept}
    trainings = tuple(
        one
        for one in account.trainings
        if one.enterprise_number == enterprise_number and one.employment_id not in earlier
    )
    return AtEmployer(account.person, kept, trainings)
