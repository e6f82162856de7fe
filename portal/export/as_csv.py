"""The tables as CSV, for programs: UTF-8 with its mark, semicolons, codes of the contract."""

import csv
import io
from collections.abc import Iterator

from portal.export.cells import harmless
from portal.export.columns import Column, Kind, Table
from portal.export.gathering import Gathered

ENOUGH = 16_384  # characters to hand on at once


def csv_of(table: Table, gathered: Gathered) -> Iterator[bytes]:
    """Return a table, a piece at a time."""
    waiting = io.StringIO()
    waiting.write("\N{ZERO WIDTH NO-BREAK SPACE}")  # tells Excel that it is UTF-8
    writer = csv.writer(waiting, delimiter=";", lineterminator="\r\n")
    writer.writerow([column.heading for column in table.columns])
    for record in table.rows(gathered):
        writer.writerow([_cell(column, column.value(record)) for column in table.columns])
        if waiting.tell() > ENOUGH:
            yield waiting.getvalue().encode()
            waiting.seek(0)
            waiting.truncate()
    yield waiting.getvalue().encode()


def _cell(column: Column, value: object) -> str:
    """Return a value as text; what somebody typed is kept from being a formula."""
    if value is None:
        return ""
    if column.kind is Kind.TRUTH:
        return "true" if value else "false"
    return harmless(str(value)) if column.kind is Kind.TEXT else str(value)
