"""What the style guide shows of submissions: examples that stand still."""

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Any, Final
from uuid import UUID

from portal.clock import BELGIUM
from portal.declarations import catalogue
from portal.declarations.outcome import Issue
from portal.submissions.singles import DeclaredSingly, OneByOne, SentSingly
from portal.submissions.uploads import Upload
from portal.submissions.values import (
    Refusal,
    Sent,
    State,
    StoredOutcome,
    ToldOutcome,
    stored,
)
from portal.web.styleguide_employer import NAME

_AT: Final = datetime(2026, 11, 23, 14, 5, tzinfo=BELGIUM)
_HOLDER: Final = "Sociaal secretariaat Midden VZW"
_COUNTS: Final = MappingProxyType(
    {"accepted": 96, "acceptedWithWarnings": 2, "rejected": 9, "unchanged": 1}
)
_NOTHING: Final = MappingProxyType(dict.fromkeys(_COUNTS, 0))
_FILE: Final = "FI.FLAD.123456.20261123.00001.R.1.1"


def _sent(number: int, state: State, counts: Mapping[str, int], **other: Any) -> Sent:
    said: dict[str, Any] = {
        "reference": f"S2026-{number}",
        "channel": "rest",
        "is_test": False,
        "sender_name": NAME,
        "quality": "employer",
        "refusal": None,
        "mandate": None,
        "places": (0, 107) if any(counts.values()) else None,
        **other,
    }
    done_at = _AT if state is State.DONE else None
    return Sent(
        UUID(int=number), state=state, received_at=_AT, done_at=done_at, counts=counts, **said
    )


SENT: Final = (
    _sent(
        1,
        State.DONE,
        _COUNTS,
        reference=_FILE,
        channel="batch",
        sender_name=_HOLDER,
        quality="mandateHolder",
        mandate=("2024Q1", None),
    ),
    _sent(2, State.DONE, {**_NOTHING, "accepted": 12}, channel="form", reference="F20261123-7KXM"),
    _sent(3, State.PROCESSING, _NOTHING, channel="sheet"),
    _sent(4, State.DONE, _NOTHING, is_test=True, channel="batch", reference=_FILE),
    _sent(
        5,
        State.REFUSED,
        _NOTHING,
        reference=_FILE,
        channel="batch",
        refusal=Refusal(
            "truncated",
            "80100-003",
            "The file ends in the middle. Send it again, whole.",
            line=18,
            column=7,
        ),
    ),
)


def _outcome(place: int, result: str, *issues: dict[str, Any], **other: Any) -> ToldOutcome:
    kind, is_open = other.get("kind"), other.get("is_open", False)
    record_id = UUID(int=place) if kind else None
    named = str(record_id) if record_id else None
    kept = StoredOutcome(place, f"W2026-{place}", result, kind, named, None, issues)
    return ToldOutcome(kept, record_id, is_open)


OUTCOMES: Final = (
    _outcome(1, "accepted", kind="training", is_open=True),
    _outcome(
        2,
        "acceptedWithWarnings",
        stored(Issue(catalogue.OVER_THE_RIGHT, "title", None, {"year": 2026})),
        kind="right",
        is_open=True,
    ),
    _outcome(
        3,
        "rejected",
        stored(Issue(catalogue.MISSING, "title")),
        {"code": "gone", "severity": "blocking", "field": "", "detail": "An older sentence."},
    ),
    _outcome(4, "unchanged", kind="training"),
)
FILE_COUNTS: Final = MappingProxyType({"total": 108, **_COUNTS})
UPLOADS: Final = tuple(
    Upload(
        UUID(int=number),
        f"U-{number}",
        "opleidingen-november.xml",
        number == 1,
        state,
        total,
        done,
        SENT[-1].refusal if state is State.REFUSED else None,
        _AT,
    )
    for number, state, total, done in (
        (1, State.DONE, 108, 108),
        (2, State.REFUSED, 0, 0),
        (3, State.PROCESSING, 50_000, 12_000),
        (4, State.PROCESSING, 0, 0),
        (5, State.RECEIVED, 0, 0),
        (6, State.DONE, 108, 108),
    )
)
SINGLY: Final = SentSingly(
    OneByOne(_AT.date(), "rest", "mandateHolder", "0765432131"),
    _HOLDER,
    _AT,
    {"created": 14, "changed": 2, "canceled": 1},
    ("2024Q1", None),
)
_OVER: Final = Issue(catalogue.OVER_THE_RIGHT, "title", None, {"year": 2026})
DECLARED_SINGLY: Final = tuple(
    DeclaredSingly(_AT, f"W2026-{number}", deed, kind, UUID(int=1), UUID(int=1), is_open, warned)
    for number, deed, kind, is_open, warned in (
        (1, "created", "training", True, (_OVER,)),
        (2, "changed", "right", True, ()),
        (3, "canceled", "training", False, ()),
    )
)
SENT_EXAMPLES: Final = MappingProxyType(
    {
        "example_sent": SENT,
        "example_outcomes": OUTCOMES,
        "example_singly": SINGLY,
        "example_declared": DECLARED_SINGLY,
        "example_files": UPLOADS,
        "example_counts": FILE_COUNTS,
    }
)
