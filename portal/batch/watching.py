"""Looks into the mailboxes every second: by their names, since no server is trusted to tell."""

import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Final

import structlog
from sqlalchemy import Connection, text
from sqlalchemy.exc import SQLAlchemyError

from portal.batch.answering import answer_all, refuse
from portal.batch.folders import mailboxes_folder
from portal.batch.mailbox import Moment, visit
from portal.batch.outbox import Outbox
from portal.batch.refusals import START_MISSING
from portal.batch.senders import FileSender, list_file_senders
from portal.batch.tidying import given_up, remove_lost_copies, remove_old_answers
from portal.clock import machine_now, now
from portal.database import engine
from portal.settings import Settings

NAP: Final = 1.0  # seconds between two looks
TIDYING: Final = timedelta(hours=1)
# One process watches at a time; when it ends, the next one does.
_TURN: Final = text("SELECT pg_try_advisory_lock(hashtextextended('mailboxes', 0))")
_TURN_OVER: Final = text("SELECT pg_advisory_unlock(hashtextextended('mailboxes', 0))")
log = structlog.get_logger()


def watch_until(settings: Settings, is_over: Callable[[], bool]) -> None:
    """Take up files and lay out answers until it is over."""
    while not is_over():
        try:
            with engine(settings).connect() as connection:
                ours = connection.execution_options(isolation_level="AUTOCOMMIT")
                if ours.scalar(_TURN):
                    try:
                        _watch(settings, ours, is_over)
                    finally:
                        ours.execute(_TURN_OVER)
        except SQLAlchemyError as fault:
            # The database may be restarting; what was not recorded still lies there.
            log.warning("mailboxes_wait", fault=type(fault).__name__)
        _pause(is_over)


def _watch(settings: Settings, db: Connection, is_over: Callable[[], bool]) -> None:
    tidied: datetime | None = None
    while not is_over():
        at = Moment(now(), machine_now())
        senders = _with_mailbox(settings, list_file_senders(db))
        look_once(settings, senders, at)
        if tidied is None or at.machine - tidied >= TIDYING:
            tidied = at.machine
            tidy(settings, db, senders, at)
        _pause(is_over)


def look_once(settings: Settings, senders: Iterable[FileSender], at: Moment) -> None:
    """Take up what was started, and lay out what became of earlier files."""
    for sender in senders:
        try:
            visit(settings, sender, at)
        except SQLAlchemyError:
            raise
        except Exception as fault:  # noqa: BLE001 - whatever one sender did, the others go on
            log.warning("mailbox_unusable", sender=sender.number, fault=repr(fault))
    answer_all(settings, at.now)


def tidy(settings: Settings, db: Connection, senders: Iterable[FileSender], at: Moment) -> None:
    """Remove what nobody will come back for, and tell senders what they will miss."""
    for sender in senders:
        with suppress(FileNotFoundError, NotADirectoryError):
            remove_old_answers(settings, sender.number, at.machine)
            for folder, data in given_up(settings, sender.number, at.machine):
                outbox = Outbox(settings, sender.number, folder.answers)
                refuse(outbox, data, START_MISSING, at.now)
    remove_lost_copies(settings, db, at.machine)


def _with_mailbox(settings: Settings, senders: list[FileSender]) -> list[FileSender]:
    folder = mailboxes_folder(settings)
    there = {path.name for path in folder.iterdir()} if folder.is_dir() else set()
    return [sender for sender in senders if sender.number in there]


def _pause(is_over: Callable[[], bool]) -> None:
    if not is_over():
        time.sleep(NAP)
