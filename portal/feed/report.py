"""What is told about a load: how many rows did what, and every fault that was found."""

from collections.abc import Mapping
from dataclasses import dataclass, field

# Who corrects a feed corrects its source, so thousands of faults say no more than these do.
MOST_FAULTS = 2_000
LONGEST_VALUE = 80  # characters


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong in a folder, and what to do about it.

    line: of the file, the header is line 1; None where no line is to blame.
    column, value: of the cell, where one cell is to blame.
    """

    file: str
    line: int | None
    column: str | None
    value: str | None
    sentence: str


@dataclass(frozen=True, slots=True)
class Counts:
    """What became of the rows of one file."""

    read: int
    new: int
    changed: int
    removed: int = 0  # work regimes that their employment no longer has

    @property
    def unchanged(self) -> int:
        """The rows that said what was known already."""
        return self.read - self.new - self.changed


@dataclass(frozen=True, slots=True)
class FeedReport:
    """What a load did: counts by file, or, when anything was wrong, only faults.

    further_faults: how many were found beyond those listed.
    not_read: CSV files in the folder that are none of the feed's.
    """

    counts: Mapping[str, Counts]
    faults: tuple[Fault, ...]
    further_faults: int
    not_read: tuple[str, ...]


@dataclass(slots=True)
class Faults:
    """The faults found so far; keeps the first ones and counts the others, so memory stays flat."""

    kept: list[Fault] = field(default_factory=list)
    found: int = 0

    @property
    def are_enough(self) -> bool:
        """Whether further faults are only counted."""
        return len(self.kept) >= MOST_FAULTS

    def add(self, fault: Fault) -> None:
        """Take note of a fault."""
        self.found += 1
        if not self.are_enough:
            self.kept.append(fault)
