"""What a full-time worker gains in a whole year: the law, the sector, and which of them counts."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import lru_cache

from portal.law.dated import Change
from portal.law.parameters import (
    DAYS_PER_YEAR,
    GROWTH_PATH_FLOOR,
    GROWTH_PATHS,
    SECTORAL_RIGHTS,
    UNKNOWN_SIZE,
)
from portal.law.words import RightKind, SizeClass


@dataclass(frozen=True, slots=True)
class FullTimeDays:
    """What a full-time worker gains in a whole year, and by which rule.

    growth_path: the joint committee whose collective agreement gives the number; None: the law.
    """

    days: Fraction
    source: str
    since: date
    growth_path: str | None


@lru_cache(maxsize=4096)
def full_time_days(
    kind: RightKind, year: int, joint_committee: str, size_class: SizeClass
) -> FullTimeDays | None:
    """Return what a full-timer gains in a whole year, by the rules in force on its 1 January.

    None: neither law nor sector gives a right of that kind then (0 days is a right of 0 days).
    joint_committee: 999, 999.99 or 999.99.99; a sub-committee follows its parent's agreement if
    it has none of its own. An employer of unknown size counts as under 10.
    Source: Law of 3 October 2022, and the collective agreements of the sectors.
    """
    day = date(year, 1, 1)
    known_class = UNKNOWN_SIZE.on_or_first(day) if size_class is SizeClass.UNKNOWN else size_class
    if kind is RightKind.LEGAL:
        return _legal(day, joint_committee, known_class)
    if kind is RightKind.SECTORAL:
        return _sectoral(day, joint_committee, known_class)
    return None


@lru_cache(maxsize=4096)
def full_times_of(
    year: int, joint_committee: str, size_class: SizeClass
) -> tuple[tuple[RightKind, FullTimeDays], ...]:
    """Return every kind of right that law and sector give in a year, as `full_time_days` does."""
    found = ((kind, full_time_days(kind, year, joint_committee, size_class)) for kind in RightKind)
    return tuple((kind, days) for kind, days in found if days is not None)


def _legal(day: date, joint_committee: str, size_class: SizeClass) -> FullTimeDays | None:
    law = DAYS_PER_YEAR.find(day)
    if law is None:
        return None
    path = _growth_path(day, joint_committee) if size_class is SizeClass.FROM20 else None
    if path is None:
        return FullTimeDays(law.value[size_class], law.source, law.since, None)
    committee, change = path
    floor = GROWTH_PATH_FLOOR.change_on(day)
    counts = max(change, floor, key=lambda candidate: candidate.value)
    return FullTimeDays(counts.value, counts.source, counts.since, committee)


def _growth_path(day: date, joint_committee: str) -> tuple[str, Change[Fraction]] | None:
    for committee in _with_parents(joint_committee):
        path = GROWTH_PATHS.get(committee)
        change = path.find(day) if path else None
        if change is not None:
            return committee, change
    return None


def _sectoral(day: date, joint_committee: str, size_class: SizeClass) -> FullTimeDays | None:
    for committee in _with_parents(joint_committee):
        right = SECTORAL_RIGHTS.get(committee)
        change = right.find(day) if right else None
        if change is not None:
            days = change.value.get(size_class)
            return (
                None if days is None else FullTimeDays(days, change.source, change.since, committee)
            )
    return None


def _with_parents(joint_committee: str) -> Iterator[str]:
    while joint_committee:
        yield joint_committee
        joint_committee = joint_committee.rpartition(".")[0]
