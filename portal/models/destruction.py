"""The proof that something was destroyed: what kind, how many, by which rule, and no names."""

from datetime import date, datetime

from sqlalchemy import BigInteger
from sqlalchemy.orm import Mapped, mapped_column

from portal.models.base import Base


class Destruction(Base):
    """Rows of one table that were destroyed in one transaction; only ever added, never changed."""

    __tablename__ = "destruction"

    sequence: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    destroyed_at: Mapped[datetime]
    table_name: Mapped[str]
    rule: Mapped[str]
    until: Mapped[date]  # what was due by this day
    rows: Mapped[int] = mapped_column(BigInteger)
    keys_hash: Mapped[bytes]  # of the keys of the rows, as `portal.duties.proving` says
    hash: Mapped[bytes]  # SHA-256 of all above and of the hash before
