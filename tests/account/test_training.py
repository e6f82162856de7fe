"""One training with its whole history."""

from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.account.looks import Look
from portal.account.training import open_training
from portal.identifiers import new_id
from portal.law.size import SizeClass
from portal.models import Look as LookRow
from tests.reckoning.world import (
    add_earlier_version,
    add_employer,
    add_employment,
    add_training,
    add_worker,
)
from tests.statements import statements

NOW = datetime(2026, 11, 24, 12, tzinfo=ZoneInfo("Europe/Brussels"))
X, OFFICE = "0100000001", "0100000002"


@pytest.fixture
def worker(db: Session) -> UUID:
    person_id = add_worker(db)
    for number in (X, OFFICE):
        add_employer(db, number)
    add_employment(db, person_id, X)
    return person_id


def test_a_history_says_what_each_version_changed_newest_first(db: Session, worker: UUID) -> None:
    training_id = add_training(
        db, worker, X, date(2024, 3, 4), version=3, title="Third", record_state="canceled"
    )
    facts = {"enterprise_number": X, "registered_by": OFFICE}
    add_earlier_version(db, worker, training_id, 1, **facts, title="First", status="reserved")
    add_earlier_version(db, worker, training_id, 2, **facts, title="First", duration_minutes=90)
    detail = open_training(db.connection(), worker, training_id, Look.of_worker(worker, NOW))
    assert detail is not None
    assert [step.version.version for step in detail.history] == [3, 2, 1]
    assert [step.changed for step in detail.history] == [
        ("record_state", "title", "duration"),
        ("duration", "status"),
        (),
    ]
    assert [step.before and step.before.title for step in detail.history] == ["First"] * 2 + [None]
    assert detail.organisations == {X: f"Bakkerij {X}", OFFICE: f"Bakkerij {OFFICE}"}


def test_a_training_never_changed_has_a_history_of_one_step(db: Session, worker: UUID) -> None:
    training_id = add_training(db, worker, X, date(2024, 3, 4))
    detail = open_training(db.connection(), worker, training_id, Look.of_worker(worker, NOW))
    assert detail is not None
    assert [(step.version, step.before) for step in detail.history] == [(detail.training, None)]


def test_somebody_elses_training_is_as_unknown_as_one_that_is_not_there(
    db: Session, worker: UUID
) -> None:
    other = add_worker(db)
    theirs = add_training(db, other, X, date(2024, 3, 4))
    look = Look.of_worker(worker, NOW)
    assert open_training(db.connection(), worker, theirs, look) is None
    assert open_training(db.connection(), worker, new_id(), look) is None
    assert db.scalars(select(LookRow)).all() == []


def test_one_training_is_two_statements_and_one_look(db: Session, worker: UUID) -> None:
    training_id = add_training(db, worker, X, date(2024, 3, 4))
    connection = db.connection()
    with statements() as sent:
        open_training(connection, worker, training_id, Look.of_worker(worker, NOW))
    assert ["INSERT INTO look (" in statement for statement in sent] == [False, False, True]
    assert db.scalars(select(LookRow.data_group)).all() == ["training"]


@pytest.mark.parametrize(
    ("fte", "size"), [(None, SizeClass.UNKNOWN), ("4", SizeClass.UNDER10), ("30", SizeClass.FROM20)]
)
def test_a_training_tells_as_which_size_its_employer_counts(
    db: Session, fte: str | None, size: SizeClass
) -> None:
    worker = add_worker(db)
    add_employer(db, X, fte)
    add_employment(db, worker, X)
    training_id = add_training(db, worker, X, date(2024, 3, 4))
    detail = open_training(db.connection(), worker, training_id, Look.of_worker(worker, NOW))
    assert detail is not None
    assert detail.size_class is size
