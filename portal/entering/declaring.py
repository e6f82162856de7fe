"""Takes an entry through the door: as a rehearsal without effect, for good, and back again."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from sqlalchemy.orm import Session

from portal.declarations.declaration import Action
from portal.declarations.declare import Moment, declare
from portal.declarations.outcome import Outcome, Result
from portal.directory.entries import numbers_of
from portal.entering.entry import Answer, Chosen, Entry, declarant_of
from portal.entering.keeping import mark_declared, mark_undone
from portal.login.acting import Acting
from portal.records.facts import RecordKind
from portal.submissions.outcomes import Told
from portal.submissions.receiving import keep_entered

_NOT_KEPT: Final = (Result.REJECTED,)


def rehearse(
    db: Session,
    acting: Acting,
    entry: Entry,
    said: tuple[Mapping[str, str], Sequence[str]],
    moment: Moment,
) -> list[Answer]:
    """Return what the door would say of each worker of an entry; whatever it did is undone.

    said: the course in texts for the door, and numbers that were typed and name no one chosen.
    Without any worker the door is asked all the same, so that it says what is missing.
    """
    course, numbers = said
    workers = entry.open_workers
    texts = _texts(db, acting, entry, course, workers)
    texts += [{**_course(acting, course), "ssin": number, "reference": "-"} for number in numbers]
    if not texts:
        texts = [{**_course(acting, course), "reference": entry.reference}]
    trial = db.begin_nested()
    outcomes = declare(db, declarant_of(acting), texts, moment)
    trial.rollback()
    known = [(one, "") for one in workers]
    unknown: list[tuple[Chosen | None, str]] = [(None, number) for number in numbers or [""]]
    asked = [*known, *unknown] if numbers or not known else known
    return [
        Answer(worker, outcome, number)
        for (worker, number), outcome in zip(asked, outcomes, strict=True)
    ]


def enter(
    db: Session, acting: Acting, entry: Entry, course: Mapping[str, str], moment: Moment
) -> list[Answer]:
    """Declare a course for all workers of an entry for whom it is not declared yet."""
    workers = entry.open_workers
    texts = _texts(db, acting, entry, course, workers)
    declarant = replace(declarant_of(acting), submission_id=entry.entry_id)
    outcomes = declare(db, declarant, texts, moment)
    kept = {
        worker.place: outcome.record_id
        for worker, outcome in zip(workers, outcomes, strict=True)
        if outcome.record_id is not None
    }
    if kept:
        mark_declared(db, entry.entry_id, kept, moment.now)
        number, kind = acting.enterprise_number, RecordKind.TRAINING.value
        told = [Told(outcome.index, outcome, kind, number) for outcome in outcomes]
        keep_entered(db, declarant, entry.reference, told, moment.now)
    return [Answer(worker, one) for worker, one in zip(workers, outcomes, strict=True)]


def undo(db: Session, acting: Acting, entry: Entry, reason: str, moment: Moment) -> list[Answer]:
    """Cancel the trainings of an entry, those that were changed since left out.

    The first version is named, so the door refuses what has become another.
    """
    workers = entry.declared_workers
    texts = [
        {
            "action": Action.CANCEL_TRAINING.value,
            "enterprise_number": acting.enterprise_number,
            "record_id": str(worker.record_id),
            "expected_version": "1",
            "cancel_reason": reason,
        }
        for worker in workers
    ]
    outcomes: list[Outcome] = declare(db, declarant_of(acting), texts, moment)
    mark_undone(db, entry.entry_id, moment.now)
    return [Answer(worker, one) for worker, one in zip(workers, outcomes, strict=True)]


def _texts(
    db: Session,
    acting: Acting,
    entry: Entry,
    course: Mapping[str, str],
    workers: Sequence[Chosen],
) -> list[dict[str, str]]:
    """Return what is declared of each worker, under a reference that stays the same."""
    numbers = numbers_of(db, [worker.person_id for worker in workers])
    return [
        {
            **_course(acting, course),
            "ssin": numbers.get(worker.person_id, ""),
            "reference": f"{entry.reference}-{worker.place:02}",
        }
        for worker in workers
    ]


def _course(acting: Acting, course: Mapping[str, str]) -> dict[str, str]:
    return {**course, "enterprise_number": acting.enterprise_number}
