"""Issues as they were kept, in English, told again in the language of whoever reads."""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache
from typing import Any, Final

from portal.declarations.catalogue import CATALOGUE
from portal.declarations.outcome import Issue
from portal.declarations.reason import Reason
from portal.languages import translated
from portal.submissions.values import Refusal
from portal.wire import shapes
from portal.wire.wording import sentence_for_people
from portal.wire.xml import faults, refusing

_HOLE: Final = re.compile(r"%\((\w+)\)s")
_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_WRITTEN: Final = frozenset({"reference"})  # what a sender wrote, which is no day though it look so


def retold(kept: Mapping[str, Any], language: str) -> str | None:
    """Return what is wrong, as people read it; kept: as `portal.submissions.values.stored` wrote.

    None: none of our reasons says it any more, so that only the English sentence is left.
    """
    for reason in _reasons().get(kept["code"], ()):
        said = _shape(reason.sentence).fullmatch(kept["detail"])
        if said:
            values = {name: _value(name, text) for name, text in said.groupdict().items()}
            return sentence_for_people(Issue(reason, kept["field"], None, values), language)
    return None


def refusal_retold(refusal: Refusal, language: str) -> str | None:
    """Return why a whole file was refused, as people read it; None as in `retold`."""
    for reason in _reasons().get(refusal.code, ()):
        said = _shape(reason.sentence).fullmatch(refusal.sentence)
        if said:
            return translated(reason.sentence, language) % said.groupdict()
    return None


@cache
def _reasons() -> dict[str, list[Reason]]:
    found: dict[str, list[Reason]] = {}
    for reason in [*CATALOGUE.values(), *_of_channels()]:
        found.setdefault(reason.code, []).append(reason)
    return found


def _of_channels() -> Iterator[Reason]:
    for module in (shapes, faults, refusing):
        yield from (value for value in vars(module).values() if isinstance(value, Reason))


@cache
def _shape(sentence: str) -> re.Pattern[str]:
    """Return what finds the values in a sentence that was said in English."""
    pieces = _HOLE.split(sentence)
    said = [
        f"(?P<{piece}>.*)" if place % 2 else re.escape(piece) for place, piece in enumerate(pieces)
    ]
    return re.compile("".join(said), re.DOTALL)


def _value(name: str, text: str) -> str | date:
    is_day = name not in _WRITTEN and _DAY.fullmatch(text)
    return date.fromisoformat(text) if is_day else text
