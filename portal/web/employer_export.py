"""What an employer takes along: all of its workers and their trainings, as a workbook or as CSV."""

from tempfile import TemporaryFile
from typing import IO

from flask import Blueprint, Response, render_template

from portal.database import reading
from portal.entering.exporting import TABLES, rows_of, write_csv, write_workbook
from portal.login.representing import current_acting, representative_may
from portal.roles import Action, Thing
from portal.web.employer_acts import look_of
from portal.web.page import LANGUAGE_PREFIX, page_language
from portal.web.sending import XLSX, sent

views = Blueprint("employer_export", __name__, url_prefix=f"{LANGUAGE_PREFIX}/employer/export")


@views.get("")
@representative_may(Action.READ, Thing.EMPLOYMENT)
def export() -> str:
    """Say what is in the files, and offer them."""
    return render_template("employer/export.html", acting=current_acting())


@views.post("/everything.xlsx")
@representative_may(Action.READ, Thing.EMPLOYMENT)
def workbook() -> Response:
    """Give all tables in one workbook."""
    acting, language = current_acting(), page_language()
    file: IO[bytes] = TemporaryFile()  # noqa: SIM115 - closed when it is sent
    with reading() as db:
        look = look_of(acting)
        tables = [(table, rows_of(db, acting, look, table, language)) for table in TABLES]
        write_workbook(file, tables, language)
    return sent(file, XLSX, "everything.xlsx")


@views.post("/<any(workers, trainings):table>.csv")
@representative_may(Action.READ, Thing.EMPLOYMENT)
def separated(table: str) -> Response:
    """Give one table as CSV."""
    acting, language = current_acting(), page_language()
    file: IO[bytes] = TemporaryFile()  # noqa: SIM115 - closed when it is sent
    with reading() as db:
        rows = rows_of(db, acting, look_of(acting), table, language)
        write_csv(file, table, rows, language)
    return sent(file, "text/csv", f"{table}.csv")
