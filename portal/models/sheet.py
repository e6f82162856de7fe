"""A sheet of trainings that somebody sent in the online service, and how far it is."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, LargeBinary, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from portal.models.base import Base

_STATES = "received checking checked declaring declared undoing undone refused"


class SheetImport(Base):
    """One sheet: checked without effect first, then declared, and perhaps undone."""

    __tablename__ = "sheet_import"
    __table_args__ = (
        CheckConstraint(
            "state IN ({})".format(", ".join(f"'{one}'" for one in _STATES.split())), "state"
        ),
        Index("ix_sheet_import_enterprise_number", "enterprise_number", "received_at"),
        Index(
            "ix_sheet_import_waiting",
            "received_at",
            postgresql_where=text("state IN ('received', 'checking', 'declaring', 'undoing')"),
        ),
    )

    import_id: Mapped[UUID] = mapped_column(primary_key=True)
    enterprise_number: Mapped[str]  # of the employer
    declarant: Mapped[str]  # enterprise number of the organisation that speaks
    quality: Mapped[str]
    person_id: Mapped[UUID]  # who sent it
    file_name: Mapped[str]
    language: Mapped[str]  # of who sent it
    state: Mapped[str]
    payload: Mapped[bytes] = mapped_column(LargeBinary)  # the file, sealed
    total: Mapped[int]  # rows; 0: not read yet
    done: Mapped[int]  # rows that are through what the state says
    counts: Mapped[dict[str, Any]] = mapped_column(JSONB)  # rows by what became of them
    findings: Mapped[bytes | None] = mapped_column(LargeBinary)  # rows with remarks, sealed
    refusal: Mapped[dict[str, Any] | None] = mapped_column(JSONB)  # why it cannot be read
    submission_id: Mapped[UUID | None]  # as what it was declared
    fence: Mapped[int]  # how often it was taken up; who has an older number may not write
    lease_until: Mapped[datetime | None]  # nobody else takes it up before
    received_at: Mapped[datetime]
    changed_at: Mapped[datetime]
