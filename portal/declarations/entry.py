"""A declaration on its way through the door, and its place among the others of its list."""

from collections.abc import Sequence
from datetime import date
from typing import Final, NamedTuple
from uuid import UUID

from portal.declarations import catalogue
from portal.declarations.declaration import (
    Declarant,
    Declaration,
    RightDeclaration,
    TrainingDeclaration,
)
from portal.declarations.outcome import Issue, Outcome, Result
from portal.declarations.reading import read_table, readable_reference
from portal.declarations.table import Fields, Table


class Person:
    """Somebody whom declarations name; text, raw: the person id; jobs: by enterprise number."""

    __slots__ = ("jobs", "person_id", "raw", "text")

    def __init__(self, person_id: UUID) -> None:
        """Begin without any employment."""
        self.person_id = person_id
        self.text = str(person_id)
        self.raw = person_id.bytes
        self.jobs: dict[str, list[Job]] = {}


class Job(NamedTuple):
    """The first and last day of an employment; None: still in service."""

    start_date: date
    end_date: date | None

    def covers(self, start_date: date, end_date: date) -> bool:
        """Tell whether a training between those days, both included, lies whole in it."""
        return self.start_date <= start_date and (
            self.end_date is None or end_date <= self.end_date
        )

    def touches(self, year: int) -> bool:
        """Tell whether it was in service on any day of a year."""
        return self.start_date.year <= year and (
            self.end_date is None or year <= self.end_date.year
        )


# Whose number nobody bears.
_NOTHING: Final = UUID(int=0)
NOBODY: Final = Person(_NOTHING)


class Entry:
    """One declaration that could be read, and what is found out about it on the way.

    index: its place in the list, from 0.
    key: what the ledger calls it: the organisation that speaks, and its reference.
    content: SHA-256 of what is declared, the worker apart.
    twin: an earlier entry of the list with the same reference. is_refused: an issue keeps it out.
    person: the worker, once found. record_id: of the training or right, once kept.
    """

    __slots__ = (
        "content",
        "declaration",
        "index",
        "is_refused",
        "issues",
        "key",
        "outcome",
        "person",
        "record_id",
        "twin",
    )

    def __init__(
        self, index: int, declaration: Declaration, content: bytes, organisation: str
    ) -> None:
        """Begin with what is known before any record is looked at."""
        self.index = index
        self.declaration = declaration
        self.content = content
        self.key = (organisation, declaration.reference)
        self.issues: list[Issue] = []
        self.is_refused = False
        self.twin: Entry | None = None
        self.person = NOBODY
        self.record_id = _NOTHING
        self.outcome: Outcome | None = None

    @property
    def is_settled(self) -> bool:
        """Whether its outcome is known, good or bad."""
        return self.outcome is not None or self.is_refused

    def add(self, issue: Issue) -> None:
        """Add what was found wrong."""
        self.issues.append(issue)
        self.is_refused = self.is_refused or issue.is_blocking

    def was_kept_before(self, record_id: UUID) -> None:
        """Answer as the first time: the record as it was created."""
        self.outcome = self._answer(Result.UNCHANGED, record_id)

    def settle(self) -> Outcome:
        """Return what became of it, now that everything is known."""
        if self.outcome is None:
            if self.is_refused:
                self.outcome = self._refused(tuple(self.issues))
            elif self.twin is not None:
                self.outcome = self._as(self.twin.settle())
            else:
                kind = Result.ACCEPTED_WITH_WARNINGS if self.issues else Result.ACCEPTED
                self.outcome = self._answer(kind, self.record_id)
        return self.outcome

    def _as(self, first: Outcome) -> Outcome:
        """Return the answer to a second, equal row: unchanged, or refused for the same issues."""
        if first.record_id is None:
            return self._refused(first.issues)
        return self._answer(Result.UNCHANGED, first.record_id)

    def _answer(self, result: Result, record_id: UUID) -> Outcome:
        issues = () if result is Result.UNCHANGED else tuple(self.issues)
        return Outcome(self.index, self.declaration.reference, result, record_id, 1, issues)

    def _refused(self, issues: tuple[Issue, ...]) -> Outcome:
        return Outcome.refused(self.index, self.declaration.reference, issues)


class TrainingEntry(Entry):
    """A training on its way."""

    __slots__ = ()
    declaration: TrainingDeclaration


class RightEntry(Entry):
    """A right on its way."""

    __slots__ = ()
    declaration: RightDeclaration


# What becomes of a text: an entry, or at once the refusal of what cannot be read.
Reading = Entry | Outcome


def read_all(declarant: Declarant, declarations: Sequence[Fields] | Table) -> list[Reading]:
    """Return a list as entries: read, and compared with one another.

    No database is asked, so a long list can be read whole and then declared in groups, and still
    notices a reference that comes twice.
    """
    table = declarations if isinstance(declarations, Table) else Table.of(declarations)
    readings: list[Reading] = []
    first_of: dict[tuple[str, str], Entry] = {}
    for index, read in enumerate(read_table(table)):
        if isinstance(read, list):
            reference = readable_reference(table.row(index))
            readings.append(Outcome.refused(index, reference, tuple(read)))
            continue
        declaration, content = read
        kind = TrainingEntry if isinstance(declaration, TrainingDeclaration) else RightEntry
        # The operator speaks for the enterprise of each declaration.
        organisation = declarant.enterprise_number or declaration.enterprise_number
        entry = kind(index, declaration, content, organisation)
        first = first_of.setdefault(entry.key, entry)
        if first is not entry:
            _compare_twins(first, entry)
        readings.append(entry)
    return readings


def _compare_twins(first: Entry, entry: Entry) -> None:
    entry.twin = first
    same_worker = first.declaration.ssin == entry.declaration.ssin
    if not same_worker or first.content != entry.content:
        reference = entry.declaration.reference
        entry.add(Issue(catalogue.DUPLICATE_IN_FILE, "reference", reference))
