"""Everything an employer may see of its workers, as tables to take along."""

from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from types import MappingProxyType
from typing import Any, Final

from sqlalchemy import Connection

from portal.account.declared import Asked, DeclaredFilter, open_declared
from portal.account.looks import Look
from portal.account.workers import Wanted, open_workers
from portal.directory.entries import numbers_of
from portal.entering.tables import Cell, Table
from portal.languages import N_, rounded, translated
from portal.login.acting import Acting
from portal.records.facts import RecordKind, TrainingDeclaration
from portal.wire.code_words import words_in
from portal.wire.columns import COLUMNS

_AT_ONCE: Final = 500  # trainings of one question
_MINUTES: Final = 60  # of an hour
_NAMES: Final = (N_("Family name"), N_("Given names"), N_("Social security number"))
_WORKERS: Final = (
    *_NAMES,
    N_("Joint committee"),
    N_("First day"),
    N_("Last day"),
    N_("Year"),
    N_("Carry-over"),
    N_("Right of the year"),
    N_("Used"),
    N_("Left"),
)
_MORE: Final = (N_("Withdrawn"), N_("Registered by"), N_("Version"))
# Each table, and what it is called.
TABLES: Final = MappingProxyType({"workers": N_("Workers"), "trainings": N_("Trainings")})


def table_of(db: Connection, acting: Acting, look: Look, name: str, language: str) -> Table:
    """Return a table of TABLES; its rows are read some workers at a time, each of them a look."""
    title = translated(TABLES[name], language)
    if name == "workers":
        headings = [translated(one, language) for one in _WORKERS]
        return Table(title, headings, _workers(db, acting, look))
    names = [column.name(language) for column in COLUMNS]
    headings = [*names, *(translated(one, language) for one in _MORE)]
    return Table(title, headings, _trainings(db, acting, look, language))


def _workers(db: Connection, acting: Acting, look: Look) -> Iterator[list[Cell]]:
    wanted: Wanted | None = Wanted()
    while wanted is not None:
        page = open_workers(db, acting.enterprise_number, wanted, look)
        numbers = numbers_of(db, [worker.person_id for worker in page.workers])
        for worker in page.workers:
            who = [worker.family_name, worker.given_names, numbers.get(worker.person_id, "")]
            for job in worker.jobs:
                served = job.employment
                year = job.years[-1] if job.years else None
                amounts = [year.carried, year.gained, year.charged, year.left] if year else []
                yield [
                    *who,
                    served.joint_committee,
                    _day(served.start_date),
                    _day(served.end_date),
                    year.year if year else "",
                    *map(_days, amounts),
                ]
        wanted = Wanted(after=page.after) if page.after else None


def _trainings(db: Connection, acting: Acting, look: Look, language: str) -> Iterator[list[Cell]]:
    chosen = DeclaredFilter(enterprise_number=acting.enterprise_number)
    asked = Asked(acting.organisation, look, RecordKind.TRAINING, chosen)
    after = None
    while True:
        page = open_declared(db, asked, _AT_ONCE, after)
        for stand, ssin in page.records:
            assert isinstance(stand.facts, TrainingDeclaration)  # noqa: S101 - as was asked
            registered = stand.registered
            said = stand.facts._replace(ssin=ssin, reference=registered.reference)
            yield [
                *(_cell(column.field, getattr(said, column.field), language) for column in COLUMNS),
                words_in("counts_for_right", language)["true" if stand.is_canceled else "false"],
                registered.registered_by,
                stand.version,
            ]
        after = page.after
        if after is None:
            return


def _cell(field: str, value: Any, language: str) -> Cell:  # noqa: ANN401 - of any field
    """Return a value as the template wants it filled in."""
    if value is None:
        return ""
    if field == "duration_minutes":
        hours, minutes = divmod(value, _MINUTES)
        return f"{hours}:{minutes:02}"
    if isinstance(value, date):
        return value.isoformat()
    code = str(value).lower() if isinstance(value, bool) else str(value)
    return words_in(field, language).get(code, code)


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""


def _days(days: Fraction) -> float:
    """Return days as spreadsheets have numbers, rounded as screens show them."""
    return float(rounded(days))
