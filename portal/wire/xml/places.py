"""Where the elements of a record, or before the records of a form, stand in the file.

The parser that reads records knows no columns, and to ask another one for every element would
cost more than reading. So a block is gone through once more where something in it is wrong.
"""

from bisect import bisect_right
from typing import BinaryIO, Final
from xml.parsers import expat

from lxml import etree

from portal.wire.xml.blocks import Block

_RECORDS: Final = frozenset({"TrainingRecord", "TrainingRightRecord"})
_FORM: Final = "Form"
# Opened before a block, so that what it closes is open; no name tells anything here.
Steps = tuple[str, ...]


class Places:
    """The lines and columns of elements in one block: of its records, and of forms that begin."""

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
        self._forms: list[dict[str, int]] = []
        self._read(opened)

    def at(self, number: int, path: str) -> tuple[int, int] | None:
        """Return line and column, from 1, of an element in a record of the block, from 0.

        path: within the record, as far as it is there; empty: the record itself.
        """
        return self._within(self._records, number, path)

    def before_records(self, number: int, path: str) -> tuple[int, int] | None:
        """Return those of an element before the records of a form that begins in the block."""
        return self._within(self._forms, number, path)

    def _within(
        self, all_of_them: list[dict[str, int]], number: int, path: str
    ) -> tuple[int, int] | None:
        if number >= len(all_of_them):
            return None
        found = all_of_them[number]
        while path and path not in found:
            path = path.rpartition("/")[0]
        return self._spot(found[path])

    def _kept_apart(self, local: str, steps: list[str]) -> list[dict[str, int]] | None:
        """Return where an element that begins is kept, if its places are a list of their own."""
        if local in _RECORDS and steps in ([], [""]):
            return self._records
        return self._forms if local == _FORM and not steps else None

    def _spot(self, offset: int) -> tuple[int, int]:
        line = bisect_right(self._lines, offset) - 1
        before = self._data[self._lines[line] : offset]
        column = len(before.decode(errors="replace")) + 1
        return self._block.line + line, column + (self._block.column if line == 0 else 0)

    def _read(self, opened: Steps) -> None:
        prefix = "".join(f"<{name}>" for name in opened).encode()
        steps: list[str] = []
        found: list[dict[str, int]] = []  # of the form and of the record that are open
        reader = expat.ParserCreate("utf-8")

        def begun(name: str, _attributes: object) -> None:
            local = name.rpartition(":")[2]
            offset = reader.CurrentByteIndex - len(prefix)
            kept = self._kept_apart(local, steps)
            if kept is not None:
                kept.append({"": offset})
                found.append(kept[-1])
                steps.append("")
            elif steps:
                steps.append(f"{steps[-1]}/{local}".lstrip("/"))
                found[-1].setdefault(steps[-1], offset)

        def ended(_name: str) -> None:
            if steps and not steps.pop():
                found.pop()

        reader.StartElementHandler, reader.EndElementHandler = begun, ended
        try:
            reader.Parse(prefix)
            reader.Parse(self._data)
        except expat.ExpatError:
            return  # what was found before it stands; the rest has no column


def written(element: etree._Element) -> str:
    """Return the name of an element as the message writes it, with its prefix."""
    local = etree.QName(element).localname
    return f"{element.prefix}:{local}" if element.prefix else local
