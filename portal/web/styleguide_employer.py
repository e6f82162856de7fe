"""What the style guide shows of the pages of employers: examples that stand still."""

from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from types import MappingProxyType
from typing import Final
from uuid import UUID

from portal.account.workers import Listed
from portal.clock import BELGIUM
from portal.declarations.catalogue import NOT_FOUND, OUT_OF_RANGE
from portal.declarations.outcome import Issue
from portal.duties.grouping import Figures, Group
from portal.duties.notices import Handed
from portal.duties.statistics import Statistics
from portal.duties.worklist import Task, TaskKind
from portal.law.credit import Employment, Ledger
from portal.law.size import Quarter, QuarterSize, SizeHistory
from portal.law.training import Nature, TrainingStatus
from portal.login.acting import Acting
from portal.login.granted import SeenAct
from portal.login.granting import Refused
from portal.reckoning.reckon import Reckoned
from portal.records.facts import DeclaredKind, RightDeclaration, TrainingDeclaration
from portal.records.stand import Registered, Stand
from portal.roles import Function
from portal.web.access_form import LABELS as ACCESS_LABELS
from portal.web.access_form import REFUSED
from portal.web.employer_words import TASKS
from portal.web.right_form import LABELS

TODAY: Final = date(2026, 11, 24)
NUMBER: Final = "0123456749"
NAME: Final = "Bakkerij Van Damme NV"
_SIZES: Final = SizeHistory(
    tuple(
        QuarterSize(Quarter(year, number), Fraction(93, 2), None)
        for year in range(2020, 2026)
        for number in (1, 2, 3, 4)
    )
)
OWN: Final = Acting(UUID(int=1), NUMBER, NAME, Function.ACCESS_MANAGER)
MANDATED: Final = Acting(
    UUID(int=1),
    NUMBER,
    NAME,
    Function.EDITOR,
    "0765432131",
    "Sociaal secretariaat Midden VZW",
    ("2024Q1", None),
)


def listed(number: int, family_name: str, given_names: str, start_date: date) -> Listed:
    """Return a worker in a list; number: 1 and up, also how many days were used."""
    served = Employment("118", start_date, None, None, 2280, ((start_date, Fraction(1)),))
    ledger = Ledger({TODAY.year: 456 * number})
    job = Reckoned(UUID(int=number), f"E-{number}", NUMBER, served, _SIZES, ledger, TODAY)
    return Listed(UUID(int=number), family_name, given_names, (job,))


WORKERS: Final = (
    listed(1, "Abdellaoui", "Yasmina", date(2026, 1, 5)),
    listed(2, "Peeters", "Bram", date(2024, 6, 1)),
    listed(3, "Van den Broeck-Vandenberghe", "Maximiliaan Jozef", date(2020, 3, 2)),
)
RIGHT: Final = Stand(
    UUID(int=7),
    UUID(int=71),
    RightDeclaration(
        NUMBER, "", "F-1", 2026, DeclaredKind.LEGAL, Decimal(6), "Sinds de cao van mei"
    ),
    1,
    "active",
    Registered("F-1", NUMBER, "employer", "form", None, datetime(2026, 2, 3, 9, tzinfo=BELGIUM)),
)
OPT_OUT: Final = RIGHT._replace(
    record_id=UUID(int=72),
    facts=RightDeclaration(NUMBER, "", "F-2", 2025, DeclaredKind.OPT_OUT, None, None),
)
WAITING: Final = Stand(
    UUID(int=7),
    UUID(int=73),
    TrainingDeclaration(
        NUMBER,
        "",
        "K-1",
        "Veilig werken op hoogte",
        "nl",
        Nature.FORMAL,
        TrainingStatus.COMPLETED,
        date(2026, 11, 3),
        date(2026, 11, 4),
        912,
        True,  # noqa: FBT003 - as the record has it
        False,  # noqa: FBT003 - same
        None,
        912,
        "Centre de formation Meuse",
        None,
        None,
        None,
    ),
    1,
    "active",
    Registered(
        "K-1", "0765432131", "provider", "rest", None, datetime(2026, 11, 5, 9, tzinfo=BELGIUM)
    ),
    to_verify=True,
)
TASKS_DUE: Final = (
    Task(TaskKind.YEARLY, date(2026, 1, 31), 41),
    Task(TaskKind.LEAVERS, date(2026, 12, 10), 1),
    Task(TaskKind.TO_TELL, date(2026, 12, 31), 41),
    Task(TaskKind.NEW_WORKERS, date(2027, 1, 4), 3),
    Task(TaskKind.TO_VERIFY, date(2027, 1, 31), 2),
    Task(TaskKind.PLANNED, date(2027, 1, 31), 1),
)
STATISTICS: Final = Statistics(
    waiting=False,
    reckoned_at=datetime(2026, 11, 24, 9, 30, tzinfo=BELGIUM),
    groups=(
        Group(
            ("118",), Figures(1204, 873, Fraction(24087, 4), Fraction(5131, 2), Fraction(13825, 4))
        ),
        Group(("200",), Figures(38, 31, Fraction(190), Fraction(88), Fraction(102))),
        Group(("119", "201"), Figures(7, 7, Fraction(35), Fraction(36), Fraction(-1))),
    ),
)
HANDED: Final = (
    Handed(2026, date(2026, 1, 12), NAME),
    Handed(2025, date(2025, 2, 3), "Sociaal secretariaat Midden VZW"),
)
SAID_OF_HANDING: Final = MappingProxyType(
    {
        "year": "2026",
        "language": "fr",
        "handed_day": "24",
        "handed_month": "11",
        "handed_year": "2026",
    }
)
SAID: Final = MappingProxyType({"year": "2026", "kind": "legal", "days": "-3"})
FAULTS: Final = MappingProxyType(
    {
        "days": (Issue(OUT_OF_RANGE, "days", "-3", {"first": "0", "last": "366"}),),
        "": (Issue(NOT_FOUND, "ssin"),),
    }
)
_SPAN: Final = ("2026Q1", "2026Q4")
_AT: Final = datetime(2026, 11, 23, 14, 5, tzinfo=BELGIUM)
_HOLDER: Final = "Sociaal secretariaat Midden VZW"
ACTS: Final = (
    SeenAct(UUID(int=8), _AT, "Karin Maes", "mandateRevoked", _HOLDER, None, *_SPAN),
    SeenAct(UUID(int=8), _AT, "Karin Maes", "roleTaken", "Bram Peeters", "editor", None, None),
    SeenAct(UUID(int=8), _AT, "Karin Maes", "mandateGiven", _HOLDER, None, "2026Q1", None),
    SeenAct(UUID(int=8), _AT, "Karin Maes", "roleGiven", "Bram Peeters", "editor", None, None),
)
EMPLOYERS_EXAMPLES: Final = MappingProxyType(
    {
        "example_acting": (OWN, MANDATED),
        "example_workers": WORKERS,
        "example_rights": (RIGHT, OPT_OUT),
        "example_faults": FAULTS,
        "example_said": SAID,
        "right_labels": LABELS,
        "example_tasks": TASKS_DUE,
        "task_words": TASKS,
        "example_statistics": STATISTICS,
        "example_waiting": WAITING,
        "example_handed": HANDED,
        "example_said_of_handing": SAID_OF_HANDING,
        "example_acts": ACTS,
        "example_refused": dict([REFUSED[Refused.OVERLAPS]]),
        "access_labels": ACCESS_LABELS,
    }
)
