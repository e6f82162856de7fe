"""What is wrong with a declaration when it is laid beside the records."""

from datetime import date
from typing import Final

from portal.declarations import catalogue
from portal.declarations.checking import faults_of
from portal.declarations.declaration import Declarant, Quality, thing_of
from portal.declarations.entry import CreateEntry, RightEntry, TrainingEntry
from portal.declarations.outcome import Issue
from portal.declarations.people import Job
from portal.declarations.records import CURRENT, Kept, Records, likeness, right_key
from portal.declarations.warnings import read_warnings
from portal.law.terms import access_closes
from portal.records.facts import Facts, RightDeclaration
from portal.roles import Action, Tie, may

_STATES: Final = {"replaced": catalogue.REPLACED_SSIN, "canceled": catalogue.CANCELED_SSIN}


def known_before(entry: CreateEntry, kept: Kept | None) -> bool:
    """Settle an entry whose reference the ledger knows: said before, or used for another thing."""
    if kept is None:
        return False
    if kept.content == entry.content and kept.person_id == entry.person.person_id:
        entry.is_unchanged(kept.record_id, warnings=read_warnings(kept.warnings))
    else:
        # Whatever else was seen in the meantime concerns a record that this one cannot become.
        entry.issues.clear()
        entry.add(Issue(catalogue.REFERENCE_CONFLICT, "reference", entry.declaration.reference))
        entry.existing = kept.kind, kept.record_id
    return True


def compare(entry: CreateEntry, records: Records, declarant: Declarant, today: date) -> None:
    """Add the issues of an entry: first of the worker's number; without any, of all the rest."""
    declaration = entry.declaration
    if not declaration.ssin:  # of all its workers
        _compare_opt_out(entry, records, today)
        return
    jobs = entry.person.jobs.get(declaration.enterprise_number, [])
    state = records.states.get(declaration.ssin)
    if state != CURRENT or not jobs:
        entry.add(_fault_of_number(declaration.ssin, jobs, state, declarant, today))
        return
    for issue in faults_of(declaration, today):
        entry.add(issue)
    for issue in check_employment(declaration, jobs, declarant, today):
        entry.add(issue)
    if isinstance(entry, TrainingEntry):
        _compare_training(entry, records)
    elif isinstance(entry, RightEntry):
        _compare_right(entry, records)


def _compare_opt_out(entry: CreateEntry, records: Records, today: date) -> None:
    """Add the issues of an opt-out of all workers of an enterprise: no employment is asked for."""
    for issue in faults_of(entry.declaration, today):
        entry.add(issue)
    if isinstance(entry, RightEntry):
        _compare_right(entry, records)


def check_employment(
    facts: Facts, jobs: list[Job], declarant: Declarant, today: date
) -> list[Issue]:
    """Return what is wrong where no employment holds it, or one that ended too long ago."""
    for job in jobs:
        if _is_open(job, today) and _concerns(job, facts):
            return []
    here = [job for job in jobs if _concerns(job, facts)]
    if not here:
        return [Issue(catalogue.NOT_FOUND, "ssin", facts.ssin)]
    return check_access(facts, here, declarant, today)


def check_access(facts: Facts, jobs: list[Job], declarant: Declarant, today: date) -> list[Issue]:
    """Return what is wrong where all the employments ended too long ago for the declarant."""
    after_all = may(declarant.role, Action.WRITE, thing_of(facts), Tie.CLOSED)
    if after_all or any(_is_open(job, today) for job in jobs):
        return []
    ends = [access_closes(job.end_date) for job in jobs if job.end_date]
    if not ends or declarant.quality is Quality.PROVIDER:
        # Who left when is not for a provider to know.
        return [Issue(catalogue.NOT_FOUND, "ssin", facts.ssin or None)]
    detail = {"closed": max(ends)}
    return [Issue(catalogue.ACCESS_CLOSED, "enterprise_number", facts.enterprise_number, detail)]


def _fault_of_number(
    ssin: str, jobs: list[Job], state: str | None, declarant: Declarant, today: date
) -> Issue:
    """Return what is wrong with the worker's number, as far as the declarant may know.

    Only the operator and an employer of that worker learn that a number was replaced.
    """
    is_employer = declarant.quality is not Quality.PROVIDER and any(
        _is_open(job, today) for job in jobs
    )
    may_see = declarant.quality is Quality.OPERATOR or is_employer
    reason = _STATES.get(state or CURRENT) if may_see else None
    return Issue(reason or catalogue.NOT_FOUND, "ssin", ssin)


def _is_open(job: Job, today: date) -> bool:
    """Tell whether the employer may still complete the account of that employment."""
    return job.end_date is None or today <= access_closes(job.end_date)


def _concerns(job: Job, facts: Facts) -> bool:
    if isinstance(facts, RightDeclaration):
        return job.touches(facts.year)
    # A training that ends before it starts is another fault, told for itself.
    start_date, end_date = facts.start_date, facts.end_date
    if end_date < start_date:
        start_date, end_date = end_date, start_date
    return job.covers(start_date, end_date)


def _compare_right(entry: RightEntry, records: Records) -> None:
    """Look for the same right in the records and earlier in the list; join them."""
    key = right_key(entry.person, entry.declaration)
    if key in records.rights:
        entry.add(Issue(catalogue.RIGHT_EXISTS, "kind", entry.declaration.kind.value))
    elif not entry.is_refused:
        records.rights.add(key)


def _compare_training(entry: TrainingEntry, records: Records) -> None:
    """Look for a training like it in the records and earlier in the list; join them."""
    if entry.is_refused:
        return
    like = likeness(entry.person, entry.declaration)
    other = records.alike.get(like)
    if other is None:
        records.alike[like] = entry.record_id, entry.declaration.reference
    else:
        entry.add(Issue(catalogue.POSSIBLE_DUPLICATE, "title", None, {"reference": other[1]}))
