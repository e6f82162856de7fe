"""Answers each file: whether it was taken, and what became of its records."""

from datetime import datetime
from time import monotonic
from typing import Final

import structlog
from sqlalchemy import Connection

from portal.batch.answers import acknowledgement_of, has_result, refusal_answer, result_of
from portal.batch.filename import Answer, FileName, parse_name
from portal.batch.folders import answers_to, make_mailbox
from portal.batch.outbox import Outbox, lay_out
from portal.database import Session, reading
from portal.documents.seal_keys import SealFault
from portal.settings import Settings
from portal.submissions.files import acknowledged, answered, files_to_answer
from portal.submissions.values import ReceivedFile, Refusal, State

PATIENCE: Final = 5.0  # seconds of answering, then mailboxes are looked into again
log = structlog.get_logger()


def refuse(outbox: Outbox, data: FileName, refusal: Refusal, now: datetime) -> None:
    """Answer a file that is not taken; nothing of it is remembered, so its name may come again."""
    lay_out(outbox, data, Answer.ACKNOWLEDGEMENT, refusal_answer(str(data), refusal, now))


def answer_all(settings: Settings, now: datetime) -> None:
    """Lay out the answers that are due, the oldest first, for as long as patience lasts."""
    over = monotonic() + PATIENCE
    with reading() as db:
        for file in files_to_answer(db):
            try:
                _answer(settings, db, file, now)
            except (OSError, SealFault) as fault:
                log.warning("file_unanswered", sender=file.sender_number, fault=repr(fault))
            if monotonic() > over:
                return


def _answer(settings: Settings, db: Connection, file: ReceivedFile, now: datetime) -> None:
    """Lay out the answers to one file that are due, and remember that they lie there.

    Killed in between, the same answers are laid out once more in the place of these. What is
    given up after it was acknowledged is answered anew: of its two words the later one stands.
    """
    data = parse_name(file.file_name)
    make_mailbox(settings, file.sender_number)
    outbox = Outbox(settings, file.sender_number, answers_to(data.environment))
    if file.acknowledged_at is None or file.state is State.REFUSED:
        lay_out(outbox, data, Answer.ACKNOWLEDGEMENT, acknowledgement_of(file))
    if has_result(file):
        lay_out(outbox, data, Answer.RESULT, result_of(db, file))
    is_whole = file.state is not State.PROCESSING
    with Session.begin() as writing:
        (answered if is_whole else acknowledged)(writing, file.submission_id, now)
    deed = "file_answered" if is_whole else "file_acknowledged"
    log.info(deed, sender=file.sender_number, name=file.file_name)
