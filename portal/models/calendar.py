"""Addresses at which a worker's own calendar program fetches their dates."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from portal.models.base import Base


class CalendarAddress(Base):
    """An address that works until the worker ends it; the address itself is kept nowhere."""

    __tablename__ = "calendar_address"

    address_hash: Mapped[bytes] = mapped_column(LargeBinary, primary_key=True)  # SHA-256
    person_id: Mapped[UUID] = mapped_column(index=True)
    language: Mapped[str]  # in which the calendar speaks
    made_at: Mapped[datetime]
