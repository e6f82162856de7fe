"""Everything an employer may see of its workers, as tables to take along."""

import csv
import io
from collections.abc import Iterable, Iterator
from datetime import date
from fractions import Fraction
from types import MappingProxyType
from typing import IO, Any, Final

from sqlalchemy import Connection
from xlsxwriter import Workbook

from portal.account.declared import Asked, DeclaredFilter, open_declared
from portal.account.looks import Look
from portal.account.workers import Wanted, open_workers
from portal.directory.entries import numbers_of
from portal.export.cells import harmless
from portal.languages import N_, rounded, translated
from portal.login.acting import Acting
from portal.records.facts import RecordKind, TrainingDeclaration
from portal.wire.code_words import words_in
from portal.wire.columns import COLUMNS
from portal.wire.template import MARK, OPTIONS

_AT_ONCE: Final = 500  # trainings of one question
_MINUTES: Final = 60  # of an hour
# What XML cannot hold.
_BLANKED: Final = dict.fromkeys((*range(9), *range(11, 32)), " ")
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
# Each table: its name, its headings and its rows.
TABLES: Final = MappingProxyType({"workers": N_("Workers"), "trainings": N_("Trainings")})
Cell = str | int | float


def headings_of(table: str, language: str) -> list[str]:
    """Return what stands above the columns of a table."""
    if table == "workers":
        return [translated(one, language) for one in _WORKERS]
    names = [column.name(language) for column in COLUMNS]
    return [*names, *(translated(one, language) for one in _MORE)]


def rows_of(
    db: Connection, acting: Acting, look: Look, table: str, language: str
) -> Iterator[list[Cell]]:
    """Return the rows of a table, some workers at a time; every one of them is a look."""
    if table == "workers":
        return _workers(db, acting, look)
    return _trainings(db, acting, look, language)


def write_workbook(
    file: IO[bytes], tables: Iterable[tuple[str, Iterable[list[Cell]]]], language: str
) -> None:
    """Write tables as the sheets of one workbook."""
    with Workbook(file, dict(OPTIONS)) as book:
        bold = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        for table, rows in tables:
            sheet = book.add_worksheet(translated(TABLES[table], language))
            sheet.freeze_panes(1, 0)
            sheet.set_column(0, len(headings_of(table, language)), 16)
            sheet.write_row(0, 0, headings_of(table, language), bold)
            for number, row in enumerate(rows, 1):
                for place, cell in enumerate(row):
                    if isinstance(cell, str):
                        sheet.write_string(number, place, cell.translate(_BLANKED))
                    else:
                        sheet.write_number(number, place, cell)


def write_csv(file: IO[bytes], table: str, rows: Iterable[list[Cell]], language: str) -> None:
    """Write a table as CSV; what somebody typed is kept from being a formula."""
    text = io.TextIOWrapper(file, "utf-8", newline="", write_through=True)
    text.write(MARK)
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(headings_of(table, language))
    for row in rows:
        writer.writerow([harmless(cell) if isinstance(cell, str) else cell for cell in row])
    text.detach()


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
