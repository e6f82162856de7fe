"""What an employer takes along: all of its workers and their trainings, as a workbook or as CSV."""

from tempfile import TemporaryFile
from typing import IO

from flask import Blueprint, Response, abort, render_template

from portal.database import reading
from portal.entering.access_tables import TABLES as ACCESS
from portal.entering.access_tables import access_table
from portal.entering.exporting import TABLES, table_of
from portal.entering.tables import write_csv, write_workbook
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
    access = ACCESS if _may_take_access() else {}
    return render_template("employer/export.html", acting=current_acting(), access=access)


@views.post("/everything.xlsx")
@representative_may(Action.READ, Thing.EMPLOYMENT)
def workbook() -> Response:
    """Give all tables in one workbook."""
    acting, language = current_acting(), page_language()
    file: IO[bytes] = TemporaryFile()  # noqa: SIM115 - closed when it is sent
    with reading() as db:
        look = look_of(acting)
        tables = [table_of(db, acting, look, name, language) for name in TABLES]
        if _may_take_access():
            number = acting.enterprise_number
            tables += [access_table(db, number, name, language) for name in ACCESS]
        write_workbook(file, tables)
    return sent(file, XLSX, "everything.xlsx")


@views.post("/<any(workers, trainings):table>.csv")
@representative_may(Action.READ, Thing.EMPLOYMENT)
def separated(table: str) -> Response:
    """Give one table as CSV."""
    acting, language = current_acting(), page_language()
    file: IO[bytes] = TemporaryFile()  # noqa: SIM115 - closed when it is sent
    with reading() as db:
        write_csv(file, table_of(db, acting, look_of(acting), table, language))
    return sent(file, "text/csv", f"{table}.csv")


@views.post("/access/<table>.csv")
@representative_may(Action.WRITE, Thing.ACCESS)
def access(table: str) -> Response:
    """Give one table of who acted, to whom decides that."""
    if table not in ACCESS:
        abort(404)
    file: IO[bytes] = TemporaryFile()  # noqa: SIM115 - closed when it is sent
    with reading() as db:
        number = current_acting().enterprise_number
        write_csv(file, access_table(db, number, table, page_language()))
    return sent(file, "text/csv", f"{table}.csv")


def _may_take_access() -> bool:
    return current_acting().may(Action.WRITE, Thing.ACCESS)
