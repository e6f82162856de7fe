"""Spreadsheets of trainings, CSV or XLSX, as texts by field: read whole, or refused whole."""

from dataclasses import dataclass
from typing import Final

from portal.languages import N_
from portal.wire.cells import READERS, RESTORERS
from portal.wire.columns import fields_of
from portal.wire.limits import SheetLimits
from portal.wire.refusal import SheetRefused
from portal.wire.separated import rows_of_text
from portal.wire.workbook import COMPOUND, ZIP, refuse_old_workbook, rows_of_workbook

_LIMITS: Final = SheetLimits()


@dataclass(frozen=True, slots=True)
class Row:
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
    if not cells or not any(any(row) for row in cells):
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
    readers = [(place, READERS[field]) for place, field in enumerate(fields) if field in READERS]
    restorers = [(field, RESTORERS[field]) for field in fields if field in RESTORERS]
    width = len(fields)
    rows = []
    for number, row in enumerate(cells[1:], 2):
        texts = [text.strip() for text in row]
        if not any(texts):
            continue
        if len(texts) != width:
            texts = _fitted(texts, width, number)
        for place, reader in readers:
            texts[place] = reader(texts[place])
        named = dict(zip(fields, texts, strict=True))
        restored = []
        for field, restore in restorers:
            if whole := restore(named[field]):
                named[field] = whole
                restored.append(field)
        rows.append(Row(number, named, tuple(restored)))
    return rows


def _fitted(texts: list[str], width: int, number: int) -> list[str]:
    """Return a row with as many cells as the header; only empty ones may be too few or too many."""
    if any(texts[width:]):
        raise SheetRefused(
            N_(
                "Row %(row)s has more cells than there are columns. Put a text that holds a comma "
                "or a semicolon between quotation marks."
            ),
            {"row": number},
        )
    return texts[:width] + [""] * (width - len(texts))
