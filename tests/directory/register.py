"""Numbers as the register has them, written straight into the directory and read from it."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.clock import machine_now
from portal.directory.keys import key_id_of
from portal.directory.ring import key_for_writing, key_ring, take_into_use
from portal.models import DirectoryEntry


def add_number(
    db: Session,
    ssin: str,
    person_id: UUID,
    state: str = "current",
    replaced_by: str | None = None,
) -> None:
    """Write a number down, or what changed about it."""
    key = key_for_writing(db, key_ring())
    take_into_use(db, key, machine_now())
    entry = DirectoryEntry(
        number_index=key.index(ssin),
        key_id=key.key_id,
        person_id=person_id,
        sealed=key.seal(ssin, person_id),
        state=state,
        replaced_by=key.index(replaced_by) if replaced_by else None,
        changed_at=machine_now(),
    )
    db.merge(entry)
    db.flush()


def entry_of(db: Session, ssin: str) -> DirectoryEntry | None:
    """Return the entry of a number, under whichever key it stands."""
    indexes = [pair.index(ssin) for pair in key_ring().ask(db)]
    query = select(DirectoryEntry).where(DirectoryEntry.number_index.in_(indexes))
    return db.scalars(query, execution_options={"populate_existing": True}).one_or_none()


def all_entries(db: Session) -> dict[str, DirectoryEntry]:
    """Return every entry by its number."""
    rows = db.scalars(select(DirectoryEntry), execution_options={"populate_existing": True})
    ring = key_ring()
    return {ring.key(key_id_of(row.sealed)).open(row.sealed, row.person_id): row for row in rows}
