"""What is wrong with a declaration by its own words, before any record is looked at."""

from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from typing import Final

from portal.declarations import catalogue
from portal.declarations.outcome import Issue
from portal.law.parameters import FIRST_YEAR
from portal.law.terms import quarter_term
from portal.law.training import TrainingStatus, implausible_duration
from portal.records.facts import DeclaredKind, Facts, RightDeclaration, TrainingDeclaration

_MEMORY: Final = 4096  # the same days come again and again


def faults_of(declaration: Facts, today: date) -> list[Issue]:
    """Return the business issues that need no record: dates, minutes, leave, terms."""
    if isinstance(declaration, RightDeclaration):
        return list(_faults_of_right(declaration, today))
    issues = [
        *_faults_of_days(
            declaration.start_date,
            declaration.end_date,
            declaration.duration_minutes,
            declaration.charged_minutes,
            today if declaration.status is TrainingStatus.COMPLETED else None,
        )
    ]
    if declaration.not_counting_reason is not None or not declaration.counts_for_right:
        issues += _faults_of_counting(declaration)
    if declaration.certificate_valid_until is not None:
        issues += _faults_of_certificate(declaration)
    return issues


@lru_cache(_MEMORY)
def _faults_of_days(
    start_date: date, end_date: date, minutes: int, charged: int, completed_by: date | None
) -> tuple[Issue, ...]:
    """Return what is wrong with days and minutes; completed_by: None: it is not said to be."""
    issues: list[Issue] = []
    if end_date < start_date:
        issues.append(Issue(catalogue.INVALID_PERIOD, "end_date", end_date.isoformat()))
    elif completed_by is not None:
        issues += _faults_of_completion(end_date, completed_by)
    if charged > minutes:
        issues.append(Issue(catalogue.CHARGED_OVER_DURATION, "charged_minutes", str(charged)))
    doubt = implausible_duration(start_date, end_date, minutes)
    if doubt is not None:
        blocks = doubt == "blocking"
        reason = catalogue.IMPOSSIBLE_DURATION if blocks else catalogue.UNLIKELY_DURATION
        issues.append(Issue(reason, "duration_minutes", str(minutes)))
    return tuple(issues)


def _faults_of_completion(end_date: date, today: date) -> Iterator[Issue]:
    """Give what is wrong with a training that is said to be completed on that day."""
    if end_date > today:
        yield Issue(catalogue.COMPLETED_IN_FUTURE, "end_date", end_date.isoformat())
        return
    term = quarter_term(end_date)
    if term is not None and today > term:
        yield Issue(catalogue.LATE_FOR_QUARTER, "end_date", end_date.isoformat(), {"term": term})


def _faults_of_counting(training: TrainingDeclaration) -> Iterator[Issue]:
    why_not = training.not_counting_reason
    if why_not is None:
        yield Issue(catalogue.MISSING, "not_counting_reason")
    elif not training.counts_for_right:
        return
    elif why_not.is_leave:
        yield Issue(catalogue.LEAVE_CANNOT_COUNT, "not_counting_reason", why_not.value)
    else:
        yield Issue(catalogue.NOT_EXPECTED, "not_counting_reason", why_not.value)


def _faults_of_certificate(training: TrainingDeclaration) -> Iterator[Issue]:
    valid_until = training.certificate_valid_until
    assert valid_until is not None  # noqa: S101 - seen by the caller
    if not training.certificate_obtained:
        yield Issue(catalogue.NOT_EXPECTED, "certificate_valid_until", valid_until.isoformat())
    elif valid_until < training.end_date:
        yield Issue(catalogue.INVALID_VALIDITY, "certificate_valid_until", valid_until.isoformat())


def _faults_of_right(right: RightDeclaration, today: date) -> Iterator[Issue]:
    # Next year's rights may be known already; no right was there before the first year.
    first, last = FIRST_YEAR, today.year + 1
    if not first <= right.year <= last:
        yield Issue(catalogue.OUT_OF_RANGE, "year", str(right.year), {"first": first, "last": last})
    if right.kind is DeclaredKind.COLLECTIVE:
        yield Issue(catalogue.COLLECTIVE_RIGHT, "kind", right.kind.value)
    elif right.kind is DeclaredKind.OPT_OUT and right.days is not None:
        yield Issue(catalogue.NOT_EXPECTED, "days", str(right.days))
    elif right.kind is not DeclaredKind.OPT_OUT and right.days is None:
        yield Issue(catalogue.MISSING, "days")
