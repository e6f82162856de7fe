"""What an employer has to do, and until when: counts in one statement, and whom each concerns."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import Final
from uuid import UUID

from sqlalchemy import Connection, text

from portal.duties.notices import tally_of
from portal.law.size import Quarter
from portal.law.terms import (
    access_closes,
    new_worker_term,
    quarter_term,
    still_open,
    yearly_term,
)


class TaskKind(StrEnum):
    """What is to be done."""

    LEAVERS = "leavers"  # complete their record before access closes
    NEW_WORKERS = "newWorkers"  # check their rights
    YEARLY = "yearly"  # check the rights of the year
    TO_VERIFY = "toVerify"  # accept what training providers declared
    TO_TELL = "toTell"  # tell workers what is left
    PLANNED = "planned"  # say what became of trainings whose last day has passed


# Those that concern workers, and are worked off by checking their rights.
OF_WORKERS: Final = (TaskKind.LEAVERS, TaskKind.NEW_WORKERS, TaskKind.YEARLY)
# Those that concern trainings.
OF_TRAININGS: Final = (TaskKind.TO_VERIFY, TaskKind.PLANNED)


@dataclass(frozen=True, slots=True)
class Task:
    """Something to do for some workers or trainings. due: the last day of the first of them."""

    kind: TaskKind
    due: date
    count: int


@dataclass(frozen=True, slots=True)
class Worklist:
    """What is to be done, by the day on which it is due.

    quarter, quarter_due: the quarter whose trainings are to be declared, and its last day.
    """

    tasks: tuple[Task, ...]
    quarter: Quarter
    quarter_due: date


_OWN: Final = """
    SELECT person_id, start_date, end_date
    FROM employment
    WHERE enterprise_number = :enterprise_number
        AND start_date <= :today
        AND coalesce(end_date, 'infinity') >= :still_open
"""
_CHECKED: Final = """EXISTS (
    SELECT FROM right_check
    WHERE right_check.person_id = own.person_id
        AND right_check.enterprise_number = :enterprise_number
        AND {}
)"""
# Which employments each task is about.
_CONDITIONS: Final = MappingProxyType(
    {
        TaskKind.LEAVERS: "own.end_date < :today AND NOT "
        + _CHECKED.format("right_check.checked_at >= own.end_date + 1"),
        TaskKind.NEW_WORKERS: "own.start_date >= :new_year"
        " AND coalesce(own.end_date, 'infinity') >= :today AND NOT "
        + _CHECKED.format("right_check.checked_at >= own.start_date"),
        # Who began this year is among the new ones.
        TaskKind.YEARLY: "own.start_date < :new_year"
        " AND coalesce(own.end_date, 'infinity') >= :today AND NOT "
        + _CHECKED.format("right_check.year = :year"),
    }
)
_WAITING: Final = """
    SELECT to_verify, status, end_date
    FROM training
    WHERE enterprise_number = :enterprise_number
        AND record_state = 'active'
        AND (to_verify OR status = 'reserved')
"""
_PAST_PLANS: Final = "status = 'reserved' AND NOT to_verify AND end_date < :today"
_COUNT: Final = "SELECT '{}', count(DISTINCT person_id), min({}) FROM own WHERE {}"
_COUNTED: Final = (
    *(
        _COUNT.format(kind, day, _CONDITIONS[kind])
        for kind, day in (
            (TaskKind.LEAVERS, "end_date"),
            (TaskKind.NEW_WORKERS, "start_date"),
            (TaskKind.YEARLY, "start_date"),
        )
    ),
    f"SELECT '{TaskKind.TO_VERIFY}', count(*), min(end_date) FROM waiting WHERE to_verify",  # noqa: S608 - put together from constants of this house
    f"SELECT '{TaskKind.PLANNED}', count(*), min(end_date) FROM waiting WHERE {_PAST_PLANS}",  # noqa: S608 - same
)
_COUNTS: Final = text(
    f"WITH own AS MATERIALIZED ({_OWN}), waiting AS MATERIALIZED ({_WAITING})"
    + " UNION ALL ".join(_COUNTED)
)
_PEOPLE: Final = MappingProxyType(
    {
        kind: text(
            f"SELECT DISTINCT own.person_id FROM ({_OWN}) AS own"  # noqa: S608 - same
            f" WHERE {_CONDITIONS[kind]} ORDER BY 1 LIMIT :most"
        )
        for kind in OF_WORKERS
    }
)


def worklist_of(db: Connection, enterprise_number: str, today: date) -> Worklist:
    """Return what an employer has to do, in two statements; nobody is named in it."""
    rows = db.execute(_COUNTS, _bound(enterprise_number, today))
    tasks = [
        Task(TaskKind(kind), _due(kind, day, today), count) for kind, count, day in rows if count
    ]
    tally = tally_of(db, enterprise_number, today)
    if tally.due_date is not None:
        tasks.append(Task(TaskKind.TO_TELL, tally.due_date, tally.due))
    quarter = Quarter.of(today)
    last = _quarter_before(quarter)
    last_due = quarter_term(last.end)
    if last_due is not None and last_due >= today:
        quarter = last
    due = quarter_term(quarter.end) or quarter.end
    return Worklist(tuple(sorted(tasks, key=lambda one: (one.due, one.kind))), quarter, due)


def people_due(
    db: Connection, enterprise_number: str, kind: TaskKind, today: date, most: int
) -> list[UUID]:
    """Return workers whom a task concerns; kind: one of OF_WORKERS."""
    bound = {**_bound(enterprise_number, today), "most": most}
    return list(db.execute(_PEOPLE[kind], bound).scalars())


def _quarter_before(quarter: Quarter) -> Quarter:
    if quarter.number == 1:
        return Quarter(quarter.year - 1, 4)
    return Quarter(quarter.year, quarter.number - 1)


def _bound(enterprise_number: str, today: date) -> dict[str, object]:
    return {
        "enterprise_number": enterprise_number,
        "today": today,
        "still_open": still_open(today),
        "new_year": date(today.year, 1, 1),
        "year": today.year,
    }


def _due(kind: str, day: date, today: date) -> date:
    """Return the last day for a task whose first case began or ended on a day."""
    if kind == TaskKind.LEAVERS:
        return access_closes(day)
    if kind == TaskKind.NEW_WORKERS:
        return new_worker_term(day)
    if kind == TaskKind.YEARLY:
        return yearly_term(today.year)
    return quarter_term(day) or day
