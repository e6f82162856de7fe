"""A declaration on its way through the door, and what is found out about it."""

from uuid import UUID

from portal.declarations.declaration import Action, Change, Declaration
from portal.declarations.outcome import Issue, Outcome, Result
from portal.declarations.people import NOBODY, NOTHING, Person
from portal.records.facts import Facts, RecordKind, RightDeclaration, TrainingDeclaration
from portal.records.stand import Stand


class Entry:
    """One declaration that could be read, and what is found out about it on the way.

    index: its place in the list, from 0. action: what it asks for.
    key: what the ledger calls it: the organisation that speaks, and its reference.
    twin: an earlier entry of the list with the same reference. is_refused: an issue keeps it out.
    person: the worker, once found. record_id, version: of the training or right, once kept.
    existing: the record that stands in its way.
    """

    __slots__ = (
        "declaration",
        "existing",
        "index",
        "is_refused",
        "issues",
        "key",
        "outcome",
        "person",
        "record_id",
        "twin",
    )
    action: Action
    version: int

    def __init__(self, index: int, declaration: Declaration, organisation: str) -> None:
        """Begin with what is known before any record is looked at."""
        self.index = index
        self.declaration = declaration
        self.key = (organisation, declaration.reference)
        self.issues: list[Issue] = []
        self.is_refused = False
        self.twin: Entry | None = None
        self.person: Person = NOBODY
        self.record_id: UUID = NOTHING
        self.existing: tuple[RecordKind, UUID] | None = None
        self.outcome: Outcome | None = None

    @property
    def is_settled(self) -> bool:
        """Whether its outcome is known, good or bad."""
        return self.outcome is not None or self.is_refused

    @property
    def reference(self) -> str | None:
        """The declarant's name for the record."""
        return self.declaration.reference or None

    def add(self, issue: Issue) -> None:
        """Add what was found wrong."""
        self.issues.append(issue)
        self.is_refused = self.is_refused or issue.is_blocking

    def is_unchanged(
        self, record_id: UUID, version: int = 1, warnings: tuple[Issue, ...] = ()
    ) -> None:
        """Answer that nothing changes: a create as the first time, a change as it stands."""
        self.outcome = self._unchanged(record_id, version, warnings)

    def settle(self) -> Outcome:
        """Return what became of it, now that everything is known."""
        if self.outcome is None:
            if self.is_refused:
                self.outcome = self._refused(tuple(self.issues), self.existing)
            elif self.twin is not None:
                self.outcome = self._as(self.twin.settle())
            else:
                self.outcome = Outcome(
                    self.index,
                    self.reference,
                    Result.ACCEPTED_WITH_WARNINGS if self.issues else Result.ACCEPTED,
                    self.record_id,
                    self.version,
                    tuple(self.issues),
                )
        return self.outcome

    def _as(self, first: Outcome) -> Outcome:
        """Return the answer to a second, equal row: unchanged, or refused for the same issues."""
        if first.record_id is None:
            return self._refused(first.issues, first.existing)
        return self._unchanged(first.record_id, 1)

    def _unchanged(
        self, record_id: UUID, version: int, warnings: tuple[Issue, ...] = ()
    ) -> Outcome:
        unchanged = Result.UNCHANGED
        return Outcome(self.index, self.reference, unchanged, record_id, version, warnings)

    def _refused(
        self, issues: tuple[Issue, ...], existing: tuple[RecordKind, UUID] | None
    ) -> Outcome:
        refused = Outcome.refused(self.index, self.reference, issues)
        return refused if existing is None else refused._replace(existing=existing)


class CreateEntry(Entry):
    """What makes a new record.

    content: SHA-256 of what is declared, the worker apart.
    """

    __slots__ = ("content",)
    declaration: Facts
    version = 1

    def __init__(self, index: int, declaration: Facts, organisation: str, content: bytes) -> None:
        """Begin with what is known before any record is looked at."""
        super().__init__(index, declaration, organisation)
        self.content = content


class TrainingEntry(CreateEntry):
    """A training on its way."""

    __slots__ = ()
    action = Action.CREATE_TRAINING
    declaration: TrainingDeclaration


class RightEntry(CreateEntry):
    """A right on its way."""

    __slots__ = ()
    action = Action.CREATE_RIGHT
    declaration: RightDeclaration


class ChangeEntry(Entry):
    """What changes a record.

    origin: the entry of the same list that creates the record, where there is one.
    before, after: the record as it stood and as this makes it, once both are known.
    """

    __slots__ = ("action", "after", "before", "change", "origin", "version")

    def __init__(
        self, index: int, declaration: Declaration, organisation: str, change: Change
    ) -> None:
        """Begin with what is known before any record is looked at."""
        super().__init__(index, declaration, organisation)
        self.change = change
        self.action = change.action
        self.version = 0
        self.origin: CreateEntry | None = None
        self.before: Stand | None = None
        self.after: Stand | None = None

    @property
    def reference(self) -> str | None:
        """The name that the record got when it was created."""
        if self.before is not None:
            return self.before.registered.reference
        return self.declaration.reference or None

    def forget(self) -> None:
        """Begin anew: what it was compared with has turned out otherwise."""
        self.issues.clear()
        self.is_refused = False
        self.outcome = None
        self.origin = self.before = self.after = None
