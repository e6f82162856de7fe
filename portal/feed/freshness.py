"""How old what we know is: when a folder of the authentic sources was last loaded."""

from datetime import datetime

from sqlalchemy import Connection, func, select

from portal.models import FeedLoad


def last_load(db: Connection) -> datetime | None:
    """Return when a folder was last loaded whole; None: never."""
    return db.execute(select(func.max(FeedLoad.loaded_at))).scalar_one()
