"""Employers, their sizes, who acts for them and how they send."""

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, Numeric
from sqlalchemy.orm import Mapped, mapped_column

from portal.models.base import Base


class Employer(Base):
    """An enterprise that employs, or that acts for one."""

    __tablename__ = "employer"

    enterprise_number: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    nsso_number: Mapped[str | None]


class EmployerSize(Base):
    """An employer's size at the end of a quarter."""

    __tablename__ = "employer_size"
    __table_args__ = (CheckConstraint("quarter ~ '^[0-9]{4}Q[1-4]$'", "quarter"),)

    enterprise_number: Mapped[str] = mapped_column(
        ForeignKey("employer.enterprise_number"), primary_key=True
    )
    quarter: Mapped[str] = mapped_column(primary_key=True)  # 2024Q1
    fte: Mapped[Decimal | None] = mapped_column(Numeric)  # full-time equivalents, never rounded
    headcount: Mapped[int | None]  # persons


class Mandate(Base):
    """An employer (mandator) lets another enterprise (holder) declare in its name."""

    __tablename__ = "mandate"

    holder_enterprise_number: Mapped[str] = mapped_column(primary_key=True)
    mandator_enterprise_number: Mapped[str] = mapped_column(primary_key=True)
    from_quarter: Mapped[str] = mapped_column(primary_key=True)  # 2024Q1
    until_quarter: Mapped[str | None]  # None: until further notice
    decided_at: Mapped[datetime | None]  # by an access manager, on the pages; None: by the sources
    revoked_at: Mapped[datetime | None]  # since then it gives nothing any more


class Representative(Base):
    """A person who acts for an enterprise."""

    __tablename__ = "representative"
    __table_args__ = (CheckConstraint("role IN ('reader', 'editor', 'accessManager')", "role"),)

    person_id: Mapped[UUID] = mapped_column(
        ForeignKey("person.person_id", onupdate="CASCADE"), primary_key=True
    )
    enterprise_number: Mapped[str] = mapped_column(primary_key=True)
    role: Mapped[str]
    since: Mapped[date]  # the day on which the portal first knew
    decided_at: Mapped[datetime | None]  # by an access manager, on the pages; None: by the sources
    revoked_at: Mapped[datetime | None]  # since then it gives nothing any more


class AccessAct(Base):
    """What an access manager decided: who, of whom, what and when; only added to.

    Of a role: person_id and role. Of a mandate: the holder and the quarters.
    """

    __tablename__ = "access_act"
    __table_args__ = (
        CheckConstraint(
            "(act IN ('roleGiven', 'roleTaken') AND person_id IS NOT NULL AND role IS NOT NULL)"
            " OR (act IN ('mandateGiven', 'mandateRevoked')"
            " AND holder_enterprise_number IS NOT NULL AND from_quarter IS NOT NULL)",
            "act",
        ),
        Index("ix_access_act_enterprise_number", "enterprise_number", "decided_at"),
    )

    access_act_id: Mapped[UUID] = mapped_column(primary_key=True)
    enterprise_number: Mapped[str]
    decided_at: Mapped[datetime]
    decided_by: Mapped[UUID]  # the person who acted
    act: Mapped[str]
    person_id: Mapped[UUID | None]
    role: Mapped[str | None]
    holder_enterprise_number: Mapped[str | None]
    from_quarter: Mapped[str | None]  # 2024Q1
    until_quarter: Mapped[str | None]


class Sender(Base):
    """Software that declares for an enterprise: its SFTP key, its certificate, its REST client."""

    __tablename__ = "sender"
    __table_args__ = (
        CheckConstraint("quality IN ('employer', 'mandateHolder', 'provider')", "quality"),
    )

    sender_number: Mapped[str] = mapped_column(primary_key=True)  # six digits
    enterprise_number: Mapped[str]
    quality: Mapped[str]
    public_key: Mapped[str | None]  # SSH, one line
    certificate: Mapped[str | None]  # PEM
    client_id: Mapped[str | None] = mapped_column(unique=True)
    jwks: Mapped[str | None]  # JSON Web Key Set
