"""The door of the room: one folder in, one report out, everything or nothing."""

from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection, text
from sqlalchemy.orm import Session

from portal.directory.keeping import Keeper
from portal.feed.checks import check
from portal.feed.kinds import KINDS
from portal.feed.numbers import find_persons
from portal.feed.report import Fault, Faults, FeedReport
from portal.feed.staging import Load, Progress, make_staging, stage
from portal.feed.writing import write
from portal.languages import N_

LOCK = 0x66656564  # "feed", among this database's advisory locks
_FILES = [kind.file for kind in KINDS]
_NOT_OF_THE_FEED = {"trainings.csv"}  # declarations may lie beside a feed; they take another door


def load_feed(db: Session, folder: Path, now: datetime, progress: Progress) -> FeedReport:
    """Load a folder of the authentic sources; return counts by file, or every fault.

    Whoever calls holds the transaction: with any fault nothing is written in it, else everything
    stands when it is committed. Loads in several processes wait for each other. A file that is
    not in the folder says nothing of its kind. The same folder again changes nothing.

    now: the moment of loading, which pages show as the day of the data.
    progress: told what is being done, and to how many rows so far.
    """
    connection = db.connection()
    _wait_for_others(connection, progress)
    load = Load(connection, folder, now, progress, Faults(), Keeper(connection, now))
    for kind in KINDS:
        make_staging(load, kind)
    there = {path.name for path in folder.iterdir()}
    not_read = sorted(
        name for name in there - _NOT_OF_THE_FEED if name not in _FILES and name.endswith(".csv")
    )
    read = {kind.file: stage(load, kind) for kind in KINDS if kind.file in there}
    if not read:
        load.faults.add(_nothing_to_read())
    rows = {file: count for file, count in read.items() if count is not None}
    # Of a file that cannot be read nobody knows what the others may refer to.
    if len(rows) == len(read):
        find_persons(load)
        check(load)
    counts = {} if load.faults.found else write(load, rows)
    kept = sorted(load.faults.kept, key=_place)
    return FeedReport(counts, tuple(kept), load.faults.found - len(kept), tuple(not_read))


def _wait_for_others(connection: Connection, progress: Progress) -> None:
    """Wait for other loads."""
    # Plans for whole tables gain nothing from compiling; another load may take minutes.
    for setting in ("jit = off", "lock_timeout = 0", "work_mem = '64MB'"):
        connection.execute(text(f"SET LOCAL {setting}"))
    taken = text("SELECT pg_try_advisory_xact_lock(:lock)")
    if not connection.execute(taken, {"lock": LOCK}).scalar_one():
        progress("waiting for another load", 0)
        connection.execute(text(f"SELECT pg_advisory_xact_lock({LOCK})"))


def _nothing_to_read() -> Fault:
    sentence = N_("None of the files of a feed is in this folder: %(names)s.")
    return Fault(".", None, None, None, sentence % {"names": ", ".join(_FILES)})


def _place(fault: Fault) -> tuple[int, int]:
    return _FILES.index(fault.file) if fault.file in _FILES else -1, fault.line or 0
