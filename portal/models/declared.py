"""The ledger of references: each organisation's own names for what it declared, for ever."""

from typing import Any
from uuid import UUID

from sqlalchemy import LargeBinary
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from portal.models.base import Base


class DeclaredReference(Base):
    """A reference that an organisation used, and the record that it created.

    Keyed by organisation, not by person: it answers "was this declared before?".
    """

    __tablename__ = "declared_reference"

    declarant: Mapped[str] = mapped_column(primary_key=True)  # enterprise number
    reference: Mapped[str] = mapped_column(primary_key=True)
    person_id: Mapped[UUID]
    record_id: Mapped[UUID]  # of a training or of a right
    record_kind: Mapped[str]  # training, right
    content: Mapped[bytes] = mapped_column(LargeBinary)  # SHA-256 of what was declared
    warnings: Mapped[list[Any] | None] = mapped_column(JSONB)  # of the first answer; None: none
