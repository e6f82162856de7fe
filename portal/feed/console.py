"""What the command `portal feed` says: progress and faults on standard error, counts on output."""

import sys
import time
from datetime import datetime
from pathlib import Path

import click

from portal.database import Session
from portal.feed.loading import load_feed
from portal.feed.report import Counts, Fault, FeedReport


def feed_folder(folder: Path, now: datetime) -> bool:
    """Load a folder and say what became of it; return whether it was loaded."""
    said = _Said()
    with Session.begin() as db:
        report = load_feed(db, folder, now, said.progress)
    said.end_line()
    for name in report.not_read:
        click.echo(f"{name} is no file of the feed and was not read.", err=True)
    if report.faults:
        _say_faults(report)
        return False
    for file, counts in report.counts.items():
        click.echo(_counted(file, counts))
    return True


class _Said:
    """Progress as one line a step: growing where a person watches, written once where not."""

    SECONDS = 0.2  # between two lines on a terminal

    def __init__(self) -> None:
        self._step = ""
        self._line = ""
        self._shown_at = 0.0
        self._watched = sys.stderr.isatty()

    def progress(self, step: str, rows: int) -> None:
        """Say what is being done, and to how many rows."""
        if step != self._step:
            self.end_line()
            self._step, self._shown_at = step, 0.0
        self._line = f"{step}: {rows:,} {'row' if rows == 1 else 'rows'}" if rows else step
        if self._watched and time.monotonic() - self._shown_at > self.SECONDS:
            click.echo(f"\r{self._line}", nl=False, err=True)
            self._shown_at = time.monotonic()

    def end_line(self) -> None:
        """Finish the line of the present step."""
        if self._line:
            click.echo(f"\r{self._line}" if self._watched else self._line, err=True)
        self._line = ""


def _counted(file: str, counts: Counts) -> str:
    line = (
        f"{file}: {counts.read} read, {counts.new} new, {counts.changed} changed,"
        f" {counts.unchanged} unchanged"
    )
    return f"{line}, {counts.removed} removed" if counts.removed else line


def _say_faults(report: FeedReport) -> None:
    for fault in report.faults:
        click.echo(_told(fault), err=True)
    if report.further_faults:
        click.echo(f"and {report.further_faults:,} more.", err=True)
    click.echo("Nothing was loaded. Correct what is named above and load again.", err=True)


def _told(fault: Fault) -> str:
    """Return one line: where, what was read, and what to do."""
    place = fault.file if fault.line is None else f"{fault.file}, line {fault.line}"
    if fault.column is not None:
        place = f"{place}, {fault.column}"
    if fault.value:
        place = f"{place}: {fault.value!r}"  # repr: a line break in a cell stays within the line
    return f"{place}: {fault.sentence}"
