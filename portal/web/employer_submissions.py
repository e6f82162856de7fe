"""What was sent for the enterprise, by whomever and whatever way, and what became of it."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from flask import Blueprint, abort, render_template, request

from portal import clock
from portal.database import reading
from portal.declarations.declaration import Channel, Quality
from portal.law.size import Quarter
from portal.login.representing import current_acting, representative_may
from portal.roles import Action, Thing
from portal.submissions.concerning import (
    STANDINGS,
    Chosen,
    Concerned,
    Page,
    find_sent,
    list_sent,
    outcomes_of_employer,
)
from portal.submissions.singles import (
    CHANNELS,
    OneByOne,
    SentSingly,
    declared_singly,
    find_singly,
    list_singly,
)
from portal.submissions.values import Sent
from portal.web.employer_words import STANDINGS as STANDING_WORDS
from portal.web.page import LANGUAGE_PREFIX
from portal.web.sent_place import day_in, place_in, place_said

views = Blueprint("sent", __name__, url_prefix=f"{LANGUAGE_PREFIX}/employer/submissions")

MOST: Final = 25  # submissions on a page
MOST_OUTCOMES: Final = 100
_QUARTERS: Final = 12  # to choose from, today's first
_LONGEST: Final = len("999999999")  # digits of a place


@views.get("")
@representative_may(Action.READ, Thing.EMPLOYMENT)
def submissions() -> str:
    """Show submissions that concern the enterprise, some at a time, the latest first."""
    query = _query(request.args)
    chosen = Chosen(
        query.get("channel"),
        query.get("standing"),
        Quarter.parse(query["quarter"]) if "quarter" in query else None,
    )
    before = place_in(request.args.get("before", ""))
    with reading() as db:
        found = _merged(
            list_sent(db, _concerned(), chosen, before, MOST + 1),
            list_singly(db, _concerned(), chosen, before, MOST + 1),
        )
    return render_template(
        "employer/submissions.html",
        sent=found[:MOST],
        before=place_said(found[MOST - 1].place) if len(found) > MOST else None,
        later=before is not None,
        query=query,
        channels=list(Channel),
        standing_words=STANDING_WORDS,
        quarters=_quarters(),
        misunderstood=any(request.args.get(name) and name not in query for name in _READ),
    )


@views.get("/<uuid:submission_id>")
@representative_may(Action.READ, Thing.EMPLOYMENT)
def submission(submission_id: UUID) -> str:
    """Show what became of each declaration of a submission that concerns the enterprise."""
    who = _concerned()
    refused_only = request.args.get("result") == "rejected"
    page = Page(_after(request.args.get("after")), MOST_OUTCOMES + 1, refused_only)
    with reading() as db:
        sent = find_sent(db, who, submission_id)
        if sent is None:
            abort(404)
        outcomes = outcomes_of_employer(db, who, sent, page, clock.today())
    shown = outcomes[:MOST_OUTCOMES]
    return render_template(
        "employer/submission.html",
        sent=sent,
        outcomes=shown,
        after=shown[-1].stored.place if len(outcomes) > MOST_OUTCOMES else None,
        later=page.after >= 0,
        result="rejected" if refused_only else None,
    )


@views.get(
    f"/singly/<string(length=10):day>/<any({', '.join(CHANNELS)}):channel>"
    f"/<any({', '.join(Quality)}):quality>/<int(fixed_digits=10):number>"
)
@representative_may(Action.READ, Thing.EMPLOYMENT)
def singly(day: str, channel: str, quality: str, number: int) -> str:
    """Show what one sender declared one by one on a day."""
    who, on = _concerned(), day_in(day)
    if on is None:
        abort(404)
    part = OneByOne(on, channel, quality, f"{number:010}")
    page = Page(max(_after(request.args.get("after")), 0), MOST_OUTCOMES + 1, refused_only=False)
    with reading() as db:
        sent = find_singly(db, who, part)
        if sent is None:
            abort(404)
        found = declared_singly(db, who, part, page, clock.today())
    return render_template(
        "employer/singly.html",
        sent=sent,
        declared=found[:MOST_OUTCOMES],
        after=page.after + MOST_OUTCOMES if len(found) > MOST_OUTCOMES else None,
        later=page.after > 0,
    )


def _concerned() -> Concerned:
    acting = current_acting()
    return Concerned(acting.enterprise_number, acting.through, Quarter.of(clock.today()))


def _quarter(text: str) -> str | None:
    return text if text in map(str, _quarters()) else None


# The names in an address, and how to read each; None: not understood.
_READ: Final[Mapping[str, Any]] = {
    "channel": {channel.value: channel.value for channel in Channel}.get,
    "standing": {standing: standing for standing in STANDINGS}.get,
    "quarter": _quarter,
}


def _query(said: Mapping[str, str]) -> dict[str, str]:
    """Return what of an address was understood, as it says it."""
    read = {name: _READ[name](said[name]) for name in _READ if said.get(name)}
    return {name: value for name, value in read.items() if value is not None}


def _quarters() -> list[Quarter]:
    """Return the quarters to choose from, the latest first."""
    present = Quarter.of(clock.today())
    count = present.year * 4 + present.number - 1
    return [Quarter(one // 4, one % 4 + 1) for one in range(count, count - _QUARTERS, -1)]


def _merged(*lists: Iterable[Sent | SentSingly]) -> list[Sent | SentSingly]:
    """Return what came as lists and what came one by one, the latest first."""
    return sorted((one for some in lists for one in some), key=_order, reverse=True)


def _order(one: Sent | SentSingly) -> tuple[datetime, bool, str]:
    at, submission_id, key = one.place
    return at, submission_id is not None, str(submission_id or key)


def _after(text: str | None) -> int:
    known = text and text.isascii() and text.isdigit() and len(text) <= _LONGEST
    return int(text) if text and known else -1
