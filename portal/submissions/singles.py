"""Reads what came for one employer one by one: the versions of records, by day and by sender.

Nothing is written for it: every version says when it was made, by whom and which way. What was
refused left nothing, since its sender had the answer at once.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Connection, Row

from portal.clock import BELGIUM
from portal.declarations.outcome import Issue
from portal.declarations.warnings import read_warnings
from portal.law.terms import still_open
from portal.submissions.concerning import Chosen, Concerned, Page, bounds_of
from portal.submissions.single_rows import DECLARED, LIST, ONE
from portal.submissions.values import Before, State

CHANNELS: Final = ("rest", "form")  # on which declarations come one by one
DEEDS: Final = ("created", "changed", "canceled")


@dataclass(frozen=True, slots=True)
class OneByOne:
    """Which part of what came one by one: a day in Belgium, a way, and who spoke as what."""

    day: date
    channel: str
    quality: str
    declarant: str

    @property
    def key(self) -> str:
        """By which parts that ended at one moment have an order."""
        return f"{self.day}.{self.channel}.{self.quality}.{self.declarant}"


@dataclass(frozen=True, slots=True)
class SentSingly:
    """What one sender declared for the employer one by one on one day.

    counts: versions by deed, of DEEDS. mandate: as in `Sent`.
    """

    part: OneByOne
    sender_name: str
    last_at: datetime
    counts: dict[str, int]
    mandate: tuple[str, str | None] | None

    @property
    def place(self) -> Before:
        """Where it stands in the list."""
        return Before(self.last_at, None, self.part.key)


@dataclass(frozen=True, slots=True)
class DeclaredSingly:
    """One declaration. deed: of DEEDS. warned: of what the door remarked of a new record.

    person_id, is_open: as in `ToldOutcome`.
    """

    at: datetime
    reference: str
    deed: str
    record_kind: str
    record_id: UUID
    person_id: UUID
    is_open: bool
    warned: tuple[Issue, ...]


def list_singly(
    db: Connection, who: Concerned, chosen: Chosen, before: Before | None, most: int
) -> list[SentSingly]:
    """Return what came one by one, the latest first, in one statement.

    before: of the last of all on the page before; None: the first page.
    """
    if chosen.standing not in {None, State.DONE}:
        return []
    first, behind = bounds_of(chosen.quarter)
    bound = _bound(who, chosen.channel) | {
        "before": before.at if before else "infinity",
        "key": before.key if before else None,
        "first": first or "-infinity",
        "until": _earlier(behind, before),
        "most": most,
    }
    return [_singly(row) for row in db.execute(LIST, bound)]


def find_singly(db: Connection, who: Concerned, part: OneByOne) -> SentSingly | None:
    """Return what one sender declared one by one on a day; None: nothing this employer may see."""
    row = db.execute(ONE, _bound_of(who, part)).one_or_none()
    return None if row is None else _singly(row)


def declared_singly(
    db: Connection, who: Concerned, part: OneByOne, page: Page, today: date
) -> list[DeclaredSingly]:
    """Return the declarations of such a part, in order, in one statement.

    page: `after` is how many stand on the pages before.
    """
    bound = {"after": page.after, "most": page.most, "still_open": still_open(today)}
    return [_declared(row) for row in db.execute(DECLARED, _bound_of(who, part) | bound)]


def _bound(who: Concerned, channel: str | None) -> dict[str, object]:
    return {
        "enterprise_number": who.enterprise_number,
        "through": who.through,
        "quarter": str(who.quarter),
        "channel": channel,
    }


def _bound_of(who: Concerned, part: OneByOne) -> dict[str, object]:
    return _bound(who, part.channel) | {
        "quality": part.quality,
        "declarant": part.declarant,
        "day": part.day,
        "first": "-infinity",
        "until": part.day + timedelta(days=1),
    }


def _earlier(behind: date | None, before: Before | None) -> date | str:
    """Return the day before which all lies that is asked for."""
    ends = [behind] if behind else []
    if before:
        ends.append(before.at.astimezone(BELGIUM).date() + timedelta(days=1))
    return min(ends, default="infinity")


def _singly(row: Row[Any]) -> SentSingly:
    return SentSingly(
        OneByOne(row.day, row.channel, row.registered_quality, row.registered_by),
        row.sender_name,
        row.last_at,
        {deed: getattr(row, deed) for deed in DEEDS},
        (row.from_quarter, row.until_quarter) if row.from_quarter else None,
    )


def _declared(row: Row[Any]) -> DeclaredSingly:
    return DeclaredSingly(
        row.registered_at,
        row.reference,
        row.deed,
        row.record_kind,
        row.record_id,
        row.person_id,
        row.is_open,
        read_warnings(row.warnings),
    )
