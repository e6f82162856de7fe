"""Tables to take along, as sheets of one workbook or as CSV."""

import csv
import io
from collections.abc import Iterable
from typing import IO, Final, NamedTuple

from portal.export.cells import harmless
from portal.wire.template import MARK, OPTIONS

# What XML cannot hold.
_BLANKED: Final = dict.fromkeys((*range(9), *range(11, 32)), " ")
_WIDTH: Final = 16  # of a column, in characters
Cell = str | int | float


class Table(NamedTuple):
    """A table in the language of its reader; rows may be made while they are written."""

    title: str
    headings: list[str]
    rows: Iterable[list[Cell]]


def write_workbook(file: IO[bytes], tables: Iterable[Table]) -> None:
    """Write tables as the sheets of one workbook."""
    from xlsxwriter import Workbook  # noqa: PLC0415 - pages start without it

    with Workbook(file, dict(OPTIONS)) as book:
        bold = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        for table in tables:
            sheet = book.add_worksheet(table.title)
            sheet.freeze_panes(1, 0)
            sheet.set_column(0, len(table.headings), _WIDTH)
            sheet.write_row(0, 0, table.headings, bold)
            for number, row in enumerate(table.rows, 1):
                for place, cell in enumerate(row):
                    if isinstance(cell, str):
                        sheet.write_string(number, place, cell.translate(_BLANKED))
                    else:
                        sheet.write_number(number, place, cell)


def write_csv(file: IO[bytes], table: Table) -> None:
    """Write a table as CSV; what somebody typed is kept from being a formula."""
    text = io.TextIOWrapper(file, "utf-8", newline="", write_through=True)
    text.write(MARK)
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(table.headings)
    for row in table.rows:
        writer.writerow([harmless(cell) if isinstance(cell, str) else cell for cell in row])
    text.detach()
