"""Our tables as typed SQLAlchemy models with relations, as FastAPI's tutorial on databases does."""

import os
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import DateTime, ForeignKey, ForeignKeyConstraint, create_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship

ENGINE = create_engine(os.environ["DATABASE_URL"].replace("postgresql:", "postgresql+psycopg:"))


class Base(DeclarativeBase):
    """Every table."""

    type_annotation_map = {datetime: DateTime(timezone=True)}  # noqa: RUF012 - read by SQLAlchemy


class Person(Base):
    """Who works."""

    __tablename__ = "person"
    person_id: Mapped[UUID] = mapped_column(primary_key=True)
    family_name: Mapped[str]
    given_names: Mapped[str]
    birth_date: Mapped[date | None]
    language: Mapped[str | None]


class SessionRow(Base):
    """Who is signed in."""

    __tablename__ = "session"
    session_hash: Mapped[bytes] = mapped_column(primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.person_id"))
    language: Mapped[str]
    provider: Mapped[str]
    level: Mapped[str]
    last_seen_at: Mapped[datetime]
    idle_end_at: Mapped[datetime]
    absolute_end_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
    acting_for: Mapped[str | None]
    person: Mapped[Person] = relationship()


class Representative(Base):
    """Who acts for an enterprise."""

    __tablename__ = "representative"
    person_id: Mapped[UUID] = mapped_column(primary_key=True)
    enterprise_number: Mapped[str] = mapped_column(primary_key=True)
    revoked_at: Mapped[datetime | None]


class TryWindow(Base):
    """Who guessed too often."""

    __tablename__ = "try_window"
    kind: Mapped[str] = mapped_column(primary_key=True)
    who_hash: Mapped[bytes] = mapped_column(primary_key=True)
    tries: Mapped[int]
    ends_at: Mapped[datetime]


class EmployerSize(Base):
    """How large an employer was."""

    __tablename__ = "employer_size"
    enterprise_number: Mapped[str] = mapped_column(
        ForeignKey("employer.enterprise_number"), primary_key=True
    )
    quarter: Mapped[str] = mapped_column(primary_key=True)
    fte: Mapped[Decimal | None]
    headcount: Mapped[int | None]


class Employer(Base):
    """Who employs."""

    __tablename__ = "employer"
    enterprise_number: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    sizes: Mapped[list[EmployerSize]] = relationship(order_by=EmployerSize.quarter)


class WorkRegime(Base):
    """How much of a full-time week."""

    __tablename__ = "work_regime"
    __table_args__ = (
        ForeignKeyConstraint(
            ["person_id", "employment_id"], ["employment.person_id", "employment.employment_id"]
        ),
    )
    person_id: Mapped[UUID] = mapped_column(primary_key=True)
    employment_id: Mapped[str] = mapped_column(primary_key=True)
    from_date: Mapped[date] = mapped_column(primary_key=True)
    work_regime: Mapped[Decimal]


class Employment(Base):
    """Who works where."""

    __tablename__ = "employment"
    person_id: Mapped[UUID] = mapped_column(primary_key=True)
    employment_id: Mapped[str] = mapped_column(primary_key=True)
    enterprise_number: Mapped[str] = mapped_column(ForeignKey("employer.enterprise_number"))
    joint_committee: Mapped[str]
    start_date: Mapped[date]
    end_date: Mapped[date | None]
    end_reason: Mapped[str | None]
    weekly_minutes: Mapped[int]
    employer: Mapped[Employer] = relationship()
    regimes_by_day: Mapped[list[WorkRegime]] = relationship(order_by=WorkRegime.from_date)


class Recorded:
    """What every declared record keeps of its declaration."""

    person_id: Mapped[UUID]
    version: Mapped[int]
    record_state: Mapped[str]
    reference: Mapped[str]
    registered_by: Mapped[str]
    registered_quality: Mapped[str]
    channel: Mapped[str]
    registered_at: Mapped[datetime]


class TrainingRight(Recorded, Base):
    """A declared right."""

    __tablename__ = "training_right"
    training_right_id: Mapped[UUID] = mapped_column(primary_key=True)
    enterprise_number: Mapped[str]
    year: Mapped[int]
    kind: Mapped[str]
    days: Mapped[Decimal | None]


class Training(Recorded, Base):
    """A training."""

    __tablename__ = "training"
    training_id: Mapped[UUID] = mapped_column(primary_key=True)
    enterprise_number: Mapped[str] = mapped_column(ForeignKey("employer.enterprise_number"))
    title: Mapped[str]
    language: Mapped[str]
    nature: Mapped[str]
    status: Mapped[str]
    start_date: Mapped[date]
    end_date: Mapped[date]
    duration_minutes: Mapped[int]
    counts_for_right: Mapped[bool]
    not_counting_reason: Mapped[str | None]
    charged_minutes: Mapped[int]
    provider_name: Mapped[str | None]
    provider_enterprise_number: Mapped[str | None]
    certificate_obtained: Mapped[bool]
    certificate_valid_until: Mapped[date | None]
    financing: Mapped[str | None]
    to_verify: Mapped[bool]
    employer: Mapped[Employer] = relationship()


class FeedLoad(Base):
    """When the authentic sources came in."""

    __tablename__ = "feed_load"
    feed_load_id: Mapped[UUID] = mapped_column(primary_key=True)
    loaded_at: Mapped[datetime]


class LookChain(Base):
    """The last look at somebody."""

    __tablename__ = "look_chain"
    person_id: Mapped[UUID] = mapped_column(primary_key=True)
    holder_id: Mapped[UUID]
    sequence: Mapped[int]
    previous_hash: Mapped[bytes]
    hash: Mapped[bytes]


class Look(Base):
    """A look at somebody."""

    __tablename__ = "look"
    person_id: Mapped[UUID] = mapped_column(primary_key=True)
    sequence: Mapped[int] = mapped_column(primary_key=True)
    looked_at: Mapped[datetime]
    looker_id: Mapped[UUID | None]
    organisation: Mapped[str | None]
    through: Mapped[str | None]
    role: Mapped[str]
    reason: Mapped[str | None]
    data_group: Mapped[str]
    channel: Mapped[str]
    previous_hash: Mapped[bytes]
    hash: Mapped[bytes]
