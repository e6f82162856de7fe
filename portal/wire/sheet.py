"""Spreadsheets of trainings, CSV or XLSX, as texts by field: read whole, or refused whole."""

from dataclasses import dataclass
from typing import Final, NamedTuple

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
    """All rows of a file. headers: what each field is called in it."""

    headers: dict[str, str]
    rows: list[Row]


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
    rows = _rows_of(cells, fields)
    if not rows:
        raise SheetRefused(N_("The file names columns and holds no training. Add your trainings."))
    return Sheet(dict(zip(fields, headers, strict=True)), rows)


def _cells_of(data: bytes, limits: SheetLimits) -> list[list[str]]:
    if data.startswith(ZIP):
        return rows_of_workbook(data, limits)
    if data.startswith(COMPOUND):
        raise refuse_old_workbook()
    return rows_of_text(data, limits)


def _rows_of(cells: list[list[str]], fields: list[str]) -> list[Row]:
    """Return the rows that are not blank, read column by column, which is cheapest."""
    if len(cells) == 1:
        return []
    width = len(fields)
    fitted = [
        row if len(row) == width else _fitted(row, width, number)
        for number, row in enumerate(cells[1:], 2)
    ]
    columns = [list(map(str.strip, column)) for column in zip(*fitted, strict=True)]
    restored: dict[int, tuple[str, ...]] = {}
    for place, field in enumerate(fields):
        if field in READERS:
            columns[place] = list(map(READERS[field], columns[place]))
        elif field in RESTORERS:
            columns[place] = _restored(columns[place], field, restored)
    return [
        Row(number, dict(zip(fields, texts, strict=True)), restored.get(number, ()))
        for number, texts in enumerate(zip(*columns, strict=True), 2)
        if any(texts)
    ]


def _restored(column: list[str], field: str, restored: dict[int, tuple[str, ...]]) -> list[str]:
    """Return a column of numbers with their zeros, and note the rows in which some were lost."""
    whole = list(map(RESTORERS[field], column))
    if not any(whole):
        return column
    for number, found in enumerate(whole, 2):
        if found:
            restored[number] = (*restored.get(number, ()), field)
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
