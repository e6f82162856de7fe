"""How the service is doing, part by part: what `/health`, the status page and metrics tell."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from sqlalchemy import Connection, text
from sqlalchemy.exc import SQLAlchemyError

from portal.clock import machine_now, now
from portal.database import newest_migration, reading
from portal.feed.freshness import last_load
from portal.submissions.beating import is_attended
from portal.submissions.queueing import Queue, queue_now
from portal.submissions.telling import is_stuck

_VERSION: Final = text("SELECT version_num FROM alembic_version")


class Health(StrEnum):
    """How all is, in the words of the web service."""

    UP = "UP"
    DEGRADED = "DEGRADED"
    DOWN = "DOWN"


class Name(StrEnum):
    """The parts of the service of which one can fail by itself."""

    DATABASE = "database"  # whether it answers
    TABLES = "tables"  # whether they are those of this release
    WORKER = "worker"  # whether one said within a minute that it is there
    SUBMISSIONS = "submissions"  # whether what was sent in bulk is worked through


@dataclass(frozen=True, slots=True)
class Part:
    """A part, and whether it works. since: when it was last seen to work; None: nobody knows."""

    name: Name
    works: bool
    since: datetime | None = None


@dataclass(frozen=True, slots=True)
class Parts:
    """All parts, as the database tells them. loaded_at: when the sources last came in."""

    all: Sequence[Part]
    queue: Queue | None = None
    loaded_at: datetime | None = None

    @property
    def health(self) -> Health:
        """How all of it is: DOWN without the database, DEGRADED without another part."""
        failed = {part.name for part in self.all if not part.works}
        if Name.DATABASE in failed:
            return Health.DOWN
        return Health.DEGRADED if failed else Health.UP


_NOTHING_KNOWN: Final = Parts((Part(Name.DATABASE, works=False),))


def parts_now() -> Parts:
    """Return how each part of the service is just now."""
    try:
        with reading() as db:
            return _look_at(db)
    except SQLAlchemyError:
        return _NOTHING_KNOWN


def _look_at(db: Connection) -> Parts:
    version = db.execute(_VERSION).scalar()
    is_current = version == newest_migration()
    parts = [Part(Name.DATABASE, works=True), Part(Name.TABLES, works=is_current)]
    if not is_current:
        return Parts(parts)
    queue = queue_now(db)
    stuck = is_stuck(db, now(), machine_now())
    parts += [
        Part(Name.WORKER, is_attended(db), queue.beaten_at),
        Part(Name.SUBMISSIONS, not stuck, queue.waiting_since if stuck else None),
    ]
    return Parts(parts, queue, last_load(db))
