"""The loop of the worker: it sleeps until the database wakes it, or until a lease may be over."""

import logging
import time
from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any, Final

from psycopg import Connection, OperationalError
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from portal.clock import machine_now, now
from portal.database import engine
from portal.declarations.declare import Moment
from portal.settings import Settings
from portal.submissions.receiving import CHANNEL
from portal.submissions.working import WorkFile, work_once

NAP: Final = 1.0  # seconds after which it looks by itself, and hears that it is over
log = logging.getLogger(__name__)


def work_until(
    settings: Settings,
    is_over: Callable[[], bool],
    work_file: WorkFile,
    *,
    only_short: bool = False,
) -> None:
    """Work through what comes until it is over; only_short: all but the records of long files."""
    work = partial(work_once, work_file=work_file, only_short=only_short)
    while not is_over():
        try:
            _listen(settings, work, is_over)
        except (SQLAlchemyError, OperationalError) as fault:
            # The database may be restarting; what was begun is undone and taken up again.
            log.warning("The worker begins anew: %s", type(fault).__name__)
            _pause(is_over)


def _listen(
    settings: Settings, work: Callable[[Moment, datetime], bool], is_over: Callable[[], bool]
) -> None:
    with engine(settings).connect() as ours:
        listening = ours.execution_options(isolation_level="AUTOCOMMIT")
        listening.execute(text(f"LISTEN {CHANNEL}"))
        driver: Connection[Any] = listening.connection.driver_connection  # type: ignore[assignment]
        while not is_over():
            while not is_over() and work(Moment(now(), settings.registration), machine_now()):
                pass
            for _ in driver.notifies(timeout=NAP, stop_after=1):
                pass


def _pause(is_over: Callable[[], bool]) -> None:
    if not is_over():
        time.sleep(1)
