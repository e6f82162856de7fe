"""Rights that an employer declared, and every earlier version of them."""

from decimal import Decimal
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, Numeric, text
from sqlalchemy.orm import Mapped, mapped_column

from portal.models.base import Base
from portal.models.record import SINGLE, Recorded


class RightFacts(Recorded):
    """What a declaration says of a right; the same columns in every version."""

    enterprise_number: Mapped[str]
    year: Mapped[int]
    kind: Mapped[str]  # legal, sectoral, employer; optOut: only declared rights count
    days: Mapped[Decimal | None] = mapped_column(Numeric)  # exact; None for an opt-out
    comment: Mapped[str | None]


class TrainingRight(RightFacts, Base):
    """A declared right as it now stands: one per worker, enterprise, year and kind."""

    __tablename__ = "training_right"
    __table_args__ = (
        CheckConstraint("kind IN ('legal', 'sectoral', 'employer', 'optOut')", "kind"),
        CheckConstraint("(days IS NULL) = (kind = 'optOut')", "days"),
        Index(
            "uq_training_right_active",
            "person_id",
            "enterprise_number",
            "year",
            "kind",
            unique=True,
            postgresql_where=text("record_state = 'active'"),
        ),
        Index("ix_training_right_training_right_id", "training_right_id"),
        Index(
            "ix_training_right_single",
            "enterprise_number",
            "registered_at",
            postgresql_where=SINGLE,
        ),
        Index(
            "ix_training_right_enterprise_number", "enterprise_number", "year", "training_right_id"
        ),
    )

    person_id: Mapped[UUID] = mapped_column(primary_key=True)
    training_right_id: Mapped[UUID] = mapped_column(primary_key=True)


class TrainingRightVersion(RightFacts, Base):
    """A declared right as it stood before a later version replaced it."""

    __tablename__ = "training_right_version"
    __table_args__ = (
        Index(
            "ix_training_right_version_single",
            "enterprise_number",
            "registered_at",
            postgresql_where=SINGLE,
        ),
    )

    person_id: Mapped[UUID] = mapped_column(primary_key=True)
    training_right_id: Mapped[UUID] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
