"""What is wrong with a change when it is laid beside the record."""

from collections.abc import Iterator
from datetime import datetime

from portal.declarations import catalogue
from portal.declarations.authority import Mandates, may_change
from portal.declarations.becoming import CANCELS, accept, first_stand
from portal.declarations.checking import faults_of
from portal.declarations.comparing import check_access, check_employment
from portal.declarations.declaration import Declarant, NamedRecord, Quality
from portal.declarations.entry import ChangeEntry
from portal.declarations.outcome import Issue
from portal.declarations.people import Person
from portal.declarations.records import Records, likeness
from portal.law.training import TrainingStatus
from portal.records.facts import EVERYBODY, Facts, RightDeclaration, TrainingDeclaration
from portal.records.stand import Stand


def compare_change(
    entry: ChangeEntry, records: Records, declarant: Declarant, mandates: Mandates, now: datetime
) -> None:
    """Add the issues of a change; without any that block, make it."""
    stand = _record_of(entry, records, declarant, now)
    if stand is None or not may_change(declarant, entry.action, stand, mandates, now.date()):
        entry.add(_not_found(entry))
        return
    entry.before = stand
    entry.record_id = stand.record_id
    entry.person = records.people.get(str(stand.person_id)) or Person(stand.person_id)
    for faults in (
        _faults_of_version(entry, stand, declarant),
        _faults_of_names(entry, stand, records, declarant),
    ):
        for issue in faults:
            entry.add(issue)
        if entry.is_refused:
            return
    if _is_same(entry, stand):
        entry.is_unchanged(stand.record_id, stand.version)
        return
    for issue in _faults_of_rules(entry, stand, records, declarant, now):
        entry.add(issue)
    if not entry.is_refused:
        accept(entry, stand, records, declarant, now)


def _record_of(
    entry: ChangeEntry, records: Records, declarant: Declarant, now: datetime
) -> Stand | None:
    """Return the record as the list so far leaves it; None: there is none within reach."""
    kind, origin = entry.action.kind, entry.origin
    if origin is not None and not origin.is_settled:
        key = kind, origin.record_id
        if key not in records.stands and kind is origin.action.kind:
            records.stands[key] = first_stand(origin, declarant, now)
        return records.stands.get(key)
    if entry.change.record_id is not None:
        return records.stands.get((kind, entry.change.record_id))
    kept = records.kept.get(entry.key)
    return records.stands.get((kind, kept.record_id)) if kept else None


def _not_found(entry: ChangeEntry) -> Issue:
    """Return the one answer for what is not there and for what is somebody else's."""
    if entry.change.record_id is not None:
        return Issue(catalogue.NO_SUCH_RECORD, "record_id", str(entry.change.record_id))
    return Issue(catalogue.NO_SUCH_RECORD, "reference", entry.declaration.reference)


def _faults_of_version(entry: ChangeEntry, stand: Stand, declarant: Declarant) -> Iterator[Issue]:
    expected = entry.change.expected_version
    if expected is None:
        if declarant.names_versions:
            yield Issue(catalogue.MISSING, "expected_version")
        return
    if expected == stand.version:
        return
    # Software that lost the answer says the same again, naming the version before its own change.
    is_again = expected == stand.version - 1 and not declarant.names_versions
    if not is_again or not _is_same(entry, stand):
        entry.existing = entry.action.kind, stand.record_id
        detail = {"version": stand.version}
        yield Issue(catalogue.VERSION_CONFLICT, "expected_version", str(expected), detail)


def _faults_of_names(
    entry: ChangeEntry, stand: Stand, records: Records, declarant: Declarant
) -> Iterator[Issue]:
    """Return what names another worker, enterprise, reference, year or kind than the record."""
    said, facts = entry.declaration, stand.facts
    if said.enterprise_number and said.enterprise_number != facts.enterprise_number:
        yield Issue(catalogue.EQUAL_EXPECTED, "enterprise_number", said.enterprise_number)
    if said.reference and said.reference != stand.registered.reference:
        yield Issue(catalogue.EQUAL_EXPECTED, "reference", said.reference)
    # A replaced number still names the same worker.
    if said.ssin and records.named.get(said.ssin) is not entry.person:
        yield Issue(catalogue.EQUAL_EXPECTED, "ssin", said.ssin)
    if isinstance(said, RightDeclaration) and isinstance(facts, RightDeclaration):
        if said.year != facts.year:
            yield Issue(catalogue.EQUAL_EXPECTED, "year", str(said.year))
        if said.kind != facts.kind:
            yield Issue(catalogue.EQUAL_EXPECTED, "kind", said.kind.value)
    if declarant.quality is Quality.PROVIDER and not stand.to_verify:
        yield Issue(catalogue.ALREADY_ACCEPTED, "action", entry.action.value)


def _is_same(entry: ChangeEntry, stand: Stand) -> bool:
    """Tell whether the record already says what the change asks for."""
    said = entry.declaration
    if entry.action in CANCELS:
        return stand.is_canceled
    if isinstance(said, NamedRecord):
        return not stand.to_verify and not stand.is_canceled
    facts = stand.facts
    return not stand.is_canceled and said._replace(ssin="", reference=facts.reference) == facts


def _faults_of_rules(
    entry: ChangeEntry, stand: Stand, records: Records, declarant: Declarant, now: datetime
) -> list[Issue]:
    """Return what the law, the employment and other channels say of the record as it becomes."""
    if stand.is_canceled:
        return [Issue(catalogue.RECORD_CANCELED, "action", entry.action.value)]
    today, said = now.date(), entry.declaration
    jobs = entry.person.jobs.get(stand.facts.enterprise_number, [])
    issues: list[Issue] = []
    if stand.person_id == EVERYBODY:
        pass  # no employment is asked for
    elif isinstance(said, NamedRecord):
        # What no employment holds any more, because the register corrected it, can still go.
        issues += check_access(stand.facts, jobs, declarant, today)
    else:
        issues += [
            issue
            for issue in faults_of(said, today)
            if issue.reason is not catalogue.LATE_FOR_QUARTER or _is_newly_due(said, stand)
        ]
        issues += check_employment(said, jobs, declarant, today)
    if isinstance(said, TrainingDeclaration):
        other = records.alike.get(likeness(entry.person, said))
        if other and other[0] != stand.record_id:
            detail = {"reference": other[1]}
            issues.append(Issue(catalogue.POSSIBLE_DUPLICATE, "title", None, detail))
    made_at, registered = entry.change.made_at, stand.registered
    if (
        made_at is not None
        and entry.change.expected_version is None
        and registered.registered_at > made_at
        and registered.channel != declarant.channel.value
    ):
        issues.append(Issue(catalogue.OVERWROTE_NEWER_CHANGE, "made_at", made_at.isoformat()))
    return issues


def _is_newly_due(said: Facts, stand: Stand) -> bool:
    """Tell whether a training was not declared before as completed on that day."""
    before = stand.facts
    return (
        not isinstance(said, TrainingDeclaration)
        or not isinstance(before, TrainingDeclaration)
        or before.status != TrainingStatus.COMPLETED
        or before.end_date != said.end_date
    )
