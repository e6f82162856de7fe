"""Machine credentials that were issued, and the place of each in the lists of what is revoked."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, Identity
from sqlalchemy.orm import Mapped, mapped_column

from portal.models.base import Base


class Credential(Base):
    """That credentials were issued for one version of a training.

    Whether they still hold is nowhere written: they do as long as that version stands.
    """

    __tablename__ = "credential"

    person_id: Mapped[UUID] = mapped_column(primary_key=True)
    training_id: Mapped[UUID] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    status_index: Mapped[int] = mapped_column(
        BigInteger, Identity(always=True, start=0, minvalue=0), unique=True
    )
    issued_at: Mapped[datetime]
