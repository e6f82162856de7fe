"""What a record becomes: its first version, and the next one by a change."""

from datetime import datetime
from typing import Final

from portal.declarations.declaration import Action, Declarant, NamedRecord, Quality
from portal.declarations.entry import ChangeEntry, CreateEntry
from portal.declarations.records import Records, likeness, right_key
from portal.records.facts import Facts, RightDeclaration, TrainingDeclaration
from portal.records.stand import ACTIVE, CANCELED, Registered, Stand

CANCELS: Final = frozenset({Action.CANCEL_TRAINING, Action.CANCEL_RIGHT})


def first_stand(entry: CreateEntry, declarant: Declarant, now: datetime) -> Stand:
    """Return the first version of a record that an entry creates."""
    facts: Facts = entry.declaration
    return Stand(
        entry.person.person_id,
        entry.record_id,
        facts._replace(ssin=""),
        1,
        ACTIVE,
        _registered(facts.reference, entry.key[0], declarant, now),
        to_verify=declarant.quality is Quality.PROVIDER,
    )


def accept(
    entry: ChangeEntry, stand: Stand, records: Records, declarant: Declarant, now: datetime
) -> None:
    """Make the change: for the entry, and for all that the list says of the record after it."""
    after = _next_stand(entry, stand, declarant, now)
    entry.after = after
    entry.version = after.version
    records.stands[entry.action.kind, stand.record_id] = after
    before = stand.facts
    if isinstance(before, RightDeclaration):
        if after.is_canceled:
            records.rights.discard(right_key(entry.person, before))
    elif isinstance(after.facts, TrainingDeclaration):
        was = likeness(entry.person, before)
        if records.alike.get(was, (None,))[0] == stand.record_id:
            del records.alike[was]
        if not after.is_canceled:
            name = stand.record_id, stand.registered.reference
            records.alike.setdefault(likeness(entry.person, after.facts), name)


def _next_stand(entry: ChangeEntry, stand: Stand, declarant: Declarant, now: datetime) -> Stand:
    said, action = entry.declaration, entry.action
    reference = stand.registered.reference
    organisation = declarant.enterprise_number or stand.facts.enterprise_number
    stand = stand._replace(
        version=stand.version + 1,
        registered=_registered(reference, organisation, declarant, now),
    )
    if not isinstance(said, NamedRecord):
        stand = stand._replace(facts=said._replace(ssin="", reference=reference))
    if action in CANCELS:
        return stand._replace(record_state=CANCELED, cancel_reason=entry.change.cancel_reason)
    if not stand.to_verify or declarant.quality is Quality.PROVIDER:
        return stand
    # Who says it anew, or says that it is right, accepts what the provider declared.
    return stand._replace(to_verify=False, verified_by=organisation, verified_at=now)


def _registered(reference: str, by: str, declarant: Declarant, now: datetime) -> Registered:
    quality, channel = declarant.quality.value, declarant.channel.value
    return Registered(reference, by, quality, channel, declarant.submission_id, now)
