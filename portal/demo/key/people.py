"""Who one can be: the workers of a feed folder, read when asked for, however many they are."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path

from portal.demo.key.acting import Acting, Part
from portal.demo.key.rows import plain, rows, rows_with
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


FEWEST_SIGNS = 3  # of a word by which employers are sought
# Somebody whom no register knows: to see what the portal says then.
STRANGER = Person("70010199861", "Nemo", "Nobody", "1970-01-01", "en")
STRANGER_NOTE = N_("No register knows this person. See what the portal says then.")


class People:
    """The people of a folder; nothing is kept in memory but the lines asked for."""

    def __init__(self, folder: Path) -> None:
        self._workers = folder / "workers.csv"
        self._interesting = folder / "interesting.csv"
        self._employments = folder / "employments.csv"
        self._acting = Acting(folder)

    def find(self, number: str) -> Person | None:
        """Return who has this number now, or had it before another replaced it."""
        if number == STRANGER.ssin:
            return STRANGER
        if not number.isascii() or not number.isdigit():
            return None
        for row in rows_with(self._workers, number):
            if number in {row["ssin"], row.get("replaces_ssin")}:
                return replace(_person(row), ssin=number)
        return None

    def search(self, words: str, skip: int, most: int) -> list[Person]:
        """Return people, each once: all of them, or those whom the words call.

        First whose name or number begins so, then who acts for an enterprise or in a quality that
        is called so, then who works at an enterprise that is called so.
        """
        wanted = plain(words)
        if not wanted:
            return [_person(row) for row in islice(rows(self._workers), skip, skip + most)]
        found: dict[str, Person] = {}
        for person in self._called(wanted):
            found.setdefault(person.ssin, person)
            if len(found) == skip + most:
                break
        return list(found.values())[skip:]

    def parts_of(self, person: Person) -> list[Part]:
        """Return what somebody may do for enterprises."""
        return list(self._acting.parts(person.ssin))

    def acting(self) -> list[Person]:
        """Return a few people who show what it is to act for an enterprise."""
        return [one for ssin in self._acting.examples() if (one := self.find(ssin))]

    def _called(self, wanted: str) -> Iterator[Person]:
        yield from (_person(row) for row in rows(self._workers) if _begins(row, wanted))
        if len(wanted) < FEWEST_SIGNS:
            return
        named = [part.ssin for part in self._acting.parts() if part.is_called(wanted)]
        for number in self._acting.employers_called(wanted):
            here = rows_with(self._employments, number)
            named += [row["ssin"] for row in here if row["enterprise_number"] == number]
        yield from (one for ssin in dict.fromkeys(named) if (one := self.find(ssin)))

    def interesting(self) -> list[Person]:
        """Return the people whom it is interesting to be, each with a note."""
        noted = []
        for row in rows(self._interesting):
            person = self.find(row["ssin"])
            if person is not None:
                note = {language: row.get(f"note_{language}", "") for language in LANGUAGES}
                noted.append(replace(person, note=note))
        return noted


def _person(row: Mapping[str, str]) -> Person:
    return Person(
        row["ssin"], row["family_name"], row["given_names"], row["birth_date"], row["language"]
    )


def _begins(row: Mapping[str, str], wanted: str) -> bool:
    if row["ssin"].startswith(wanted):
        return True
    family, given = plain(row["family_name"]), plain(row["given_names"])
    return f"{family} {given}".startswith(wanted) or f"{given} {family}".startswith(wanted)
