"""The loop that works sheets through and reckons figures, one step after the other.

It sleeps until the database wakes it, or a lease is over.
"""

import logging
import time
from collections.abc import Callable
from typing import Any, Final

from psycopg import Connection
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from portal.clock import machine_now, now
from portal.database import engine
from portal.declarations.declare import Moment
from portal.duties.statistics import reckon_once
from portal.entering.importing import import_once
from portal.entering.sheets import CHANNEL
from portal.settings import Settings

NAP: Final = 1.0  # seconds after which it looks by itself, and hears that it is over
log = logging.getLogger(__name__)


def import_until(settings: Settings, is_over: Callable[[], bool]) -> None:
    """Work through the sheets that come, and figures that are asked for, until it is over."""
    while not is_over():
        try:
            _listen(settings, is_over)
        except SQLAlchemyError as fault:
            # The database may be restarting; what was begun is undone and taken up again.
            log.warning("Sheets are taken up anew: %s", type(fault).__name__)
            time.sleep(NAP)


def _listen(settings: Settings, is_over: Callable[[], bool]) -> None:
    with engine(settings).connect() as ours:
        listening = ours.execution_options(isolation_level="AUTOCOMMIT")
        listening.execute(text(f"LISTEN {CHANNEL}"))
        driver: Connection[Any] = listening.connection.driver_connection  # type: ignore[assignment]
        while not is_over():
            moment = Moment(now(), settings.registration)
            while not is_over() and (import_once(moment, machine_now()) or reckon_once(moment.now)):
                moment = Moment(now(), settings.registration)
            for _ in driver.notifies(timeout=NAP, stop_after=1):
                pass
