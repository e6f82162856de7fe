"""The heartbeat: every worker says every few seconds that it is there, so that others can tell.

All moments are of the clock of the database server: workers may run on several machines.
"""

import logging
from collections.abc import Callable
from datetime import timedelta
from threading import Event
from typing import Final
from uuid import UUID

from sqlalchemy import Connection, text
from sqlalchemy.exc import SQLAlchemyError

from portal.database import engine
from portal.identifiers import new_id
from portal.settings import Settings

PAUSE: Final = 5.0  # seconds between two beats
SILENCE: Final = timedelta(seconds=60)  # after which nobody counts on a worker any more
KEPT: Final = timedelta(days=1)  # of a worker that is gone
_BEAT: Final = text(
    """
    WITH gone AS (
        DELETE FROM worker_beat
        WHERE beaten_at < now() - :kept AND worker_id <> :worker_id
    )
    INSERT INTO worker_beat (worker_id, began_at, beaten_at)
    VALUES (:worker_id, now(), now())
    ON CONFLICT (worker_id) DO UPDATE SET beaten_at = now()
    """
)
_IS_ATTENDED: Final = text(
    "SELECT EXISTS (SELECT FROM worker_beat WHERE beaten_at >= now() - :silence)"
)
log = logging.getLogger(__name__)


def beat_until(settings: Settings, is_whole: Callable[[], bool], over: Event) -> None:
    """Say that a new worker is there, until it is over; only while it is whole."""
    worker_id = new_id()
    while not over.is_set():
        try:
            if is_whole():
                with engine(settings).begin() as db:
                    beat(db, worker_id)
        except SQLAlchemyError as fault:
            # The database may be restarting; the next beat finds it again.
            log.warning("A heartbeat was lost: %s", type(fault).__name__)
        over.wait(PAUSE)


def beat(db: Connection, worker_id: UUID) -> None:
    """Say that a worker is there, and forget those that are gone for a day."""
    db.execute(_BEAT, {"worker_id": worker_id, "kept": KEPT})


def is_attended(db: Connection) -> bool:
    """Tell whether any worker said within the last minute that it is there."""
    return bool(db.execute(_IS_ATTENDED, {"silence": SILENCE}).scalar_one())
