"""A number of the law through time, so that every sum uses the number of its own day."""

import tomllib
from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from pathlib import Path
from types import MappingProxyType
from typing import Generic, TypeVar

T = TypeVar("T")

_HEAD = ("meaning", "unit")
_ENTRY = {"since", "value", "source"}


class NotYetInForce(LookupError):
    """A value was asked for a day before its first entry."""


class BadParameter(ValueError):
    """A parameter file is not as it must be: found when the program starts."""


@dataclass(frozen=True, slots=True)
class Change(Generic[T]):
    """A value, the first day it is in force, and the rule that sets it."""

    since: date
    value: T
    source: str


class Dated(Generic[T]):
    """A value through time: each change holds from its day until the next one."""

    __slots__ = ("_starts", "changes")

    def __init__(self, changes: Sequence[Change[T]]) -> None:
        """Keep the changes, which must be at least one and ascending by day."""
        self.changes = tuple(changes)
        self._starts = tuple(change.since for change in self.changes)
        if not self._starts or any(a >= b for a, b in pairwise(self._starts)):
            raise BadParameter("entries must be at least one, each later than the one before")

    @property
    def first(self) -> Change[T]:
        """The oldest change."""
        return self.changes[0]

    @property
    def newest(self) -> Change[T]:
        """The latest change, also when it is still to come."""
        return self.changes[-1]

    def find(self, day: date) -> Change[T] | None:
        """Return the change in force on that day, or None before the first."""
        count = bisect_right(self._starts, day)
        return self.changes[count - 1] if count else None

    def change_on(self, day: date) -> Change[T]:
        """Return the change in force on that day; NotYetInForce before the first."""
        change = self.find(day)
        if change is None:
            raise NotYetInForce(f"no value before {self.first.since}, asked for {day}")
        return change

    def on(self, day: date) -> T:
        """Return the value in force on that day; NotYetInForce before the first."""
        return self.change_on(day).value

    def on_or_first(self, day: date) -> T:
        """Return the value in force on that day, or before the first one, the first.

        For rules that also speak of what lay before them, such as the access to an old employment.
        """
        return (self.find(day) or self.first).value

    def next_after(self, day: date) -> Change[T] | None:
        """Return the first change that comes after that day, or None if none is known."""
        count = bisect_right(self._starts, day)
        return self.changes[count] if count < len(self.changes) else None


def load_dated(path: Path, read: Callable[[object], T]) -> Dated[T]:
    """Return the value of a file with one list of changes; `read` makes a value of each entry's."""
    content = _content(path)
    if set(content) != {*_HEAD, "change"}:
        raise BadParameter(
            f"{path.name}: expected meaning, unit and change, found {sorted(content)}"
        )
    return _dated(content["change"], read, path.name)


def load_table(path: Path, read: Callable[[object], T]) -> Mapping[str, Dated[T]]:
    """Return the values of a file with one list of changes for each key (`[[KEY.change]]`)."""
    content = _content(path)
    table: dict[str, Dated[T]] = {}
    for key, entry in content.items():
        if key in _HEAD:
            continue
        if not isinstance(entry, dict) or set(entry) != {"change"}:
            raise BadParameter(f"{path.name}: {key} must hold a list of changes and nothing else")
        table[key] = _dated(entry["change"], read, f"{path.name}: {key}")
    return MappingProxyType(table)


def _content(path: Path) -> dict[str, object]:
    content = tomllib.loads(path.read_text(encoding="utf-8"))
    for name in _HEAD:
        text = content.get(name)
        if not isinstance(text, str) or not text.strip():
            raise BadParameter(f"{path.name}: {name} is missing")
    return content


def _dated(entries: object, read: Callable[[object], T], where: str) -> Dated[T]:
    try:
        if not isinstance(entries, list):
            raise BadParameter("change must be a list")
        return Dated([_change(entry, read) for entry in entries])
    except (LookupError, TypeError, ValueError) as error:
        raise BadParameter(f"{where}: {error}") from error


def _change(entry: dict[str, object], read: Callable[[object], T]) -> Change[T]:
    if set(entry) != _ENTRY:
        raise BadParameter(f"an entry has since, value and source, not {sorted(entry)}")
    since, source = entry["since"], entry["source"]
    # A moment is a date too for Python, but no day of the law.
    if type(since) is not date:
        raise BadParameter(f"since must be a day, not {since!r}")
    if not isinstance(source, str) or not source.strip():
        raise BadParameter(f"the entry of {since} names no source")
    return Change(since, read(entry["value"]), source)
