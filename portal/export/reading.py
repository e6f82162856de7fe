"""Opens an export again; what is foreign, damaged or too large is refused in a sentence."""

import json
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from pydantic import ValidationError

from portal.export.archive import DOCUMENT
from portal.export.as_json import FORMAT, VERSION
from portal.export.document import Document
from portal.export.parts import RightPart, TrainingPart

MOST_BYTES: Final = 64 * 2**20  # of a document: a hundred times the longest career
MOST_FILES: Final = 20_000
_NO_EXPORT: Final = "This is no export of a learning account."
_DAMAGED: Final = "This export is damaged: download it again."


class ExportRefused(Exception):
    """A file cannot be read back, or not into this portal; the text is a sentence for people."""


@dataclass(frozen=True, slots=True)
class Export:
    """An export that was read. said: the document as it stands in the file."""

    document: Document
    said: dict[str, Any]


def read_export(path: Path) -> Export:
    """Return what an export holds, the ZIP or the document out of it; raises ExportRefused."""
    text = _document_in(path)
    said = _parsed(text)
    if said.get("format") != FORMAT:
        raise ExportRefused(_NO_EXPORT)
    if said.get("version") != VERSION:
        raise ExportRefused(
            f"This export has version {said.get('version')!r}; this portal reads version {VERSION}."
        )
    try:
        document = Document.model_validate(said)
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        place = "/".join(str(part) for part in first["loc"])
        raise ExportRefused(
            f"This export does not fit its schema: {place}: {first['msg']}."
        ) from None
    for fault in (*_faults_of_names(document), *_faults_of_versions(document)):
        raise ExportRefused(f"This export contradicts itself: {fault}.")
    return Export(document, said)


def _document_in(path: Path) -> bytes:
    """Return the document, never more of it than is allowed, whatever the file says of itself."""
    with path.open("rb") as file:
        if file.read(1) == b"{":
            file.seek(0)
            return _no_more_than_allowed(file.read(MOST_BYTES + 1))
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
            named = [entry for entry in entries if entry.filename == DOCUMENT]
            if len(named) != 1 or len(entries) > MOST_FILES:
                raise ExportRefused(_NO_EXPORT)
            with archive.open(named[0]) as file:
                # Read to the end, so that its checksum is tried.
                return _no_more_than_allowed(file.read(MOST_BYTES + 1))
    except zipfile.BadZipFile:
        raise ExportRefused(_DAMAGED if zipfile.is_zipfile(path) else _NO_EXPORT) from None
    except (zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError):
        raise ExportRefused(_DAMAGED) from None


def _no_more_than_allowed(text: bytes) -> bytes:
    if len(text) > MOST_BYTES:
        raise ExportRefused(
            f"This file unpacks to more than {MOST_BYTES // 2**20} MiB, which no export does."
        )
    return text


def _parsed(text: bytes) -> dict[str, Any]:
    if b"\\u0000" in text:
        raise ExportRefused(_DAMAGED)  # no database keeps such a text
    try:
        said = json.loads(text)
    except (ValueError, RecursionError):
        raise ExportRefused(_DAMAGED) from None
    if not isinstance(said, dict):
        raise ExportRefused(_NO_EXPORT)
    return said


def _faults_of_names(document: Document) -> Iterator[str]:
    """Return what a schema cannot say: which names must be one thing's alone."""
    person = document.person
    borne = [number.ssin for number in person.numbers]
    if borne[0] != person.ssin or _twice(borne):
        yield "the number of the person is not the first of their numbers"
    if any(number.replaced_by not in {None, *borne} for number in person.numbers):
        yield "a number is replaced by one that is not there"
    if _twice(job.employment_id for job in document.employments):
        yield "two employments have one name"
    if _twice(employer.enterprise_number for employer in document.employers):
        yield "an employer stands in it twice"
    for employer in document.employers:
        said = {
            (one.employer.enterprise_number, one.kind)
            for opt_out in employer.opt_outs
            for one in (opt_out, *opt_out.earlier_versions)
        }
        if said - {(employer.enterprise_number, "optOut")}:
            yield "an opt-out of an employer is something else"


def _faults_of_versions(document: Document) -> Iterator[str]:
    """Return what is wrong with the versions of records."""
    opt_outs = [one for employer in document.employers for one in employer.opt_outs]
    records: list[TrainingPart | RightPart] = [
        *document.trainings,
        *document.declared_rights,
        *opt_outs,
    ]
    if _twice(record.id for record in records):
        yield "two records have one identifier"
    for record in records:
        versions = [record.version, *(one.version for one in record.earlier_versions)]
        if versions != list(range(record.version, 0, -1)):
            yield "the versions of a record have a gap"
        if any(one.id != record.id for one in record.earlier_versions):
            yield "a version belongs to another record"


def _twice(names: Iterable[object]) -> bool:
    return any(count > 1 for count in Counter(names).values())
