"""The worker sees who looked: others first, newest first, page by page, their own on demand."""

from datetime import datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.account import look_log
from portal.account.look_log import LookPage, open_looks
from portal.account.looks import DataGroup, Look, write_looks
from portal.identifiers import new_id
from portal.models import Look as LookRow
from portal.models import LookChain
from portal.roles import Role
from tests.account.seen import NOW, OFFICE, X
from tests.reckoning.world import add_employer
from tests.statements import statements

EARLIER = NOW - timedelta(days=3)


def opened(
    db: Session, person_id: UUID, cursor: str | None = None, *, own: bool = False
) -> LookPage:
    return open_looks(db.connection(), person_id, Look.of_worker(person_id, NOW), cursor, own=own)


def seen_by_employer(db: Session, person_id: UUID, at: datetime) -> None:
    look = Look(at, Role.EMPLOYER, "page", organisation=X)
    write_looks(db.connection(), [person_id], DataGroup.TRAININGS, look)


def test_a_worker_of_whom_nobody_saw_anything_sees_only_that_they_look_now(db: Session) -> None:
    person_id = new_id()
    assert opened(db, person_id) == LookPage((), None, 1, None)
    again = opened(db, person_id, own=True)
    assert [(line.role, line.data_group) for line in again.looks] == [("worker", "looks")] * 2
    rows = db.scalars(select(LookRow)).all()
    assert {(row.looker_id, row.channel) for row in rows} == {(person_id, "page")}


def test_a_look_says_who_for_whom_through_whom_why_at_what_and_how(db: Session) -> None:
    person_id = new_id()
    add_employer(db, X)
    look = Look(EARLIER, Role.MANDATE_HOLDER, "rest", new_id(), X, "vraag", OFFICE)
    write_looks(db.connection(), [person_id], DataGroup.TRAINING, look)
    (line,) = opened(db, person_id).looks
    assert (line.looked_at, line.role) == (EARLIER, "mandateHolder")
    assert (line.organisation, line.through) == (f"Bakkerij {X}", OFFICE)
    assert (line.reason, line.data_group, line.channel) == ("vraag", "training", "rest")
    assert line.looked_at.utcoffset() == timedelta(hours=1)


def test_own_looks_are_counted_and_only_the_last_day_before_is_named(db: Session) -> None:
    person_id = new_id()
    for at in (EARLIER, EARLIER - timedelta(days=1), NOW - timedelta(hours=2)):
        look = Look.of_worker(person_id, at)
        write_looks(db.connection(), [person_id], DataGroup.ACCOUNT, look)
    seen_by_employer(db, person_id, NOW - timedelta(days=1))
    page = opened(db, person_id)
    assert [line.role for line in page.looks] == ["employer"]
    assert (page.own_count, page.own_before) == (4, EARLIER)
    assert len(opened(db, person_id, own=True).looks) == 6


def test_nobody_sees_the_looks_at_another(db: Session) -> None:
    one, other = new_id(), new_id()
    seen_by_employer(db, other, EARLIER)
    assert opened(db, one, own=True).own_count == 1
    assert opened(db, one).looks == ()


@pytest.mark.parametrize("own", [False, True])
def test_pages_of_looks_follow_each_other_without_gap_or_repetition(
    db: Session, monkeypatch: pytest.MonkeyPatch, *, own: bool
) -> None:
    monkeypatch.setattr(look_log, "PAGE_SIZE", 7)
    person_id, former = new_id(), new_id()
    for number in range(20):  # several at one moment, in two chains
        at = EARLIER + timedelta(microseconds=number // 4)
        seen_by_employer(db, (person_id, former)[number % 2], at)
        write_looks(db.connection(), [person_id], DataGroup.ACCOUNT, Look.of_worker(person_id, at))
    db.get(LookChain, former).holder_id = person_id
    db.flush()
    moments, cursor, pages = [], None, 0
    while pages == 0 or cursor:
        page = opened(db, person_id, cursor, own=own)
        moments += [line.looked_at for line in page.looks if line.looked_at < NOW]
        cursor, pages = page.next_cursor, pages + 1
    assert len(moments) == (40 if own else 20)
    assert moments == sorted(moments, reverse=True)
    assert pages == (6 if own else 3)


@pytest.mark.parametrize(
    "cursor",
    [
        "",
        "x",
        "1_2",
        "1_2_3",
        f"{10**30}_{UUID(int=1)}_1",
        f"1_{UUID(int=1)}_{10**40}",
        "\x00_\x00_1",
    ],
)
def test_an_unreadable_cursor_of_looks_is_no_failure(db: Session, cursor: str) -> None:
    person_id = new_id()
    seen_by_employer(db, person_id, EARLIER)
    assert len(opened(db, person_id, cursor).looks) <= 1


def test_the_look_log_is_opened_by_two_statements(db: Session) -> None:
    db.connection()
    with statements() as sent:
        opened(db, new_id())
    assert len(sent) == 2
    assert "INSERT INTO look (" in sent[0]
