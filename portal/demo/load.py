"""Fills an empty database with the demo country, or with another folder of the same shape.

`python -m portal.demo.load` does so with the settings; it is harmless when people are there.
"""

import csv
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from sqlalchemy import select, text
from sqlalchemy.orm import Session as DatabaseSession

from portal import clock
from portal.database import Session
from portal.declarations.declaration import Action
from portal.declarations.declare import Moment, declare_read
from portal.declarations.listing import Reading, read_all
from portal.declarations.outcome import Outcome, Result
from portal.demo.folder import feed_folder
from portal.feed.loading import load_feed
from portal.feed.report import Fault
from portal.models import Person
from portal.settings import Settings, load_settings
from portal.wire.declaring import GROUP, OPERATOR
from portal.wire.limits import SheetLimits
from portal.wire.refusal import SheetRefused
from portal.wire.sheet import read_sheet
from portal.wire.wording import sentence_of

Tell = Callable[[str], None]

# A country may be larger than what one upload may cost.
_LIMITS: Final = SheetLimits(size=2**30, rows=5_000_001)
_MOST_TOLD: Final = 20  # lines about what was refused; who wants all uses `portal declare`


class NotLoaded(Exception):
    """A folder cannot be loaded, and nothing of it was; the text is for people."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """How many declarations became what."""

    results: Counter[Result]

    def told(self) -> str:
        """Return it as a sentence."""
        warned = self.results[Result.ACCEPTED_WITH_WARNINGS]
        refused = self.results[Result.REJECTED]
        kept = self.results.total() - refused
        return f"Kept {kept:,} declarations, {warned:,} with a warning; refused {refused:,}."


def load_demo_country(settings: Settings, now: datetime, tell: Tell) -> Loaded | None:
    """Load the demo country where the database knows nobody yet; None: it knew somebody.

    Everything in one transaction, so that a stopped start begins anew. What the door refuses is
    told and left out. Raises NotLoaded where the folder is no feed, or a faulty one.
    """
    with Session.begin() as db:
        if db.scalar(select(Person.person_id).limit(1)) is not None:
            return None
        return load_country(db, feed_folder(settings), now, tell)


def load_country(db: DatabaseSession, folder: Path, now: datetime, tell: Tell) -> Loaded:
    """Feed a folder, then declare its rights and trainings; the caller holds the transaction."""
    tell(f"Loading the people of {folder} ...")
    if not folder.is_dir():
        raise NotLoaded(f"There is no folder {folder}: correct PORTAL_DEMO_FEED.")
    report = load_feed(db, folder, now, lambda _step, _rows: None)
    if report.faults:
        raise NotLoaded(_told_faults(report.faults, len(report.faults) + report.further_faults))
    # Without it, the door's questions would be planned for empty tables.
    db.execute(text("ANALYZE"))
    results: Counter[Result] = Counter()
    # Rights first: which trainings go beyond the right depends on them.
    for name, readings in (("rights", _rights(folder)), ("trainings", _trainings(folder))):
        tell(f"Declaring {len(readings):,} {name} ...")
        results += _declare(db, readings, now, tell)
    db.execute(text("ANALYZE"))
    return Loaded(results)


def _declare(
    db: DatabaseSession, readings: list[Reading], now: datetime, tell: Tell
) -> Counter[Result]:
    """Declare as the operator, and tell how far it is and what is refused."""
    # What is loaded was declared long ago, while registration was open.
    moment = Moment(now, "open")
    refused: list[Outcome] = []
    results: Counter[Result] = Counter()
    for start in range(0, len(readings), GROUP):
        outcomes = declare_read(db, OPERATOR, readings[start : start + GROUP], moment)
        results.update(outcome.result for outcome in outcomes)
        refused += (outcome for outcome in outcomes if outcome.result is Result.REJECTED)
        if results.total() < len(readings):
            tell(f"{results.total():,} of {len(readings):,}")
    for outcome in refused[:_MOST_TOLD]:
        tell(_told_refusal(outcome))
    if len(refused) > _MOST_TOLD:
        tell(f"and {len(refused) - _MOST_TOLD:,} more refused.")
    return results


def _rights(folder: Path) -> list[Reading]:
    """Return the declared rights, which only our own country has in a file."""
    path = folder / "rights.csv"
    if not path.exists():
        return []
    with path.open(encoding="utf-8", newline="") as file:
        rows = [{"action": Action.CREATE_RIGHT, **row} for row in csv.DictReader(file)]
    return read_all(OPERATOR, rows)


def _trainings(folder: Path) -> list[Reading]:
    path = folder / "trainings.csv"
    if not path.exists():
        return []
    try:
        sheet = read_sheet(path.read_bytes(), with_enterprise=True, limits=_LIMITS)
    except SheetRefused as refusal:
        raise NotLoaded(f"{path}: {refusal}") from refusal
    return read_all(OPERATOR, [row.texts for row in sheet.rows])


def _told_refusal(outcome: Outcome) -> str:
    """Return one line on a declaration that was refused; row 1 of its file is the header."""
    issues = (f"{issue.field}: {sentence_of(issue)}" for issue in outcome.issues)
    return f"{outcome.reference or f'row {outcome.index + 2}'} refused: {' '.join(issues)}"


def _told_faults(faults: tuple[Fault, ...], found: int) -> str:
    """Return what is wrong with a feed, line by line."""

    def lines() -> Iterator[str]:
        for fault in faults[:_MOST_TOLD]:
            yield f"{fault.file}, line {fault.line}, {fault.column}: {fault.sentence}"
        if found > _MOST_TOLD:
            yield f"and {found - _MOST_TOLD:,} more: `portal feed` names them all."
        yield "Nothing was loaded."

    return "\n".join(lines())


def main() -> int:
    """Load with the settings; return the exit status."""
    try:
        loaded = load_demo_country(load_settings(), clock.now(), _say)
    except NotLoaded as fault:
        _say(str(fault))
        return 1
    if loaded is not None:
        _say(loaded.told())
    _tell_of_mailboxes(load_settings())
    return 0


def _tell_of_mailboxes(settings: Settings) -> None:
    """Say how to send files as one of the senders, where they have keys to do so."""
    for key in sorted((feed_folder(settings) / "keys").glob("*.ssh"))[:1]:
        address = f"-P {settings.sftp_port} -i {key} {key.stem}@{settings.sftp_host}"
        _say(f"To send files: sftp {address} (docs/batch.md)")


def _say(line: str) -> None:
    sys.stderr.write(f"{line}\n")


if __name__ == "__main__":
    sys.exit(main())
