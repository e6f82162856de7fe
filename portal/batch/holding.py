"""The row of a file that is worked through: held by one worker, and how far it is."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from sqlalchemy import bindparam, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Session as DatabaseSession

from portal.clock import machine_now
from portal.database import Session
from portal.declarations.declaration import Channel, Declarant, Quality
from portal.submissions.employers import tell_employers
from portal.submissions.receiving import wake
from portal.submissions.values import State
from portal.submissions.working import LEASE

RENEWAL: Final = timedelta(seconds=10)  # well before the lease is over
_HOLD: Final = text(
    """
    SELECT declarant, quality, state, total, cursor, environment, spool_name, refusal
    FROM submission
        JOIN submission_file USING (submission_id)
    WHERE submission_id = :submission_id AND fence = :fence
    FOR UPDATE OF submission
    """
)
_RENEW: Final = text(
    "UPDATE submission SET lease_until = :until"
    " WHERE submission_id = :submission_id AND fence = :fence AND state = 'processing'"
)
_ADVANCE: Final = text(
    "UPDATE submission SET cursor = :cursor, lease_until = :until,"
    " tries = CASE WHEN :lasts THEN 0 ELSE tries END"
    " WHERE submission_id = :submission_id"
)
_LET_GO: Final = text(
    "UPDATE submission SET total = :total, lease_until = NULL, tries = 0"
    " WHERE submission_id = :submission_id"
)
_REFUSE: Final = text(
    "UPDATE submission_file SET refusal = :refusal WHERE submission_id = :submission_id"
).bindparams(bindparam("refusal", type_=JSONB))
_END: Final = text(
    "UPDATE submission SET state = :state, lease_until = NULL, done_at = :now"
    " WHERE submission_id = :submission_id"
)
_FORGET_COPY: Final = text(
    "UPDATE submission_file SET spool_name = NULL WHERE submission_id = :submission_id"
)
_FORGET_OUTCOMES: Final = text(
    "DELETE FROM submission_outcome WHERE submission_id = :submission_id"
)


class TakenOver(Exception):
    """Somebody else has taken the file up since, so nothing more may be written."""


@dataclass(frozen=True, slots=True)
class Held:
    """A file as it was found under its fence."""

    declarant: Declarant
    state: State
    total: int
    cursor: int
    is_test: bool
    spool_name: str | None
    refusal: dict[str, Any] | None


class Holding:
    """One worker's hold on a file: each write asks first whether it is still this worker's."""

    def __init__(self, submission_id: UUID, fence: int) -> None:
        self.submission_id = submission_id
        self._name = {"submission_id": submission_id, "fence": fence}
        self._renew_at = machine_now() + RENEWAL

    def hold(self, db: DatabaseSession) -> Held:
        """Return the file, and keep others from it to the end of the transaction.

        Raises TakenOver.
        """
        row = db.execute(_HOLD, self._name).one_or_none()
        if row is None:
            raise TakenOver
        declarant = Declarant(
            row.declarant,
            Quality(row.quality),
            Channel.BATCH,
            submission_id=self.submission_id,
        )
        return Held(
            declarant,
            State(row.state),
            row.total,
            row.cursor,
            row.environment == "T",
            row.spool_name,
            row.refusal,
        )

    def renew(self) -> None:
        """Say that this worker lives, as often as needed; raises TakenOver."""
        if machine_now() < self._renew_at:
            return
        with Session.begin() as db:
            bound = {**self._name, "until": machine_now() + LEASE}
            if db.execute(_RENEW, bound).rowcount == 0:  # type: ignore[attr-defined]
                raise TakenOver
        self._renew_at = machine_now() + RENEWAL

    def advance(self, db: DatabaseSession, cursor: int, *, lasts: bool) -> None:
        """Write how far the file is, in the transaction of what was kept; it is held.

        lasts: whether the next worker goes on from here, so that tries are counted anew.
        """
        bound = {"cursor": cursor, "until": machine_now() + LEASE, "lasts": lasts}
        db.execute(_ADVANCE, {**self._name, **bound})
        self._renew_at = machine_now() + RENEWAL

    def let_go(self, db: DatabaseSession, total: int) -> None:
        """Write how many records the file has, and leave it to whoever declares them; it is held.

        From here on its sender may be told that it was taken.
        """
        db.execute(_LET_GO, {**self._name, "total": total})
        wake(db)

    def refuse(self, db: DatabaseSession, refusal: dict[str, Any]) -> None:
        """Write why the file is refused; it is held."""
        db.execute(_REFUSE, {**self._name, "refusal": refusal})

    def begin_anew(self, db: DatabaseSession) -> None:
        """Forget the outcomes so far; the file is held."""
        db.execute(_FORGET_OUTCOMES, self._name)

    def end(self, db: DatabaseSession, state: State, now: datetime) -> None:
        """Write that nothing is left to do; the copy of the file is gone, and the file is held."""
        db.execute(_FORGET_COPY, self._name)
        db.execute(_END, {**self._name, "state": state.value, "now": now})
        tell_employers(db, self.submission_id)
