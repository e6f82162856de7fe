"""The workers that work through what comes in bulk: which ones there are, and since when."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Mapped, mapped_column

from portal.models.base import Base


class WorkerBeat(Base):
    """One process of `portal worker`; both moments are of the clock of the database server."""

    __tablename__ = "worker_beat"

    worker_id: Mapped[UUID] = mapped_column(primary_key=True)  # new with every start
    began_at: Mapped[datetime]
    beaten_at: Mapped[datetime]  # the last time that it said it is there
