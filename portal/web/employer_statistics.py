"""An employer's year in figures, by joint committee."""

from tempfile import TemporaryFile
from typing import IO

from flask import Blueprint, abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from portal import clock
from portal.database import Session, reading
from portal.duties.grouping import LEAST
from portal.duties.statistics import ask_statistics, open_statistics
from portal.entering.figures import figures_table
from portal.entering.tables import write_csv, write_workbook
from portal.law.parameters import FIRST_YEAR
from portal.login.representing import current_acting, representative_may
from portal.roles import Action, Thing
from portal.web.page import LANGUAGE_PREFIX, page_language
from portal.web.sending import XLSX, sent

views = Blueprint("statistics", __name__, url_prefix=f"{LANGUAGE_PREFIX}/employer/statistics")


@views.get("")
@representative_may(Action.READ, Thing.EMPLOYMENT)
def statistics() -> str:
    """Show the figures of a year as they were reckoned last, and offer to reckon them."""
    year = _year()
    with reading() as db:
        found = open_statistics(db, current_acting().enterprise_number, year)
    return render_template(
        "employer/statistics.html", found=found, year=year, years=_years(), least=LEAST
    )


@views.post("")
@representative_may(Action.READ, Thing.EMPLOYMENT)
def ask() -> Response:
    """Have the figures of a year reckoned."""
    year = _year()
    with Session.begin() as db:
        ask_statistics(db, current_acting().enterprise_number, year)
    return redirect(url_for(".statistics", year=year), 303)


@views.get("/<int:year>.<any(csv, xlsx):kind>")
@representative_may(Action.READ, Thing.EMPLOYMENT)
def take(year: int, kind: str) -> Response:
    """Give the figures of a year as they were reckoned last, as a sheet."""
    if year not in _years():
        abort(404)
    with reading() as db:
        found = open_statistics(db, current_acting().enterprise_number, year)
    if not found.groups:
        abort(404)
    table = figures_table(found, year, page_language())
    file: IO[bytes] = TemporaryFile()  # noqa: SIM115 - closed when it is sent
    if kind == "xlsx":
        write_workbook(file, [table])
    else:
        write_csv(file, table)
    return sent(file, XLSX if kind == "xlsx" else "text/csv", f"figures-{year}.{kind}")


def _years() -> list[int]:
    return list(range(clock.today().year, FIRST_YEAR - 1, -1))


def _year() -> int:
    """Return the year that is asked for; the present one where none of the list is."""
    asked = request.values.get("year", "")
    return next((year for year in _years() if str(year) == asked), clock.today().year)
