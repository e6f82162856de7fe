"""Trainings as they stand, and every earlier version of them."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from portal.models.base import Base
from portal.models.record import SINGLE, Recorded


class TrainingFacts(Recorded):
    """What a declaration says of a training; the same columns in every version.

    No employment is kept: it is the one of that worker with that employer in which the training
    lies whole, and the authentic sources may correct employments after the declaration.
    """

    enterprise_number: Mapped[str]
    title: Mapped[str]
    language: Mapped[str]  # of the title
    nature: Mapped[str]
    status: Mapped[str]
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
    # A provider declared it, and the employer did not accept it yet: it is not charged.
    to_verify: Mapped[bool] = mapped_column(server_default=text("false"))
    verified_by: Mapped[str | None]  # enterprise number of the organisation that accepted it
    verified_at: Mapped[datetime | None]


class Training(TrainingFacts, Base):
    """A training as it now stands."""

    __tablename__ = "training"
    __table_args__ = (
        CheckConstraint("end_date >= start_date", "period"),
        CheckConstraint("duration_minutes > 0", "duration_minutes"),
        CheckConstraint("charged_minutes BETWEEN 0 AND duration_minutes", "charged_minutes"),
        Index("ix_training_training_id", "training_id"),
        Index("ix_training_enterprise_number", "enterprise_number", "training_id"),
        # What came one by one; what comes as a list pays nothing for it.
        Index("ix_training_single", "enterprise_number", "registered_at", postgresql_where=SINGLE),
        Index(
            "ix_training_waiting",
            "enterprise_number",
            "end_date",
            postgresql_where=text("record_state = 'active' AND (to_verify OR status = 'reserved')"),
        ),
    )

    # In this order the key also serves "the newest trainings of this person".
    person_id: Mapped[UUID] = mapped_column(primary_key=True)
    start_date: Mapped[date] = mapped_column(primary_key=True)
    training_id: Mapped[UUID] = mapped_column(primary_key=True)


class TrainingVersion(TrainingFacts, Base):
    """A training as it stood before a later version replaced it."""

    __tablename__ = "training_version"
    __table_args__ = (
        Index(
            "ix_training_version_single",
            "enterprise_number",
            "registered_at",
            postgresql_where=SINGLE,
        ),
    )

    person_id: Mapped[UUID] = mapped_column(primary_key=True)
    training_id: Mapped[UUID] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    start_date: Mapped[date]
