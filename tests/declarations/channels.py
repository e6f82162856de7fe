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
from tests.declarations.world import TODAY

By = Callable[[Session, Case], list[Outcome]]

SHEET = {column.field: column.english for column in (ENTERPRISE, *COLUMNS)}


def prepare(db: Session, case: Case) -> list[dict[str, str]]:
    """Declare what others did before; return the rows of a case with the ids of those records."""
    ids: dict[str, str] = {}
    for declarant, row in case.given:
        (outcome,) = declare(db, declarant, [_with_id(row, ids)], TODAY)
        assert outcome.record_id, outcome
        ids[f"@{outcome.reference}"] = str(outcome.record_id)
    return [_with_id(row, ids) for row in case.rows]


def _with_id(row: dict[str, str], ids: dict[str, str]) -> dict[str, str]:
    record_id = row.get("record_id", "")
    return row | {"record_id": ids.get(record_id, record_id)} if record_id else row


def by_door(db: Session, case: Case) -> list[Outcome]:
    """Declare without any channel."""
    return declare(db, case.declarant, prepare(db, case), case.moment)


def by_sheet(db: Session, case: Case) -> list[Outcome]:
    """Declare as a sheet, with minutes as people write them there."""
    rows = [
        row | {"duration_minutes": f"{row['duration_minutes']} min"}
        if row["duration_minutes"].isdigit()
        else row
        for row in prepare(db, case)
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
