"""The ways by which a case can come to the door: each takes rows of fields and gives outcomes."""

import csv
import io
from collections.abc import Callable

from sqlalchemy.orm import Session

from portal.declarations.declare import declare
from portal.declarations.outcome import Outcome
from portal.wire.columns import COLUMNS, ENTERPRISE
from portal.wire.sheet import read_sheet
from tests.declarations.cases import Case

By = Callable[[Session, Case], list[Outcome]]

SHEET = {column.field: column.english for column in (ENTERPRISE, *COLUMNS)}


def by_door(db: Session, case: Case) -> list[Outcome]:
    """Declare without any channel."""
    return declare(db, case.declarant, case.rows, case.moment)


def by_sheet(db: Session, case: Case) -> list[Outcome]:
    """Declare as a sheet, with minutes as people write them there."""
    rows = [
        row | {"duration_minutes": f"{row['duration_minutes']} min"}
        if row["duration_minutes"].isdigit()
        else row
        for row in case.rows
    ]
    text = io.StringIO()
    writer = csv.DictWriter(text, SHEET, delimiter=";")
    writer.writerow(SHEET)
    writer.writerows(rows)
    sheet = read_sheet(text.getvalue().encode(), with_enterprise=True)
    return declare(db, case.declarant, [row.texts for row in sheet.rows], case.moment)


def fits_sheet(case: Case) -> bool:
    """Tell whether a sheet has all fields of a case, and can hold its texts."""
    return all(
        row.keys() <= SHEET.keys() and "\ud800" not in "".join(row.values()) for row in case.rows
    )


CHANNELS: dict[By, Callable[[Case], bool]] = {by_door: lambda _: True, by_sheet: fits_sheet}
