"""Where the elements of a record stand in the file, to the column.

The parser that reads records knows no columns, and to ask another one for every element would
cost more than reading. So a block is gone through once more where something in it is wrong.
"""

from bisect import bisect_right
from collections.abc import Mapping
from typing import BinaryIO, Final
from xml.parsers import expat

from portal.wire.xml.blocks import Block

_RECORDS: Final = frozenset({"TrainingRecord", "TrainingRightRecord"})
_FORM: Final = "Form"
# Opened before a block, so that what it closes is open; no name tells anything here.
Steps = tuple[str, ...]


class Places:
    """The lines and columns of all elements of the records in one block."""

    def __init__(self, file: BinaryIO, block: Block, opened: Steps) -> None:
        """Read the block once more; opened: the elements that are open where it begins."""
        file.seek(block.offset)
        self._data = file.read(block.length)
        self._block = block
        self._lines = [0]
        found = self._data.find(b"\n")
        while found >= 0:
            self._lines.append(found + 1)
            found = self._data.find(b"\n", found + 1)
        self._records: list[dict[str, int]] = []
        self._read(opened)

    def at(self, number: int, path: str) -> tuple[int, int] | None:
        """Return line and column, from 1, of an element in a record of the block, from 0.

        path: within the record, as far as it is there; empty: the record itself.
        """
        if number >= len(self._records):
            return None
        record = self._records[number]
        while path and path not in record:
            path = path.rpartition("/")[0]
        return self._spot(record[path])

    def _spot(self, offset: int) -> tuple[int, int]:
        line = bisect_right(self._lines, offset) - 1
        before = self._data[self._lines[line] : offset]
        column = len(before.decode(errors="replace")) + 1
        return self._block.line + line, column + (self._block.column if line == 0 else 0)

    def _read(self, opened: Steps) -> None:
        prefix = "".join(f"<{name}>" for name in opened).encode()
        steps: list[str] = []
        places: Mapping[str, int] | None = None
        reader = expat.ParserCreate("utf-8")

        def begun(name: str, _attributes: object) -> None:
            nonlocal places
            local = name.rpartition(":")[2]
            offset = reader.CurrentByteIndex - len(prefix)
            if not steps and local in _RECORDS:
                self._records.append({"": offset})
                steps.append("")
            elif steps:
                steps.append(f"{steps[-1]}/{local}".lstrip("/"))
                self._records[-1].setdefault(steps[-1], offset)

        def ended(_name: str) -> None:
            if steps:
                steps.pop()

        reader.StartElementHandler, reader.EndElementHandler = begun, ended
        try:
            reader.Parse(prefix)
            reader.Parse(self._data)
        except expat.ExpatError:
            return  # what was found before it stands; the rest has no column
