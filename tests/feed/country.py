"""A small country that is right in everything, for tests to change one thing in."""

import csv
import io
from copy import deepcopy
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from portal.feed.loading import load_feed
from portal.feed.report import FeedReport

NOW = datetime(2026, 11, 24, 12, tzinfo=ZoneInfo("Europe/Brussels"))
BRAM, EMMA = "95111722477", "02120915719"
SAMPLE = Path(__file__).parent.parent / "sample"
BAKERY, PHARMACY = "0630293132", "0299925087"

Row = dict[str, str]
COUNTRY: dict[str, list[Row]] = {
    "workers.csv": [
        {
            "ssin": BRAM,
            "family_name": "Peeters",
            "given_names": "Bram",
            "birth_date": "1995-11-17",
            "birth_place": "Liège",
            "language": "nl",
            "replaces_ssin": "",
            "canceled": "",
        },
        {
            "ssin": EMMA,
            "family_name": "El Idrissi",
            "given_names": "Emma Zoë",
            "birth_date": "",
            "birth_place": "",
            "language": "",
            "replaces_ssin": "",
            "canceled": "",
        },
    ],
    "employers.csv": [
        {"enterprise_number": BAKERY, "name": "Bakkerij Peeters", "nsso_number": ""},
        {"enterprise_number": PHARMACY, "name": "Apotheek Michiels", "nsso_number": "123456789"},
    ],
    "employer_sizes.csv": [
        {"enterprise_number": BAKERY, "quarter": "2023Q4", "fte": "19.25", "headcount": "23"},
    ],
    "employments.csv": [
        {
            "employment_id": "E1",
            "ssin": BRAM,
            "enterprise_number": BAKERY,
            "joint_committee": "118.03",
            "start_date": "2020-01-07",
            "end_date": "2023-06-30",
            "end_reason": "resignation",
            "weekly_minutes": "2280",
        },
        {
            "employment_id": "E2",
            "ssin": EMMA,
            "enterprise_number": BAKERY,
            "joint_committee": "200",
            "start_date": "2021-05-01",
            "end_date": "",
            "end_reason": "",
            "weekly_minutes": "2160",
        },
    ],
    "work_regimes.csv": [
        {"employment_id": "E1", "from_date": "2020-01-07", "work_regime": "1"},
        {"employment_id": "E1", "from_date": "2021-02-01", "work_regime": "0.8"},
        {"employment_id": "E2", "from_date": "2021-04-30", "work_regime": "0.3333333333"},
    ],
    "mandates.csv": [
        {
            "mandator_enterprise_number": BAKERY,
            "holder_enterprise_number": PHARMACY,
            "from_quarter": "2024Q1",
            "until_quarter": "",
        },
    ],
    "representatives.csv": [
        {"ssin": EMMA, "enterprise_number": PHARMACY, "role": "editor"},
    ],
    "senders.csv": [
        {
            "sender_number": "123456",
            "enterprise_number": PHARMACY,
            "quality": "mandateHolder",
            "public_key": "",
            "certificate": "",
            "client_id": "pharmacy-1",
            "jwks": "",
        },
    ],
}


class Feed:
    """A folder to be: rows by file, to change before they are loaded."""

    def __init__(self, folder: Path, db: Session) -> None:
        self.folder = folder
        self.db = db
        self.rows = deepcopy(COUNTRY)

    def only(self, *files: str) -> "Feed":
        """Leave the other files out of the folder."""
        self.rows = {file: self.rows[file] for file in files}
        for path in self.folder.iterdir():
            path.unlink()
        return self

    def write(self) -> Path:
        """Write the folder as the authentic sources do."""
        for file, rows in self.rows.items():
            text = io.StringIO()
            table = csv.DictWriter(text, COUNTRY[file][0])
            table.writeheader()
            table.writerows(rows)
            self.folder.joinpath(file).write_text(text.getvalue(), encoding="utf-8", newline="")
        return self.folder

    def load(self) -> FeedReport:
        """Write the folder and load it."""
        return self.read_as_it_is(self.write())

    def read_as_it_is(self, folder: Path | None = None) -> FeedReport:
        """Load what stands in the folder."""
        return load_feed(self.db, folder or self.folder, NOW, lambda _step, _rows: None)


def places(told: FeedReport) -> list[tuple[str, int | None, str | None]]:
    """Return where the faults are."""
    return [(fault.file, fault.line, fault.column) for fault in told.faults]
