"""Whom a course is for, as a form says it: ticked, searched, or pasted as numbers."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final
from uuid import UUID

from werkzeug.datastructures import MultiDict

from portal.account.choosable import Choosable, Found, named, search
from portal.database import reading
from portal.directory.entries import find
from portal.entering.entry import MOST_WORKERS
from portal.identifiers import ssin_fault
from portal.login.representing import current_acting
from portal.web.employer_acts import look_of
from portal.web.filters import LONGEST_TEXT, seen_text

_LONGEST_PASTE: Final = 20_000  # characters
_SEPARATORS: Final = str.maketrans(",;\n\r\t\xa0", "      ")


@dataclass(frozen=True, slots=True)
class Choice:
    """Whom a form names.

    people: workers of the enterprise, in the order in which they came. unknown: numbers that name
    none of them. words, committee: by which to search for more.
    """

    people: tuple[UUID, ...] | list[UUID] = ()
    unknown: tuple[str, ...] = ()
    words: str = ""
    committee: str = ""


def chosen_in(form: MultiDict[str, str]) -> Choice:
    """Return whom a form names; whoever is no worker of the enterprise is left out."""
    asked = dict.fromkeys(_ids(form.getlist("worker")))
    numbers = _numbers(form.get("numbers", ""))
    acting = current_acting()
    with reading() as db:
        entries = find(db, [number for number in numbers if not ssin_fault(number)])
        found = {number: entry.person_id for number, entry in entries.items()}
        wanted = dict.fromkeys([*asked, *found.values()])
        known = named(db, acting.enterprise_number, look_of(acting), wanted)
    return Choice(
        tuple(person_id for person_id in wanted if person_id in known)[:MOST_WORKERS],
        tuple(number for number in numbers if found.get(number) not in known),
        seen_text(form.get("words", "")) or "",
        (form.get("committee") or "")[:LONGEST_TEXT].replace("\0", ""),
    )


def ask_for_workers(choice: Choice) -> tuple[list[Choosable], Found]:
    """Return who is chosen, by name, and whom the search finds besides."""
    acting = current_acting()
    look = look_of(acting)
    with reading() as db:
        chosen = named(db, acting.enterprise_number, look, choice.people)
        found = search(db, acting.enterprise_number, look, choice.words, choice.committee)
    return list(chosen.values()), found


def with_all_found(choice: Choice) -> Choice:
    """Return the choice with everybody in the list that its search shows."""
    _, found = ask_for_workers(choice)
    people = dict.fromkeys([*choice.people, *(worker.person_id for worker in found.workers)])
    return replace(choice, people=tuple(people)[:MOST_WORKERS])


def _ids(texts: Iterable[str]) -> Iterable[UUID]:
    for text in texts:
        try:
            yield UUID(text)
        except ValueError:
            continue


def _numbers(text: str) -> list[str]:
    """Return the numbers in a pasted text, however they are parted and written.

    One number with its points and hyphens is one; spaces part numbers only where each is whole.
    """
    lines = text[:_LONGEST_PASTE].replace("\0", "").splitlines()
    numbers: dict[str, None] = {}
    for line in lines:
        for piece in line.translate(_SEPARATORS).split("  "):
            bare = "".join(one for one in piece if one not in ".-")
            whole = bare.replace(" ", "")
            parts = [whole] if len(whole) <= _SSIN_LENGTH else bare.split()
            numbers.update(dict.fromkeys(part for part in parts if part))
    return list(numbers)[:MOST_WORKERS]


_SSIN_LENGTH: Final = 11
