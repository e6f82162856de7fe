"""A file from its private copy to the last outcome, whoever is killed on the way.

First it is seen to its end: what is no message declares nothing. Then group after group is
declared; the cursor of the submission moves in the same transaction, so that the next worker
begins where the last one was. The copy goes before the submission is done, so that none is left.
"""

import io
import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import BinaryIO, Final
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session as DatabaseSession

from portal.batch.ahead import read_groups
from portal.batch.faults import refusal_from
from portal.batch.groups import declare_group, tell
from portal.batch.holding import Held, Holding, TakenOver
from portal.database import Session
from portal.declarations.declare import Moment
from portal.settings import Settings, load_settings
from portal.submissions.files import spool
from portal.submissions.outcomes import write_told
from portal.submissions.values import Refusal, State
from portal.wire.declaring import no_circles
from portal.wire.xml.examining import examine
from portal.wire.xml.limits import MessageLimits
from portal.wire.xml.reading import Record
from portal.wire.xml.refusing import COPY_LOST, MessageRefused

log = logging.getLogger(__name__)
# All that a group asks, it asks by keys. What the server knows of how large tables are is from
# before the file, and by that it would rather read them whole, for each record.
_BY_KEYS: Final = text("SET LOCAL enable_seqscan = off")
_STATES_TO_WORK: Final = frozenset({State.PROCESSING, State.REFUSED})


def process(submission_id: UUID, fence: int, moment: Moment) -> None:
    """Work a file through, from where it stands; to be given to `portal.submissions.working`."""
    holding = Holding(submission_id, fence)
    try:
        with Session.begin() as db:
            held = holding.hold(db)
        if held.state in _STATES_TO_WORK:
            _process(holding, held, moment, load_settings())
    except TakenOver:
        log.warning("Submission %s was taken over by another worker.", submission_id)


def _process(holding: Holding, held: Held, moment: Moment, settings: Settings) -> None:
    copy = spool(settings) / (held.spool_name or "none")
    if held.state is State.REFUSED:  # given up: nothing is left but to take the copy away
        _end(holding, copy, State.REFUSED, moment.now)
        return
    refusal = None
    if held.refusal is not None:
        refusal = Refusal(**held.refusal)
    elif not held.total or held.cursor < held.total:
        refusal = _work(holding, held, copy, moment, settings)
    _end(holding, copy, State.REFUSED if refusal else State.DONE, moment.now)


def _end(holding: Holding, copy: Path, state: State, now: datetime) -> None:
    copy.unlink(missing_ok=True)
    with Session.begin() as db:
        holding.hold(db)
        holding.end(db, state, now)


def _work(
    holding: Holding, held: Held, copy: Path, moment: Moment, settings: Settings
) -> Refusal | None:
    """Declare what is left of a file; return why it was refused, if it was."""
    try:
        with no_circles(), copy.open("rb") as file:
            total = held.total or _examined(copy, holding, held, settings)
            job = _Job(holding, copy, file, total, moment)
            if held.is_test:
                job.declare_without_effect()
            else:
                job.declare_all(held.cursor)
    except FileNotFoundError:
        refused = MessageRefused(COPY_LOST)
    except MessageRefused as fault:
        refused = fault
    else:
        return None
    refusal = refusal_from(refused)
    with Session.begin() as db:
        holding.hold(db)
        holding.refuse(db, asdict(refusal))
    return refusal


def _examined(copy: Path, holding: Holding, held: Held, settings: Settings) -> int:
    limits = MessageLimits(settings.batch_size, settings.batch_records)
    with _Beating(copy, holding.renew) as file:
        return examine(file, limits, held.declarant.enterprise_number)


@dataclass(frozen=True, slots=True)
class _Job:
    """What one file needs to be declared; total: records."""

    holding: Holding
    copy: Path
    file: BinaryIO
    total: int
    moment: Moment

    def declare_all(self, start: int) -> None:
        """Declare records from a place on; each group in one transaction with its outcomes."""
        with Session.begin() as db:
            self.holding.hold(db)
            self.holding.advance(db, self.total, start, lasts=False)
        for group in read_groups(self.copy, start, self.total):
            with Session.begin() as db:
                self._keep(db, db, group)
            done = group[-1].place + 1
            log.info("%s: %d of %d records", self.holding.submission_id, done, self.total)

    def declare_without_effect(self) -> None:
        """Declare all records in one transaction that is undone; only the outcomes are kept.

        Whoever takes it up again begins anew: what was undone, later groups cannot see.
        """
        with Session.begin() as kept:
            self.holding.hold(kept)
            self.holding.begin_anew(kept)
            self.holding.advance(kept, self.total, 0, lasts=False)
        with _undone() as effects:
            for group in read_groups(self.copy, 0, self.total):
                with Session.begin() as kept:
                    self._keep(effects, kept, group)

    def _keep(self, effects: DatabaseSession, kept: DatabaseSession, group: list[Record]) -> None:
        """Declare a group, and keep its outcomes; where both are apart, records have no ids."""
        for db in {effects, kept}:
            db.execute(_BY_KEYS)
        declarant = self.holding.hold(kept).declarant
        outcomes = declare_group(effects, kept, declarant, group, self.moment)
        if effects is not kept:
            outcomes = [outcome._replace(record_id=None) for outcome in outcomes]
        write_told(kept, self.holding.submission_id, tell(self.file, group, outcomes))
        place = group[-1].place + 1
        self.holding.advance(kept, self.total, place, lasts=effects is kept)


@contextmanager
def _undone() -> Iterator[DatabaseSession]:
    """Give a session of which nothing stays."""
    with Session() as db:
        try:
            yield db
        finally:
            db.rollback()


class _Beating(io.FileIO):
    """A file that says at each reading that whoever reads it lives; not while the row is held."""

    def __init__(self, path: Path, beat: Callable[[], None]) -> None:
        super().__init__(path)
        self._beat = beat

    def read(self, size: int | None = -1, /) -> bytes:
        """Return bytes; raises TakenOver where another worker has taken the file up."""
        self._beat()
        return super().read(size) or b""
