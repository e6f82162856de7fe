"""JSON as it is meant: no doubled names, no numbers that are none, no halves of characters."""

import json
import re
from collections.abc import Iterator
from contextlib import suppress
from typing import Any, Final, NoReturn

MOST_DIGITS: Final = 18  # of a number; no field of ours needs more
DEEPEST: Final = 16  # lists and objects within each other
_HOLDERS: Final = (dict, list)
_NO_SIGNS: Final = bytes(set(range(256)) - set(b'{}[]:"\\'))
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
    # Most texts are shallow and say nothing twice, which their signs alone prove at a third of
    # the cost. What they do not prove of a text is looked at one object at a time.
    names = _count_of_names(data)
    if names is not None:
        with suppress(json.JSONDecodeError, NotJson, RecursionError):
            said, found = _read_and_count(text)
            if found == names:
                return said
    try:
        said = _ALONE.decode(text)
    except json.JSONDecodeError as fault:
        place = f"line {fault.lineno}, column {fault.colno}"
        raise NotJson(place, f"The text is not JSON: {fault.msg}.") from fault
    except RecursionError as fault:
        raise NotJson("", "The text is nested too deeply.") from fault
    # Without an escape there is no such character: UTF-8 and the reader let none through.
    if "\\u" in text or _is_deep(said, DEEPEST):
        _check(said)
    return said


def _count_of_names(data: bytes) -> int | None:
    """Return how many names of properties stand in a text, if it is JSON that is not deep.

    None: the signs do not tell, because a text in it holds signs too, or because it may be deep.
    """
    # Of a text without signs two quotes are left, side by side. Before a sign within a text stands
    # an odd number of quotes, so that one of them stays.
    signs = data.translate(None, _NO_SIGNS).replace(b'""', b"")
    if b'"' in signs or b"\\" in signs:
        return None
    names = signs.count(b":")
    holders = signs.translate(None, b":")
    # Each replacement takes away no more than the innermost holders.
    for _ in range(DEEPEST // 2):
        holders = holders.replace(b"{}", b"").replace(b"[]", b"")
        if not holders:
            return names
    return None


def _read_and_count(text: str) -> tuple[Any, int]:
    """Return what a text says, and how many names of properties were kept of it."""
    sizes: list[int] = []

    def count(found: dict[str, Any]) -> dict[str, Any]:
        sizes.append(len(found))
        return found

    said = json.loads(
        text, object_hook=count, parse_constant=_constant, parse_float=Number, parse_int=_whole
    )
    return said, sum(sizes)


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


_ALONE: Final = json.JSONDecoder(
    object_pairs_hook=_object, parse_constant=_constant, parse_float=Number, parse_int=_whole
)


def shown(text: str) -> str:
    """Return a text that can be written in any answer: halves of characters are replaced."""
    return _HALF.sub("\N{REPLACEMENT CHARACTER}", text)


def _is_deep(said: object, most: int) -> bool:
    """Tell whether lists and objects lie within each other more often than that."""
    holders = [said] if type(said) in _HOLDERS else []
    for _ in range(most):
        if not holders:
            return False
        holders = [
            one
            for holder in holders
            for one in (holder.values() if type(holder) is dict else holder)  # type: ignore[attr-defined]
            if type(one) in _HOLDERS
        ]
    return bool(holders)


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
