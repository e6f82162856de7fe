"""What is wrong with a declaration by its own words, before any record is looked at."""

from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from typing import Final

from portal.declarations import catalogue
from portal.declarations.declaration import (
    Declaration,
    DeclaredKind,
    RightDeclaration,
    TrainingDeclaration,
)
from portal.declarations.outcome import Issue
from portal.law.parameters import FIRST_YEAR
from portal.law.terms import quarter_term
from portal.law.training import TrainingStatus, implausible_duration

_term_of: Final = lru_cache(4096)(quarter_term)
_plausibility_of: Final = lru_cache(4096)(implausible_duration)


def faults_of(declaration: Declaration, today: date) -> Iterator[Issue]:
    """Give the business issues that need no record: dates, minutes, leave, terms."""
    if isinstance(declaration, RightDeclaration):
        yield from _faults_of_right(declaration, today)
        return
    yield from _faults_of_period(declaration, today)
    yield from _faults_of_minutes(declaration)
    if declaration.not_counting_reason is not None or not declaration.counts_for_right:
        yield from _faults_of_counting(declaration)
    if declaration.certificate_valid_until is not None:
        yield from _faults_of_certificate(declaration)


def _faults_of_period(training: TrainingDeclaration, today: date) -> Iterator[Issue]:
    end_date = training.end_date
    if end_date < training.start_date:
        yield Issue(catalogue.INVALID_PERIOD, "end_date", end_date.isoformat())
    if training.status is not TrainingStatus.COMPLETED:
        return
    if end_date > today:
        yield Issue(catalogue.COMPLETED_IN_FUTURE, "end_date", end_date.isoformat())
        return
    term = _term_of(end_date)
    if term is not None and term < today:
        yield Issue(catalogue.LATE_FOR_QUARTER, "end_date", end_date.isoformat(), {"term": term})


def _faults_of_minutes(training: TrainingDeclaration) -> Iterator[Issue]:
    minutes = training.duration_minutes
    if training.charged_minutes > minutes:
        yield Issue(
            catalogue.CHARGED_OVER_DURATION, "charged_minutes", str(training.charged_minutes)
        )
    doubt = _plausibility_of(training.start_date, training.end_date, minutes)
    if doubt is not None:
        reason = (
            catalogue.IMPOSSIBLE_DURATION if doubt == "blocking" else catalogue.UNLIKELY_DURATION
        )
        yield Issue(reason, "duration_minutes", str(minutes))


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
