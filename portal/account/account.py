"""Opens a worker's whole account, all employers, the whole career: one statement and one look."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, text

from portal.account.looks import DataGroup, Look, write_looks
from portal.account.rows import NEWEST_FIRST, TRAINING_ROW, trainings_of
from portal.account.values import Account, EmploymentAccount, Person, TrainingRecord
from portal.law.training import day_minutes
from portal.reckoning.reckon import Reckoned, accounts_of
from portal.reckoning.rows import declared_of, jobs_of, sizes_of
from portal.reckoning.statement import (
    DECLARED_ROWS,
    JOB_EMPLOYERS,
    JOB_ROWS,
    LIES_WHOLE,
    PARTS,
    employer_rows,
)

NEWEST = 10  # trainings that the page of an account shows

PERSON_ROWS = """(
    SELECT json_agg(json_build_array(
        asked.person_id,
        person.family_name,
        person.given_names,
        person.birth_date,
        person.language,
        coalesce(fact.trainings, 0),
        (
            greatest(fact.latest, said.latest, (SELECT max(loaded_at) FROM feed_load))
            AT TIME ZONE 'Europe/Brussels'
        )::date
    ))
    FROM asked
    LEFT JOIN person USING (person_id)
    LEFT JOIN (
        SELECT person_id, count(*) AS trainings, max(registered_at) AS latest
        FROM training_fact
        GROUP BY person_id
    ) AS fact USING (person_id)
    LEFT JOIN (
        SELECT person_id, max(registered_at) AS latest
        FROM declared
        GROUP BY person_id
    ) AS said USING (person_id)
)"""

ACCOUNTS = text(f"""
WITH {PARTS},
newest AS MATERIALIZED (
    SELECT training.*
    FROM asked
    CROSS JOIN LATERAL (
        SELECT *
        FROM training
        WHERE training.person_id = asked.person_id
        ORDER BY {NEWEST_FIRST}
        LIMIT CAST(:newest AS bigint)
    ) AS training
)
SELECT
    {PERSON_ROWS},
    {JOB_ROWS},
    {DECLARED_ROWS},
    (
        SELECT json_agg(
            json_build_array(training.person_id, {TRAINING_ROW}) ORDER BY {NEWEST_FIRST}
        )
        FROM newest AS training
        LEFT JOIN job ON {LIES_WHOLE}
    ),
    {employer_rows(JOB_EMPLOYERS + " UNION SELECT newest.enterprise_number FROM newest")}
""")  # noqa: S608 - put together from constants of this house


def open_account(
    db: Connection, person_id: UUID, as_of: date, look: Look, newest: int | None = NEWEST
) -> Account:
    """Return a worker's account as of a day; the look is written before it is returned.

    db: a connection from `portal.database.reading`, so that the look stands at once.
    as_of: decides the years and their states; declarations count as they stand today.
    newest: how many trainings at most; None: all.
    """
    return open_accounts(db, [person_id], as_of, look, newest)[person_id]


def open_accounts(
    db: Connection, people: Sequence[UUID], as_of: date, look: Look, newest: int | None = NEWEST
) -> dict[UUID, Account]:
    """Return the accounts of different people as of a day, as `open_account` does for one.

    One statement and one more for the looks, whatever the number of people.
    """
    bound = {"people": list(people), "enterprises": [None for _ in people], "newest": newest}
    persons, jobs, declared, trainings, employers = db.execute(ACCOUNTS, bound).one()
    employers = employers or {}
    names = {number: name for number, (name, _) in employers.items()}
    sizes = {number: sizes_of(size) for number, (_, size) in employers.items()}
    reckoned = accounts_of(jobs_of(jobs), declared_of(declared), sizes, as_of)
    employments = _employments_of(reckoned, names, as_of)
    shown = _trainings_of(trainings, names)
    accounts = [_account_of(row, as_of, employments, shown) for row in persons or ()]
    write_looks(db, people, DataGroup.ACCOUNT, look)
    return {account.person.person_id: account for account in accounts}


def _account_of(
    row: Sequence[Any],
    as_of: date,
    employments: Mapping[UUID, list[EmploymentAccount]],
    trainings: Mapping[UUID, tuple[TrainingRecord, ...]],
) -> Account:
    key, family_name, given_names, birth_date, language, count, data_date = row
    person_id = UUID(key)
    return Account(
        person=Person(
            person_id,
            family_name or "",
            given_names or "",
            date.fromisoformat(birth_date) if birth_date else None,
            language,
        ),
        as_of=as_of,
        data_date=date.fromisoformat(data_date) if data_date else None,
        employments=tuple(sorted(employments.get(person_id, ()), key=_place)),
        trainings=trainings.get(person_id, ()),
        training_count=count,
    )


def _place(employment: EmploymentAccount) -> tuple[bool, int, str]:
    """Put present ones first, by their first day; then past ones, the last ended first."""
    end = employment.end_date
    if employment.present or end is None:
        return False, employment.start_date.toordinal(), employment.employment_id
    return True, -end.toordinal(), employment.employment_id


def _trainings_of(
    rows: Iterable[Sequence[Any]] | None, names: Mapping[str, str]
) -> dict[UUID, tuple[TrainingRecord, ...]]:
    by_person = defaultdict(list)
    for person_id, row in rows or ():
        by_person[person_id].append(row)
    return {UUID(key): trainings_of(its, names) for key, its in by_person.items()}


def _employments_of(
    reckoned: Mapping[tuple[UUID, str], Iterable[Reckoned]], names: Mapping[str, str], as_of: date
) -> dict[UUID, list[EmploymentAccount]]:
    employments = defaultdict(list)
    for (person_id, number), here in reckoned.items():
        for one in here:
            name = names.get(number, number)
            employments[person_id].append(_employment_of(one, name, as_of))
    return employments


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
