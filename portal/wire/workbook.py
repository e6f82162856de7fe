"""Sheets as XLSX workbooks, opened by a process of its own that a hostile file may kill."""

import io
import json
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Final

from portal.languages import N_
from portal.wire.limits import SheetLimits
from portal.wire.refusal import SheetRefused

ZIP: Final = b"PK\x03\x04"
# Old or password-protected Office files.
COMPOUND: Final = b"\xd0\xcf\x11\xe0"
_OPENER: Final = Path(__file__).with_name("workbook_opener.py")
_MOST_PARTS: Final = 1000  # files inside of a workbook
_WORKBOOK: Final = "xl/workbook.xml"
_EXIT_TOO_LARGE: Final = 3


def rows_of_workbook(data: bytes, limits: SheetLimits) -> list[list[str]]:
    """Return the cells of the first sheet of an XLSX workbook as text; raises SheetRefused."""
    _check_parts(data, limits)
    asked = [limits.memory, limits.seconds, limits.rows, limits.columns, limits.unpacked]
    try:
        opened = subprocess.run(  # noqa: S603 - our own program, no shell
            [sys.executable, "-I", str(_OPENER), *map(str, asked)],
            input=data,
            capture_output=True,
            timeout=2 * limits.seconds,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise _too_large() from error
    if opened.returncode == _EXIT_TOO_LARGE or opened.returncode < 0:
        raise _too_large()
    if opened.returncode:
        raise _unreadable()
    rows: list[list[str]] = json.loads(opened.stdout)
    return rows


def _check_parts(data: bytes, limits: SheetLimits) -> None:
    """Look at the table of contents before anything is unpacked."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, NotImplementedError, ValueError) as error:
        raise _unreadable() from error
    if len(parts) > _MOST_PARTS or sum(part.file_size for part in parts) > limits.unpacked:
        raise _too_large()
    if _WORKBOOK not in {part.filename for part in parts}:
        raise _unreadable()


def _too_large() -> SheetRefused:
    return SheetRefused(
        N_(
            "The workbook is too large once it is unpacked. Copy the rows into a new workbook, "
            "or split them over smaller ones."
        )
    )


def _unreadable() -> SheetRefused:
    return SheetRefused(
        N_("This is no XLSX workbook, or it is damaged. Save it again as XLSX or as “CSV UTF-8”.")
    )


def refuse_old_workbook() -> SheetRefused:
    """Return the refusal of a workbook of the old kind, or behind a password."""
    return SheetRefused(
        N_(
            "This is an old Excel file, or one with a password. Save it as XLSX without a "
            "password, or as “CSV UTF-8”."
        )
    )
