"""A message in blocks of bytes that end where a record or a form ends, and what is fed with them.

Memory stays flat because no block can grow: what holds no end of a record for too long is refused.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO, Final

from lxml import etree

from portal.wire.xml import refusing
from portal.wire.xml.limits import MessageLimits
from portal.wire.xml.refusing import MessageRefused, Spot
from portal.wire.xml.schema import DECLARATION_SPACE

PIECE: Final = 128 * 2**10  # bytes that are read at once
IN_FORM: Final = b"Record>"  # what ends with it leaves a form open
AFTER_FORM: Final = b"Form>"
ROOT: Final = f"{{{DECLARATION_SPACE}}}FlaDeclaration"
FORM: Final = f"{{{DECLARATION_SPACE}}}Form"
TRAINING: Final = f"{{{DECLARATION_SPACE}}}TrainingRecord"
RIGHT: Final = f"{{{DECLARATION_SPACE}}}TrainingRightRecord"
RECORDS: Final = frozenset({TRAINING, RIGHT})
INCLUDE_SPACE: Final = "http://www.w3.org/2001/XInclude"
_TAGS: Final = (ROOT, FORM, TRAINING, RIGHT, f"{{{INCLUDE_SPACE}}}*")
# libxml2's own numbers of what is wrong.
_NOT_UTF8: Final = frozenset({32, 81})
_TOO_LARGE: Final = 114
_TOO_DEEP: Final = "Excessive depth"
_DEEPEST: Final = 256  # elements within each other, as libxml2 has it
_COMMENT: Final = b"<!--"


@dataclass(frozen=True, slots=True)
class Block:
    """Bytes of a message: where they stand, from 0, and what is open where they begin.

    line: from 1. column: characters before them in that line. depth: elements that are open.
    """

    offset: int
    length: int
    line: int
    column: int
    depth: int


def blocks_of(file: BinaryIO, limits: MessageLimits) -> Iterator[tuple[Block, bytes]]:
    """Give the blocks of a message; raises MessageRefused where one would grow too large.

    Between two blocks, others may read elsewhere in the file.
    """
    kept, offset, line, column, depth = b"", 0, 1, 0, 0
    while piece := _read(file, offset + len(kept)):
        data = kept + piece
        after_record, after_form = data.rfind(IN_FORM), data.rfind(AFTER_FORM)
        if after_record < 0 and after_form < 0:
            if len(data) > limits.record:
                raise _too_large(data, Spot(line, column + 1), limits)
            kept = data
            continue
        in_form = after_record > after_form
        end = after_record + len(IN_FORM) if in_form else after_form + len(AFTER_FORM)
        data, kept = data[:end], data[end:]
        yield Block(offset, end, line, column, depth), data
        offset += end
        line, column = _moved(data, line, column)
        depth = 2 if in_form else 1
    if kept:
        yield Block(offset, len(kept), line, column, depth), kept


def _read(file: BinaryIO, offset: int) -> bytes:
    file.seek(offset)
    return file.read(PIECE)


def _moved(data: bytes, line: int, column: int) -> tuple[int, int]:
    """Return the line and column behind bytes that begin at these."""
    lines = data.count(b"\n")
    tail = data[data.rfind(b"\n") + 1 :] if lines else data
    return line + lines, (0 if lines else column) + len(tail.decode(errors="replace"))


def new_parser() -> etree.XMLPullParser:
    """Return a parser that reads nothing but what it is fed, and gives ends of what matters."""
    return etree.XMLPullParser(
        events=("end",),
        tag=_TAGS,
        encoding="utf-8",
        no_network=True,
        load_dtd=False,
        resolve_entities="internal",  # there are none; those that are not defined are faults
        remove_comments=True,
        remove_pis=True,
    )


def refusal_of(fault: etree.XMLSyntaxError, *, at_end: bool) -> MessageRefused:
    """Return why a message is none, from what the parser says; at_end: it was fed all."""
    line, column = fault.position
    spot = Spot(max(line or 1, 1), max(column or 1, 1))
    if at_end:
        return MessageRefused(refusing.TRUNCATED, spot)
    if fault.code in _NOT_UTF8:
        return MessageRefused(refusing.NOT_UTF8, spot)
    if fault.code == _TOO_LARGE:
        deep = _TOO_DEEP in str(fault.msg)
        return MessageRefused(refusing.TOO_DEEP if deep else refusing.TEXT_TOO_LONG, spot)
    said = str(fault.msg).partition(", line ")[0].strip()
    return MessageRefused(refusing.NOT_WELL_FORMED, spot, detail={"fault": said[:200]})


def _too_large(data: bytes, spot: Spot, limits: MessageLimits) -> MessageRefused:
    """Return what makes bytes too large that hold no end of any record."""
    opened, closed, half = data.rfind(b"<"), data.rfind(b">"), limits.record // 2
    reason = refusing.RECORD_TOO_LARGE
    if data.startswith(_COMMENT, opened):
        pass
    elif opened > closed and len(data) - opened > half:
        reason = refusing.TOO_MANY_ATTRIBUTES
    elif closed > opened and len(data) - closed > half:
        reason = refusing.TEXT_TOO_LONG
    elif data.count(b"<") - 2 * data.count(b"</") - data.count(b"/>") > _DEEPEST:
        reason = refusing.TOO_DEEP
    return MessageRefused(reason, spot, detail={"most": limits.record // 1024})
