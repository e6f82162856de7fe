"""People, and the one table in which their national numbers stand."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from portal.models.base import Base, PersonId


class DirectoryEntry(Base):
    """A social security number and the person it names; the only place where numbers stand."""

    __tablename__ = "directory"
    __table_args__ = (CheckConstraint("state IN ('current', 'replaced', 'canceled')", "state"),)

    ssin: Mapped[str] = mapped_column(primary_key=True)
    person_id: Mapped[UUID] = mapped_column(
        ForeignKey("person.person_id", onupdate="CASCADE"), index=True
    )
    state: Mapped[str]
    replaced_by: Mapped[str | None]  # the number to use instead
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
