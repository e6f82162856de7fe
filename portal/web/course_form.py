"""The form of one course: what its fields are called, and the texts that the door reads."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from types import MappingProxyType
from typing import Final

from portal.declarations.outcome import Issue
from portal.entering.entry import Answer
from portal.languages import N_
from portal.law.counting import Counting
from portal.records.facts import TrainingDeclaration
from portal.wire.cells import minutes_of

_DATES: Final = ("start_date", "end_date", "certificate_valid_until")
_PARTS: Final = ("day", "month", "year")
_DATE_EXAMPLE: Final = "27 3 2026"
_TYPED: Final = (
    "title",
    "language",
    "nature",
    "status",
    "duration",
    "counts_for_right",
    "not_counting_reason",
    "certificate_obtained",
    "provider_name",
    "financing",
)
FIELDS: Final = (*_TYPED, *(f"{name}_{part}" for name in _DATES for part in _PARTS))
_MINUTES: Final = 60  # of an hour
LONGEST: Final = 2_000  # characters of a field that are kept; the door says what is too long
# The door's fields, each with its label and the first box that belongs to it.
LABELS: Final = MappingProxyType(
    {
        "title": (N_("Name of the course"), "title"),
        "language": (N_("Language of this name"), "language"),
        "start_date": (N_("First day"), "start_date_day"),
        "end_date": (N_("Last day"), "end_date_day"),
        "duration_minutes": (N_("Duration"), "duration"),
        "nature": (N_("Kind of training"), "nature-formal"),
        "status": (N_("What became of it"), "status"),
        "counts_for_right": (
            N_("Does this course count for the training right?"),
            "counts_for_right-true",
        ),
        "not_counting_reason": (N_("If not: why not?"), "not_counting_reason"),
        "certificate_obtained": (
            N_("Did the workers obtain a certificate?"),
            "certificate_obtained-true",
        ),
        "certificate_valid_until": (
            N_("The certificate is valid until"),
            "certificate_valid_until_day",
        ),
        "provider_name": (N_("Who gave the course?"), "provider_name"),
        "financing": (N_("Who paid for it?"), "financing"),
        "ssin": (N_("Workers"), "words"),
        # What a mandate covers goes by the last day.
        "enterprise_number": (N_("Last day"), "end_date_day"),
    }
)
# What stands beside the question whether a course counts.
RULES: Final = tuple(
    Counting(name).source for name in ("counts", "flemishTrainingLeave", "outsideProfession")
)
# Faults of these fields belong to one worker, whatever the course.
_OF_WORKERS: Final = frozenset({"ssin", "reference", "record_id", "action"})


@dataclass(frozen=True, slots=True)
class Findings:
    """What the door says, where it belongs: to a field of the course, or to one answer alone."""

    course: Mapping[str, tuple[Issue, ...]]
    answers: tuple[tuple[Answer, tuple[Issue, ...]], ...]

    @property
    def blocks(self) -> bool:
        """Whether nothing at all can be declared as it stands: the course itself is faulty."""
        return any(issue.is_blocking for issues in self.course.values() for issue in issues)


def fresh(language: str) -> dict[str, str]:
    """Return the fields of a new course: what is true of most."""
    return {
        "language": language,
        "nature": "formal",
        "status": "completed",
        "counts_for_right": "true",
        "certificate_obtained": "false",
        "financing": "employer",
    }


def typed(form: Mapping[str, str]) -> dict[str, str]:
    """Return what was typed into the form, as it is kept; no field twice, none too long."""
    return {name: form[name].replace("\0", "\ufffd")[:LONGEST] for name in FIELDS if form.get(name)}


def fields_from(facts: TrainingDeclaration) -> dict[str, str]:
    """Return the form of a training as it was declared."""
    hours, minutes = divmod(facts.duration_minutes, _MINUTES)
    said: dict[str, object] = {
        "title": facts.title,
        "language": facts.language,
        "nature": facts.nature,
        "status": facts.status,
        "duration": f"{hours}:{minutes:02}",
        "counts_for_right": "true" if facts.counts_for_right else "false",
        "not_counting_reason": facts.not_counting_reason,
        "certificate_obtained": "true" if facts.certificate_obtained else "false",
        "provider_name": facts.provider_name,
        "financing": facts.financing,
    }
    for name in _DATES:
        day: date | None = getattr(facts, name)
        if day is not None:
            said |= {f"{name}_{part}": getattr(day, part) for part in _PARTS}
    return {name: str(value) for name, value in said.items() if value is not None}


def texts_of(fields: Mapping[str, str]) -> dict[str, str]:
    """Return the course in the texts of the door; one day where no last day is given."""
    texts = {name: fields[name] for name in _TYPED if name != "duration" and name in fields}
    texts["duration_minutes"] = minutes_of(fields.get("duration", "").strip())
    for name in _DATES:
        texts[name] = _date_of(fields, name)
    texts["end_date"] = texts["end_date"] or texts["start_date"]
    return {name: text for name, text in texts.items() if text}


def _date_of(fields: Mapping[str, str], name: str) -> str:
    day, month, year = (fields.get(f"{name}_{part}", "").strip() for part in _PARTS)
    return f"{year}-{month.zfill(2)}-{day.zfill(2)}" if day or month or year else ""


def sorted_out(answers: Iterable[Answer]) -> Findings:
    """Return what the door says, each thing once and where it belongs.

    What it says of every worker alike is said of the course.
    """
    answers = tuple(_in_boxes(answer) for answer in answers)
    chosen = [answer for answer in answers if answer.worker or not answer.number]
    common = [
        issue
        for issue in dict.fromkeys(issue for answer in chosen for issue in map(_key, answer.issues))
        if issue[1] in LABELS
        and (issue[1] not in _OF_WORKERS or not any(answer.worker for answer in chosen))
        and all(issue in map(_key, answer.issues) for answer in chosen)
    ]
    course: dict[str, tuple[Issue, ...]] = {}
    for answer in chosen[:1]:
        for issue in answer.issues:
            if _key(issue) in common:
                course[issue.field] = (*course.get(issue.field, ()), issue)
    alone = tuple(
        (answer, tuple(issue for issue in answer.issues if _key(issue) not in common))
        for answer in answers
    )
    return Findings(course, alone)


def _in_boxes(answer: Answer) -> Answer:
    """Return what the door says of a date as somebody reads it who fills in three boxes."""
    issues = tuple(
        issue._replace(detail={"expected": _DATE_EXAMPLE})
        if issue.field in _DATES and "expected" in issue.detail
        else issue
        for issue in answer.issues
    )
    return replace(answer, outcome=answer.outcome._replace(issues=issues))


def _key(issue: Issue) -> tuple[str, str, str]:
    """Return what makes two issues the same for who reads them."""
    return issue.reason.sentence, issue.field, str(sorted(issue.detail.items()))
