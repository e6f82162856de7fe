"""JSON as it is meant: no doubled names, no numbers that are none, no halves of characters."""

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any, Final, NoReturn

MOST_DIGITS: Final = 18  # of a number; no field of ours needs more
DEEPEST: Final = 16  # lists and objects within each other
_HOLDERS: Final = (dict, list)
_HALF: Final = re.compile("[\ud800-\udfff]")


class NotJson(Exception):
    """A text that is no JSON, or JSON that nobody can rely on.

    place: where, as a path of names, or as line and column; value: what stands there.
    code: as in the door's catalogue, or `schemaViolation`.
    """

    code = "schemaViolation"

    def __init__(self, place: str, detail: str, value: str | None = None) -> None:
        super().__init__(detail)
        self.place = place
        self.detail = detail
        self.value = value


class NoText(NotJson):
    """A text with characters that nothing can keep; the door refuses others that hide."""

    code = "invalidStructure"


class Number(str):
    """A number that is not whole, or too long: kept as it was written, never calculated with."""

    __slots__ = ()


def read_json(data: bytes) -> Any:  # noqa: ANN401 - whatever was sent
    """Return what a text in UTF-8 says; raises NotJson."""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as fault:
        raise NotJson(f"byte {fault.start + 1}", "The text is not UTF-8.") from fault
    try:
        said = json.loads(
            text,
            object_pairs_hook=_object,
            parse_constant=_constant,
            parse_float=Number,
            parse_int=_whole,
        )
    except json.JSONDecodeError as fault:
        place = f"line {fault.lineno}, column {fault.colno}"
        raise NotJson(place, f"The text is not JSON: {fault.msg}.") from fault
    except RecursionError as fault:
        raise NotJson("", "The text is nested too deeply.") from fault
    # Without an escape there is no such character: UTF-8 and the reader let none through.
    if "\\u" in text or _is_deep(said, DEEPEST):
        _check(said)
    return said


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        doubled = next(name for place, name in enumerate(names) if name in names[:place])
        raise NotJson(shown(doubled), "This property stands there more than once.")
    return found


def _constant(text: str) -> NoReturn:
    raise NotJson("", "JSON knows no such number.", text)


def _whole(text: str) -> int | Number:
    return int(text) if len(text) <= MOST_DIGITS else Number(text)


def shown(text: str) -> str:
    """Return a text that can be written in any answer: halves of characters are replaced."""
    return _HALF.sub("\N{REPLACEMENT CHARACTER}", text)


def _is_deep(said: object, left: int) -> bool:
    """Tell whether lists and objects lie within each other more often than that."""
    if type(said) is dict:
        inner: Iterable[object] = said.values()
    elif type(said) is list:
        inner = said
    else:
        return False
    return left <= 0 or any(_is_deep(one, left - 1) for one in inner if type(one) in _HOLDERS)


def _check(said: object) -> None:
    """Raise NotJson for texts that no database keeps, and for what is nested too deeply."""
    for place, text, depth in _texts(said, "", 0):
        if depth > DEEPEST:
            raise NotJson(shown(place), "The text is nested too deeply.")
        if "\0" in text or _HALF.search(text):
            raise NoText(
                shown(place).replace("\0", ""),
                "The text holds a character that does not exist.",
                shown(text).replace("\0", "\N{REPLACEMENT CHARACTER}"),
            )


def _texts(said: object, place: str, depth: int) -> Iterator[tuple[str, str, int]]:
    """Give every text with its place and depth, names of properties too."""
    if depth > DEEPEST:
        yield place, "", depth
    elif isinstance(said, str):
        yield place, said, depth
    elif isinstance(said, dict):
        for name, value in said.items():
            inner = f"{place}.{name}" if place else name
            yield inner, name, depth
            yield from _texts(value, inner, depth + 1)
    elif isinstance(said, list):
        for index, value in enumerate(said):
            yield from _texts(value, f"{place}[{index}]", depth + 1)
