"""People, and the one table in which their national numbers stand, never in clear."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from portal.models.base import Base, PersonId


class NumberKey(Base):
    """A pair of keys of social security numbers; the keys themselves lie in files elsewhere."""

    __tablename__ = "number_key"
    __table_args__ = (
        CheckConstraint("state IN ('current', 'former', 'retired')", "state"),
        Index(
            "uq_number_key_current",
            "state",
            unique=True,
            postgresql_where=text("state = 'current'"),
        ),
    )

    key_id: Mapped[str] = mapped_column(primary_key=True)
    state: Mapped[str]  # former: numbers are being written anew under the current one
    proof: Mapped[bytes]  # tells another key with the same id from this one
    since: Mapped[datetime]
    retired_at: Mapped[datetime | None]


class DirectoryEntry(Base):
    """A social security number and the person it names; only the room `directory` sees it."""

    __tablename__ = "directory"
    __table_args__ = (CheckConstraint("state IN ('current', 'replaced', 'canceled')", "state"),)

    number_index: Mapped[bytes] = mapped_column(primary_key=True)  # HMAC-SHA-256 of the number
    key_id: Mapped[str]  # of the keys of this entry
    # No cascade: a number is sealed for its person, and moves only by being sealed again.
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.person_id"), index=True)
    sealed: Mapped[bytes]  # key id, nonce, AES-256-GCM of the number for this person
    state: Mapped[str]
    replaced_by: Mapped[bytes | None]  # the index of the number to use instead
    changed_at: Mapped[datetime]  # when the register last changed this entry


class Person(Base):
    """A worker, as the national register knows them."""

    __tablename__ = "person"

    person_id: Mapped[PersonId] = mapped_column(primary_key=True)
    family_name: Mapped[str]
    given_names: Mapped[str]
    birth_date: Mapped[date | None]
    birth_place: Mapped[str | None]
    language: Mapped[str | None]  # nl, fr, de or en: the language the register writes in
    email: Mapped[str | None]  # given by the worker
