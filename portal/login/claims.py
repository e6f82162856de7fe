"""From what a provider says to a person of the directory: number, level, names of claims."""

import re
from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from portal.directory.entries import find
from portal.identifiers import ssin_fault
from portal.login.level import Level
from portal.login.providers import Provider
from portal.login.refusal import CANCELED_NUMBER, NO_NUMBER, TOO_WEAK, UNKNOWN_PERSON, Refused

Claims = Mapping[str, Any]
_SEPARATORS = re.compile(r"[ .\-]")


def claim_at(path: str, sources: Iterable[Claims]) -> Any:  # noqa: ANN401 - what a provider says
    """Return a claim from the first source that has it, else None.

    path: the name of the claim, whatever is in it; or the way to it with dots between.
    """
    for source in sources:
        if path in source:
            return source[path]
        found: Any = source
        for step in path.split("."):
            found = found.get(step) if isinstance(found, Mapping) else None
        if found is not None:
            return found
    return None


def number_in(sources: Iterable[Claims], provider: Provider) -> str:
    """Return the social security number that a provider says.

    Raises Refused where it says none, a malformed one, or is not trusted to say it.
    """
    path = provider.claim_map.number
    if path is None or not provider.number_is_trusted:
        raise Refused(NO_NUMBER, "not trusted for the number")
    number = claim_at(path, sources)
    # As a JSON number it would have lost its zeros.
    bare = _SEPARATORS.sub("", number) if isinstance(number, str) else ""
    if ssin_fault(bare) is not None:
        raise Refused(NO_NUMBER, "no number in the claim")
    return bare


def level_in(sources: Iterable[Claims], provider: Provider) -> Level:
    """Return how sure a provider was of the person; raises Refused where it does not say.

    Where it names several means of signing in, the surest of them.
    """
    path = provider.level_from
    if path is None:
        return Level.LOW
    for prefix in ("userinfo.", "userinfo:", "id_token.", "id_token:"):
        path = path.removeprefix(prefix)
    said = claim_at(path, sources)
    values = said if isinstance(said, list) else [said]
    levels = [
        provider.level_table[value]
        for value in values
        if isinstance(value, str) and value in provider.level_table
    ]
    if not levels:
        raise Refused(TOO_WEAK, "level unknown")
    return max(levels)


def require_level(level: Level, least: Level) -> None:
    """Raise Refused where a key is not sure enough of somebody."""
    if level < least:
        raise Refused(TOO_WEAK, f"level {level.code}")


def person_with(db: Session, number: str) -> UUID:
    """Return whom a number names, also where another number has replaced it since.

    Raises Refused where the directory does not know it, or knows that it was withdrawn.
    """
    entry = find(db, [number]).get(number)
    if entry is None:
        raise Refused(UNKNOWN_PERSON)
    if entry.last_state == "canceled":
        raise Refused(CANCELED_NUMBER)
    return entry.person_id
