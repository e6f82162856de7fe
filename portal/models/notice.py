"""That an employer told a worker what is left, and when: at least once a year it must."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Mapped, mapped_column

from portal.models.base import Base


class BalanceNotice(Base):
    """A worker was handed the account of a year at an employer, on paper or as a file."""

    __tablename__ = "balance_notice"

    person_id: Mapped[UUID] = mapped_column(primary_key=True)
    enterprise_number: Mapped[str] = mapped_column(primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True)
    handed_on: Mapped[date] = mapped_column(primary_key=True)
    handed_by: Mapped[str]  # enterprise number of the organisation that says so
    noted_by: Mapped[UUID]  # the person who wrote it down for that organisation
    noted_at: Mapped[datetime]
