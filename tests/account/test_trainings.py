"""A worker's trainings page by page, and one training with its earlier versions."""

from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import event, select
from sqlalchemy.orm import Session

from portal.account import trainings
from portal.account.looks import Look
from portal.account.trainings import PAGE_SIZE, open_training, open_trainings
from portal.account.values import EmployerName, TrainingFilter, TrainingPage
from portal.identifiers import new_id
from portal.models import Look as LookRow
from tests.reckoning.world import (
    add_earlier_version,
    add_employer,
    add_employment,
    add_training,
    add_worker,
)

NOW = datetime(2026, 11, 24, 12, tzinfo=ZoneInfo("Europe/Brussels"))
X, Y = "0100000001", "0100000002"
ALL = TrainingFilter()


@pytest.fixture
def worker(db: Session) -> UUID:
    """Return a worker with two jobs and, beside, somebody with one training."""
    person_id, other = add_worker(db), add_worker(db)
    for number in (X, Y):
        add_employer(db, number)
        add_employment(db, person_id, number)
    add_employment(db, other, X)
    add_training(db, other, X, date(2026, 1, 5))
    return person_id


def page(
    db: Session, person_id: UUID, chosen: TrainingFilter = ALL, cursor: str | None = None
) -> TrainingPage:
    return open_trainings(
        db.connection(), person_id, Look.of_worker(person_id, NOW), chosen, cursor
    )


def test_pages_follow_each_other_without_gap_or_repetition(db: Session, worker: UUID) -> None:
    # Many on one day: only their ids tell them apart.
    days = [date(2024, 1, 1) + timedelta(days=place // 40) for place in range(2 * PAGE_SIZE + 7)]
    made = {add_training(db, worker, X, day) for day in days}
    seen = []
    found = page(db, worker)
    while True:
        seen.append([(one.start_date, one.training_id) for one in found.trainings])
        assert found.count == len(days)
        if found.next_cursor is None:
            break
        found = page(db, worker, cursor=found.next_cursor)
    assert [len(part) for part in seen] == [PAGE_SIZE, PAGE_SIZE, 7]
    whole = [key for part in seen for key in part]
    assert whole == sorted(whole, reverse=True)
    assert {training_id for _, training_id in whole} == made


def test_a_page_that_is_just_full_is_the_last(db: Session, worker: UUID) -> None:
    for day in range(PAGE_SIZE):
        add_training(db, worker, X, date(2024, 1, 1) + timedelta(days=day))
    found = page(db, worker)
    assert (len(found.trainings), found.next_cursor) == (PAGE_SIZE, None)


@pytest.mark.parametrize(
    "cursor",
    ["", "x", "2024-01-01", "2024-01-01_x", "2024-13-01_" + "0" * 32, "\x00_\x00", "_" * 9],
)
def test_an_unreadable_cursor_is_the_first_page(db: Session, worker: UUID, cursor: str) -> None:
    add_training(db, worker, X, date(2024, 1, 1))
    assert len(page(db, worker, cursor=cursor).trainings) == 1


def test_trainings_are_chosen_by_the_year_in_which_they_begin_or_end(
    db: Session, worker: UUID
) -> None:
    add_training(db, worker, X, date(2023, 12, 31), reference="before")
    add_training(db, worker, X, date(2023, 12, 30), reference="into", end_date=date(2024, 1, 2))
    add_training(db, worker, X, date(2024, 6, 1), reference="within")
    add_training(db, worker, X, date(2024, 12, 30), reference="out", end_date=date(2025, 1, 2))
    chosen = TrainingFilter(year=2024)
    found = page(db, worker, chosen)
    assert [one.reference for one in found.trainings] == ["out", "within", "into"]
    assert found.count == 3
    assert found.years == (2025, 2024, 2023)


def test_trainings_are_chosen_by_employer_and_year_together(db: Session, worker: UUID) -> None:
    add_training(db, worker, X, date(2024, 6, 1))
    add_training(db, worker, X, date(2025, 6, 1))
    wanted = add_training(db, worker, Y, date(2025, 6, 2))
    found = page(db, worker, TrainingFilter(year=2025, enterprise_number=Y))
    assert [one.training_id for one in found.trainings] == [wanted]
    assert found.employers == (
        EmployerName(f"Bakkerij {X}", X),
        EmployerName(f"Bakkerij {Y}", Y),
    )


@pytest.mark.parametrize("year", [-(10**30), -1, 0, 2022, 10**4, 10**30])
def test_a_year_without_trainings_is_an_empty_page(db: Session, worker: UUID, year: int) -> None:
    add_training(db, worker, X, date(2024, 6, 1))
    found = page(db, worker, TrainingFilter(year=year))
    assert (found.trainings, found.count, found.years) == ((), 0, (2024,))


def test_a_filter_holds_on_the_pages_that_follow(
    db: Session, worker: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(trainings, "PAGE_SIZE", 1)
    for number in (X, Y, X, Y):
        add_training(db, worker, number, date(2024, 6, 1))
    chosen = TrainingFilter(enterprise_number=Y)
    first = page(db, worker, chosen)
    second = page(db, worker, chosen, first.next_cursor)
    assert [one.enterprise_number for one in first.trainings + second.trainings] == [Y, Y]
    assert second.next_cursor is None


def test_counting_ends_where_nobody_counts_on(
    db: Session, worker: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(trainings, "COUNT_LIMIT", 3)
    for _ in range(5):
        add_training(db, worker, X, date(2024, 6, 1))
    assert page(db, worker).count == 3


def test_a_training_shows_its_earlier_versions_newest_first(db: Session, worker: UUID) -> None:
    training_id = add_training(db, worker, X, date(2024, 3, 4), version=3, title="Third")
    for version, title in ((1, "First"), (2, "Second")):
        add_earlier_version(db, worker, training_id, version, title=title, enterprise_number=X)
    detail = open_training(db.connection(), worker, training_id, Look.of_worker(worker, NOW))
    assert detail is not None
    assert (detail.training.version, detail.training.title) == (3, "Third")
    assert [one.title for one in detail.earlier_versions] == ["Second", "First"]
    assert detail.earlier_versions[0].employer_name == f"Bakkerij {X}"


def test_somebody_elses_training_is_as_unknown_as_one_that_is_not_there(
    db: Session, worker: UUID
) -> None:
    other = add_worker(db)
    theirs = add_training(db, other, X, date(2024, 3, 4))
    look = Look.of_worker(worker, NOW)
    assert open_training(db.connection(), worker, theirs, look) is None
    assert open_training(db.connection(), worker, new_id(), look) is None
    assert db.scalars(select(LookRow)).all() == []


def test_reading_trainings_is_one_statement_and_one_look(db: Session, worker: UUID) -> None:
    for _ in range(60):
        training_id = add_training(db, worker, X, date(2024, 3, 4))
    statements: list[str] = []
    connection = db.connection()
    event.listen(connection, "before_cursor_execute", lambda *said: statements.append(said[2]))
    page(db, worker, TrainingFilter(2024, X))
    open_training(connection, worker, training_id, Look.of_worker(worker, NOW))
    assert ["INSERT" in statement for statement in statements] == [False, True, False, True]
    looks = db.scalars(select(LookRow.data_group).order_by(LookRow.sequence)).all()
    assert looks == ["trainings", "training"]
