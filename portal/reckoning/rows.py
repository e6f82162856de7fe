"""Reads the JSON rows of `portal.reckoning.statement` as values of the law."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import lru_cache
from typing import Any, NamedTuple
from uuid import UUID

from portal.law.credit import Employment, EndReason
from portal.law.right import DeclaredRight, RightKind
from portal.law.size import Quarter, QuarterSize, SizeHistory

# What PostgreSQL's JSON becomes; each function below knows the order of its own columns.
Row = Sequence[Any]

OPT_OUT = "optOut"  # stands among the kinds of right, and takes the computed ones away


@dataclass(frozen=True, slots=True)
class Job:
    """An employment as the rows give it.

    charged_minutes: by the year in which trainings ended. opt_outs: the years in which its employer
    lets nothing be computed for anybody.
    """

    person_id: UUID
    employment_id: str
    enterprise_number: str
    employment: Employment
    charged_minutes: Mapping[int, int]
    opt_outs: frozenset[int]

    def touches(self, year: int) -> bool:
        """Tell whether it was in service on any day of a year."""
        start, end = self.employment.start_date, self.employment.end_date
        return start.year <= year and (end is None or end.year >= year)


class Place(NamedTuple):
    """No more of an employment than its trainings are shown beside."""

    employment_id: str
    start_date: date
    end_date: date | None
    weekly_minutes: int


def lies_whole(start_date: date, end_date: date, employment: Employment | Place) -> bool:
    """Tell whether a training lies whole in an employment; if so, it belongs to it."""
    last = employment.end_date
    return employment.start_date <= start_date and (last is None or end_date <= last)


@dataclass(frozen=True, slots=True)
class Declared:
    """What was declared of one worker at one employer, by whatever employment."""

    rights: tuple[DeclaredRight, ...] = ()
    opt_outs: frozenset[int] = frozenset()


def jobs_of(rows: Iterable[Row] | None) -> list[Job]:
    """Return the employments of JOB_ROWS."""
    return [_job_of(row) for row in rows or ()]


def _job_of(row: Row) -> Job:
    person, key, enterprise, committee, start, end, reason, weekly, regimes, charged, opt_outs = row
    employment = Employment(
        joint_committee=committee,
        start_date=date.fromisoformat(start),
        end_date=date.fromisoformat(end) if end else None,
        end_reason=EndReason(reason) if reason else None,
        weekly_minutes=weekly,
        work_regimes=tuple(
            (date.fromisoformat(since), fraction_of(share)) for since, share in regimes
        ),
    )
    minutes = {int(year): int(total) for year, total in (charged or {}).items()}
    return Job(UUID(person), key, enterprise, employment, minutes, frozenset(opt_outs or ()))


def declared_of(rows: Iterable[Row] | None) -> dict[tuple[UUID, str], Declared]:
    """Return what DECLARED_ROWS say of each worker at each employer."""
    rights: dict[tuple[UUID, str], list[DeclaredRight]] = defaultdict(list)
    opt_outs: dict[tuple[UUID, str], set[int]] = defaultdict(set)
    for person, enterprise, year, kind, days, declared_on, declared_by in rows or ():
        key = UUID(person), enterprise
        if kind == OPT_OUT:
            opt_outs[key].add(year)
            continue
        rights[key].append(
            DeclaredRight(
                year,
                RightKind(kind),
                fraction_of(days),
                date.fromisoformat(declared_on),
                declared_by,
            )
        )
    return {
        key: Declared(tuple(rights.get(key, ())), frozenset(opt_outs.get(key, ())))
        for key in rights.keys() | opt_outs.keys()
    }


@lru_cache(maxsize=4096)
def fraction_of(text: str) -> Fraction:
    """Return a number as the database writes it, exact; the same few come again and again."""
    return Fraction(text)


@lru_cache(maxsize=4096)
def sizes_of(text: str | None) -> SizeHistory:
    """Return an employer's sizes from their text: `2024Q1,12.5,14 2024Q2,-,15`; `-`: not given.

    The same text gives the same history again, so that an employer of many workers is read once.
    """
    return SizeHistory(tuple(_quarter_size_of(part) for part in (text or "").split()))


def _quarter_size_of(text: str) -> QuarterSize:
    quarter, fte, headcount = text.split(",")
    return QuarterSize(
        Quarter.parse(quarter),
        None if fte == "-" else Fraction(fte),
        None if headcount == "-" else int(headcount),
    )
