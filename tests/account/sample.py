"""The sample country, come in by the feed and through the door as any other."""

import csv
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from portal.declarations.declaration import Channel, Declarant, Quality
from portal.declarations.declare import Moment, declare
from portal.declarations.outcome import Result
from portal.feed.loading import load_feed
from portal.wire.sheet import read_sheet

SAMPLE = Path(__file__).parent.parent / "sample"
AT = datetime(2026, 11, 24, 9, tzinfo=ZoneInfo("Europe/Brussels"))
OPERATOR = Declarant(None, Quality.OPERATOR, Channel.SHEET)


def rows(name: str) -> Iterator[dict[str, str]]:
    """Return the rows of one of its files."""
    with (SAMPLE / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def load(db: Session) -> None:
    """Load all of it; nothing may be refused."""
    report = load_feed(db, SAMPLE, AT, lambda _step, _rows: None)
    assert not report.faults
    sheet = read_sheet((SAMPLE / "trainings.csv").read_bytes(), with_enterprise=True)
    outcomes = declare(db, OPERATOR, [row.texts for row in sheet.rows], Moment(AT, "open"))
    assert {outcome.result for outcome in outcomes} <= {
        Result.ACCEPTED,
        Result.ACCEPTED_WITH_WARNINGS,
    }
