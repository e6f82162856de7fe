"""CSV files as they come: encoding, header and rows, read as a stream in chunks."""

import csv
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TextIO

from portal.feed.cells import Refusal
from portal.feed.kinds import Kind
from portal.feed.report import Fault
from portal.languages import N_

CHUNK_ROWS = 20_000
LONGEST_LINE = 1 << 20  # bytes
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_OTHER_SEPARATORS = {";", "\t"}


class Unreadable(Exception):
    """The file cannot be read on: nothing can be said of the rows from this line on."""

    def __init__(self, line: int | None, refusal: Refusal) -> None:
        super().__init__(line, refusal)
        self.line = line
        self.refusal = refusal


@dataclass(frozen=True, slots=True)
class Chunk:
    """Some rows of a file, column by column in the order of the header.

    lines: where each row begins. misfits: lines of the rows whose number of cells is not the
    header's, with that number; their cells may stand in wrong columns.
    """

    lines: list[int]
    columns: list[tuple[str, ...]]
    misfits: dict[int, int]


@contextmanager
def opened(path: Path) -> Iterator[TextIO]:
    """Give a file that is UTF-8 text, with or without byte order mark; else raise Unreadable."""
    try:
        _check_encoding(path)
        with path.open(encoding="utf-8-sig", newline="") as source:
            yield source
    except OSError as why:
        refusal = Refusal(N_("The file cannot be opened (%(why)s)."), {"why": why.strerror})
        raise Unreadable(None, refusal) from why


def _check_encoding(path: Path) -> None:
    """Read the file once for its bytes alone, so that a fault is told with its line."""
    with path.open("rb") as source:
        line = 0
        while raw := source.readline(LONGEST_LINE):
            line += 1
            if line == 1 and raw.startswith(_UTF16):
                raise Unreadable(None, Refusal(N_("The file is in UTF-16: save it as UTF-8.")))
            if len(raw) == LONGEST_LINE:
                raise Unreadable(line, Refusal(N_("This line is too long: one row a line.")))
            if b"\0" in raw:
                raise Unreadable(
                    line, Refusal(N_("This line holds a NUL character: save the file as UTF-8."))
                )
            try:
                raw.decode()
            except UnicodeDecodeError as why:
                refusal = Refusal(
                    N_("This line is not in UTF-8 (perhaps in Latin-1): save the file as UTF-8.")
                )
                raise Unreadable(line, refusal) from why


class Table:
    """The rows of an opened file under its header."""

    def __init__(self, source: TextIO) -> None:
        """Read the header; raises Unreadable where there is none."""
        self._reader = csv.reader(source, strict=True)
        self._line = 1
        first = next(self._rows(), None)
        if first is None:
            refusal = Refusal(N_("The file is empty: begin it with the names of the columns."))
            raise Unreadable(1, refusal)
        self.header_line, self.header = first

    def _rows(self) -> Iterator[tuple[int, list[str]]]:
        """Yield each row that is not blank, with the line on which it begins."""
        try:
            for row in self._reader:
                line, self._line = self._line, self._reader.line_num + 1
                if row:
                    yield line, row
        except csv.Error as why:
            refusal = Refusal(
                N_("The row that begins here is no CSV (%(why)s): check its quotation marks."),
                {"why": why},
            )
            raise Unreadable(self._line, refusal) from why

    def chunks(self) -> Iterator[Chunk]:
        """Yield the rows; raises Unreadable where they stop making sense."""
        rows = self._rows()
        width = len(self.header)
        while some := list(islice(rows, CHUNK_ROWS)):
            misfits = {line: len(row) for line, row in some if len(row) != width}
            if misfits:
                some = [(line, (row + [""] * width)[:width]) for line, row in some]
            columns = list(zip(*(row for _, row in some), strict=True))
            yield Chunk([line for line, _ in some], columns, misfits)


def header_faults(kind: Kind, table: Table) -> list[Fault]:
    """Return what is wrong with the names of the columns."""
    known = [column.name for column in kind.columns]
    obligatory = [column.name for column in kind.columns if not column.may_be_absent]
    if len(table.header) == 1 and _OTHER_SEPARATORS & set(table.header[0]):
        refusal = Refusal(N_("The cells are not parted by commas: save the file with commas."))
        return [Fault(kind.file, table.header_line, None, None, str(refusal))]

    def fault(column: str, refusal: Refusal) -> Fault:
        return Fault(kind.file, table.header_line, column, None, str(refusal))

    names = {"names": ", ".join(known)}
    unknown = Refusal(N_("The file may have no such column: it has %(names)s."), names)
    doubled = Refusal(N_("This column stands in the header more than once: remove one."))
    missing = Refusal(N_("This column is missing: the file has %(names)s."), names)
    return [
        *(fault(name, unknown) for name in dict.fromkeys(table.header) if name not in known),
        *(fault(name, doubled) for name in known if table.header.count(name) > 1),
        *(fault(name, missing) for name in obligatory if name not in table.header),
    ]
