"""The look log: every reading of a person's record, chained per person and anchored once a day."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import BigInteger, Index
from sqlalchemy.orm import Mapped, mapped_column

from portal.models.base import Base


class Look(Base):
    """One reading of one person's record; rows are only ever added, never changed.

    person_id: whose record, and looker_id: who looked, as they were called at that moment: also
        when two persons become one these rows stay. `LookChain` says who they are now.
    sequence: from 1, without gaps for each person_id.
    """

    __tablename__ = "look"

    person_id: Mapped[UUID] = mapped_column(primary_key=True)
    sequence: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    looked_at: Mapped[datetime]
    looker_id: Mapped[UUID | None]  # None: a program
    organisation: Mapped[str | None]  # enterprise number of whom they looked for
    through: Mapped[str | None]  # enterprise number of the mandate holder who acts for it
    role: Mapped[str]  # worker, employer, mandateHolder, inspection, operator
    reason: Mapped[str | None]
    data_group: Mapped[str]  # account, trainings, training, looks, export ..., number
    channel: Mapped[str]
    previous_hash: Mapped[bytes]  # of the look before; empty in the first
    hash: Mapped[bytes]  # SHA-256 of all above, as `portal.account.chain` says


class LookChain(Base):
    """The last look of a chain, which the next one follows; and whose chain it is by now.

    holder_id: the person, after those who turned out to be one were joined.
    """

    __tablename__ = "look_chain"
    # Every look updates its row, on the same page as long as there is room.
    __table_args__ = ({"postgresql_with": {"fillfactor": 60}},)

    person_id: Mapped[UUID] = mapped_column(primary_key=True)
    holder_id: Mapped[UUID] = mapped_column(index=True)
    sequence: Mapped[int] = mapped_column(BigInteger)  # 0: nobody ever looked
    previous_hash: Mapped[bytes]
    hash: Mapped[bytes]


class AnchoredLook(Base):
    """The last look of a chain that had grown when a day was anchored."""

    __tablename__ = "anchored_look"
    __table_args__ = (Index(None, "day", "person_id"),)

    person_id: Mapped[UUID] = mapped_column(primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    sequence: Mapped[int] = mapped_column(BigInteger)
    hash: Mapped[bytes]


class LookAnchor(Base):
    """One hash over all chains at one moment of a day, and over all anchors before it."""

    __tablename__ = "look_anchor"

    day: Mapped[date] = mapped_column(primary_key=True)
    anchored_at: Mapped[datetime]
    chains: Mapped[int] = mapped_column(BigInteger)  # that had grown since the anchor before
    root: Mapped[bytes]
