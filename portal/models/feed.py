"""Loads of the authentic-source feed: the day of the data that pages show."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from portal.models.base import Base


class FeedLoad(Base):
    """One folder that was loaded whole."""

    __tablename__ = "feed_load"

    feed_load_id: Mapped[UUID] = mapped_column(primary_key=True)
    loaded_at: Mapped[datetime] = mapped_column(index=True)
    counts: Mapped[dict[str, int]] = mapped_column(JSONB)  # rows per file
