"""A program, not a module: opens the workbook on its standard input and prints its cells as JSON.

A small file can describe a sheet that fills any memory, in more ways than a look from outside can
tell. So it is opened here, where memory and time are limited by the system, and where the end of
the program harms nobody. Arguments: memory (bytes), seconds, rows, columns, characters.
Ends with 3 when the sheet is too large, with 4 when it is no workbook.
"""

import io
import json
import resource
import sys
from datetime import date, datetime, time, timedelta

from python_calamine import (
    CalamineError,
    CalamineWorkbook,
    SheetTypeEnum,
    SheetVisibleEnum,
    load_workbook,
)

TOO_LARGE, UNREADABLE = 3, 4
MINUTE = 60  # seconds

Cell = str | bool | int | float | date | datetime | time | timedelta


def text_of(cell: Cell) -> str:
    """Return a cell as somebody would have typed it: ISO dates, hours:minutes, plain numbers."""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else repr(cell)
    if isinstance(cell, datetime):
        return (cell.date() if cell.time() == time() else cell).isoformat()
    if isinstance(cell, time):
        cell = timedelta(hours=cell.hour, minutes=cell.minute, seconds=cell.second)
    if isinstance(cell, timedelta):
        hours, minutes = divmod(round(cell.total_seconds() / MINUTE), MINUTE)
        return f"{hours}:{minutes:02}"
    return str(cell)


def opened(rows: int, columns: int, characters: int) -> list[list[str]]:
    """Return the cells of the first sheet that people see, from its very first row on."""
    with load_workbook(io.BytesIO(sys.stdin.buffer.read())) as workbook:
        sheet = workbook.get_sheet_by_name(first_seen(workbook))
        if sheet.total_height > rows or sheet.total_width > columns:
            sys.exit(TOO_LARGE)
        texts = [[text_of(cell) for cell in row] for row in sheet.to_python(skip_empty_area=False)]
    if sum(len(text) for row in texts for text in row) > characters:
        sys.exit(TOO_LARGE)
    return texts


def first_seen(workbook: CalamineWorkbook) -> str:
    """Return the name of the first sheet with cells that is not hidden; of the first, if none."""
    seen = [
        sheet.name
        for sheet in workbook.sheets_metadata
        if sheet.visible is SheetVisibleEnum.Visible and sheet.typ is SheetTypeEnum.WorkSheet
    ]
    return (seen or workbook.sheet_names)[0]


def main(memory: int, seconds: int, *most: int) -> None:
    """Open under the limits, print, or say by the exit code what is wrong."""
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        json.dump(opened(*most), sys.stdout)
    except MemoryError:
        sys.exit(TOO_LARGE)
    except (CalamineError, IndexError, OSError, ValueError):
        sys.exit(UNREADABLE)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
