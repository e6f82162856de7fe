"""What is no export, damaged, too large or impossible is refused in a sentence."""

import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, func, select

from portal.database import Session
from portal.export.reading import MOST_BYTES
from portal.models import Person
from tests.export.back import changed, document_in, everything, read_back
from tests.export.taken import SSIN

Change = Callable[[dict[str, Any]], object]


def _set(*path: object) -> Change:
    *way, last, value = path

    def change(document: dict[str, Any]) -> None:
        found: Any = document
        for part in way:
            found = found[part]
        found[last] = value

    return change


CHANGES: dict[str, Change] = {
    "another format": _set("format", "something-else"),
    "a newer version": _set("version", 2),
    "no version": lambda document: document.pop("version"),
    "an unknown member": _set("extra", 1),
    "a missing part": lambda document: document.pop("trainings"),
    "a number with a false check": _set(
        "person", "numbers", [{"ssin": "95111722478", "state": "current"}]
    ),
    "a number of somebody else": _set("person", "ssin", "73092613502"),
    "an impossible day": _set("trainings", 0, "endDate", "2026-02-30"),
    "an end before the start": _set("trainings", 0, "endDate", "1999-01-01"),
    "minutes beyond all bounds": _set("trainings", 0, "durationMinutes", 10**30),
    "a huge number": _set("declaredRights", 0, "days", "9" * 200_000),
    "a nothing in a title": _set("trainings", 0, "title", "a\0b"),
    "half a letter": _set("trainings", 0, "title", "\ud800"),
    "two records with one id": lambda document: document["trainings"].append(
        document["trainings"][0]
    ),
    "a gap in versions": _set("trainings", 0, "version", 3),
    "a share over one": _set("employments", 0, "workRegimes", 0, "workRegime", "3/2"),
    "a share without end": _set("employments", 0, "workRegimes", 0, "workRegime", "1/3"),
    "employments that overlap": lambda document: document["employments"].append(
        {**document["employments"][0], "employmentId": "other"}
    ),
    "a committee that is none": _set("employments", 0, "jointCommittee", "'; DROP TABLE person"),
    "the opt-out of another employer": _set(
        "employers", 0, "optOuts", 0, "employer", "enterpriseNumber", "0100000169"
    ),
    "an opt-out with days": _set("employers", 0, "optOuts", 1, "kind", "legal"),
    "a formula for a number": _set("employers", 0, "enterpriseNumber", "=1+1"),
}


@pytest.mark.parametrize("name", CHANGES)
def test_a_document_that_cannot_be_is_refused_in_a_sentence(
    taken: Path, database: Engine, name: str
) -> None:
    document = document_in(taken)
    CHANGES[name](document)
    before = everything(database)
    result = read_back(changed(taken, document))
    assert result.exit_code == 1, result.output
    assert result.output.startswith("Error: ")
    assert "Nothing was changed" in result.output
    assert SSIN not in result.output
    assert everything(database) == before


def packed(name: str, data: bytes, **more: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for each, content in {name: data, **more}.items():
            archive.writestr(each, content)
    return file.getvalue()


def _flipped(data: bytes) -> bytes:
    place = data.index(b"account.json") + 400
    return data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :]


FILES: dict[str, Callable[[bytes], bytes]] = {
    "nothing": lambda _: b"",
    "words": lambda _: b"Dear Emma,",
    "a picture": lambda _: b"\x89PNG\r\n\x1a\n" + b"\0" * 100,
    "half of it": lambda data: data[: len(data) // 2],
    "one bit flipped": _flipped,
    "another archive": lambda _: packed("letter.txt", b"Dear Emma,"),
    "a document that is none": lambda _: packed("account.json", b"[1, 2]"),
    "broken JSON": lambda _: packed("account.json", b'{"format": '),
    "JSON without end": lambda _: packed("account.json", b'{"a":' * 100_000),
    "no text": lambda _: packed("account.json", b"\xff\xfe\0"),
    "a bomb": lambda _: packed("account.json", b" " * (MOST_BYTES + 2)),
    "a bare bomb": lambda _: b"{" + b" " * (MOST_BYTES + 2),
}


@pytest.mark.parametrize("name", FILES)
def test_a_foreign_or_damaged_file_is_refused_in_a_sentence(taken: Path, name: str) -> None:
    taken.write_bytes(FILES[name](taken.read_bytes()))
    result = read_back(taken)
    assert result.exit_code == 1
    assert result.output.startswith("Error: This ")
    assert "Traceback" not in result.output
    assert ("64 MiB" in result.output) == ("bomb" in name)
    with Session() as db:
        assert db.scalar(select(func.count()).select_from(Person)) == 0
