"""Reads the files of a feed folder line by line, however long they are."""

import csv
import mmap
import unicodedata
from collections.abc import Iterator, Mapping
from pathlib import Path


def rows(path: Path) -> Iterator[Mapping[str, str]]:
    """Return the rows of a file by their column names; none where there is no file."""
    if not path.is_file():
        return
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = csv.reader(file)
        names = next(rows, [])
        for values in rows:
            yield dict(zip(names, values, strict=False))


def rows_with(path: Path, text: str) -> Iterator[Mapping[str, str]]:
    """Return the rows in which a text stands, without reading the others as CSV."""
    if not path.is_file() or not path.stat().st_size:
        return
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as lines:
        names = next(csv.reader([file.readline().decode("utf-8-sig")]))
        at = lines.find(text.encode(), file.tell())
        while at != -1:
            begin = lines.rfind(b"\n", 0, at) + 1
            end = lines.find(b"\n", at)
            end = len(lines) if end == -1 else end
            for values in csv.reader([lines[begin:end].decode()]):
                yield dict(zip(names, values, strict=False))
            at = lines.find(text.encode(), end)


def plain(text: str) -> str:
    """Return a text as people type it in a hurry: no capitals, no accents, single spaces."""
    if not text.isascii():
        apart = unicodedata.normalize("NFKD", text)
        text = "".join(sign for sign in apart if not unicodedata.combining(sign))
    return " ".join(text.casefold().split())
