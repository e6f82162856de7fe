"""Where a page of what was sent begins, as its address says it."""

import re
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

from portal.clock import BELGIUM
from portal.submissions.values import Before

_BEGIN: Final = datetime(1970, 1, 1, tzinfo=BELGIUM)
_SAID: Final = re.compile(r"([0-9]{15,16})\.(?:([0-9a-f-]{36})|([0-9A-Za-z.-]{1,80}))")


def place_said(place: Before) -> str:
    """Return a place as an address says it: its moment, and what it is."""
    at = (place.at - _BEGIN) // timedelta(microseconds=1)
    return f"{at}.{place.submission_id or place.key}"


def place_in(text: str) -> Before | None:
    """Return the place that an address says; None: the first page, also where it says none."""
    said = _SAID.fullmatch(text)
    if said is None:
        return None
    at = _BEGIN + timedelta(microseconds=int(said[1]))
    try:
        return Before(at, UUID(said[2]) if said[2] else None, said[3])
    except ValueError:
        return None


def day_in(text: str) -> date | None:
    """Return a day as an address says it; None: it is none."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
