"""Pages of a collection: how many items, from where on, and the address of the next page."""

import base64
import binascii
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any, Final, NoReturn

from portal.clock import BELGIUM
from portal.rest.addresses import address
from portal.rest.problems import Problem, bad_input
from portal.rest.requests import settings_here
from portal.wire.kinds import BAD_REQUEST
from portal.wire.shapes import told

LEAST: Final = 10  # items on a page
USUAL: Final = 50
# As in the document; Python also reads weeks and days of the year.
_MOMENT: Final = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
    r"(T[0-9]{2}:[0-9]{2}(:[0-9]{2}([.][0-9]{1,6})?)?(Z|[+-][0-9]{2}:[0-9]{2}))?"
)


def page_size(text: str | None) -> int:
    """Return how many items a page holds; raises Problem."""
    if text is None:
        return min(USUAL, settings_here().rest_page_size)
    most = settings_here().rest_page_size
    if not text.isascii() or not text.isdigit() or not LEAST <= int(text[:9]) <= most:
        refuse("pageSize", "outOfRange", f"The value must lie between {LEAST} and {most}.", text)
    return int(text)


def moment(name: str, text: str, place: str = "query") -> datetime:
    """Return a moment, or the beginning of a day in Belgium; raises Problem."""
    # In an address, an unescaped plus sign arrives as a space.
    found = _moment_of(text.replace(" ", "+"))
    if found is None:
        detail = "This is not written as it should be: 2026-11-24T09:30:00Z."
        refuse(name, "invalidStructure", detail, text, place)
    return found


def _moment_of(text: str) -> datetime | None:
    if not _MOMENT.fullmatch(text):
        return None
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None  # a day that no calendar has
    return found if found.tzinfo else datetime.combine(found, time(), BELGIUM)


def write_cursor(*parts: str) -> str:
    """Return where the next page begins, for whoever hands it back unread."""
    return base64.urlsafe_b64encode(json.dumps(parts).encode()).decode().rstrip("=")


def read_cursor(text: str, count: int) -> list[str]:
    """Return the parts of a cursor; raises Problem for what is none of ours."""
    try:
        said = json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
    except (binascii.Error, ValueError, RecursionError):
        said = None
    good = isinstance(said, list) and len(said) == count
    if not good or not all(isinstance(part, str) for part in said):
        refuse_cursor(text)
    found: list[str] = said
    return found


def refuse_cursor(text: str) -> NoReturn:
    """Raise Problem for a cursor that no answer of ours held."""
    refuse("cursor", "invalidStructure", "Take the address in `next` as it is.", text)


def refuse(name: str, code: str, detail: str, value: str, place: str = "query") -> NoReturn:
    """Raise Problem for one parameter."""
    raise Problem(BAD_REQUEST, [bad_input(place, name, code, detail, told(value))])


@dataclass(frozen=True, slots=True)
class Page:
    """One page: its items, and the cursor of the next one; None: this is the last."""

    items: Sequence[Mapping[str, Any]]
    cursor: str | None

    def collection(self, path: str, asked: Mapping[str, str]) -> dict[str, Any]:
        """Return the page as JSON; asked: the parameters of its address."""
        parts = path.split("/")
        said: dict[str, Any] = {"self": address(*parts, **asked), "items": list(self.items)}
        if self.cursor is not None:
            said["next"] = address(*parts, **{**asked, "cursor": self.cursor})
        return said
