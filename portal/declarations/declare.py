"""The way through the door: many declarations in, one outcome for each."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from sqlalchemy.orm import Session

from portal import meters
from portal.declarations import catalogue
from portal.declarations.authority import check_authority, mandates_of
from portal.declarations.changing import compare_change
from portal.declarations.checking import faults_of
from portal.declarations.comparing import compare, known_before
from portal.declarations.declaration import Declarant, NamedRecord
from portal.declarations.entry import ChangeEntry, CreateEntry, Entry
from portal.declarations.listing import Reading, read_all
from portal.declarations.outcome import Issue, Outcome
from portal.declarations.overdraft import warn_of_rights
from portal.declarations.records import look_up
from portal.declarations.rewriting import rewrite
from portal.declarations.table import Fields, Table
from portal.declarations.warnings import keep_warnings
from portal.declarations.writing import write
from portal.identifiers import new_ids
from portal.law.terms import registration_on
from portal.law.words import Regime


@dataclass(frozen=True, slots=True)
class Moment:
    """When something is declared, and under which regime.

    now: aware, Belgian time. registration: the setting: `open`, or `by-law` for the law's dates.
    """

    now: datetime
    registration: Literal["open", "by-law"]

    @property
    def today(self) -> date:
        """The day of now."""
        return self.now.date()

    @property
    def is_open(self) -> bool:
        """Whether anything may be written on this day."""
        return registration_on(self.today, self.registration).regime is Regime.OPEN


def declare(
    db: Session,
    declarant: Declarant,
    declarations: Sequence[Fields] | Table,
    moment: Moment,
) -> list[Outcome]:
    """Read, check and keep declarations; return one outcome for each, in the same order.

    declarations: texts by field name, and `action` (`createTraining` unless said otherwise). A
    change names its record by `record_id`, or by the `reference` under which it was created.
    The caller holds the transaction. Every declaration stands alone: a refused one is a value in
    the outcomes and keeps no other out. The number of statements does not grow with the list.
    """
    return declare_read(db, declarant, read_all(declarant, declarations), moment)


def declare_read(
    db: Session, declarant: Declarant, readings: list[Reading], moment: Moment
) -> list[Outcome]:
    """Do what `declare` does for declarations that were read together; these are a part of them."""
    outcomes = _outcomes(db, declarant, readings, moment)
    for result, many in Counter(outcome.result for outcome in outcomes).items():
        meters.count(meters.DECLARATIONS, declarant.channel, result, by=many)
    return outcomes


def _outcomes(
    db: Session, declarant: Declarant, readings: list[Reading], moment: Moment
) -> list[Outcome]:
    if not moment.is_open:
        return [_closed(reading) for reading in readings]
    entries = [reading for reading in readings if isinstance(reading, Entry)]
    permitted = check_authority(db, declarant, entries, moment.today)
    asked = [entry for entry in permitted if entry.twin is None]
    while asked:
        asked = _ask(db, declarant, asked, moment)
    return [_settled(reading) for reading in readings]


def _ask(db: Session, declarant: Declarant, entries: list[Entry], moment: Moment) -> list[Entry]:
    """Compare entries with the records, and keep them; return those to be asked once more.

    Those are the changes of what this list wanted to create, while somebody else just did.
    """
    _compare_all(db, declarant, entries, moment)
    new = [entry for entry in entries if not entry.is_settled]
    creates = [entry for entry in new if isinstance(entry, CreateEntry)]
    changes = (
        [entry for entry in new if isinstance(entry, ChangeEntry)]
        if len(creates) < len(new)
        else []
    )
    # What is canceled makes room for what is created.
    rewrite(db, [change for change in changes if change.origin is None])
    if creates:
        write(db, declarant, creates, moment.now)
    again = {change for change in changes if change.origin and change.origin.is_settled}
    for change in again:
        change.forget()
    rewrite(db, [change for change in changes if change.origin is not None])
    kept = [entry for entry in new if not entry.is_settled and entry not in again]
    warn_of_rights(db, kept, declarant, moment.today)
    keep_warnings(db, [entry for entry in kept if isinstance(entry, CreateEntry)])
    return [entry for entry in entries if entry in again]


def _compare_all(db: Session, declarant: Declarant, entries: list[Entry], moment: Moment) -> None:
    records = look_up(db, declarant, entries)
    mandators = {stand.facts.enterprise_number for stand in records.stands.values()}
    # What this list itself creates, and changes further on.
    mandators |= {
        entry.origin.declaration.enterprise_number
        for entry in entries
        if isinstance(entry, ChangeEntry) and entry.origin
    }
    mandates = mandates_of(db, declarant, mandators)
    today = moment.today
    for entry, record_id in zip(entries, new_ids(len(entries)), strict=True):
        if isinstance(entry, CreateEntry):
            entry.record_id = record_id
            kept = records.kept.get(entry.key)
            if kept is None or not known_before(entry, kept):
                compare(entry, records, declarant, today)
            elif entry.is_refused:
                # Under another reference it would still be against these rules.
                for issue in faults_of(entry.declaration, today):
                    if issue.is_blocking:
                        entry.add(issue)
        elif isinstance(entry, ChangeEntry):
            compare_change(entry, records, declarant, mandates, moment.now)


def _settled(reading: Reading) -> Outcome:
    return reading if isinstance(reading, Outcome) else reading.settle()


def _closed(reading: Reading) -> Outcome:
    closed = (Issue(catalogue.REGISTRATION_CLOSED, "action"),)
    if isinstance(reading, Outcome):
        return Outcome.refused(reading.index, reading.reference, closed)
    return Outcome.refused(reading.index, reading.reference, closed)


def check(
    declarations: Sequence[Fields] | Table, declarant: Declarant, today: date
) -> list[Outcome]:
    """Return what can be said of declarations without any record: reading, and the rules of law.

    An outcome that is not `rejected` may still be refused at the door.
    """
    readings = read_all(declarant, declarations)
    for reading in readings:
        if isinstance(reading, Entry) and reading.twin is None:
            facts = reading.declaration
            issues = [] if isinstance(facts, NamedRecord) else faults_of(facts, today)
            for issue in issues:
                reading.add(issue)
    return [_settled(reading) for reading in readings]
