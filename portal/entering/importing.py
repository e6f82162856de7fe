"""Works sheets through: checks them without effect, declares them in groups, and undoes them.

A sheet is taken up under a lease. Whatever is kept of it is kept in one transaction with how far
it is, under the number of the taking, so a worker that is killed leaves nothing half done, and one
that comes back late writes nothing.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import Row, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Session as DatabaseSession
from sqlalchemy.sql import bindparam

from portal.circles import no_circles
from portal.database import Session
from portal.declarations.declaration import Action, Channel, Declarant, Quality
from portal.declarations.declare import Moment, declare, declare_read
from portal.declarations.entry import Entry
from portal.declarations.listing import Reading, read_all
from portal.declarations.outcome import Outcome, Result
from portal.declarations.table import Table
from portal.entering.remarks import Remark, opened, remarks_on, sealed
from portal.entering.sheets import State
from portal.identifiers import new_id
from portal.languages import N_, translated
from portal.records.facts import RecordKind
from portal.submissions.employers import tell_employer, tell_employers
from portal.submissions.outcomes import Told, write_outcomes
from portal.submissions.sealing import unseal_bytes
from portal.wire.declaring import with_repairs
from portal.wire.refusal import SheetRefused
from portal.wire.sheet import Sheet, read_sheet

LEASE: Final = timedelta(seconds=60)
GROUP: Final = 5_000  # rows of one transaction: what a killed worker has to do again
UNDONE: Final = N_("The whole sheet was undone in the online service.")
_TAKE: Final = text(
    """
    UPDATE sheet_import
    SET state = CASE state WHEN 'received' THEN 'checking' ELSE state END,
        fence = fence + 1,
        lease_until = :until
    WHERE import_id = (
        SELECT import_id
        FROM sheet_import
        WHERE state IN ('received', 'checking', 'declaring', 'undoing')
            AND (lease_until IS NULL OR lease_until < :now)
        ORDER BY received_at
        LIMIT 1
        FOR UPDATE SKIP LOCKED
    )
    RETURNING import_id, fence, state, enterprise_number, declarant, quality, person_id, payload,
        language, done, submission_id, counts, findings
    """
)
_KEEP: Final = text(
    """
    UPDATE sheet_import
    SET state = :state, total = coalesce(:total, total), done = :done,
        counts = coalesce(:counts, counts), findings = coalesce(:findings, findings),
        refusal = :refusal, submission_id = coalesce(:submission_id, submission_id),
        lease_until = :until, changed_at = :now
    WHERE import_id = :import_id AND fence = :fence
    RETURNING import_id
    """
).bindparams(
    bindparam("counts", type_=JSONB(none_as_null=True)),
    bindparam("refusal", type_=JSONB(none_as_null=True)),
)
# Its lease has no end: it is worked through here, and by nobody else.
_SUBMIT: Final = text(
    """
    INSERT INTO submission (submission_id, declarant, quality, channel, reference, content, state,
        total, cursor, fence, lease_until, received_at)
    SELECT :submission_id, declarant, quality, 'sheet', :reference, sha256(payload), 'processing',
        :total, 0, 1, 'infinity', :now
    FROM sheet_import
    WHERE import_id = :import_id
    """
)
_ADVANCE: Final = text(
    """
    UPDATE submission
    SET cursor = :done, state = CASE WHEN :done >= total THEN 'done' ELSE 'processing' END,
        done_at = CASE WHEN :done >= total THEN CAST(:now AS timestamptz) END
    WHERE submission_id = :submission_id
    """
)
_MADE: Final = text(
    """
    SELECT place, record_id
    FROM submission_outcome
    WHERE submission_id = :submission_id AND place >= :place
        AND result IN ('accepted', 'acceptedWithWarnings')
    ORDER BY place
    LIMIT :most
    """
)


class TakenOver(RuntimeError):
    """Somebody else works on the sheet since: what was begun here is thrown away."""


@dataclass(frozen=True, slots=True)
class _Work:
    """A sheet that was taken up. at: on the machine's clock, which never stands still."""

    row: Row[Any]
    moment: Moment
    at: datetime

    @property
    def declarant(self) -> Declarant:
        """Who speaks."""
        row = self.row
        quality = Quality(row.quality)
        return Declarant(row.declarant, quality, Channel.SHEET, row.person_id, row.submission_id)

    def keep(self, db: DatabaseSession, state: State, done: int, **more: object) -> None:
        """Keep how far it is; raises TakenOver."""
        bound: dict[str, object] = {
            "total": None,
            "counts": None,
            "findings": None,
            "refusal": None,
            "submission_id": None,
            **more,
            "state": state.value,
            "done": done,
            "until": self.at + LEASE if state.is_working else None,
            "now": self.moment.now,
            "import_id": self.row.import_id,
            "fence": self.row.fence,
        }
        if db.execute(_KEEP, bound).one_or_none() is None:
            raise TakenOver

    def tell(self, state: State, done: int, **more: object) -> None:
        """Keep how far it is at once, whatever becomes of the rest."""
        with Session.begin() as db:
            self.keep(db, state, done, **more)


def import_once(moment: Moment, at: datetime) -> bool:
    """Do the next step of one sheet; tell whether there was one."""
    with Session.begin() as db:
        row = db.execute(_TAKE, {"now": at, "until": at + LEASE}).one_or_none()
    if row is None:
        return False
    work = _Work(row, moment, at)
    steps = {State.CHECKING: _check, State.DECLARING: _declare, State.UNDOING: _undo}
    try:
        with no_circles():
            steps[State(row.state)](work)
    except SheetRefused as refusal:
        said = {"sentence": refusal.sentence, "detail": refusal.detail}
        work.tell(State.REFUSED, 0, refusal=said)
    except TakenOver:
        pass
    return True


def _check(work: _Work) -> None:
    """Find out what would become of every row; whatever the door kept is undone."""
    sheet, readings = _read(work)
    work.tell(State.CHECKING, 0, total=len(readings))
    counts: Counter[str] = Counter()
    remarks: list[Remark] = []
    with Session() as db:
        for start, group in _groups(readings, 0):
            outcomes = with_repairs(sheet, declare_read(db, work.declarant, group, work.moment))
            counts.update(outcome.result.value for outcome in outcomes)
            remarks += remarks_on(sheet, outcomes)
            work.tell(State.CHECKING, start + len(group))
        db.rollback()
    findings = sealed(remarks, work.row.import_id)
    work.tell(State.CHECKED, len(readings), counts=counts, findings=findings)


def _declare(work: _Work) -> None:
    """Declare the rows in groups, from the first that has no outcome yet."""
    sheet, readings = _read(work)
    if work.row.submission_id is None:
        work = _submitted(work, len(readings))
    start_at = work.row.done
    counts = Counter(work.row.counts) if start_at else Counter[str]()
    remarks = _remarks_before(work, start_at)
    for start, group in _groups(readings, start_at):
        with Session.begin() as db:
            outcomes = with_repairs(sheet, declare_read(db, work.declarant, group, work.moment))
            write_outcomes(db, work.row.submission_id, [_told(work, one) for one in outcomes])
            counts.update(outcome.result.value for outcome in outcomes)
            remarks += remarks_on(sheet, outcomes)
            done = start + len(group)
            _advance(db, work, done)
            work.keep(db, State.DECLARING, done, counts=counts)
    with Session.begin() as db:
        tell_employers(db, work.row.submission_id)
        findings = sealed(remarks, work.row.import_id)
        work.keep(db, State.DECLARED, len(readings), findings=findings)


def _told(work: _Work, outcome: Outcome) -> Told:
    return Told(outcome.index, outcome, RecordKind.TRAINING.value, work.row.enterprise_number)


def _remarks_before(work: _Work, start_at: int) -> list[Remark]:
    """Return what the check said of the rows that were declared before this run."""
    if not start_at or not work.row.findings:
        return []
    found = opened(work.row.findings, work.row.import_id)
    return [remark for remark in found if remark.place < start_at]


def _submitted(work: _Work, total: int) -> _Work:
    """Return the same work with the submission as which the sheet is declared."""
    submission_id = new_id()
    with Session.begin() as db:
        bound = {
            "submission_id": submission_id,
            "import_id": work.row.import_id,
            "reference": f"I-{work.row.import_id.hex}",
            "total": total,
            "now": work.moment.now,
        }
        db.execute(_SUBMIT, bound)
        tell_employer(db, submission_id, work.row.enterprise_number)
        work.keep(db, State.DECLARING, 0, submission_id=submission_id, counts={})
        row = db.execute(
            text("SELECT * FROM sheet_import WHERE import_id = :one"), {"one": work.row.import_id}
        ).one()
    return replace(work, row=row)


def _advance(db: DatabaseSession, work: _Work, done: int) -> None:
    bound = {"submission_id": work.row.submission_id, "done": done, "now": work.moment.now}
    db.execute(_ADVANCE, bound)


def _undo(work: _Work) -> None:
    """Cancel in groups what the sheet created; what was changed since stays."""
    place, kept = work.row.done, work.row.counts.get("kept", 0)
    while True:
        with Session.begin() as db:
            bound = {"submission_id": work.row.submission_id, "place": place, "most": GROUP}
            made = db.execute(_MADE, bound).all()
            if not made:
                break
            outcomes = declare(
                db, work.declarant, [_cancel(work, one) for one in made], work.moment
            )
            kept += sum(outcome.result is Result.REJECTED for outcome in outcomes)
            place = made[-1].place + 1
            work.keep(db, State.UNDOING, place, counts={**work.row.counts, "kept": kept})
    work.tell(State.UNDONE, place)


def _cancel(work: _Work, made: Row[Any]) -> dict[str, str]:
    """Return what cancels a training that is still as the sheet made it."""
    return {
        "action": Action.CANCEL_TRAINING.value,
        "enterprise_number": work.row.enterprise_number,
        "record_id": str(made.record_id),
        "expected_version": "1",
        "cancel_reason": translated(UNDONE, work.row.language),
    }


def _read(work: _Work) -> tuple[Sheet, list[Reading]]:
    """Return the sheet, and its rows as the door reads them; raises SheetRefused."""
    data = unseal_bytes(work.row.payload, work.row.import_id)
    sheet = read_sheet(data, with_enterprise=False)
    count = len(sheet.texts)
    # Whatever the sheet may say of it: for whom its sender acts.
    columns = {**sheet.texts.columns, "enterprise_number": [work.row.enterprise_number] * count}
    return sheet, read_all(work.declarant, Table(columns, count))


def _groups(readings: list[Reading], start_at: int) -> Iterator[tuple[int, list[Reading]]]:
    """Give the readings from a place on in groups, each with its place."""
    for start in range(start_at, len(readings), GROUP):
        group = readings[start : start + GROUP]
        for reading in group:
            # The first of two equal rows was kept before this run: the door knows it by now.
            twin = reading.twin if isinstance(reading, Entry) else None
            if twin is not None and twin.index < start_at and isinstance(reading, Entry):
                reading.twin = None
        yield start, group
