"""Sheets as text: CSV in UTF-8, with semicolons or commas."""

import csv
import io
from itertools import islice
from typing import Final

from portal.languages import N_
from portal.wire.columns import known_among
from portal.wire.limits import SheetLimits
from portal.wire.refusal import SheetRefused

_SEPARATORS: Final = (";", ",")


def rows_of_text(data: bytes, limits: SheetLimits) -> list[list[str]]:
    """Return the cells of a CSV file, row by row; raises SheetRefused."""
    text = _decoded(data)
    separator = _separator_of(text)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    try:
        rows = list(islice(reader, limits.rows + 1))
    except csv.Error as error:
        raise SheetRefused(
            N_(
                "Line %(line)s cannot be read: a quotation mark is not closed, or stands in the "
                "middle of a cell."
            ),
            {"line": max(reader.line_num, 1)},
        ) from error
    limits.check_rows(len(rows))
    return rows


def _decoded(data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise SheetRefused(
            N_(
                "Line %(line)s is not written in UTF-8. In your spreadsheet program, save the "
                "sheet as “CSV UTF-8” or as XLSX."
            ),
            {"line": data.count(b"\n", 0, error.start) + 1},
        ) from error


def _separator_of(text: str) -> str:
    """Return the separator by which the first line names the most columns."""
    first_line = text[: text.find("\n") + 1] or text
    return max(
        _SEPARATORS,
        key=lambda separator: (
            known_among([name.strip().strip('"') for name in first_line.split(separator)]),
            first_line.count(separator),
        ),
    )
