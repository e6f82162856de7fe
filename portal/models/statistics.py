"""The figures of an employer's year, as they were reckoned when somebody asked for them."""

from datetime import datetime
from typing import Any

from sqlalchemy import Index, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from portal.models.base import Base


class EmployerStatistics(Base):
    """One year of one employer: by joint committee, and of no group of fewer than five."""

    __tablename__ = "employer_statistics"
    __table_args__ = (
        Index(
            "ix_employer_statistics_waiting",
            "enterprise_number",
            postgresql_where=text("answered < asked"),
        ),
    )

    enterprise_number: Mapped[str] = mapped_column(primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True)
    asked: Mapped[int]  # how often they were asked for
    answered: Mapped[int]  # up to which of these they were reckoned
    reckoned_at: Mapped[datetime | None]  # None: never yet
    figures: Mapped[list[Any] | None] = mapped_column(JSONB)
