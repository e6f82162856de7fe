"""Opens a worker's whole account, all employers, the whole career, and writes the look at it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Connection

from portal import replica
from portal.account.account_statement import (
    ACCOUNT,
    ACCOUNTS,
    SHOWN_ACCOUNT,
    SHOWN_ACCOUNT_SEEN,
)
from portal.account.expiring import SOON, expiring_of
from portal.account.looks import (
    DataGroup,
    Look,
    bound_by,
    check_may_look,
    count_looks,
    write_looks,
)
from portal.account.rows import Employers, lines_of, trainings_of
from portal.account.values import Account, EmploymentAccount, Person, TrainingRecord
from portal.driver import rows_of
from portal.law.training import day_minutes
from portal.reckoning.reckon import Reckoned, accounts_of
from portal.reckoning.rows import Place, declared_of, jobs_of, sizes_of
from portal.roles import Thing, Tie

NEWEST = 5  # trainings that the page of an account shows


def open_account(
    db: Connection, person_id: UUID, as_of: date, look: Look, newest: int | None = NEWEST
) -> Account:
    """Return a worker's account as pages show it; the look is written before it is returned.

    Its trainings come as lines. One statement; two where a replica answers, which cannot write.
    db: a connection from `portal.database.reading`, so that the look stands at once.
    as_of: decides the years and their states; declarations count as they stand today.
    newest: how many trainings at most; None: all.
    """
    check_may_look([person_id], Thing.ACCOUNT, look)
    bound = _bound(person_id, as_of, newest)

    def read(near: Connection) -> tuple[Account, bool]:
        if near is not db:
            return _shown_account_in(near.execute(SHOWN_ACCOUNT, bound).one(), as_of), False
        seen = bound_by([person_id], DataGroup.ACCOUNT, look)
        (answer,) = rows_of(db, SHOWN_ACCOUNT_SEEN, bound | seen)
        return _shown_account_in(answer, as_of), True

    account, is_seen = replica.answer(db, read)
    if is_seen:
        count_looks(look, 1)
    else:
        write_looks(db, [person_id], DataGroup.ACCOUNT, look)
    return account


def open_for_attestation(db: Connection, person_id: UUID, as_of: date, look: Look) -> Account:
    """Return a worker's account with all its trainings, to attest it or to check what was attested.

    As `open_account` does; also for who was given the number of an attestation of this worker.
    """
    check_may_look([person_id], Thing.STATEMENT, look, Tie.GIVEN)
    account = read_account(db, person_id, as_of, newest=None)
    write_looks(db, [person_id], DataGroup.ATTESTATION, look)
    return account


def read_account(
    db: Connection, person_id: UUID, as_of: date, newest: int | None = NEWEST
) -> Account:
    """Return a worker's account with whole records, for whoever writes a look of their own."""
    return _account_in(db.execute(ACCOUNT, _bound(person_id, as_of, newest)).one(), as_of)


def _bound(person_id: UUID, as_of: date, newest: int | None) -> dict[str, Any]:
    return {"person_id": person_id, "newest": newest, "as_of": as_of, "soon": as_of + SOON}


def _account_in(row: Sequence[Any], as_of: date) -> Account:
    *answer, expiring = row
    (account,) = accounts_in(answer, as_of)
    return replace(account, expiring=expiring_of(expiring)) if expiring else account


def _shown_account_in(row: Sequence[Any], as_of: date) -> Account:
    people, jobs, declared, lines, employers, expiring = row
    (account,) = accounts_in((people, jobs, declared, None, employers), as_of)
    names = {number: name for number, (name, _) in (employers or {}).items()}
    return replace(
        account,
        lines=lines_of(lines, _beside(account.employments, names)),
        expiring=expiring_of(expiring or ()),
    )


def open_accounts(
    db: Connection, people: Sequence[UUID], as_of: date, look: Look, newest: int | None = NEWEST
) -> dict[UUID, Account]:
    """Return the accounts of different people, with whole records; the looks are written before.

    One statement and one more for the looks, whatever the number of people.
    """
    check_may_look(people, Thing.ACCOUNT, look)
    bound = {"people": list(people), "enterprises": [None for _ in people], "newest": newest}
    accounts = accounts_in(db.execute(ACCOUNTS, bound).one(), as_of)
    write_looks(db, people, DataGroup.ACCOUNT, look)
    return {account.person.person_id: account for account in accounts}


def accounts_in(answer: Sequence[Any], as_of: date) -> list[Account]:
    """Return the accounts that an answer of COLUMNS holds."""
    people, jobs, declared, trainings, employers = answer
    employers = employers or {}
    names = {number: name for number, (name, _) in employers.items()}
    sizes = {number: sizes_of(size) for number, (_, size) in employers.items()}
    reckoned = accounts_of(jobs_of(jobs), declared_of(declared), sizes, as_of)
    employments: dict[UUID, list[EmploymentAccount]] = defaultdict(list)
    for (person_id, number), here in reckoned.items():
        name = names.get(number, number)
        employments[person_id] += [_employment_of(one, name, as_of) for one in here]
    rows: dict[str, list[Sequence[Any]]] = defaultdict(list)
    for key, row in trainings or ():
        rows[key].append(row)
    accounts = []
    for row in people or ():
        key = row[0]
        its = tuple(sorted(employments[UUID(key)], key=_order))
        records = trainings_of(rows[key], _beside(its, names)) if key in rows else ()
        accounts.append(_account_of(row, as_of, its, records))
    return accounts


def _account_of(
    row: Sequence[Any],
    as_of: date,
    employments: tuple[EmploymentAccount, ...],
    records: tuple[TrainingRecord, ...],
) -> Account:
    key, family_name, given_names, birth_date, language, count, data_date = row
    return Account(
        person=Person(
            UUID(key),
            family_name or "",
            given_names or "",
            date.fromisoformat(birth_date) if birth_date else None,
            language,
        ),
        as_of=as_of,
        data_date=date.fromisoformat(data_date) if data_date else None,
        employments=employments,
        trainings=records,
        training_count=count,
    )


def _beside(employments: Iterable[EmploymentAccount], names: Mapping[str, str]) -> Employers:
    """Return what the trainings of somebody with these employments are shown beside."""
    places: dict[str, list[Place]] = defaultdict(list)
    for one in employments:
        place = Place(one.employment_id, one.start_date, one.end_date, one.weekly_minutes)
        places[one.enterprise_number].append(place)
    rights = {
        (one.employment_id, year.year)
        for one in employments
        for year in one.years
        if year.has_right
    }
    return Employers(names, places, rights)


def _order(employment: EmploymentAccount) -> tuple[bool, int, str]:
    """Put present ones first, by their first day; then past ones, the last ended first."""
    end = employment.end_date
    if employment.present or end is None:
        return False, employment.start_date.toordinal(), employment.employment_id
    return True, -end.toordinal(), employment.employment_id


def _employment_of(reckoned: Reckoned, employer_name: str, as_of: date) -> EmploymentAccount:
    employment = reckoned.employment
    return EmploymentAccount(
        employment_id=reckoned.employment_id,
        enterprise_number=reckoned.enterprise_number,
        employer_name=employer_name,
        joint_committee=employment.joint_committee,
        start_date=employment.start_date,
        end_date=employment.end_date,
        end_reason=employment.end_reason,
        work_regimes=employment.work_regimes,
        weekly_minutes=employment.weekly_minutes,
        day_minutes=day_minutes(employment.weekly_minutes),
        years=reckoned.years,
        present=employment.end_date is None or employment.end_date >= as_of,
        as_of=as_of,
    )
