"""People known by several numbers, and everything that may hang on them."""

from datetime import UTC, date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.account.looks import DataGroup, Look, write_looks
from portal.feed.report import FeedReport
from portal.identifiers import new_id
from portal.models import (
    DeclaredReference,
    DirectoryEntry,
    SessionRow,
    Training,
    TrainingRight,
    TrainingVersion,
)
from tests.directory.register import all_entries, entry_of
from tests.feed.country import BAKERY, PHARMACY, Feed, Row

# The same person's numbers, oldest first: BIS numbers, then one of the national register.
FIRST, SECOND, THIRD = "89422710287", "93512178324", "85092903471"
EARLY = datetime(2024, 5, 1, tzinfo=UTC)


def worker(ssin: str, replaces: str = "", name: str = "Nguyen", canceled: str = "") -> Row:
    return {
        "ssin": ssin,
        "family_name": name,
        "given_names": "Camille",
        "birth_date": "1989-02-27",
        "birth_place": "",
        "language": "fr",
        "replaces_ssin": replaces,
        "canceled": canceled,
    }


def load_workers(feed: Feed, *rows: Row) -> FeedReport:
    feed.rows["workers.csv"] = list(rows)
    return feed.only("workers.csv").load()


def entries(db: Session) -> dict[str, tuple[str, str | None]]:
    """Return what the directory says of each number: its state and the number to use instead."""
    known = all_entries(db)
    number_at = {entry.number_index: ssin for ssin, entry in known.items()}
    return {
        ssin: (entry.state, number_at[entry.replaced_by] if entry.replaced_by else None)
        for ssin, entry in known.items()
    }


def persons(db: Session) -> set[UUID]:
    return set(db.scalars(select(DirectoryEntry.person_id)))


def person_of(db: Session, ssin: str) -> UUID:
    return entry_of(db, ssin).person_id


def two_persons(db: Session, feed: Feed) -> tuple[UUID, UUID]:
    """Load two numbers as two persons, the first with an employment that ended."""
    feed.rows["workers.csv"] = [worker(FIRST), worker(SECOND)]
    first, second = feed.rows["employments.csv"]
    feed.rows["employments.csv"] = [
        first | {"ssin": FIRST},
        second | {"ssin": SECOND, "enterprise_number": PHARMACY},
    ]
    feed.rows["representatives.csv"] = []
    assert feed.load().faults == ()
    return person_of(db, FIRST), person_of(db, SECOND)


def record(reference: str) -> dict[str, object]:
    return {
        "version": 1,
        "record_state": "active",
        "reference": reference,
        "registered_by": BAKERY,
        "registered_quality": "employer",
        "channel": "sheet",
        "registered_at": EARLY,
        "enterprise_number": BAKERY,
    }


TRAINING = {
    "start_date": date(2023, 3, 1),
    "title": "Eerste hulp",
    "language": "nl",
    "nature": "formal",
    "status": "completed",
    "end_date": date(2023, 3, 1),
    "duration_minutes": 456,
    "counts_for_right": True,
    "charged_minutes": 456,
    "certificate_obtained": False,
}


def declare_for(db: Session, person_id: UUID, reference: str = "R1") -> None:
    """Write a training with an earlier version, a reference, a right, a session and a look."""
    training_id = new_id()
    facts = {"person_id": person_id, "training_id": training_id} | TRAINING | record(reference)
    hidden = {"provider": "p", "subject": "s", "level": "high", "language": "nl"}
    moments = ("auth_time", "created_at", "last_seen_at", "idle_end_at", "absolute_end_at")
    db.add_all(
        [
            Training(**facts | {"version": 2}),
            TrainingVersion(**facts),
            DeclaredReference(
                declarant=BAKERY,
                reference=reference,
                person_id=person_id,
                record_id=training_id,
                record_kind="training",
                content=b"",
            ),
            right(person_id, reference),
            SessionRow(
                session_hash=new_id().bytes,
                person_id=person_id,
                **hidden,
                **dict.fromkeys(moments, EARLY),
            ),
        ]
    )
    db.flush()
    write_looks(db.connection(), [person_id], DataGroup.ACCOUNT, Look.of_worker(person_id, EARLY))


def right(person_id: UUID, reference: str, **other: object) -> TrainingRight:
    facts = record(reference) | {"year": 2023, "kind": "employer", "days": 2} | other
    return TrainingRight(person_id=person_id, training_right_id=new_id(), **facts)
