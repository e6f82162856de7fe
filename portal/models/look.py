"""The look log: every reading of a person's record, by anybody."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Mapped, mapped_column

from portal.models.base import Base


class Look(Base):
    """One reading of one person's record; rows are only ever added."""

    __tablename__ = "look"

    person_id: Mapped[UUID] = mapped_column(primary_key=True)  # whose record
    look_id: Mapped[UUID] = mapped_column(primary_key=True)
    looked_at: Mapped[datetime]
    looker_id: Mapped[UUID | None]  # the person who looked; None: a program
    organisation: Mapped[str | None]  # enterprise number of whom they looked for
    role: Mapped[str]  # worker, employer, mandateHolder, inspection, operator
    reason: Mapped[str | None]
    data_group: Mapped[str]  # account, trainings, training, rights
    channel: Mapped[str]
