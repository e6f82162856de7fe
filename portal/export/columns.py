"""What a table of an export is made of."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from portal.export.gathering import Gathered
from portal.export.spool import Record
from portal.languages import N_, translated


class Kind(StrEnum):
    """What the values of a column are. DAYS: an amount, in days; MINUTES: a duration."""

    TEXT = "text"
    DATE = "date"
    MOMENT = "moment"
    WHOLE = "whole"
    DAYS = "days"
    MINUTES = "minutes"
    TRUTH = "truth"


# What tells two columns of one amount apart.
UNITS: Final = {
    Kind.DAYS: N_("%(amount)s, in days"),
    Kind.MINUTES: N_("%(amount)s, in hours"),
}


@dataclass(frozen=True, slots=True)
class Column:
    """A column. name: in CSV. path: of the member of a record, its parts joined by points.

    label: a sentence's worth of meaning, to be translated: heads the column in the workbook.
    words: what codes mean.
    """

    path: str
    label: str
    kind: Kind = Kind.TEXT
    words: Mapping[str, str] | None = None
    name: str = ""

    @property
    def heading(self) -> str:
        """The name of the column in CSV: the path in one word, as in `certificateObtained`."""
        if self.name:
            return self.name
        first, *rest = self.path.split(".")
        return first + "".join(part[0].upper() + part[1:] for part in rest)

    def value(self, record: Record) -> Any:  # noqa: ANN401 - whatever JSON holds
        """Return what a record has there; None: nothing."""
        found: Any = record
        for part in self.path.split("."):
            found = found.get(part) if isinstance(found, Mapping) else None
        return found


@dataclass(frozen=True, slots=True)
class Table:
    """A table. name: of its file and, translated from label, of its sheet."""

    name: str
    label: str
    meaning: str
    columns: tuple[Column, ...]
    rows: Callable[[Gathered], Iterable[Record]]

    def headings(self, language: str) -> list[str]:
        """Return what heads each column for people, in their language."""
        labels = [column.label for column in self.columns]
        heads = []
        for column in self.columns:
            head = translated(column.label, language)
            if labels.count(column.label) > 1 and column.kind in UNITS:
                head = translated(UNITS[column.kind], language) % {"amount": head}
            heads.append(head)
        return heads
