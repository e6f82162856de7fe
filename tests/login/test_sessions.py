"""A session ends when it must, costs one question, and leaves no key behind."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import Engine, select

from portal.clock import machine_now
from portal.database import Session, reading
from portal.login.level import Level
from portal.login.sessions import (
    IDLE,
    LIFE,
    Ending,
    Identity,
    check_session,
    end_session,
    end_sessions_of,
    open_session,
)
from portal.models import SessionRow
from tests.login.people import in_register
from tests.login.session import a_sign_in, session_for
from tests.statements import statements

BEGIN = machine_now()
MINUTE = timedelta(minutes=1)


@pytest.fixture
def person_id(database: Engine) -> UUID:
    assert database.url.database
    return in_register("85073003328")


@pytest.fixture
def key(person_id: UUID) -> str:
    with Session.begin() as db:
        return open_session(db, a_sign_in(person_id), BEGIN)


def checked(key: str, now: datetime) -> Identity | Ending | None:
    with reading() as connection:
        return check_session(connection, key, now)


def test_whoever_holds_the_key_is_known(key: str, person_id: UUID) -> None:
    identity = checked(key, BEGIN)
    assert isinstance(identity, Identity)
    assert (identity.person_id, identity.given_names, identity.level) == (
        person_id,
        "Marie",
        Level.HIGH,
    )


def test_another_key_is_nobody(key: str) -> None:
    assert checked(f"{key}x", BEGIN) is None


def test_the_database_does_not_know_the_key(key: str) -> None:
    with Session() as db:
        row = db.scalars(select(SessionRow)).one()
    assert key.encode() not in row.session_hash
    assert len(row.session_hash) == 32


def test_a_session_ends_after_fifteen_idle_minutes(key: str) -> None:
    assert isinstance(checked(key, BEGIN + IDLE - MINUTE), Identity)
    assert checked(key, BEGIN + 2 * IDLE) is Ending.IDLE


def test_use_keeps_a_session_alive_for_eight_hours_at_most(key: str) -> None:
    now = BEGIN
    while now < BEGIN + LIFE:
        assert isinstance(checked(key, now), Identity), now - BEGIN
        now += 10 * MINUTE
    assert checked(key, now) is Ending.ABSOLUTE


def test_the_last_use_is_written_at_most_once_a_minute(key: str) -> None:
    def last_seen() -> datetime:
        with Session() as db:
            return db.scalars(select(SessionRow.last_seen_at)).one()

    checked(key, BEGIN + MINUTE / 2)
    assert last_seen() == BEGIN
    checked(key, BEGIN + MINUTE)
    assert last_seen() == BEGIN + MINUTE


def test_asking_again_wakes_no_session_that_has_ended(key: str) -> None:
    ended = BEGIN + 2 * IDLE
    assert [checked(key, ended + MINUTE * times) for times in range(3)] == [Ending.IDLE] * 3


def test_a_session_that_was_signed_out_is_over_at_the_next_page(key: str) -> None:
    with Session.begin() as db:
        end_session(db, key, BEGIN)
    assert checked(key, BEGIN) is Ending.REVOKED


def test_a_provider_ends_its_own_sessions_only(person_id: UUID) -> None:
    here, there = session_for(person_id, provider="fas"), session_for(person_id, provider="itsme")
    with Session.begin() as db:
        end_sessions_of(db, "fas", f"subject-{person_id}", None, BEGIN)
    assert checked(here, BEGIN) is Ending.REVOKED
    assert isinstance(checked(there, BEGIN), Identity)


@pytest.fixture
def sent() -> Iterator[list[str]]:
    with statements() as heard:
        yield heard


@pytest.mark.parametrize(
    ("after", "asked"), [(timedelta(0), 1), (2 * MINUTE, 2)], ids=["at once", "later"]
)
def test_checking_a_session_is_one_question_and_one_more_once_a_minute(
    key: str, sent: list[str], after: timedelta, asked: int
) -> None:
    checked(key, BEGIN + after)
    checked(key, BEGIN + after)
    assert len(sent) == asked + 1
