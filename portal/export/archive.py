"""One ZIP with every form of the record, made while it is sent, in flat memory."""

import io
import zipfile
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Final

from portal.export.as_csv import csv_of
from portal.export.as_json import json_of
from portal.export.as_workbook import workbook_of
from portal.export.gathering import Gathered
from portal.export.legend import legend_of
from portal.export.tables import TABLES
from portal.languages import LANGUAGES

DOCUMENT: Final = "account.json"
SCHEMA: Final = Path(__file__).parent / "account-1.schema.json"

File = tuple[str, Iterable[bytes]]


class _Pipe(io.RawIOBase):
    """What is written into it can be taken out once; it has no place to go back to."""

    def __init__(self) -> None:
        self._waiting: list[bytes] = []

    def writable(self) -> bool:
        """Say that it may be written to."""
        return True

    def write(self, data: bytes) -> int:  # type: ignore[override]  # all that a ZIP writes
        """Keep it until it is taken."""
        self._waiting.append(bytes(data))
        return len(data)

    def taken(self) -> bytes:
        """Return what was written since the last time."""
        taken, self._waiting = b"".join(self._waiting), []
        return taken


def archive_of(gathered: Gathered, language: str, papers: Iterable[File] = ()) -> Iterator[bytes]:
    """Return the ZIP, a piece at a time. language: of the workbook.

    papers: further files, of the folders and names that the legend knows.
    """
    return zipped(_files(gathered, language, papers), gathered.exported_at)


def zipped(files: Iterable[File], made_at: datetime) -> Iterator[bytes]:
    """Return a ZIP of files, each given by its name and its pieces, a piece at a time."""
    pipe = _Pipe()
    with zipfile.ZipFile(pipe, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, pieces in files:
            entry = zipfile.ZipInfo(name, made_at.timetuple()[:6])
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o600 << 16  # for its owner alone
            with archive.open(entry, "w") as file:
                for piece in pieces:
                    file.write(piece)
                    yield pipe.taken()
            yield pipe.taken()
    yield pipe.taken()


def _files(gathered: Gathered, language: str, papers: Iterable[File]) -> Iterator[File]:
    yield DOCUMENT, json_of(gathered)
    yield SCHEMA.name, [SCHEMA.read_bytes()]
    yield "account.xlsx", workbook_of(gathered, language)
    for table in TABLES:
        yield f"csv/{table.name}.csv", csv_of(table, gathered)
    names = {DOCUMENT, SCHEMA.name, "account.xlsx", "csv/"}
    for name, pieces in papers:
        folder, slash, _ = name.partition("/")
        names.add(folder + slash)
        yield name, pieces
    # Last, since it tells of the others.
    for each in LANGUAGES:
        yield f"README-{each}.txt", [legend_of(gathered, each, names).encode()]
