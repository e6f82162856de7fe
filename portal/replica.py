"""Reading from a copy of the database that follows it, where the copy is known to be fresh.

What is fresh, positions in the journal of the primary say, never clocks of two machines: nobody
reads from before what they wrote themselves, nor from longer ago than MOST_BEHIND. Wherever the
copy cannot promise that, or cannot answer, the primary serves.
"""

import logging
import time
from collections import deque
from collections.abc import Callable
from functools import cache
from threading import Lock
from typing import Final, TypeVar

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as NoConnectionFree

from portal import database
from portal.settings import Settings, load_settings

MOST_BEHIND: Final = 5.0  # seconds that what a replica shows may be old
REST: Final = 5.0  # seconds in which a replica that did not answer is not asked again
MARK: Final = 1.0  # the position of the primary is asked for at most once in so many seconds

# Bytes from the very beginning of the journal.
HERE: Final = "SELECT CAST(pg_current_wal_insert_lsn() - '0/0' AS bigint)"
_REPLAYED: Final = "SELECT CAST(pg_last_wal_replay_lsn() - '0/0' AS bigint)"
# What a server that is gone, late or busy with its journal answers; anything else the primary
# would answer too, and does.
_FAULTS: Final = (DBAPIError, NoConnectionFree, database.UnusableDatabase)

_T = TypeVar("_T")
log = logging.getLogger(__name__)


class Replica:
    """A process's way to the copy, with what it knows of how far primary and copy are."""

    def __init__(self, pool: Engine) -> None:
        self._pool = pool
        self._lock = Lock()
        self._marks: deque[tuple[float, int]] = deque()  # when the primary was where
        self._rests_until = 0.0

    def answer(self, primary: Connection, since: int, question: Callable[[Connection], _T]) -> _T:
        """Return what the replica answers, or the primary where the replica must not be asked.

        since: a position in the journal of the primary that the answer must have seen.
        question: may be asked twice, of the replica and then of the primary; it writes to the
            latter at most.
        """
        if time.monotonic() < self._rests_until:
            return question(primary)
        needed = max(since, self._oldest(primary))
        try:
            with self._pool.connect() as near:
                near.execution_options(isolation_level="AUTOCOMMIT")
                if _has_replayed(near, needed):
                    return question(near)
        except _FAULTS as fault:
            self._rests_until = time.monotonic() + REST
            log.warning("The replica does not answer (%s): the primary does.", type(fault).__name__)
        return question(primary)

    def _oldest(self, primary: Connection) -> int:
        """Return the position that the primary had at least, MOST_BEHIND seconds ago."""
        with self._lock:
            now = time.monotonic()
            while self._marks and self._marks[0][0] < now - MOST_BEHIND:
                self._marks.popleft()
            if not self._marks or self._marks[-1][0] < now - MARK:
                self._marks.append((now, primary.exec_driver_sql(HERE).scalar_one()))
            return self._marks[0][1]


def _has_replayed(connection: Connection, needed: int) -> bool:
    """Tell whether the server of a connection has come so far; asked only while it is not known."""
    if connection.info.get("replayed", -1) < needed:
        # None: this server follows no other.
        connection.info["replayed"] = connection.exec_driver_sql(_REPLAYED).scalar() or -1
    replayed: int = connection.info["replayed"]
    return replayed >= needed


def answer(db: Connection, question: Callable[[Connection], _T]) -> _T:
    """Return what a question about one person's record gives, from the replica where there is one.

    db: a connection to the primary; one of `portal.database.reading(since)` allows the replica,
    any other does not.
    """
    since: int | None = db.get_execution_options().get("since")
    replica = None if since is None else _replica(load_settings())
    return question(db) if since is None or replica is None else replica.answer(db, since, question)


@cache
def _replica(settings: Settings) -> Replica | None:
    pool = database.replica_engine(settings)
    return Replica(pool) if pool else None
