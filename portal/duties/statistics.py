"""An employer's year in figures: reckoned by the worker when asked for, and kept with its moment.

The account of each worker is reckoned as everywhere else, so the figures are exact; but thousands
of accounts take seconds, which no page may.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from itertools import islice
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Connection, bindparam, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Session as Writing

from portal.circles import no_circles
from portal.database import Session, snapshot
from portal.duties.grouping import Figures, Group, groups_told
from portal.reckoning.reckon import Reckoned, reckon

_AT_ONCE: Final = 2_000  # workers of one question
_LOCK: Final = 0x73746174  # "stat", among this database's advisory locks
_ASK: Final = text(
    """
    INSERT INTO employer_statistics (enterprise_number, year, asked, answered)
    VALUES (:enterprise_number, :year, 1, 0)
    ON CONFLICT (enterprise_number, year) DO UPDATE
    SET asked = employer_statistics.asked + 1
    WHERE employer_statistics.asked = employer_statistics.answered
    """
)
_KEPT: Final = text(
    """
    SELECT answered < asked, reckoned_at, figures
    FROM employer_statistics
    WHERE enterprise_number = :enterprise_number AND year = :year
    """
)
_WAITING: Final = text(
    """
    SELECT enterprise_number, year, asked
    FROM employer_statistics
    WHERE answered < asked AND pg_try_advisory_xact_lock(:lock)
    LIMIT 1
    """
)
_SERVED: Final = text(
    """
    SELECT DISTINCT person_id
    FROM employment
    WHERE enterprise_number = :enterprise_number
        AND start_date <= least(CAST(:today AS date), CAST(:last AS date))
        AND coalesce(end_date, 'infinity') >= CAST(:first AS date)
    """
)
_TRAINED: Final = text(
    """
    SELECT DISTINCT person_id
    FROM training
    WHERE enterprise_number = :enterprise_number
        AND end_date BETWEEN CAST(:first AS date) AND CAST(:last AS date)
        AND record_state = 'active'
        AND status = 'completed'
        AND NOT to_verify
    """
)
_ANSWER: Final = text(
    """
    UPDATE employer_statistics
    SET answered = :asked, reckoned_at = :now, figures = :figures
    WHERE enterprise_number = :enterprise_number AND year = :year AND answered < :asked
    """
).bindparams(bindparam("figures", type_=JSONB))


@dataclass(frozen=True, slots=True)
class Statistics:
    """A year of an employer in figures.

    waiting: they were asked for anew and are not there yet. reckoned_at: the moment of which they
    tell; None: never reckoned. groups: may be empty, where too few people work.
    """

    waiting: bool
    reckoned_at: datetime | None
    groups: tuple[Group, ...]

    @property
    def total(self) -> Figures:
        """All workers of the employer in that year, each once."""
        return sum((group.figures for group in self.groups), Figures())


def open_statistics(db: Connection, enterprise_number: str, year: int) -> Statistics:
    """Return what was reckoned last of a year, in one statement."""
    bound = {"enterprise_number": enterprise_number, "year": year}
    row = db.execute(_KEPT, bound).one_or_none()
    if row is None:
        return Statistics(waiting=False, reckoned_at=None, groups=())
    return Statistics(row[0], row[1], tuple(_read(one) for one in row[2] or ()))


def ask_statistics(db: Writing, enterprise_number: str, year: int) -> None:
    """Have the figures of a year reckoned; nothing happens while they are asked for already."""
    db.execute(_ASK, {"enterprise_number": enterprise_number, "year": year})


def reckon_once(now: datetime) -> bool:
    """Reckon the figures that somebody waits for; tell whether there were any.

    All is read as it stands at one moment. Harmless where another worker does the same.
    """
    with no_circles(), snapshot() as db:
        row = db.execute(_WAITING, {"lock": _LOCK}).one_or_none()
        if row is None:
            return False
        groups = groups_told(_by_committee(db, row.enterprise_number, row.year, now.date()))
        found = {"figures": [_written(group) for group in groups], "now": now}
        with Session.begin() as ours:
            ours.execute(_ANSWER, row._asdict() | found)
    return True


def _by_committee(
    db: Connection, enterprise_number: str, year: int, today: date
) -> dict[str, Figures]:
    """Return the figures of each joint committee; each worker is counted once, in the last one."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    bound = {"enterprise_number": enterprise_number, "first": first, "last": last, "today": today}
    trained = set(db.execute(_TRAINED, bound).scalars())
    people = iter(db.execute(_SERVED, bound).scalars().all())
    found: dict[str, Figures] = defaultdict(Figures)
    for some in _portions(people):
        accounts = reckon(db, [(person_id, enterprise_number) for person_id in some], today)
        for (person_id, _), jobs in accounts.items():
            here = [job for job in jobs if _touches(job, first, last)]
            committee = here[-1].employment.joint_committee
            found[committee] += _figures(here, year, had_training=person_id in trained)
    return found


def _portions(people: Iterator[UUID]) -> Iterator[list[UUID]]:
    while some := list(islice(people, _AT_ONCE)):
        yield some


def _touches(job: Reckoned, first: date, last: date) -> bool:
    served = job.employment
    return served.start_date <= last and (served.end_date is None or served.end_date >= first)


def _figures(jobs: Sequence[Reckoned], year: int, *, had_training: bool) -> Figures:
    """Return the figures of one worker: of all employments of the year together."""
    right = used = left = Fraction(0)
    for job in jobs:
        for account in job.years:
            if account.year == year:
                right += account.carried + account.gained
                used += account.charged
                left += account.left
    return Figures(1, int(had_training), right, used, left)


def _written(group: Group) -> dict[str, Any]:
    told = group.figures
    return {
        "committees": group.committees,
        "people": [told.workers, told.trained],
        "days": [str(told.right), str(told.used), str(told.left)],
    }


def _read(kept: dict[str, Any]) -> Group:
    days = map(Fraction, kept["days"])
    return Group(tuple(kept["committees"]), Figures(*kept["people"], *days))
