"""Files into temporary tables: every row is kept, every cell that cannot be kept is told."""

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, text

from portal.directory.keeping import Keeper
from portal.feed.cells import Refusal
from portal.feed.files import Chunk, Table, Unreadable, header_faults, opened
from portal.feed.kinds import Column, Kind
from portal.feed.report import LONGEST_VALUE, Fault, Faults
from portal.languages import N_

Progress = Callable[[str, int], None]  # what is being done, and to how many rows it was done


@dataclass(frozen=True, slots=True)
class Load:
    """What every step of one load works with."""

    connection: Connection
    folder: Path
    now: datetime
    progress: Progress
    faults: Faults
    keeper: Keeper

    def make(self, statement: str) -> int:
        """Execute a statement; return how many rows it wrote."""
        return self.connection.execute(text(statement), {"now": self.now}).rowcount

    def make_table(self, name: str, query: str) -> int:
        """Make a temporary table of what a query gives; return its number of rows."""
        self.make(f"DROP TABLE IF EXISTS pg_temp.{name}")
        rows = self.make(f"CREATE TEMP TABLE {name} ON COMMIT DROP AS {query}")
        self.make(f"ANALYZE {name}")
        return rows


def make_staging(load: Load, kind: Kind) -> None:
    """Make the empty temporary table of a kind.

    faulty: something is wrong with the row; the cells that are to blame are empty in the table.
    """
    columns = "".join(
        f", {name} {column.type}" for column in kind.columns for name in column.staged
    )
    load.make(f"DROP TABLE IF EXISTS pg_temp.{kind.table}")
    load.make(
        f"CREATE TEMP TABLE {kind.table} (line integer, faulty boolean{columns}) ON COMMIT DROP"
    )


def stage(load: Load, kind: Kind) -> int | None:
    """Bring a file into its table; return its number of rows, None where it cannot be read."""
    try:
        with opened(load.folder / kind.file) as source:
            table = Table(source)
            faults = header_faults(kind, table)
            for fault in faults:
                load.faults.add(fault)
            return None if faults else _copy(load, kind, table)
    except Unreadable as why:
        load.faults.add(Fault(kind.file, why.line, None, None, str(why.refusal)))
        return None


def _copy(load: Load, kind: Kind, table: Table) -> int:
    """COPY the rows as they are read, so that no file is ever whole in memory."""
    by_name = {column.name: column for column in kind.columns}
    columns = [by_name[name] for name in table.header]
    staged = [name for column in columns for name in column.staged]
    names = ", ".join(["line", "faulty", *staged])
    read = 0
    broken = None
    with (
        _cursor(load.connection) as cursor,
        cursor.copy(f"COPY {kind.table} ({names}) FROM STDIN (FORMAT csv)") as copy,
    ):
        try:
            for chunk in table.chunks():
                buffer = io.StringIO()
                rows = _rows(load, kind, columns, chunk)
                csv.writer(buffer, lineterminator="\n").writerows(rows)
                copy.write(buffer.getvalue())
                read += len(chunk.lines)
                load.progress(kind.file, read)
        except Unreadable as why:
            broken = why  # raised further within COPY, it would end the whole transaction
    if broken is not None:
        raise broken
    load.make(f"ANALYZE {kind.table}")
    return read


def _cursor(connection: Connection) -> Any:  # noqa: ANN401 - SQLAlchemy knows no COPY
    """Return a cursor of psycopg, which alone can COPY."""
    return connection.connection.cursor()


def _rows(
    load: Load, kind: Kind, columns: list[Column], chunk: Chunk
) -> Iterator[tuple[object, ...]]:
    """Return the rows to stage; each distinct text of a column is judged once a chunk."""
    faulty = set(chunk.misfits)
    for line, width in chunk.misfits.items():
        refusal = Refusal(
            N_("This row has %(cells)s cells, the header %(columns)s: check its commas."),
            {"cells": width, "columns": len(columns)},
        )
        load.faults.add(Fault(kind.file, line, None, None, str(refusal)))
    staged: list[list[Any]] = []
    for column, cells in zip(columns, chunk.columns, strict=True):
        said = {text: column.value(text, load.folder) for text in set(cells)}
        refused = {text: value for text, value in said.items() if isinstance(value, Refusal)}
        if refused:
            for line, text_ in zip(chunk.lines, cells, strict=True):
                # In a misfit the text may belong to another column.
                if text_ in refused and line not in chunk.misfits:
                    faulty.add(line)
                    load.faults.add(_fault(kind, line, column, text_, refused[text_]))
            said |= dict.fromkeys(refused, "")
        if column.is_number:
            staged += _unreadable(load.keeper, said, cells)
        else:
            staged.append([said[text_] for text_ in cells])
    return zip(chunk.lines, (line in faulty for line in chunk.lines), *staged, strict=True)


def _unreadable(keeper: Keeper, said: Mapping[str, Any], cells: Iterable[str]) -> list[list[str]]:
    """Return two columns for one of numbers: their indexes, and them as only this load reads."""
    indexes, hidden = {"": ""}, {"": ""}
    for ssin in filter(None, said.values()):
        index = keeper.index(ssin)
        indexes[ssin], hidden[ssin] = rf"\x{index.hex()}", rf"\x{keeper.hide(index, ssin).hex()}"
    numbers = [said[text_] for text_ in cells]
    return [[indexes[ssin] for ssin in numbers], [hidden[ssin] for ssin in numbers]]


def _fault(kind: Kind, line: int, column: Column, value: str, refusal: Refusal) -> Fault:
    return Fault(kind.file, line, column.name, value[:LONGEST_VALUE], str(refusal))
