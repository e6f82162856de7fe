"""The whole record as one JSON document, for machines and for coming back."""

import json
from collections.abc import Iterator

from portal.export.gathering import Gathered
from portal.export.spool import Lines

FORMAT = "learning-account-export"
VERSION = 1  # goes up when a reader of the one before would not understand; docs/export.md


def json_of(gathered: Gathered) -> Iterator[bytes]:
    """Return the document, a piece at a time; one record of a long list on a line."""
    head = {
        "format": FORMAT,
        "version": VERSION,
        "exportedAt": gathered.exported_at.isoformat(),
        **gathered.head,
    }
    yield json.dumps(head, ensure_ascii=False, indent=1)[:-2].encode()
    lists = {
        "trainings": gathered.trainings,
        "declaredRights": gathered.declared_rights,
        "looks": gathered.looks,
    }
    for name, lines in lists.items():
        yield f',\n "{name}": ['.encode()
        yield from _members(lines)
        yield b"\n ]"
    yield b"\n}\n"


def _members(lines: Lines) -> Iterator[bytes]:
    for place, text in enumerate(lines.texts()):
        yield f"{',' if place else ''}\n{text}".encode()
