"""What the style guide shows of the form of a course: examples that stand still."""

from datetime import date, datetime
from types import MappingProxyType
from typing import Final
from uuid import UUID

from portal.account.choosable import Choosable, Found
from portal.clock import BELGIUM
from portal.declarations import catalogue
from portal.declarations.outcome import Issue, Outcome, Result
from portal.entering.entry import Answer, Chosen, Entry, State
from portal.law.training import Financing, Nature, TrainingStatus
from portal.records.facts import TrainingDeclaration
from portal.records.stand import ACTIVE, Registered, Stand
from portal.web.course_form import sorted_out, texts_of

AT: Final = datetime(2026, 11, 24, 9, 30, tzinfo=BELGIUM)
COURSE: Final = MappingProxyType(
    {
        "title": "Veilig werken op hoogte: opfrissing",
        "language": "nl",
        "nature": "formal",
        "status": "completed",
        "start_date_day": "9",
        "start_date_month": "11",
        "start_date_year": "2026",
        "duration": "7:36",
        "counts_for_right": "true",
        "certificate_obtained": "true",
        "certificate_valid_until_day": "8",
        "certificate_valid_until_month": "11",
        "certificate_valid_until_year": "2031",
        "provider_name": "Opleidingscentrum Noord",
        "financing": "employer",
    }
)
FAULTY: Final = {**COURSE, "title": "", "start_date_month": "13", "duration": "long"}
PEOPLE: Final = tuple(
    Choosable(UUID(int=number), family_name, given_names, committees)
    for number, family_name, given_names, committees in (
        (1, "Abdellaoui", "Yasmina", ("118",)),
        (2, "Peeters", "Bram", ("118", "200")),
        (3, "Van den Broeck-Vandenberghe", "Maximiliaan Jozef", ("118",)),
    )
)
NAMES: Final = {worker.person_id: worker.name for worker in PEOPLE}
FOUND: Final = Found(PEOPLE, 108, ("118", "200"))
_CHOSEN: Final = tuple(Chosen(place, worker.person_id) for place, worker in enumerate(PEOPLE, 1))


def _answer(worker: Chosen | None, *issues: Issue, number: str = "") -> Answer:
    blocks = any(issue.is_blocking for issue in issues)
    result = Result.REJECTED if blocks else Result.ACCEPTED
    return Answer(worker, Outcome(0, None, result, None, None, issues), number)


_FAULTS: Final = (
    Issue(catalogue.MISSING, "title"),
    Issue(catalogue.INVALID_STRUCTURE, "start_date", None, {"expected": "2024-12-31"}),
    Issue(catalogue.INVALID_STRUCTURE, "duration_minutes", None, {"expected": "456"}),
)
REFUSED: Final = sorted_out(
    (
        *(_answer(worker, *_FAULTS) for worker in _CHOSEN),
        _answer(None, Issue(catalogue.CHECK_DIGITS, "ssin"), number="85021400136"),
    )
)
REFUSED_CHANGE: Final = sorted_out((_answer(None, *_FAULTS),))
_WARNED: Final = (
    _answer(_CHOSEN[0]),
    _answer(_CHOSEN[1], Issue(catalogue.OVER_THE_RIGHT, "title", None, {"year": 2026})),
    _answer(_CHOSEN[2], Issue(catalogue.NOT_FOUND, "ssin")),
)
REVIEWED: Final = sorted_out(_WARNED)
GOOD: Final = _WARNED[:2]
DRAFT: Final = Entry(UUID(int=1), State.DRAFT, "F20261124-7K3QX9AB", COURSE, _CHOSEN, AT)
DECLARED: Final = Entry(
    UUID(int=2),
    State.DECLARED,
    "F20261124-7K3QX9AB",
    COURSE,
    (
        *(Chosen(one.place, one.person_id, UUID(int=one.place)) for one in _CHOSEN[:2]),
        _CHOSEN[2],
    ),
    AT,
)
STAND: Final = Stand(
    UUID(int=1),
    UUID(int=1),
    TrainingDeclaration(
        "0123456749",
        "",
        "F20261124-7K3QX9AB-01",
        "Veilig werken op hoogte: opfrissing",
        "nl",
        Nature.FORMAL,
        TrainingStatus.COMPLETED,
        AT.date(),
        AT.date(),
        456,
        True,  # noqa: FBT003 - it counts
        True,  # noqa: FBT003 - a certificate was obtained
        None,
        456,
        "Opleidingscentrum Noord",
        None,
        date(2031, 11, 23),
        Financing.EMPLOYER,
    ),
    1,
    ACTIVE,
    Registered("F20261124-7K3QX9AB-01", "0765432131", "mandateHolder", "form", None, AT),
)
COURSE_EXAMPLES: Final = MappingProxyType(
    {
        "example_course": FAULTY,
        "example_findings": REFUSED_CHANGE,
        "example_reviewed": REVIEWED,
        "example_texts": texts_of(COURSE),
        "example_people": PEOPLE,
        "example_names": NAMES,
        "example_stand": STAND,
    }
)
