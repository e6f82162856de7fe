"""Opens what an organisation declared, or what was declared of its workers, and nothing else.

An employer sees the records of its own workers, while they are employed and for the term in which
it may complete them; a mandate holder the same, in the quarters of its mandate while that is in
force; a provider what it registered itself. Somebody else's record and none at all are one answer.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date, datetime
from typing import Final, NamedTuple
from uuid import UUID

from sqlalchemy import Connection

from portal.account.declared_rows import TABLES, Order, page, versions
from portal.account.looks import DataGroup, Look, NotPermitted, check_may_look, write_looks
from portal.account.represented import represented, tie_of
from portal.directory.entries import find, numbers_of
from portal.law.size import Quarter
from portal.law.terms import still_open
from portal.records.facts import RecordKind
from portal.records.stand import Stand
from portal.roles import Role, Thing, Tie

_LISTS: Final = {RecordKind.TRAINING: DataGroup.TRAININGS, RecordKind.RIGHT: DataGroup.ACCOUNT}
_SINGLE: Final = {RecordKind.TRAINING: DataGroup.TRAINING, RecordKind.RIGHT: DataGroup.ACCOUNT}
_READERS: Final = frozenset({Role.EMPLOYER, Role.MANDATE_HOLDER, Role.PROVIDER})
_NOBODY: Final = UUID(int=0)


@dataclass(frozen=True, slots=True)
class DeclaredFilter:
    """Which records to list; None: all.

    status, to_verify: of trainings. year, kind: of rights. start_date_from, start_date_to: both
    included; a right begins with its year. changed_since: the last version is not older. ssin,
    person_id: of the worker, by the one or by the other.
    """

    enterprise_number: str | None = None
    reference: str | None = None
    record_state: str | None = None
    status: str | None = None
    to_verify: bool | None = None
    start_date_from: date | None = None
    start_date_to: date | None = None
    changed_since: datetime | None = None
    ssin: str | None = None
    person_id: UUID | None = None
    year: int | None = None
    kind: str | None = None


class After(NamedTuple):
    """The last record of a page: the next page begins after it. value: by which it is sorted."""

    value: str
    record_id: UUID


class Declared(NamedTuple):
    """A record as it stands, and the number that its worker bears now."""

    stand: Stand
    ssin: str


class DeclaredPage(NamedTuple):
    """Some records; after: what to hand in for the page behind this one; None: it is the last."""

    records: tuple[Declared, ...]
    after: After | None


class DeclaredDetail(NamedTuple):
    """One record as it stands, and every earlier version of it, the newest first."""

    record: Declared
    earlier_versions: tuple[Stand, ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """Who asks for which records, in which order.

    organisation: the enterprise number of whoever asks. look: as whom; its own organisation is set
    for each enterprise whose workers are seen.
    """

    organisation: str
    look: Look
    kind: RecordKind
    chosen: DeclaredFilter = DeclaredFilter()
    order: Order = Order.MADE


def open_declared(
    db: Connection, asked: Asked, most: int, after: After | None = None
) -> DeclaredPage:
    """Return a page of records; a look at each of their workers is written before.

    db: a connection from `portal.database.reading`, so that the looks stand at once. The number of
    statements does not grow with the page, but with the enterprises on it. Raises NotPermitted for
    who is no organisation that declares.
    """
    rows = _rows(db, asked, _bound(db, asked) | {"most": most + 1}, after)
    shown = rows[:most]
    last = shown[-1] if len(rows) > most else None
    return DeclaredPage(
        _opened(db, asked, [stand for stand, _ in shown], _LISTS[asked.kind]),
        After(last[1], last[0].record_id) if last else None,
    )


def open_one(db: Connection, asked: Asked, record_id: UUID) -> DeclaredDetail | None:
    """Return one record with its versions; somebody else's and an unknown one alike are None."""
    bound = _bound(db, asked) | {"record_id": record_id, "most": 1}
    rows = _rows(db, asked, bound, None)
    if not rows:
        return None
    stand = rows[0][0]
    read = TABLES[asked.kind][3]
    key = {"person_id": stand.person_id, "record_id": record_id}
    earlier = tuple(read(tuple(row)) for row in db.execute(versions(asked.kind), key))
    (record,) = _opened(db, asked, [stand], _SINGLE[asked.kind])
    return DeclaredDetail(record, earlier)


def _bound(db: Connection, asked: Asked) -> dict[str, object]:
    """Return the values of all that a filter says, and of who asks."""
    if asked.look.role not in _READERS:
        raise NotPermitted(asked.look.role)
    chosen, today = asked.chosen, asked.look.looked_at.date()
    said = {
        field.name: value
        for field in fields(chosen)
        if field.name != "ssin" and (value := getattr(chosen, field.name)) is not None
    }
    if chosen.ssin is not None:
        found = find(db, [chosen.ssin]).get(chosen.ssin)
        said["person_id"] = found.person_id if found else _NOBODY
    enterprises = represented(db, asked.look.role, asked.organisation, today)
    return said | {
        "organisation": asked.organisation,
        "quarter": str(Quarter.of(today)),
        "enterprises": sorted(enterprises),
        "still_open": still_open(today),
    }


_ALWAYS: Final = frozenset({"organisation", "quarter", "enterprises", "still_open", "most"})


def _rows(
    db: Connection, asked: Asked, bound: Mapping[str, object], after: After | None
) -> list[tuple[Stand, str]]:
    """Return records that are within reach, with the values by which they are sorted."""
    chosen = tuple(name for name in bound if name not in _ALWAYS)
    statement = page(asked.kind, asked.look.role, chosen, asked.order, follows=after is not None)
    values = dict(bound)
    if after is not None:
        values |= {"after": after.value, "after_id": after.record_id}
    read = TABLES[asked.kind][3]
    return [(read(tuple(row[:-1])), row[-1]) for row in db.execute(statement, values)]


def _opened(
    db: Connection, asked: Asked, stands: Sequence[Stand], group: DataGroup
) -> tuple[Declared, ...]:
    """Return the records with their workers' numbers, once the looks are written."""
    # To a provider its own registrations are open, and nothing else of an employment.
    provides = asked.look.role is Role.PROVIDER
    thing, tie = (Thing(asked.kind.value), Tie.OWN) if provides else _employment(asked.look.role)
    people: dict[str, dict[UUID, None]] = defaultdict(dict)
    for stand in stands:
        people[stand.facts.enterprise_number][stand.person_id] = None
    for number, seen in people.items():
        look = _look_at(asked, number)
        check_may_look([*seen], thing, look, tie)
        write_looks(db, [*seen], group, look)
    numbers = numbers_of(db, {stand.person_id for stand in stands})
    return tuple(Declared(stand, numbers[stand.person_id]) for stand in stands)


def _employment(role: Role) -> tuple[Thing, Tie]:
    return Thing.EMPLOYMENT, tie_of(role)


def _look_at(asked: Asked, enterprise_number: str) -> Look:
    """Return the look at workers of one enterprise, as the workers will read it."""
    if asked.look.role is Role.MANDATE_HOLDER:
        return replace(asked.look, organisation=enterprise_number, through=asked.organisation)
    return replace(asked.look, organisation=asked.organisation, through=None)
