"""The dates of a worker for their own calendar: who may fetch them, and which they are.

The address is a secret that its owner gives to a program of theirs. It is made once, kept as a hash
only, and works without a session until its owner ends it or makes another.
"""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Connection, text
from sqlalchemy.orm import Session

from portal.account.looks import DataGroup, Look, check_may_look, write_looks
from portal.roles import Role, Thing

KEY_BYTES: Final = 32
CHANNEL: Final = "calendar"

_END = text("DELETE FROM calendar_address WHERE person_id = :person_id")
_MAKE = text("""
    INSERT INTO calendar_address (address_hash, person_id, language, made_at)
    VALUES (:address_hash, :person_id, :language, :made_at)
""")
_KNOWN = text("""
    SELECT person_id, language, made_at
    FROM calendar_address
    WHERE person_id = :person_id
    ORDER BY made_at DESC
    LIMIT 1
""")
_FIND = text("""
    SELECT person_id, language, made_at
    FROM calendar_address
    WHERE address_hash = :address_hash
""")
# What is still to come, of one worker: the key begins with the person.
_DATES = text("""
    SELECT
        training_id, version, title, start_date, end_date, duration_minutes,
        coalesce(
            (
                SELECT name
                FROM employer
                WHERE employer.enterprise_number = training.enterprise_number
            ),
            enterprise_number
        ) AS employer_name,
        provider_name,
        status = 'reserved' AND end_date >= :today AS is_planned,
        CASE WHEN certificate_obtained AND certificate_valid_until >= :today
            THEN certificate_valid_until
        END AS valid_until,
        registered_at
    FROM training
    WHERE person_id = :person_id
        AND record_state = 'active'
        AND (
            status = 'reserved' AND end_date >= :today
            OR certificate_obtained AND certificate_valid_until >= :today
        )
    ORDER BY start_date, training_id
""")


@dataclass(frozen=True, slots=True)
class Address:
    """What is known of an address; the address itself only its owner has."""

    person_id: UUID
    language: str
    made_at: datetime


@dataclass(frozen=True, slots=True)
class Dates:
    """What a training puts into a calendar.

    is_planned: it is reserved and not over. valid_until: the last day of its certificate, if that
    is still to come.
    """

    training_id: UUID
    version: int
    title: str
    start_date: date
    end_date: date
    duration_minutes: int
    employer_name: str
    provider_name: str | None
    is_planned: bool
    valid_until: date | None
    registered_at: datetime


def make_address(db: Session, person_id: UUID, language: str, now: datetime) -> str:
    """Return the key of a new address; those before do not work any more."""
    end_addresses(db, person_id)
    key = secrets.token_urlsafe(KEY_BYTES)
    bound = {"address_hash": address_hash(key), "person_id": person_id}
    db.execute(_MAKE, bound | {"language": language, "made_at": now})
    return key


def end_addresses(db: Session, person_id: UUID) -> None:
    """Let no address of a worker work any more; harmless where there is none."""
    db.execute(_END, {"person_id": person_id})


def address_of(db: Connection, person_id: UUID) -> Address | None:
    """Return what is known of a worker's address; None: there is none."""
    return _address(db.execute(_KNOWN, {"person_id": person_id}).one_or_none())


def find_address(db: Connection, key: str) -> Address | None:
    """Return the address with this key; None: nobody's, or not any more."""
    return _address(db.execute(_FIND, {"address_hash": address_hash(key)}).one_or_none())


def open_dates(db: Connection, address: Address, now: datetime) -> tuple[Dates, ...]:
    """Return what is still to come for the owner of an address; the look is written before.

    db: a connection from `portal.database.reading`, so that the look stands at once.
    """
    look = Look(now, Role.WORKER, CHANNEL, address.person_id)
    check_may_look([address.person_id], Thing.STATEMENT, look)
    write_looks(db, [address.person_id], DataGroup.CALENDAR, look)
    rows = db.execute(_DATES, {"person_id": address.person_id, "today": now.date()})
    return tuple(Dates(*row) for row in rows)


def address_hash(key: str) -> bytes:
    """Return what the database keeps of an address, from which nobody finds it."""
    return hashlib.sha256(key.encode("utf-8", "replace")).digest()


def _address(row: Any) -> Address | None:  # noqa: ANN401 - a row
    return None if row is None else Address(*row)
