"""What people typed and could not send, until they throw it away or go on with it."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from portal.models.base import Base


class UnsentForm(Base):
    """One form as a person left it when a session ended or another enterprise was chosen."""

    __tablename__ = "unsent_form"

    person_id: Mapped[UUID] = mapped_column(primary_key=True)  # who typed
    unsent_id: Mapped[UUID] = mapped_column(primary_key=True)
    acting_for: Mapped[str]  # as the form carried it: an enterprise, and through whom
    address: Mapped[str]  # to which the form goes, without its language
    content: Mapped[bytes] = mapped_column(LargeBinary)  # names and texts, sealed for the person
    kept_at: Mapped[datetime]
