"""A sender hears at once that its file was taken, and no long file keeps others waiting."""

from dataclasses import replace

import pytest
from lxml import etree
from sqlalchemy import Engine, text

from portal.batch.filename import Answer, FileName, Part
from portal.batch.folders import Folder
from portal.batch.process import process
from portal.database import Session
from portal.declarations.declaration import Channel, Declarant, Quality
from portal.declarations.table import Table
from portal.submissions import working
from portal.submissions.receiving import receive
from portal.submissions.sealing import pack
from portal.submissions.values import Parcel
from portal.submissions.working import work_once
from tests.batch.mailbox import REAL, Mailbox
from tests.batch.messages import of_rows
from tests.batch.sending import SPACE, lay, work
from tests.declarations.world import AT, BAKERY, GARAGE, TODAY, TRAINING

PARTS = (Part.DATA, Part.SIGNATURE, Part.START)
ROWS = [{**TRAINING, "reference": f"W{number}", "title": f"Les {number}"} for number in range(3)]


def names(data: FileName, *answers: Answer) -> list[str]:
    return sorted(data.answer(answer, part) for answer in answers for part in PARTS)


def fetched(mailbox: Mailbox) -> list[str]:
    """Return the names of the answers, and remove them as a sender does."""
    found = mailbox.names(Folder.OUT)
    for name in found:
        mailbox.path(Folder.OUT, name).unlink()
    return found


def bring(mailbox: Mailbox, world: Engine, data: FileName = REAL) -> None:
    with world.begin() as db:
        db.execute(text("UPDATE sender SET enterprise_number = :number"), {"number": BAKERY})
    mailbox.bring(data, of_rows(ROWS))
    mailbox.look()


def step(*, only_short: bool = False) -> bool:
    return work_once(TODAY, AT, process, only_short=only_short)


def test_a_file_is_acknowledged_before_its_records_are_declared_and_once_only(
    mailbox: Mailbox, world: Engine
) -> None:
    bring(mailbox, world)
    assert fetched(mailbox) == []
    assert step()
    mailbox.look()
    assert mailbox.names(Folder.OUT) == names(REAL, Answer.ACKNOWLEDGEMENT)
    taken = etree.parse(mailbox.path(Folder.OUT, REAL.answer(Answer.ACKNOWLEDGEMENT, Part.DATA)))
    assert taken.findtext(f"{SPACE}Status") == "accepted"
    fetched(mailbox)
    mailbox.look()
    work()
    mailbox.look()
    assert fetched(mailbox) == names(REAL, Answer.RESULT)
    mailbox.look()
    assert fetched(mailbox) == []


def test_a_file_sent_again_gets_both_answers_again(mailbox: Mailbox, world: Engine) -> None:
    for _ in range(2):
        bring(mailbox, world)
        work()
        mailbox.look()
        assert fetched(mailbox) == names(REAL, Answer.ACKNOWLEDGEMENT, Answer.RESULT)


def test_a_file_is_acknowledged_while_an_earlier_one_of_its_sender_waits(
    mailbox: Mailbox, world: Engine
) -> None:
    later = replace(REAL, sequence="00002")
    bring(mailbox, world)
    bring(mailbox, world, later)
    assert step()
    assert step()
    mailbox.look()
    acknowledged = [*names(REAL, Answer.ACKNOWLEDGEMENT), *names(later, Answer.ACKNOWLEDGEMENT)]
    assert fetched(mailbox) == sorted(acknowledged)


def test_what_is_given_up_after_it_was_acknowledged_is_answered_anew(
    mailbox: Mailbox, world: Engine
) -> None:
    bring(mailbox, world)
    step()
    mailbox.look()
    fetched(mailbox)
    with world.begin() as db:
        db.execute(text("UPDATE submission SET tries = 20"))
    work()
    mailbox.look()
    assert mailbox.refusal() == "notProcessed"


def test_a_long_file_keeps_nobody_waiting_who_has_little_to_declare(
    world: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(working, "SHORT", 2)
    long = lay(of_rows(ROWS))
    short = lay(of_rows(ROWS[:1], declarant=GARAGE), number=GARAGE)
    speaks = Declarant(BAKERY, Quality.EMPLOYER, Channel.REST)
    with Session.begin() as db:
        rest, _ = receive(db, speaks, Parcel("S1", b"", 1, pack([0], Table.of(ROWS[:1])), {}), AT)
    while step(only_short=True):
        pass
    with world.connect() as db:
        states = dict(map(tuple, db.execute(text("SELECT submission_id, state FROM submission"))))
    assert states == {long: "processing", short: "done", rest: "done"}
    assert step()
    assert not step()
