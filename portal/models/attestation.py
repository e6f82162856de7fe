"""Attestations that were handed out: what each was about, never the paper itself."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ARRAY, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from portal.models.base import Base


class Attestation(Base):
    """One attestation of one worker."""

    __tablename__ = "attestation"

    person_id: Mapped[UUID] = mapped_column(primary_key=True)
    # Made of the form and of what was wanted, so that a doubled request finds it.
    attestation_id: Mapped[UUID] = mapped_column(primary_key=True)
    code_start: Mapped[str]  # the first four signs of its number; 60 bits of it are kept nowhere
    scope: Mapped[str]  # all, year, employer, training, period
    year: Mapped[int | None]
    enterprise_number: Mapped[str | None]
    training_id: Mapped[UUID | None]
    first_date: Mapped[date | None]
    last_date: Mapped[date | None]
    with_number: Mapped[bool]
    language: Mapped[str]
    issued_at: Mapped[datetime]
    facts_digest: Mapped[bytes]  # SHA-256
    pdf_digests: Mapped[list[bytes]] = mapped_column(ARRAY(LargeBinary))  # SHA-256, one a sealing
    withdrawn_at: Mapped[datetime | None]


class AttestationCode(Base):
    """Which attestation bears a number: the number comes from paper, without the person."""

    __tablename__ = "attestation_code"

    code_hash: Mapped[bytes] = mapped_column(LargeBinary, primary_key=True)  # SHA-256
    person_id: Mapped[UUID]
    attestation_id: Mapped[UUID]
