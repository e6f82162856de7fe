"""How declarations are written in JSON: which property is which field, and of which kind.

Properties become the texts that the door reads; what has no text, such as a list where a word
should stand, is an issue here. Never a rule of the law: that is the door's.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Final

from portal.declarations import catalogue
from portal.declarations.outcome import Issue
from portal.declarations.reason import Reason, Severity
from portal.languages import N_
from portal.wire.strict_json import shown

WRONG_TYPE: Final = Reason(
    "schemaViolation",
    "003",
    Severity.BLOCKING,
    N_("This is of another type than agreed: write %(expected)s."),
)
EQUAL_EXPECTED: Final = Reason(
    "equalExpected",
    "003",
    Severity.BLOCKING,
    N_("This cannot be changed: leave it out, or repeat it as it was."),
)
EXAMPLES: Final = MappingProxyType({str: '"text"', int: "456", bool: "true", dict: "{}"})
MOST_SHOWN: Final = 200  # characters of a value that is repeated

Shape = Mapping[str, Any]  # a kind of property, or the shape of an object within

_WHO: Final[Shape] = MappingProxyType(
    {
        "reference": ("reference", str),
        "worker": {"ssin": ("ssin", str)},
        "employer": {"enterpriseNumber": ("enterprise_number", str)},
    }
)
TRAINING: Final[Shape] = MappingProxyType(
    {
        **_WHO,
        "title": ("title", str),
        "language": ("language", str),
        "nature": ("nature", str),
        "status": ("status", str),
        "startDate": ("start_date", str),
        "endDate": ("end_date", str),
        "durationMinutes": ("duration_minutes", int),
        "countsForRight": ("counts_for_right", bool),
        "notCountingReason": ("not_counting_reason", str),
        "chargedMinutes": ("charged_minutes", int),
        "provider": {
            "enterpriseNumber": ("provider_enterprise_number", str),
            "name": ("provider_name", str),
        },
        "certificate": {
            "obtained": ("certificate_obtained", bool),
            "validUntil": ("certificate_valid_until", str),
        },
        "financing": ("financing", str),
    }
)
RIGHT: Final[Shape] = MappingProxyType(
    {
        **_WHO,
        "year": ("year", int),
        "kind": ("kind", str),
        "days": ("days", str),
        "comment": ("comment", str),
    }
)
# What the service adds; in a change it may come back as it was.
READ_ONLY: Final = frozenset(
    {"id", "version", "recordState", "toVerify", "registeredBy", "lastModified", "warnings"}
)


@dataclass(slots=True)
class Flat:
    """An object as the door reads it.

    texts: by field. issues: what has no text.
    """

    texts: dict[str, str] = field(default_factory=dict)
    issues: list[Issue] = field(default_factory=list)


def flatten(said: Mapping[str, Any], shape: Shape) -> Flat:
    """Return the fields of an object; issues name their place as software does: worker.ssin."""
    flat = Flat()
    _flatten(said, shape, "", flat)
    return flat


def _flatten(said: Mapping[str, Any], shape: Shape, before: str, flat: Flat) -> None:
    for name, value in said.items():
        place = f"{before}{name}"
        kind = shape.get(name)
        if kind is None:
            flat.issues.append(Issue(catalogue.UNKNOWN_INPUT, shown(place), told(value)))
            continue
        if not isinstance(kind, tuple):
            if isinstance(value, dict):
                _flatten(value, kind, f"{place}.", flat)
            else:
                flat.issues.append(_wrong(place, dict, value))
            continue
        name_of_field, wanted = kind
        if type(value) is not wanted:
            flat.issues.append(_wrong(place, wanted, value))
        elif value == "":
            flat.issues.append(Issue(catalogue.MISSING, place, ""))
        else:
            flat.texts[name_of_field] = str(value).lower() if wanted is bool else str(value)


def _wrong(place: str, wanted: type, value: object) -> Issue:
    return Issue(WRONG_TYPE, place, told(value), {"expected": EXAMPLES[wanted]})


def told(value: object) -> str:
    """Return a value as an answer repeats it: what is no text by its kind only, never endless."""
    if isinstance(value, str):
        return shown(value[:MOST_SHOWN])
    if isinstance(value, bool):
        return str(value).lower()
    if value is None:
        return "null"
    if isinstance(value, int):
        return str(value)
    return "{}" if isinstance(value, dict) else "[]"


def places(shape: Shape, before: str = "") -> Iterator[tuple[str, str]]:
    """Give each field of a shape with its place."""
    for name, kind in shape.items():
        if isinstance(kind, tuple):
            yield kind[0], f"{before}{name}"
        else:
            yield from places(kind, f"{before}{name}.")


# What a change says beside the facts.
_OF_CHANGES: Final = {
    "record_id": "id",
    "expected_version": "expectedVersion",
    "cancel_reason": "reason",
}
_PLACES: Final = MappingProxyType({**dict(places(RIGHT)), **dict(places(TRAINING)), **_OF_CHANGES})


def place_of(field_name: str) -> str:
    """Return where a field of a declaration stands in JSON: ssin is worker.ssin."""
    return _PLACES.get(field_name, field_name)


def without_doubles(flat: Flat, read: Sequence[Issue]) -> list[Issue]:
    """Return the issues of an object: those of its shape, and of reading what has one."""
    faulty = {issue.field for issue in flat.issues}
    return flat.issues + [
        issue._replace(field=place)
        for issue in read
        if (place := place_of(issue.field)) not in faulty
        and not (issue.value is None and place.partition(".")[0] in faulty)
    ]
