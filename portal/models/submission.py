"""What was sent in bulk: one row each, and what became of every declaration in it."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKey,
    Index,
    LargeBinary,
    UniqueConstraint,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from portal.models.base import Base


class SubmissionRow(Base):
    """Many declarations that one organisation sent at once."""

    __tablename__ = "submission"
    __table_args__ = (
        CheckConstraint("state IN ('received', 'processing', 'done', 'refused')", "state"),
        UniqueConstraint("declarant", "channel", "reference"),
        Index("ix_submission_declarant", "declarant", "received_at", "submission_id"),
        Index(
            "ix_submission_waiting",
            "received_at",
            postgresql_where=text("state IN ('received', 'processing')"),
        ),
    )

    submission_id: Mapped[UUID] = mapped_column(primary_key=True)
    declarant: Mapped[str]  # enterprise number of the organisation that speaks
    quality: Mapped[str]
    channel: Mapped[str]
    reference: Mapped[str]  # the declarant's
    content: Mapped[bytes] = mapped_column(LargeBinary)  # SHA-256 of what was sent
    state: Mapped[str]
    total: Mapped[int]  # declarations
    cursor: Mapped[int]  # the first declaration without outcome
    payload: Mapped[bytes | None] = mapped_column(LargeBinary)  # sealed; None: done
    fence: Mapped[int]  # how often it was taken up; who has an older number may not write
    tries: Mapped[int] = mapped_column(server_default=text("0"))  # since something of it was kept
    lease_until: Mapped[datetime | None]  # nobody else takes it up before
    received_at: Mapped[datetime]
    done_at: Mapped[datetime | None]
    trace_id: Mapped[UUID | None]  # of the request that brought it; None: it came by itself


class SubmissionFile(Base):
    """The file of a submission that came by mailbox or upload, and what its answers need."""

    __tablename__ = "submission_file"
    __table_args__ = (
        CheckConstraint("environment IN ('R', 'T')", "environment"),
        CheckConstraint("(sender_number IS NULL) = (uploaded_by IS NOT NULL)", "sender_number"),
        UniqueConstraint("sender_number", "file_name"),
        Index(
            "ix_submission_file_unanswered",
            "submission_id",
            postgresql_where=text("answered_at IS NULL"),
        ),
    )

    submission_id: Mapped[UUID] = mapped_column(
        ForeignKey("submission.submission_id"), primary_key=True
    )
    sender_number: Mapped[str | None]  # six digits; None: a person uploaded it on a page
    uploaded_by: Mapped[UUID | None]  # that person
    file_name: Mapped[str]
    environment: Mapped[str]  # R: real, T: test, without effect
    size: Mapped[int] = mapped_column(BigInteger)  # bytes
    spool_name: Mapped[str | None]  # of the private copy; None: done with
    refusal: Mapped[dict[str, Any] | None] = mapped_column(JSONB)  # why nothing of it was taken
    acknowledged_at: Mapped[datetime | None]  # None: nobody was told that it was taken
    answered_at: Mapped[datetime | None]  # None: its answers are still to be laid out


class SubmissionOutcome(Base):
    """What became of one declaration of a submission."""

    __tablename__ = "submission_outcome"

    # No foreign key: it would be asked for each record of a file.
    submission_id: Mapped[UUID] = mapped_column(primary_key=True)
    place: Mapped[int] = mapped_column(primary_key=True)  # in the list, from 0
    reference: Mapped[str | None]
    enterprise_number: Mapped[str | None]  # of the employer; None: it did not tell
    result: Mapped[str]
    record_kind: Mapped[str | None]  # training, right; also of one that was refused
    record_id: Mapped[UUID | None]
    version: Mapped[int | None]
    issues: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)  # never a number of a person


class SubmissionEmployer(Base):
    """What of a submission concerns one employer: so that it sees what others sent for it.

    There is one for whoever sends as soon as it is received, and for everybody once it is done.
    """

    __tablename__ = "submission_employer"
    __table_args__ = (
        Index(
            "ix_submission_employer_received_at",
            "enterprise_number",
            "received_at",
            "submission_id",
        ),
    )

    enterprise_number: Mapped[str] = mapped_column(primary_key=True)
    submission_id: Mapped[UUID] = mapped_column(primary_key=True)
    channel: Mapped[str]
    received_at: Mapped[datetime]
    # Declarations by what became of them.
    accepted: Mapped[int] = mapped_column(server_default=text("0"))
    accepted_with_warnings: Mapped[int] = mapped_column(server_default=text("0"))
    rejected: Mapped[int] = mapped_column(server_default=text("0"))
    unchanged: Mapped[int] = mapped_column(server_default=text("0"))
    # Where the first and the last of its outcomes stand; None: there are none.
    first_place: Mapped[int | None]
    last_place: Mapped[int | None]
