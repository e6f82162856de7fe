"""The filter of a worker's trainings as an address carries it, so that it can be kept and sent."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple
from urllib.parse import urlencode

from flask import url_for

from portal.account import words
from portal.account.choosing import CANCELED, TrainingFilter
from portal.law.training import Nature, TrainingStatus

LONGEST_TEXT = 100


def _year(text: str) -> int | None:
    return int(text) if len(text) == 4 and text.isascii() and text.isdigit() else None  # noqa: PLR2004


def _enterprise(text: str) -> str | None:
    return text if len(text) == 10 and text.isascii() and text.isdigit() else None  # noqa: PLR2004


def seen_text(text: str) -> str | None:
    """Return what can be seen of a text that somebody typed, not too long; None: nothing."""
    # Only what can be seen: a database refuses some of the rest.
    seen = "".join(one if one.isprintable() else " " for one in text[:LONGEST_TEXT])
    return " ".join(seen.split()) or None


def _one_of(known: object) -> Callable[[str], str | None]:
    values = {str(one): str(one) for one in known}  # type: ignore[attr-defined]
    return values.get


# The name in an address, the field of the filter, and how to read it; None: not understood.
FIELDS: dict[str, tuple[str, Callable[[str], object | None]]] = {
    "text": ("text", seen_text),
    "year": ("year", _year),
    "employer": ("enterprise_number", _enterprise),
    "kind": ("nature", _one_of(Nature)),
    "status": ("status", _one_of((*TrainingStatus, CANCELED))),
    "counts": ("counts", {"yes": True, "no": False}.get),
    "origin": ("origin", _one_of(words.QUALITIES)),
}


class Chip(NamedTuple):
    """A part of the filter that is on; address: of the same list without it."""

    name: str
    value: str
    address: str


@dataclass(frozen=True, slots=True)
class Asked:
    """What an address asks for.

    query: what of it was understood, as the address says it. page: the cursor, if there is one.
    misunderstood: whether it holds something that no filter can be.
    """

    chosen: TrainingFilter
    query: dict[str, str]
    page: str | None
    misunderstood: bool

    @classmethod
    def by(cls, arguments: Mapping[str, str]) -> "Asked":
        """Return what the arguments of an address ask for; empty ones ask for nothing."""
        read = {name: FIELDS[name][1](text) for name in FIELDS if (text := arguments.get(name))}
        found = {name: value for name, value in read.items() if value is not None}
        return cls(
            chosen=TrainingFilter(**{FIELDS[name][0]: found[name] for name in found}),  # type: ignore[arg-type]
            query={name: arguments[name] for name in found},
            page=arguments.get("page") or None,
            misunderstood=len(found) < len(read),
        )

    @property
    def tail(self) -> str:
        """What to put behind the address of a training, so that it leads back to this list."""
        query = self.query | ({"page": self.page} if self.page else {})
        return f"?{urlencode(query)}" if query else ""

    def on_page(self, page: str | None) -> str:
        """Return the address of the same list on another page; None: on the first."""
        return address(self.query, page)

    @property
    def chips(self) -> list[Chip]:
        """The parts of the filter that are on."""
        return [
            Chip(
                name,
                value,
                address({other: self.query[other] for other in self.query if other != name}),
            )
            for name, value in self.query.items()
        ]


def address(query: Mapping[str, str], page: str | None = None) -> str:
    """Return the address of the list with this filter."""
    values: dict[str, Any] = {**query, "page": page}
    return url_for("trainings.overview", **values)
