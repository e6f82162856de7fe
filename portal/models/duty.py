"""What an employer looked after in time: that the rights of a worker were checked, and when."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Mapped, mapped_column

from portal.models.base import Base


class RightCheck(Base):
    """An employer, or who acts for it, said that a worker's rights of a year are right."""

    __tablename__ = "right_check"

    person_id: Mapped[UUID] = mapped_column(primary_key=True)
    enterprise_number: Mapped[str] = mapped_column(primary_key=True)
    checked_at: Mapped[datetime] = mapped_column(primary_key=True)
    year: Mapped[int]
    checked_by: Mapped[str]  # enterprise number of the organisation that said so
