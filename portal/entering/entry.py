"""An entry as the pages see it: one course, the workers, and what became of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final
from uuid import UUID

from portal.declarations.declaration import Channel, Declarant, Quality
from portal.declarations.outcome import Issue, Outcome
from portal.login.acting import Acting

MOST_WORKERS: Final = 500  # of one entry; who has more sends a sheet
KEPT_FOR: Final = timedelta(days=90)  # a draft that nobody touches


class State(StrEnum):
    """How far an entry is."""

    DRAFT = "draft"
    DECLARED = "declared"
    UNDONE = "undone"


@dataclass(frozen=True, slots=True)
class Chosen:
    """A worker of an entry; place: by which the reference ends. record_id: None: not declared."""

    place: int
    person_id: UUID
    record_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """One course as it was typed. fields: texts by the name of the field."""

    entry_id: UUID
    state: State
    reference: str
    fields: Mapping[str, str]
    workers: tuple[Chosen, ...]
    changed_at: datetime

    @property
    def open_workers(self) -> tuple[Chosen, ...]:
        """Those for whom nothing is declared yet."""
        return tuple(one for one in self.workers if one.record_id is None)

    @property
    def declared_workers(self) -> tuple[Chosen, ...]:
        """Those for whom it is declared."""
        return tuple(one for one in self.workers if one.record_id is not None)


@dataclass(frozen=True, slots=True)
class Answer:
    """What the door says of one worker; worker: None: a number that is typed, and no one chosen."""

    worker: Chosen | None
    outcome: Outcome
    number: str = ""

    @property
    def issues(self) -> tuple[Issue, ...]:
        """What it has to say."""
        return self.outcome.issues


def declarant_of(acting: Acting, *, names_versions: bool = False) -> Declarant:
    """Return who speaks at the door, for whoever acts.

    names_versions: whether changes must name the version that was seen.
    """
    return Declarant(
        acting.organisation,
        Quality(acting.role.value),
        Channel.FORM,
        acting.person_id,
        names_versions=names_versions,
    )
