"""What people enter in the online service: one course for many workers, before and after."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from portal.models.base import Base


class TrainingEntry(Base):
    """One course as it was typed, for an enterprise; a draft until it is declared."""

    __tablename__ = "training_entry"
    __table_args__ = (
        CheckConstraint("state IN ('draft', 'declared', 'undone')", "state"),
        Index("ix_training_entry_enterprise_number", "enterprise_number", "changed_at"),
    )

    entry_id: Mapped[UUID] = mapped_column(primary_key=True)
    enterprise_number: Mapped[str]  # of the employer
    declarant: Mapped[str]  # enterprise number of the organisation that speaks
    person_id: Mapped[UUID]  # who types
    state: Mapped[str]
    reference: Mapped[str] = mapped_column(unique=True)  # how those of its trainings begin
    fields: Mapped[dict[str, Any]] = mapped_column(JSONB)  # the course as it was typed
    begun_at: Mapped[datetime]
    changed_at: Mapped[datetime]


class TrainingEntryWorker(Base):
    """A worker for whom a course is entered."""

    __tablename__ = "training_entry_worker"

    entry_id: Mapped[UUID] = mapped_column(
        ForeignKey("training_entry.entry_id", ondelete="CASCADE"), primary_key=True
    )
    place: Mapped[int] = mapped_column(primary_key=True)  # by which the reference ends, from 1
    person_id: Mapped[UUID]
    record_id: Mapped[UUID | None]  # the training; None: not declared
