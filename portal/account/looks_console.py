"""What the commands `portal looks anchor` and `portal looks verify` say."""

import sys
import time
from datetime import date, datetime
from pathlib import Path

import click

from portal.account.anchors import anchor_looks
from portal.account.verifying import anchor_faults, chain_faults
from portal.database import Session, reading


def anchor(now: datetime) -> None:
    """Anchor the looks of today and say the day and its hash; the same again later that day."""
    with Session.begin() as db:
        made = anchor_looks(db.connection(), now)
    said = f"{made.chains} chains had grown" if made.is_new else "this day was anchored before"
    click.echo(f"{made.day}: {said}.", err=True)
    click.echo(str(made))


def verify(kept: Path | None) -> bool:
    """Say every fault of the look log, and how much was checked; return whether there is none."""
    known = _anchors_in(kept) if kept else {}
    said = _Said()
    faults = 0
    with reading() as db:
        for fault in chain_faults(db, said.checked):
            faults += 1
            click.echo(str(fault))
        said.end_line()
        for anchor_fault in anchor_faults(db, known):
            faults += 1
            click.echo(str(anchor_fault))
    result = f"{faults:,} wrong" if faults else "nothing was changed, removed or added"
    click.echo(f"{said.looks:,} looks in {said.chains:,} chains: {result}.")
    return faults == 0


def _anchors_in(path: Path) -> dict[date, bytes]:
    """Return the anchors that a file holds, one a line, as `portal looks anchor` prints them."""
    kept = {}
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        try:
            day, root = line.split()
            kept[date.fromisoformat(day)] = bytes.fromhex(root)
        except ValueError as error:
            raise click.ClickException(
                f"{path}, line {number}: not a day and a hash as `portal looks anchor` prints them."
            ) from error
    return kept


class _Said:
    """How much was checked, told while a person watches."""

    SECONDS = 0.2  # between two lines on a terminal

    def __init__(self) -> None:
        self.looks = self.chains = 0
        self._shown_at = 0.0
        self._watched = sys.stderr.isatty()

    def checked(self, looks: int, chains: int) -> None:
        """Add what was checked."""
        self.looks += looks
        self.chains += chains
        if self._watched and time.monotonic() - self._shown_at > self.SECONDS:
            click.echo(f"\r{self.looks:,} looks checked", nl=False, err=True)
            self._shown_at = time.monotonic()

    def end_line(self) -> None:
        """Finish the line of progress."""
        if self._watched and self._shown_at:
            click.echo(f"\r{self.looks:,} looks checked", err=True)
