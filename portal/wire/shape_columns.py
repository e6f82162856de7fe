"""Many objects in JSON as columns of texts: what is in order is read a column at a time.

An object about which anything is wrong is only pointed at: `portal.wire.shapes` says what.
"""

from collections.abc import Mapping, Sequence
from operator import methodcaller
from typing import Any, Final

from portal.wire.shapes import Shape

_TRUTHS: Final = {True: "true", False: "false"}


class _Absent:
    """What an object says under a name that it does not have."""


_ABSENT: Final = _Absent()
_NOTHING: Final[Mapping[str, Any]] = {}  # of an object that is not there
_values: Final = methodcaller("values")


def columns_of(
    objects: Sequence[Mapping[str, Any]], shape: Shape
) -> tuple[dict[str, list[str]], set[int]]:
    """Return the texts of each field that is said, and the places of objects out of shape.

    What stands in the columns at those places means nothing.
    """
    columns: dict[str, list[str]] = {}
    said, wrong = _values_of(objects, shape)
    for name, values in said.items():
        kind, found = shape[name], set(map(type, values))
        wanted = kind[1] if isinstance(kind, tuple) else dict
        if not found <= {wanted, _Absent}:
            wrong |= _others(values, wanted)
        if isinstance(kind, tuple):
            columns[kind[0]] = _texts_of(values, wanted, whole=found == {wanted})
            # What is said must say something.
            if wanted is str and "" in values:
                wrong.update(place for place, value in enumerate(values) if value == "")
        else:
            inner = [value if type(value) is dict else _NOTHING for value in values]
            deeper, inside = columns_of(inner, kind)
            columns |= deeper
            wrong |= inside
    return columns, wrong


def _values_of(
    objects: Sequence[Mapping[str, Any]], shape: Shape
) -> tuple[dict[str, Sequence[Any]], set[int]]:
    """Return what is said under each name of a shape, and the places of objects with others.

    Software writes all its objects in one way, and then they need not be asked name by name.
    """
    names = set(map(tuple, objects))
    if len(names) == 1 and shape.keys() >= set(*names):
        rows = zip(*map(_values, objects), strict=True)
        return dict(zip(*names, rows, strict=True)), set()
    wrong = {place for place, one in enumerate(objects) if not one.keys() <= shape.keys()}
    named = set[str]().union(*names)
    said: dict[str, Sequence[Any]] = {
        name: [one.get(name, _ABSENT) for one in objects] for name in shape if name in named
    }
    return said, wrong


def _others(values: Sequence[object], wanted: type) -> set[int]:
    allowed = wanted, _Absent
    return {place for place, value in enumerate(values) if type(value) not in allowed}


def _texts_of(values: Sequence[Any], wanted: type, *, whole: bool) -> list[str]:
    """Return texts; empty where nothing is said. whole: every value is of the wanted type."""
    if whole:
        if wanted is bool:
            return [_TRUTHS[value] for value in values]
        return list(map(str, values)) if wanted is int else list(values)
    if wanted is bool:
        return [_TRUTHS[value] if type(value) is bool else "" for value in values]
    if wanted is int:
        return ["" if value is _ABSENT else str(value) for value in values]
    return ["" if value is _ABSENT else value for value in values]
