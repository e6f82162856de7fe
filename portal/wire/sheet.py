"""Spreadsheets of trainings, CSV or XLSX, as texts by field: read whole, or refused whole."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from portal.declarations.table import Table
from portal.languages import N_
from portal.wire.cells import READERS, RESTORERS
from portal.wire.columns import fields_of
from portal.wire.limits import SheetLimits
from portal.wire.refusal import SheetRefused
from portal.wire.separated import rows_of_text
from portal.wire.workbook import COMPOUND, ZIP, refuse_old_workbook, rows_of_workbook

_LIMITS: Final = SheetLimits()


class Row(NamedTuple):
    """One training as the sheet gives it.

    number: as spreadsheet programs show it; the header is row 1.
    restored: the fields whose number had lost its first zeros.
    """

    number: int
    texts: dict[str, str]
    restored: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """All rows of a file that are not blank, in their order.

    headers: what each field is called in it. numbers, restored: as in `Row`, by place from 0.
    """

    headers: dict[str, str]
    texts: Table
    numbers: Sequence[int]
    restored: dict[int, tuple[str, ...]]

    @property
    def rows(self) -> list[Row]:
        """The rows one by one."""
        return [
            Row(number, texts, self.restored.get(place, ()))
            for place, (number, texts) in enumerate(zip(self.numbers, self.texts, strict=True))
        ]


def read_sheet(data: bytes, *, with_enterprise: bool, limits: SheetLimits = _LIMITS) -> Sheet:
    """Return the rows of a file; raises SheetRefused where it is no sheet of trainings.

    with_enterprise: whether each row must name the enterprise for which it declares.
    """
    limits.check_size(len(data))
    cells = _cells_of(data, limits)
    if not any(any(map(str.strip, row)) for row in cells):
        raise SheetRefused(N_("The file is empty. Fill in the template and send it again."))
    width = max((place for place, name in enumerate(cells[0], 1) if name.strip()), default=0)
    headers = [name.strip() for name in cells[0][:width]]
    fields = fields_of(headers, with_enterprise=with_enterprise)
    numbers, columns = _columns_of(cells, width)
    if not numbers:
        raise SheetRefused(N_("The file names columns and holds no training. Add your trainings."))
    restored = _understand(columns, fields)
    named = [place for place, field in enumerate(fields) if field]
    texts = Table({fields[place]: columns[place] for place in named}, len(numbers))
    return Sheet({fields[place]: headers[place] for place in named}, texts, numbers, restored)


def _cells_of(data: bytes, limits: SheetLimits) -> list[list[str]]:
    if data.startswith(ZIP):
        return rows_of_workbook(data, limits)
    if data.startswith(COMPOUND):
        raise refuse_old_workbook()
    return rows_of_text(data, limits)


def _columns_of(cells: list[list[str]], width: int) -> tuple[Sequence[int], list[list[str]]]:
    """Return the numbers of the rows that are not blank, and their columns."""
    rows = [
        row if len(row) == width else _fitted(row, width, number)
        for number, row in enumerate(cells[1:], 2)
    ]
    numbers: Sequence[int] = range(2, len(cells) + 1)
    columns = [list(map(str.strip, column)) for column in zip(*rows, strict=True)]
    filled = [place for place, texts in enumerate(zip(*columns, strict=True)) if any(texts)]
    if len(filled) < len(rows):
        numbers = [numbers[place] for place in filled]
        columns = [[column[place] for place in filled] for column in columns]
    return numbers, columns


def _understand(columns: list[list[str]], fields: list[str]) -> dict[int, tuple[str, ...]]:
    """Turn what people type into what the door reads; return where zeros were put back."""
    restored: dict[int, tuple[str, ...]] = {}
    for index, field in enumerate(fields):
        if field in READERS:
            columns[index] = list(map(READERS[field], columns[index]))
        elif field in RESTORERS:
            columns[index] = _restore(columns[index], field, restored)
    return restored


def _restore(column: list[str], field: str, restored: dict[int, tuple[str, ...]]) -> list[str]:
    """Return a column of numbers with their zeros, and note the places where some were lost."""
    whole = list(map(RESTORERS[field], column))
    if not any(whole):
        return column
    for place, found in enumerate(whole):
        if found:
            restored[place] = (*restored.get(place, ()), field)
    return [found or text for found, text in zip(whole, column, strict=True)]


def _fitted(row: list[str], width: int, number: int) -> list[str]:
    """Return a row with as many cells as the header; only empty ones may be too few or too many."""
    if any(map(str.strip, row[width:])):
        raise SheetRefused(
            N_(
                "Row %(row)s has more cells than there are columns. Put a text that holds a comma "
                "or a semicolon between quotation marks."
            ),
            {"row": number},
        )
    return row[:width] + [""] * (width - len(row))
