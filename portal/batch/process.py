"""A file from its private copy to the last outcome, whoever is killed on the way.

First it is seen to its end: what is no message declares nothing. Then it is let go, so that its
sender hears that it was taken, and waits for its turn. Then group after group is declared; the
cursor of the submission moves in the same transaction, so that the next worker begins where the
last one was. The copy goes before the submission is done, so that none is left.
"""

import io
import logging
from collections.abc import Callable
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Final
from uuid import UUID

from portal.batch.declaring import Job
from portal.batch.faults import refusal_from
from portal.batch.holding import Held, Holding, TakenOver
from portal.circles import no_circles
from portal.database import Session
from portal.declarations.declare import Moment
from portal.settings import Settings, load_settings
from portal.submissions.files import spool
from portal.submissions.values import Refusal, State
from portal.wire.xml.examining import examine
from portal.wire.xml.limits import MessageLimits
from portal.wire.xml.refusing import COPY_LOST, MessageRefused

log = logging.getLogger(__name__)
_STATES_TO_WORK: Final = frozenset({State.PROCESSING, State.REFUSED})


def process(submission_id: UUID, fence: int, moment: Moment) -> None:
    """Do the next step of a file; to be given to `portal.submissions.working`.

    One step sees it to its end, another declares all that is left of it.
    """
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
    refusal = Refusal(**held.refusal) if held.refusal else None
    if held.state is State.PROCESSING and refusal is None:
        try:
            if not _step(holding, held, copy, moment, settings):
                return
        except FileNotFoundError:
            refusal = _refused(holding, MessageRefused(COPY_LOST))
        except MessageRefused as fault:
            refusal = _refused(holding, fault)
    # Refused without a reason is what was given up: nothing is left but to take the copy away.
    is_refused = refusal is not None or held.state is State.REFUSED
    _end(holding, copy, State.REFUSED if is_refused else State.DONE, moment.now)


def _step(holding: Holding, held: Held, copy: Path, moment: Moment, settings: Settings) -> bool:
    """Examine a file, or declare what is left of it; tell whether nothing is left to do.

    Raises MessageRefused, and FileNotFoundError where the copy is gone.
    """
    with no_circles():
        if not held.total:
            return not _let_go(holding, _examined(copy, holding, held, settings))
        if held.cursor < held.total:
            job = Job(holding, held.declarant, copy, held.total, moment)
            if held.is_test:
                job.declare_without_effect()
            else:
                job.declare_all(held.cursor)
    return True


def _let_go(holding: Holding, total: int) -> int:
    """Leave a file that has records to whoever declares them; return how many it has."""
    if total:
        with Session.begin() as db:
            holding.hold(db)
            holding.let_go(db, total)
    return total


def _refused(holding: Holding, fault: MessageRefused) -> Refusal:
    """Write why a file is refused; return it."""
    refusal = refusal_from(fault)
    with Session.begin() as db:
        holding.hold(db)
        holding.refuse(db, asdict(refusal))
    return refusal


def _end(holding: Holding, copy: Path, state: State, now: datetime) -> None:
    copy.unlink(missing_ok=True)
    with Session.begin() as db:
        holding.hold(db)
        holding.end(db, state, now)


def _examined(copy: Path, holding: Holding, held: Held, settings: Settings) -> int:
    limits = MessageLimits(settings.batch_size, settings.batch_records)
    with _Beating(copy, holding.renew) as file:
        return examine(file, limits, held.declarant.enterprise_number)


class _Beating(io.FileIO):
    """A file that says at each reading that whoever reads it lives; not while the row is held."""

    def __init__(self, path: Path, beat: Callable[[], None]) -> None:
        super().__init__(path)
        self._beat = beat

    def read(self, size: int | None = -1, /) -> bytes:
        """Return bytes; raises TakenOver where another worker has taken the file up."""
        self._beat()
        return super().read(size) or b""
