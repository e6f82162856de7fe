"""What each employment has gained, used and left: one question for one or for thousands."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from uuid import UUID

from sqlalchemy import Connection
from sqlalchemy.orm import Session

from portal.driver import rows_of
from portal.law.credit import Employment, Ledger, YearCredit, credits_of
from portal.law.right import DeclaredRight
from portal.law.size import SizeHistory
from portal.reckoning.rows import Declared, Job, declared_of, jobs_of, lies_whole, sizes_of
from portal.reckoning.statement import (
    DECLARED_ROWS,
    JOB_EMPLOYERS,
    JOB_ROWS,
    JOBS,
    MANY,
    employer_rows,
    statement,
)

RECKONING = statement((MANY, JOBS), (JOB_ROWS, DECLARED_ROWS, employer_rows(JOB_EMPLOYERS)))


@dataclass(frozen=True, slots=True)
class Reckoned:
    """One employment with all that bears on its training account, as it stands on a day.

    sizes: of its employer. ledger: what was declared for it.
    """

    person_id: UUID
    employment_id: str
    enterprise_number: str
    employment: Employment
    sizes: SizeHistory
    ledger: Ledger
    as_of: date

    @property
    def years(self) -> tuple[YearCredit, ...]:
        """The account, year by year, ascending; reckoned each time it is asked for."""
        return credits_of(self.employment, self.sizes, self.ledger, self.as_of)

    def covers(self, start_date: date, end_date: date) -> bool:
        """Tell whether a training between those days, both included, lies whole in it."""
        return lies_whole(start_date, end_date, self.employment)


def reckon(
    db: Session | Connection, pairs: Collection[tuple[UUID, str | None]], as_of: date
) -> dict[tuple[UUID, str], tuple[Reckoned, ...]]:
    """Return the accounts of workers at employers, in one statement whatever the number.

    pairs: (person id, enterprise number; None: all their employers). Result: per worker and
    employer the employments there, by first day; those without any are left out. Trainings count
    as they stand in the database, also those declared by the same transaction.
    """
    asked = list(dict.fromkeys(pairs))
    bound = {"people": [p for p, _ in asked], "enterprises": [e for _, e in asked]}
    ((jobs, declared, employers),) = rows_of(db, RECKONING, bound)
    sizes = {number: sizes_of(size) for number, (_, size) in (employers or {}).items()}
    return accounts_of(jobs_of(jobs), declared_of(declared), sizes, as_of)


def accounts_of(
    jobs: Iterable[Job],
    declared: Mapping[tuple[UUID, str], Declared],
    sizes: Mapping[str, SizeHistory],
    as_of: date,
) -> dict[tuple[UUID, str], tuple[Reckoned, ...]]:
    """Return the accounts of employments that were read, per worker and employer, by first day."""
    by_employer: dict[tuple[UUID, str], list[Job]] = defaultdict(list)
    for job in jobs:
        by_employer[job.person_id, job.enterprise_number].append(job)
    accounts = {}
    for key, here in by_employer.items():
        here.sort(key=lambda job: job.employment.start_date)
        said = declared.get(key, Declared())
        history = sizes.get(key[1]) or SizeHistory()
        accounts[key] = tuple(
            _reckoned(job, history, ledger, as_of)
            for job, ledger in zip(here, ledgers_of(here, said), strict=True)
        )
    return accounts


def _reckoned(job: Job, sizes: SizeHistory, ledger: Ledger, as_of: date) -> Reckoned:
    key = job.person_id, job.employment_id, job.enterprise_number
    return Reckoned(*key, job.employment, sizes, ledger, as_of)


def ledgers_of(jobs: list[Job], said: Declared) -> list[Ledger]:
    """Return the ledger of each employment of one worker with one employer, in the same order.

    jobs: by first day. An employer declares a right for a worker and a year, not for an
    employment: it goes whole to the last employment that touches the year, and the earlier ones
    get nothing of that kind, so that nothing is counted twice and nothing lost with a job that
    has ended.
    """
    rights: list[list[DeclaredRight]] = [[] for _ in jobs]
    for right in said.rights:
        touched = [place for place, job in enumerate(jobs) if job.touches(right.year)]
        for place in touched[:-1]:
            rights[place].append(replace(right, days=Fraction(0), for_later_job=True))
        for place in touched[-1:]:
            rights[place].append(right)
    return [
        Ledger(job.charged_minutes, tuple(its), said.opt_outs | job.opt_outs)
        for job, its in zip(jobs, rights, strict=True)
    ]
