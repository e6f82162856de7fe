"""Cases of the door's table as the forms of the employer's pages say them, where they can."""

import re

from portal.declarations.declaration import Quality
from tests.declarations.cases import Case
from tests.declarations.world import BAKERY, EMMA, GARAGE, RIGHT, SECRETARIAT

Speaker = tuple[str | None, Quality]

# Who acts on the pages: the person, the choice made, and for which enterprise that is.
ACTING: dict[Speaker, tuple[str, str, str]] = {
    (BAKERY, Quality.EMPLOYER): ("Els", BAKERY, BAKERY),
    (GARAGE, Quality.EMPLOYER): ("Gert", GARAGE, GARAGE),
    (SECRETARIAT, Quality.MANDATE_HOLDER): ("Sofie", f"{BAKERY}-{SECRETARIAT}", BAKERY),
}
_DATES = ("start_date", "end_date", "certificate_valid_until")
_DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)")
_ASKED = {
    "title", "language", "nature", "status", "counts_for_right", "not_counting_reason",
    "certificate_obtained", "provider_name", "financing", "duration_minutes", *_DATES,
}  # fmt: skip
_ENTERED = {"ssin", "enterprise_number", "reference"}
_NAMING = {"action", "reference", "record_id", "expected_version", "cancel_reason"}
_RIGHTS = {"year", "kind", "days", "comment"}
_OF_ACTION = {
    "createTraining": _ENTERED | _ASKED,
    "createRight": _ENTERED | _RIGHTS | {"action"},
    "optOutEmployer": {"action", "enterprise_number", "reference", "year", "comment"},
    "updateTraining": _ENTERED | _NAMING | _ASKED,
    "updateRight": _ENTERED | _NAMING | _RIGHTS,
    "cancelTraining": _NAMING,
    "cancelRight": _NAMING,
    "verifyTraining": _NAMING,
}


def speaker_of(case: Case) -> Speaker:
    """Return who acts in a case; what the operator says an employer says for itself."""
    by = case.declarant
    if by.quality is Quality.OPERATOR:
        return case.rows[-1].get("enterprise_number"), Quality.EMPLOYER
    return by.enterprise_number, by.quality


def not_on_pages(case: Case) -> str:
    """Return why a case cannot be said on the pages; empty: it can."""
    row = case.rows[-1]
    allowed = _OF_ACTION.get(row.get("action", "createTraining"))
    if allowed is None:
        return "there is no page for this action"
    if case.declarant.quality is Quality.PROVIDER or speaker_of(case) not in ACTING:
        return "nobody acts so on the pages"
    if any(
        one.get("enterprise_number", number) != number
        for number in [ACTING[speaker_of(case)][2]]
        for one in case.rows
    ):
        return "the enterprise is chosen before"
    if any(set(one) - allowed for one in case.rows):
        return "a form has no such field"
    return _not_in_form(case, row)


def _not_in_form(case: Case, row: dict[str, str]) -> str:
    if "\ud800" in "".join(row.values()):
        return "no text in UTF-8"
    if any(field == "reference" for _, field in case.expected):
        return "the portal makes the references"
    return "" if created(row) else _not_of_record(case, row)


def _not_of_record(case: Case, row: dict[str, str]) -> str:
    action = row["action"]
    if row.get("ssin", EMMA) != EMMA:
        return "the page names the worker"
    if action == "updateRight" and any(row[name] != RIGHT[name] for name in ("year", "kind")):
        return "a page of a right asks for its days only"
    if "expected_version" in row and not case.declarant.names_versions:
        return "the pages name a version always"
    return ""


def is_blocked(case: Case) -> bool:
    """Tell whether a case is refused."""
    return any(reason.severity.value == "blocking" for reason, _ in case.expected)


def created(row: dict[str, str]) -> bool:
    """Tell whether a row declares something new."""
    return row.get("action", "createTraining").startswith("create")


def number_of(_: dict[str, str]) -> str:
    """Return an id of nobody."""
    return "00000000-0000-0000-0000-000000000000"


def course_of(row: dict[str, str]) -> dict[str, str]:
    """Return the boxes of a course; a date that is none is typed into one box."""
    form = {name: row[name] for name in _ASKED - {*_DATES, "duration_minutes"} if name in row}
    minutes = row.get("duration_minutes", "")
    form["duration"] = f"{minutes} min" if minutes.isdigit() else minutes
    for name in _DATES:
        said = row.get(name, "")
        parts = _DAY.fullmatch(said)
        boxes = parts.groups() if parts else ("", "", said)
        form |= {
            f"{name}_{part}": box for part, box in zip(("year", "month", "day"), boxes, strict=True)
        }
    return form
