"""Who one can be: the workers of a feed folder, read when asked for, however many they are."""

import csv
import mmap
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path

from portal.languages import LANGUAGES, N_


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody one can be. note: why that is interesting, by language; often nothing."""

    ssin: str
    family_name: str
    given_names: str
    birth_date: str
    language: str
    note: Mapping[str, str] = field(default_factory=dict)


# Somebody whom no register knows: to see what the portal says then.
STRANGER = Person("70010199861", "Nemo", "Nobody", "1970-01-01", "en")
STRANGER_NOTE = N_("No register knows this person. See what the portal says then.")


class People:
    """The people of a folder; nothing is kept in memory but the lines asked for."""

    def __init__(self, folder: Path) -> None:
        self._workers = folder / "workers.csv"
        self._interesting = folder / "interesting.csv"

    def find(self, number: str) -> Person | None:
        """Return who has this number now, or had it before another replaced it."""
        if number == STRANGER.ssin:
            return STRANGER
        if not number.isascii() or not number.isdigit():
            return None
        for row in _rows_with(self._workers, number):
            if number in {row["ssin"], row.get("replaces_ssin")}:
                return replace(_person(row), ssin=number)
        return None

    def search(self, words: str, skip: int, most: int) -> list[Person]:
        """Return people whose name or number begins with the words, in the order of the file."""
        wanted = _plain(words)
        found = (_person(row) for row in _rows(self._workers) if not wanted or _begins(row, wanted))
        return list(islice(found, skip, skip + most))

    def interesting(self) -> list[Person]:
        """Return the people whom it is interesting to be, each with a note."""
        noted = []
        for row in _rows(self._interesting):
            person = self.find(row["ssin"])
            if person is not None:
                note = {language: row.get(f"note_{language}", "") for language in LANGUAGES}
                noted.append(replace(person, note=note))
        return noted


def _rows(path: Path) -> Iterator[Mapping[str, str]]:
    if not path.is_file():
        return
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = csv.reader(file)
        names = next(rows, [])
        for values in rows:
            yield dict(zip(names, values, strict=False))


def _rows_with(path: Path, text: str) -> Iterator[Mapping[str, str]]:
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


def _person(row: Mapping[str, str]) -> Person:
    return Person(
        row["ssin"], row["family_name"], row["given_names"], row["birth_date"], row["language"]
    )


def _begins(row: Mapping[str, str], wanted: str) -> bool:
    if row["ssin"].startswith(wanted):
        return True
    family, given = _plain(row["family_name"]), _plain(row["given_names"])
    return f"{family} {given}".startswith(wanted) or f"{given} {family}".startswith(wanted)


def _plain(text: str) -> str:
    """Return a text as people type it in a hurry: no capitals, no accents, single spaces."""
    if not text.isascii():
        apart = unicodedata.normalize("NFKD", text)
        text = "".join(sign for sign in apart if not unicodedata.combining(sign))
    return " ".join(text.casefold().split())
