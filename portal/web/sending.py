"""Files that are made on the disk first, and then sent a piece at a time."""

from collections.abc import Iterator
from typing import IO, Final

from flask import Response

XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_PIECE: Final = 64 * 1024  # bytes


def sent(file: IO[bytes], kind: str, name: str) -> Response:
    """Return the answer that gives a file, written to its end, under a name; then it is closed."""
    size = file.tell()
    file.seek(0)
    answer = Response(_pieces(file), mimetype=kind)
    answer.headers["Content-Length"] = str(size)
    answer.headers.set("Content-Disposition", "attachment", filename=name)
    answer.call_on_close(file.close)
    return answer


def _pieces(file: IO[bytes]) -> Iterator[bytes]:
    with file:
        while piece := file.read(_PIECE):
            yield piece
