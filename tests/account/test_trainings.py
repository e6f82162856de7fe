"""A worker's trainings page by page: what a filter lets through, and what that comes to."""

from datetime import date, datetime, timedelta
from fractions import Fraction
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.account import trainings
from portal.account.choosing import CANCELED, EmployerName, TrainingFilter, TrainingPage
from portal.account.looks import Look
from portal.account.trainings import PAGE_SIZE, open_trainings
from portal.law.counting import Counting
from portal.models import Look as LookRow
from tests.reckoning.world import (
    add_employer,
    add_employment,
    add_right,
    add_training,
    add_worker,
)
from tests.statements import statements

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


def references(db: Session, person_id: UUID, **chosen: object) -> set[str]:
    """Return the references of the trainings that a filter lets through."""
    found = page(db, person_id, TrainingFilter(**chosen))
    assert found.count == len(found.trainings)
    return {one.reference for one in found.trainings}


def test_pages_follow_each_other_both_ways_without_gap_or_repetition(
    db: Session, worker: UUID
) -> None:
    # Many on one day: only their ids tell them apart.
    days = [date(2024, 1, 1) + timedelta(days=place // 40) for place in range(2 * PAGE_SIZE + 7)]
    made = {add_training(db, worker, X, day) for day in days}
    seen = [found := page(db, worker)]
    while found.older:
        seen.append(found := page(db, worker, cursor=found.older))
    assert [one.count for one in seen] == [len(days)] * 3
    assert [one.first for one in seen] == [1, 1 + PAGE_SIZE, 1 + 2 * PAGE_SIZE]
    whole = [(one.start_date, one.training_id) for part in seen for one in part.trainings]
    assert whole == sorted(whole, reverse=True)
    assert {training_id for _, training_id in whole} == made
    back = [found]
    while found.newer:
        back.append(found := page(db, worker, cursor=found.newer))
    assert [one.trainings for one in back] == [one.trainings for one in reversed(seen)]


def test_a_page_that_is_just_full_is_the_first_and_the_last(db: Session, worker: UUID) -> None:
    for day in range(PAGE_SIZE):
        add_training(db, worker, X, date(2024, 1, 1) + timedelta(days=day))
    found = page(db, worker)
    assert (len(found.trainings), found.newer, found.older) == (PAGE_SIZE, None, None)


@pytest.mark.parametrize(
    "cursor",
    [
        "",
        "x",
        "older_2024-01-01",
        "older_2024-01-01_x",
        "older_2024-13-01_" + "0" * 32,
        "sideways_2024-01-01_" + "0" * 32,
        "\x00_\x00_\x00",
        "_" * 9,
    ],
)
def test_an_unreadable_cursor_is_the_first_page(db: Session, worker: UUID, cursor: str) -> None:
    add_training(db, worker, X, date(2024, 1, 1))
    assert len(page(db, worker, cursor=cursor).trainings) == 1


def test_a_cursor_beyond_the_end_is_an_empty_page_of_the_same_list(
    db: Session, worker: UUID
) -> None:
    add_training(db, worker, X, date(2024, 1, 1))
    found = page(db, worker, cursor="older_2020-01-01_" + "0" * 32)
    assert (found.trainings, found.count, found.newer, found.older) == ((), 1, None, None)


def test_trainings_are_chosen_by_the_year_in_which_they_begin_or_end(
    db: Session, worker: UUID
) -> None:
    add_training(db, worker, X, date(2023, 12, 31), reference="before")
    add_training(db, worker, X, date(2023, 12, 30), reference="into", end_date=date(2024, 1, 2))
    add_training(db, worker, X, date(2024, 6, 1), reference="within")
    add_training(db, worker, X, date(2024, 12, 30), reference="out", end_date=date(2025, 1, 2))
    found = page(db, worker, TrainingFilter(year=2024))
    assert [one.reference for one in found.trainings] == ["out", "within", "into"]
    assert found.choices.years == (2025, 2024, 2023)


def test_the_parts_of_a_filter_hold_together(db: Session, worker: UUID) -> None:
    add_training(db, worker, X, date(2024, 6, 1))
    add_training(db, worker, X, date(2025, 6, 1))
    add_training(db, worker, Y, date(2025, 6, 2), reference="wanted")
    add_training(db, worker, Y, date(2025, 6, 2), nature="informal")
    chosen = {"year": 2025, "enterprise_number": Y, "nature": "formal"}
    assert references(db, worker, **chosen) == {"wanted"}


def test_a_withdrawn_training_has_no_other_status(db: Session, worker: UUID) -> None:
    add_training(db, worker, X, date(2024, 6, 1), reference="done")
    add_training(db, worker, X, date(2024, 6, 1), reference="gone", record_state="canceled")
    assert references(db, worker, status="completed") == {"done"}
    assert references(db, worker, status=CANCELED) == {"gone"}


def test_trainings_are_chosen_by_who_registered_them(db: Session, worker: UUID) -> None:
    for quality in ("employer", "mandateHolder", "provider", "operator"):
        add_training(db, worker, X, date(2024, 6, 1), reference=quality, registered_quality=quality)
        assert references(db, worker, origin=quality) == {quality}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("hygiene", {"HACCP"}),
        ("HYGIËNE", {"HACCP"}),
        ("allergenen meuse", {"HACCP"}),
        ("meuse ALLERG", {"HACCP"}),
        ("oven", set()),
        ("100%", {"percent"}),
        ("%", {"percent"}),
        ("_", {"line"}),
        ("\\", {"line"}),
        ("'; DROP TABLE training --", set()),
        ("gross", {"line"}),
        ("cœur", {"percent"}),
        ("COEUR", {"percent"}),
    ],
)
def test_words_are_found_in_any_order_whatever_their_case_and_accents(
    db: Session, worker: UUID, text: str, found: set[str]
) -> None:
    day = date(2024, 6, 1)
    add_training(
        db,
        worker,
        X,
        day,
        reference="HACCP",
        title="Allergenen en hygiëne",
        provider_name="Centre de la Meuse",
    )
    add_training(db, worker, X, day, reference="percent", title="Voor 100% met het cœur erbij")
    add_training(db, worker, X, day, reference="line", title=r"groß_oder\klein")
    assert references(db, worker, text=text) == found


@pytest.mark.parametrize("year", [-1, 0, 2022, 9999])
def test_a_year_without_trainings_is_an_empty_page(db: Session, worker: UUID, year: int) -> None:
    add_training(db, worker, X, date(2024, 6, 1))
    found = page(db, worker, TrainingFilter(year=year))
    assert (found.trainings, found.count, found.totals) == ((), 0, ())
    assert found.choices.years == (2024,)


def test_a_filter_and_its_totals_hold_on_the_pages_that_follow(
    db: Session, worker: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(trainings, "PAGE_SIZE", 1)
    for number in (X, Y, X, Y):
        add_training(db, worker, number, date(2024, 6, 1))
    chosen = TrainingFilter(enterprise_number=Y)
    first = page(db, worker, chosen)
    second = page(db, worker, chosen, first.older)
    assert [one.enterprise_number for one in first.trainings + second.trainings] == [Y, Y]
    assert second.older is None
    assert (first.count, first.totals) == (second.count, second.totals)
    assert first.totals[0].days == 2


def test_days_are_told_for_each_employment_and_never_added(db: Session, worker: UUID) -> None:
    left = add_employer(db, "0100000003")
    add_employment(
        db, worker, left, date(2018, 1, 1), end_date=date(2023, 6, 30), weekly_minutes=2160
    )
    add_employment(db, worker, left, date(2024, 1, 1))
    add_training(db, worker, X, date(2024, 6, 1), minutes=228)
    add_training(db, worker, left, date(2023, 5, 2), minutes=432)
    add_training(db, worker, left, date(2025, 5, 2), minutes=456)
    add_training(db, worker, left, date(2023, 9, 1), minutes=60)  # between the two
    add_training(db, worker, Y, date(2026, 12, 1), status="reserved")
    found = page(db, worker)
    assert [
        (one.start_date and one.start_date.year, one.count, one.followed_minutes, one.days)
        for one in found.totals
    ] == [
        (2020, 1, 228, Fraction(1, 2)),
        (2020, 1, 0, 0),
        (2024, 1, 456, 1),
        (2018, 1, 432, 1),
        (None, 1, 60, None),
    ]
    assert (found.count, found.followed_minutes) == (5, 228 + 456 + 432 + 60)
    # What is only planned is told apart.
    assert found.planned_minutes == 456
    assert [one.planned_minutes for one in found.totals] == [0, 456, 0, 0, 0]
    assert "days" not in {*TrainingPage.__slots__}


SMALL = "0100000004"
MEANINGS = [
    (Counting.COUNTS, {}),
    (Counting.WITHDRAWN, {"record_state": "canceled"}),
    (Counting.RESERVED, {"status": "reserved"}),
    (Counting.NOT_FOLLOWED, {"status": "notFollowed"}),
    (Counting.UNSUITABLE, {"status": "unsuitable"}),
    (
        Counting.FLEMISH_TRAINING_LEAVE,
        {"counts_for_right": False, "not_counting_reason": "flemishTrainingLeave"},
    ),
    (
        Counting.PAID_EDUCATIONAL_LEAVE,
        {"counts_for_right": False, "not_counting_reason": "paidEducationalLeave"},
    ),
    (
        Counting.OUTSIDE_PROFESSION,
        {"counts_for_right": False, "not_counting_reason": "outsideProfession"},
    ),
    (Counting.TO_VERIFY, {"to_verify": True}),
    (Counting.EXCLUDED, {"counts_for_right": False}),
    (Counting.NOTHING_CHARGED, {"charged_minutes": 0}),
    (Counting.BEFORE_RIGHT, {"start_date": date(2022, 12, 31), "end_date": date(2022, 12, 31)}),
    (Counting.NO_EMPLOYMENT, {"start_date": date(2019, 12, 31)}),
    (Counting.NO_RIGHT, {"number": SMALL}),
]


@pytest.mark.parametrize(("counting", "facts"), MEANINGS, ids=[one.value for one, _ in MEANINGS])
def test_what_a_training_says_of_the_right_is_what_it_is_chosen_by(
    db: Session, worker: UUID, counting: Counting, facts: dict[str, object]
) -> None:
    add_employer(db, SMALL, "4")
    add_employment(db, worker, SMALL)
    facts = {"number": X, "start_date": date(2024, 3, 4), "end_date": date(2024, 3, 4), **facts}
    add_training(db, worker, reference="one", **facts)
    (one,) = page(db, worker).trainings
    assert one.counting is counting
    assert one.counting.source
    counts = counting is Counting.COUNTS
    assert references(db, worker, counts=True) == ({"one"} if counts else set())
    assert references(db, worker, counts=False) == (set() if counts else {"one"})


def test_every_answer_about_the_right_is_in_the_table() -> None:
    assert [one for one, _ in MEANINGS] == list(Counting)


def test_a_right_that_the_employer_declared_is_a_right_too(db: Session, worker: UUID) -> None:
    add_employer(db, SMALL, "4")
    add_employment(db, worker, SMALL)
    add_right(db, worker, SMALL, 2024, "1")
    add_training(db, worker, SMALL, date(2024, 3, 4))
    assert page(db, worker).trainings[0].counting is Counting.COUNTS


def test_only_what_is_there_can_be_chosen(db: Session, worker: UUID) -> None:
    assert page(db, worker).choices.years == ()
    add_training(db, worker, Y, date(2024, 6, 1))
    add_training(db, worker, X, date(2025, 6, 1), status="reserved", nature="informal")
    choices = page(db, worker, TrainingFilter(year=2024)).choices
    assert choices.employers == (
        EmployerName(f"Bakkerij {X}", X),
        EmployerName(f"Bakkerij {Y}", Y),
    )
    assert choices.statuses == ("completed", "reserved")
    assert choices.natures == ("formal", "informal")
    assert choices.origins == ("employer",)


EVERYTHING = TrainingFilter(
    2024, X, "formal", "completed", counts=True, origin="employer", text="a"
)


@pytest.mark.parametrize("chosen", [ALL, TrainingFilter(2024), EVERYTHING])
def test_any_list_is_two_statements_and_one_look(
    db: Session, worker: UUID, chosen: TrainingFilter
) -> None:
    for _ in range(60):
        add_training(db, worker, X, date(2024, 3, 4))
    with statements() as sent:
        page(db, worker, chosen)
    assert ["INSERT INTO look (" in statement for statement in sent] == [False, False, True]
    looks = db.scalars(select(LookRow.data_group).order_by(LookRow.sequence)).all()
    assert looks == ["trainings"]
