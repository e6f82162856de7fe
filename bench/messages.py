"""Messages of any size from the invented people of `bench/declare.py`, written as a stream."""

import hashlib
import random
from datetime import date, timedelta
from pathlib import Path
from uuid import UUID

from declare import TITLES
from sqlalchemy import text

from portal.clock import now
from portal.database import Session
from portal.declarations.declaration import Channel, Declarant, Quality
from portal.settings import load_settings
from portal.submissions.files import receive_file, spool
from portal.submissions.values import FileParcel
from portal.wire.xml.examples import HEAD, TAIL, write_header, write_record

SECRETARIAT = "0400000383"  # holds a mandate of every invented enterprise
SENDER = "123456"


def write_message(path: Path, jobs: list[tuple[str, str]], records: int, first: int = 0) -> None:
    """Write a message of so many trainings, a form an employer; as many for each worker.

    first: the number of the first one, by which their references and titles differ.
    """
    draw = random.Random(20261124)  # noqa: S311 - invented people
    by_employer: dict[str, list[str]] = {}
    for ssin, enterprise in jobs:
        by_employer.setdefault(enterprise, []).append(ssin)
    each, rest = divmod(records, len(jobs))
    number = first
    with path.open("w", encoding="utf-8") as file:
        file.write(HEAD)
        for enterprise, workers in by_employer.items():
            file.write(f"<Form>{write_header(SECRETARIAT, enterprise)}")
            for ssin in workers:
                more = 1 if rest > 0 else 0
                rest -= more
                for _ in range(each + more):
                    file.write(_record(number, ssin, draw))
                    number += 1
            file.write("</Form>\n")
        file.write(TAIL)


def _record(number: int, ssin: str, draw: random.Random) -> str:
    day = date(2025, 1, 1) + timedelta(days=draw.randrange(600))
    return write_record(
        {
            "action": "createTraining",
            "reference": f"S2026-{number:07}",
            "ssin": ssin,
            "title": f"{draw.choice(TITLES)} {number % 997}",
            "language": "nl",
            "nature": "formal",
            "status": "reserved",
            "start_date": day.isoformat(),
            "end_date": day.isoformat(),
            "duration_minutes": str(draw.choice((1, 2, 3))),
            "counts_for_right": "true",
            "certificate_obtained": "false",
        }
    )


def give_mandates() -> None:
    """Let the secretariat declare for every enterprise there is, and bring files."""
    with Session.begin() as db:
        db.execute(
            text(
                "INSERT INTO mandate (holder_enterprise_number, mandator_enterprise_number,"
                " from_quarter) SELECT :holder, enterprise_number, '2020Q1' FROM employer"
            ),
            {"holder": SECRETARIAT},
        )


def lay(path: Path, name: str) -> UUID:
    """Hand a file over as a mailbox does."""
    settings = load_settings()
    copy = spool(settings) / name
    copy.hardlink_to(path)
    with path.open("rb") as file:
        content = hashlib.file_digest(file, "sha256").digest()
    speaks = Declarant(SECRETARIAT, Quality.MANDATE_HOLDER, Channel.BATCH)
    parcel = FileParcel(SENDER, name, "R", name, path.stat().st_size, content)
    with Session.begin() as db:
        submission_id, _ = receive_file(db, speaks, parcel, now())
    return submission_id
