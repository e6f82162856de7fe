"""Clears what nobody will come back for: orphans, old answers, copies that were never recorded."""

import os
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Final

import structlog
from sqlalchemy import Connection, text

from portal.batch.copying import remove
from portal.batch.filename import FileName, NameRefused, Part, parse_name
from portal.batch.folders import INCOMING, OUTGOING, Folder, opened
from portal.batch.outbox import HIDDEN
from portal.database import reading
from portal.settings import Settings
from portal.submissions.files import spool

log = structlog.get_logger()
_FORGOTTEN: Final = timedelta(hours=1)  # what is hidden or copied is done with much sooner
_TAKEN: Final = text(
    "SELECT count(*) FROM submission_file"
    " WHERE sender_number = :sender_number AND file_name = :file_name"
)
_KEPT: Final = text(
    """
    SELECT spool_name
    FROM submission_file
        JOIN submission USING (submission_id)
    WHERE state IN ('received', 'processing') AND spool_name IS NOT NULL
    """
)


def given_up(
    settings: Settings, sender_number: str, now: datetime
) -> Iterator[tuple[Folder, FileName]]:
    """Remove what waits without a GO for too long; give each FI whose sender must hear of it.

    now: on the machine's clock, as are the times of files; when a file came, no sender can say.
    """
    oldest = now - timedelta(days=settings.orphan_days)
    for folder in INCOMING:
        with opened(settings, sender_number, folder) as inside:
            for name in _older(inside, oldest):
                remove(name, inside)
                log.info("file_given_up", sender=sender_number)
                data = _data(name)
                if data is not None and not _is_taken(sender_number, data):
                    yield folder, data


def remove_old_answers(settings: Settings, sender_number: str, now: datetime) -> None:
    """Remove answers that waited for longer than they are kept."""
    for folder in OUTGOING:
        with opened(settings, sender_number, folder) as inside:
            for name in _older(inside, now - _FORGOTTEN):
                if name.startswith(HIDDEN):
                    remove(name, inside)
            for name in _older(inside, now - timedelta(days=settings.answer_days)):
                remove(name, inside)


def remove_lost_copies(settings: Settings, db: Connection, now: datetime) -> None:
    """Remove copies of files that were not recorded, because somebody died before."""
    kept = set(db.scalars(_KEPT))
    oldest = (now - _FORGOTTEN).timestamp()
    for path in spool(settings).iterdir():
        if path.name not in kept and path.lstat().st_ctime < oldest:
            path.unlink(missing_ok=True)


def _older(inside: int, than: datetime) -> list[str]:
    """Return the names in a folder of what has not changed since."""
    with os.scandir(inside) as found:
        return [
            entry.name
            for entry in found
            if entry.stat(follow_symlinks=False).st_ctime < than.timestamp()
        ]


def _data(name: str) -> FileName | None:
    try:
        known = parse_name(name)
    except NameRefused:
        return None
    return known if known.part is Part.DATA else None


def _is_taken(sender_number: str, data: FileName) -> bool:
    """Tell whether a file was taken, so that this is only what was left of it."""
    with reading() as db:
        bound = {"sender_number": sender_number, "file_name": str(data)}
        return bool(db.scalar(_TAKEN, bound))
