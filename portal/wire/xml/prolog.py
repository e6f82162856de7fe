"""What stands before the first element: neither a DOCTYPE nor another encoding is read.

Expat is asked, which tells both before any entity could be used.
"""

from typing import Final
from xml.parsers import expat

from portal.wire.xml import refusing
from portal.wire.xml.refusing import MessageRefused, Spot

LONGEST: Final = 64 * 2**10  # bytes before the first element
_UTF8: Final = frozenset({"utf-8", "utf8"})
_MARKS: Final = (b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff", b"\x00<", b"<\x00")


class _Begun(Exception):
    """The first element has begun."""


def check_prolog(start: bytes) -> None:
    """Raise MessageRefused for what no message may begin with; start: at least `LONGEST` bytes."""
    if not start.strip():
        raise MessageRefused(refusing.EMPTY_FILE)
    if start.startswith(_MARKS):
        raise MessageRefused(refusing.NOT_UTF8, Spot(1, 1))
    reader = _reader()
    try:
        reader.Parse(start[:LONGEST])
    except _Begun:
        return
    except expat.ExpatError as fault:
        at = Spot(fault.lineno, fault.offset + 1)
        said = expat.ErrorString(fault.code)
        raise MessageRefused(refusing.NOT_WELL_FORMED, at, detail={"fault": said}) from fault
    if len(start) >= LONGEST:
        detail = {"most": LONGEST // 1024}
        raise MessageRefused(refusing.RECORD_TOO_LARGE, Spot(1, 1), detail=detail)


def _reader() -> expat.XMLParserType:
    """Return a reader that stops at the first element, or at what may not stand before it."""
    reader = expat.ParserCreate("utf-8")

    def spot() -> Spot:
        return Spot(reader.CurrentLineNumber, reader.CurrentColumnNumber + 1)

    def declared(_version: str, encoding: str | None, _standalone: int) -> None:
        if encoding is not None and encoding.lower() not in _UTF8:
            raise MessageRefused(refusing.NOT_UTF8, spot(), encoding)

    def doctype(*_said: object) -> None:
        raise MessageRefused(refusing.DOCTYPE, spot())

    def begun(*_said: object) -> None:
        raise _Begun

    reader.XmlDeclHandler = declared
    reader.StartDoctypeDeclHandler = doctype
    reader.StartElementHandler = begun
    return reader
