"""Reads a long file ahead in a process of its own, while the door is at the group before.

`python -m portal.batch.ahead FILE PLACE DESCRIPTOR` is that process.
"""

import gc
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, Final

from portal.batch.groups import groups_of
from portal.wire.xml.reading import Record, read_records

LONG: Final = 20_000  # records from which on it is worth the half second of a new process


def read_groups(path: Path, start: int, total: int) -> Iterator[list[Record]]:
    """Give the records of a file from a place on, in groups; of a long one by another process.

    Where that process is lost, this one reads on.
    """
    place = start
    if total - start >= LONG:
        with suppress(EOFError):
            for group in _from_another(path, start):
                place = group[-1].place + 1
                yield group
    if place < total:
        with path.open("rb") as file:
            yield from groups_of(read_records(file, place))


def _from_another(path: Path, start: int) -> Iterator[list[Record]]:
    """Give groups that another process reads; raises EOFError where it is gone."""
    here, there = os.pipe()
    command = [sys.executable, "-m", __name__, str(path), str(start), str(there)]
    ours: Connection[None, list[Record]] = Connection(here, writable=False)
    with ours, subprocess.Popen(command, pass_fds=(there,)):  # noqa: S603 - our own program
        os.close(there)
        try:
            while group := ours.recv():
                yield group
        finally:
            ours.close()  # who still tells hears that nobody listens, and ends


def _read(path: Path, start: int, told_to: "Connection[Any, Any]") -> None:
    """Tell groups, and an empty one at the end; it ends too when nobody listens any more."""
    gc.disable()
    with path.open("rb") as file, suppress(BrokenPipeError):
        for group in groups_of(read_records(file, start)):
            told_to.send([_plain(record) for record in group])
        told_to.send([])


def _plain(record: Record) -> Record:
    """Return a record that can be sent: views of a mapping cannot."""
    if not record.faults:
        return record
    plain = tuple(issue._replace(detail=dict(issue.detail)) for issue in record.faults)
    return record._replace(faults=plain)


if __name__ == "__main__":
    _read(Path(sys.argv[1]), int(sys.argv[2]), Connection(int(sys.argv[3]), readable=False))
