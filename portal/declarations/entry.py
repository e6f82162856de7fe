"""A declaration on its way through the door, and its place among the others of its list."""

from collections.abc import Iterable
from hashlib import sha256
from typing import Final
from uuid import UUID

from portal.declarations import catalogue
from portal.declarations.declaration import (
    Declarant,
    Declaration,
    RightDeclaration,
    TrainingDeclaration,
)
from portal.declarations.outcome import Issue, Outcome, Result
from portal.declarations.reading import Fields, read, readable_reference

# The worker stands apart: a replaced number still names the same one.
_APART: Final = {"ssin"}
_LABELS: Final = {
    kind: [None if name in _APART else f"\x1f{name}=" for name in kind._fields]
    for kind in (TrainingDeclaration, RightDeclaration)
}


# Whose number nobody bears.
NOBODY: Final = UUID(int=0)


class Entry:
    """One declaration that could be read, and what is found out about it on the way.

    index: its place in the list, from 0. organisation: in whose ledger its reference stands.
    content: SHA-256 of what is declared, the worker apart.
    twin: an earlier entry of the list with the same reference.
    person_id: the worker, once found. record_id: of the training or right, once kept.
    """

    __slots__ = (
        "content",
        "declaration",
        "index",
        "issues",
        "organisation",
        "outcome",
        "person_id",
        "record_id",
        "twin",
    )

    def __init__(self, index: int, declaration: Declaration, organisation: str) -> None:
        """Begin with what is known before any record is looked at."""
        self.index = index
        self.declaration = declaration
        self.organisation = organisation
        self.content = content_of(declaration)
        self.issues: list[Issue] = []
        self.twin: Entry | None = None
        self.person_id = NOBODY
        self.record_id: UUID | None = None
        self.outcome: Outcome | None = None

    @property
    def key(self) -> tuple[str, str]:
        """What it is called in the ledger: organisation and reference."""
        return self.organisation, self.declaration.reference

    @property
    def is_refused(self) -> bool:
        """Whether an issue keeps it out."""
        return bool(self.issues) and any(issue.is_blocking for issue in self.issues)

    @property
    def is_settled(self) -> bool:
        """Whether its outcome is known, good or bad."""
        return self.outcome is not None or self.is_refused

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

    def _answer(self, result: Result, record_id: UUID | None) -> Outcome:
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


def read_all(declarant: Declarant, declarations: Iterable[Fields]) -> list[Reading]:
    """Return a list as entries: read, and compared with one another.

    No database is asked, so a long list can be read whole and then declared in groups, and still
    notices a reference that comes twice.
    """
    readings: list[Reading] = []
    first_of: dict[tuple[str, str], Entry] = {}
    for index, text in enumerate(declarations):
        declaration = read(text)
        if isinstance(declaration, list):
            readings.append(Outcome.refused(index, readable_reference(text), tuple(declaration)))
            continue
        kind = RightEntry if isinstance(declaration, RightDeclaration) else TrainingEntry
        organisation = declarant.organisation(declaration.enterprise_number)
        entry = kind(index, declaration, organisation)
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
        entry.issues.append(Issue(catalogue.DUPLICATE_IN_FILE, "reference", reference))


def content_of(declaration: Declaration) -> bytes:
    """Return the SHA-256 by which the same declaration is known again, for ever.

    What was not said is left out, so that a field that is added later changes no old one.
    """
    labels = _LABELS[declaration.__class__]
    said = [
        f"{label}{value}"
        for label, value in zip(labels, declaration, strict=True)
        if value is not None and label is not None
    ]
    return sha256("".join(said).encode()).digest()
