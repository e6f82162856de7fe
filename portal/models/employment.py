"""Employments: a worker's jobs from first to last day, and how much of a week they fill."""

from datetime import date
from decimal import Decimal
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, Numeric
from sqlalchemy.orm import Mapped, mapped_column

from portal.models.base import Base


class Employment(Base):
    """A job of a worker with an employer under one joint committee."""

    __tablename__ = "employment"
    __table_args__ = (
        CheckConstraint("end_date >= start_date", "period"),
        CheckConstraint("weekly_minutes > 0", "weekly_minutes"),
        Index("ix_employment_employment_id", "employment_id"),
        Index("ix_employment_enterprise_number", "enterprise_number", "start_date"),
    )

    person_id: Mapped[UUID] = mapped_column(
        ForeignKey("person.person_id", onupdate="CASCADE"), primary_key=True
    )
    employment_id: Mapped[str] = mapped_column(primary_key=True)  # the authentic source's key
    enterprise_number: Mapped[str] = mapped_column(ForeignKey("employer.enterprise_number"))
    joint_committee: Mapped[str]  # 999, 999.99 or 999.99.99
    start_date: Mapped[date]
    end_date: Mapped[date | None]  # the last day in service; None: still in service
    end_reason: Mapped[str | None]
    weekly_minutes: Mapped[int]  # of a full-timer


class WorkRegime(Base):
    """The share of a full-time week that an employment fills from a day on."""

    __tablename__ = "work_regime"
    __table_args__ = (
        CheckConstraint("work_regime > 0 AND work_regime <= 1", "work_regime"),
        ForeignKeyConstraint(
            ["person_id", "employment_id"],
            ["employment.person_id", "employment.employment_id"],
            onupdate="CASCADE",
            ondelete="CASCADE",
        ),
    )

    person_id: Mapped[UUID] = mapped_column(primary_key=True)
    employment_id: Mapped[str] = mapped_column(primary_key=True)
    from_date: Mapped[date] = mapped_column(primary_key=True)
    work_regime: Mapped[Decimal] = mapped_column(Numeric)  # exact, 0 < x <= 1
