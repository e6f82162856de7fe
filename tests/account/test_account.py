"""The account as pages show it."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from fractions import Fraction
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Connection, select
from sqlalchemy.orm import Session

from portal.account.account import open_account, open_accounts, read_account
from portal.account.looks import Look
from portal.account.values import Account
from portal.database import reading
from portal.identifiers import new_id
from portal.law.counting import Counting
from portal.law.credit import EndReason
from portal.models import FeedLoad
from portal.models import Look as LookRow
from portal.roles import Role
from tests.reckoning.world import (
    AT,
    add_employer,
    add_employment,
    add_right,
    add_training,
    add_worker,
)
from tests.statements import statements

TODAY = date(2026, 11, 24)
NOW = datetime(2026, 11, 24, 12, tzinfo=ZoneInfo("Europe/Brussels"))
X, Y = "0100000001", "0100000002"


def opened(db: Session, person_id: UUID, as_of: date = TODAY, **limits: int | None) -> Account:
    return open_account(db.connection(), person_id, as_of, Look.of_worker(person_id, NOW), **limits)


def statements_of(db: Session, act: Callable[[Connection], object]) -> list[str]:
    connection = db.connection()
    with statements() as sent:
        act(connection)
    return sent


def test_a_worker_of_whom_nothing_is_known_has_an_empty_account(db: Session) -> None:
    account = opened(db, add_worker(db))
    assert (account.person.family_name, account.person.birth_date) == ("Peeters", date(1990, 5, 17))
    assert (account.employments, account.lines, account.training_count) == ((), (), 0)
    assert account.data_date is None


def test_a_person_whom_the_register_does_not_know_has_an_empty_account_too(db: Session) -> None:
    account = opened(db, new_id())
    assert (account.person.family_name, account.employments) == ("", ())


def test_present_jobs_come_first_then_past_ones_the_last_ended_first(db: Session) -> None:
    worker = add_worker(db)
    add_employer(db, X)
    jobs = [
        (date(2026, 12, 1), None),
        (date(2010, 1, 1), date(2012, 6, 30)),
        (date(2019, 1, 1), None),
        (date(2013, 1, 1), date(2026, 11, 23)),
        (date(2015, 1, 1), date(2026, 11, 24)),
    ]
    for start, end in jobs:
        add_employment(db, worker, X, start, end_date=end)
    account = opened(db, worker)
    assert [(one.start_date.year, one.present) for one in account.employments] == [
        (2015, True),
        (2019, True),
        (2026, True),
        (2013, False),
        (2010, False),
    ]
    assert [one.begins_later for one in account.employments] == [False, False, True, False, False]


def test_an_employment_shows_what_it_was_reckoned_from(db: Session) -> None:
    worker = add_worker(db)
    add_employer(db, X)
    end = date(2026, 3, 31)
    add_employment(
        db,
        worker,
        X,
        end_date=end,
        end_reason="dismissalWithNotice",
        work_regime="0.8",
        weekly_minutes=2160,
    )
    (employment,) = opened(db, worker).employments
    assert employment.employer_name == f"Bakkerij {X}"
    assert employment.end_reason is EndReason.DISMISSAL_WITH_NOTICE
    assert employment.work_regimes == ((date(2020, 1, 1), Fraction(4, 5)),)
    assert (employment.weekly_minutes, employment.day_minutes) == (2160, 432)
    assert employment.this_year is not None
    assert employment.this_year.gained == 1


def test_this_year_is_that_of_the_day_asked_for(db: Session) -> None:
    worker = add_worker(db)
    add_employer(db, X)
    add_employment(db, worker, X, end_date=date(2024, 6, 30))
    years = {}
    for year in (1990, 2022, 2023, 2024, 2025, 2035):
        (employment,) = opened(db, worker, date(year, 6, 30)).employments
        years[year] = employment.this_year and employment.this_year.year
    assert years == {1990: None, 2022: None, 2023: 2023, 2024: 2024, 2025: None, 2035: None}


def test_the_newest_five_trainings_are_shown_and_all_are_counted_and_charged(db: Session) -> None:
    worker = add_worker(db)
    add_employer(db, X)
    add_employment(db, worker, X)
    days = [date(2026, 1, 5) + timedelta(days=number) for number in range(25)]
    for day in days:
        add_training(db, worker, X, day, 114)
    account = opened(db, worker)
    assert [line.start_date for line in account.lines] == days[:19:-1]
    assert account.training_count == 25
    assert account.employments[0].years[-1].charged == Fraction(25, 4)
    assert len(opened(db, worker, newest=None).lines) == 25


def test_a_training_says_all_that_its_record_says(db: Session) -> None:
    worker = add_worker(db)
    add_employer(db, X)
    job = add_employment(db, worker, X, weekly_minutes=2160)
    training_id = add_training(
        db,
        worker,
        X,
        date(2026, 3, 4),
        certificate_obtained=True,
        certificate_valid_until=date(2031, 3, 4),
        financing="sectorFund",
        provider_name="Syntra",
        provider_enterprise_number=Y,
    )
    (training,) = read_account(db.connection(), worker, TODAY).trainings
    assert (training.training_id, training.employment_id) == (training_id, job)
    assert (training.day_minutes, training.is_charged) == (432, True)
    assert training.employer_name == f"Bakkerij {X}"
    assert (training.provider_name, training.provider_enterprise_number) == ("Syntra", Y)
    assert training.certificate_valid_until == date(2031, 3, 4)
    assert training.financing == "sectorFund"
    assert training.registered_at == AT
    assert training.registered_at.utcoffset() == timedelta(hours=1)


def test_a_training_outside_every_employment_is_shown_without_one(db: Session) -> None:
    worker = add_worker(db)
    add_employer(db, X)
    add_employment(db, worker, X, end_date=date(2025, 6, 30))
    add_training(db, worker, X, date(2025, 6, 30), end_date=date(2025, 7, 1))
    account = read_account(db.connection(), worker, TODAY)
    (training,) = account.trainings
    assert (training.employment_id, training.day_minutes) == (None, None)
    assert {year.charged for year in account.employments[0].years} == {0}


def test_canceled_trainings_are_shown_and_never_charged(db: Session) -> None:
    worker = add_worker(db)
    add_employer(db, X)
    add_employment(db, worker, X)
    add_training(db, worker, X, date(2026, 3, 4), record_state="canceled")
    account = read_account(db.connection(), worker, TODAY)
    (training,) = account.trainings
    assert (training.record_state, training.is_charged) == ("canceled", False)
    assert account.employments[0].years[-1].charged == 0


def test_a_line_says_what_the_whole_record_says(db: Session) -> None:
    worker = add_worker(db)
    add_employer(db, X)
    add_employment(db, worker, X, start_date=date(2020, 1, 6))
    add_employer(db, Y, "4")  # too small to give a right
    add_employment(db, worker, Y, start_date=date(2020, 1, 6))
    for day, changes in enumerate(
        (
            {},
            {"charged_minutes": 0},
            {"record_state": "canceled"},
            {"status": "reserved"},
            {"status": "notFollowed", "charged_minutes": 0},
            {"status": "unsuitable"},
            {"status": "unsuitable", "record_state": "canceled"},
            {"counts_for_right": False},
            {"counts_for_right": False, "not_counting_reason": "flemishTrainingLeave"},
            {"counts_for_right": False, "not_counting_reason": "paidEducationalLeave"},
            {"counts_for_right": False, "not_counting_reason": "outsideProfession"},
            {"to_verify": True},
            {"end_date": date(2026, 4, 2), "title": 'A "quoted" <title>', "language": "fr"},
        ),
        start=1,
    ):
        add_training(db, worker, X, date(2026, 3, day), **changes)
    add_training(db, worker, X, date(2019, 3, 1))  # before the employment, and before any right
    add_training(db, worker, X, date(2022, 3, 1))
    add_training(db, worker, Y, date(2026, 3, 31))
    add_training(db, worker, "0100000003", date(2026, 3, 30))
    records = read_account(db.connection(), worker, TODAY, newest=None).trainings
    lines = opened(db, worker, newest=None).lines
    assert lines == tuple(record.line for record in records)
    assert {line.counting for line in lines} == {*Counting}


@pytest.mark.parametrize(
    ("loaded", "declared", "shown"),
    [
        (None, None, None),
        (date(2026, 11, 20), None, date(2026, 11, 20)),
        (date(2026, 11, 20), date(2026, 11, 2), date(2026, 11, 20)),
        (date(2026, 11, 1), date(2026, 11, 2), date(2026, 11, 2)),
        (None, date(2026, 11, 2), date(2026, 11, 2)),
    ],
)
@pytest.mark.parametrize("kind", ["training", "right"])
def test_the_account_says_from_which_day_its_data_are(
    db: Session, loaded: date | None, declared: date | None, shown: date | None, kind: str
) -> None:
    worker = add_worker(db)
    add_employer(db, X)
    add_employment(db, worker, X)
    if loaded:
        # Just after midnight here is still the day before in Greenwich.
        at = datetime.combine(loaded, datetime.min.time(), NOW.tzinfo) + timedelta(minutes=5)
        db.add(FeedLoad(feed_load_id=new_id(), loaded_at=at, counts={}))
        db.flush()
    if declared and kind == "training":
        add_training(db, worker, X, date(2026, 3, 4))
    elif declared:
        add_right(db, worker, X, 2026, "5")
    assert opened(db, worker).data_date == shown


def test_an_account_shows_nothing_of_anybody_else(db: Session) -> None:
    add_employer(db, X)
    workers = [add_worker(db) for _ in range(3)]
    for place, worker in enumerate(workers):
        add_employment(db, worker, X)
        add_right(db, worker, X, 2026, str(6 + place))
        for day in range(1, 2 + place):
            add_training(db, worker, X, date(2026, 3, day))
    look = Look(NOW, Role.OPERATOR, "command")
    together = open_accounts(db.connection(), workers, TODAY, look)
    for place, worker in enumerate(workers):
        alone = read_account(db.connection(), worker, TODAY)
        assert together[worker] == alone
        assert alone.training_count == len(alone.trainings) == place + 1
        assert alone.employments[0].years[-1].gained == 6 + place


@pytest.mark.parametrize(("trainings", "jobs"), [(0, 0), (20, 2), (450, 12)])
def test_an_account_and_the_look_at_it_are_one_statement_whatever_its_size(
    db: Session, trainings: int, jobs: int
) -> None:
    worker = add_worker(db)
    for place in range(jobs):
        number = add_employer(db, f"01000000{place:02}")
        add_employment(db, worker, number)
    for place in range(trainings):
        day = date(2020, 1, 1) + timedelta(days=5 * place)
        add_training(db, worker, f"01000000{place % jobs:02}", day)
    (sent,) = statements_of(
        db, lambda db: open_account(db, worker, TODAY, Look.of_worker(worker, NOW), newest=None)
    )
    assert sent.startswith("WITH")
    assert "INSERT INTO look (" in sent


def test_a_look_stands_before_the_account_is_returned(database: object) -> None:
    with Session(database) as db, db.begin():
        worker = add_worker(db)
    with reading() as connection:
        open_account(connection, worker, TODAY, Look.of_worker(worker, NOW))
        with Session(database) as db:
            (look,) = db.scalars(select(LookRow)).all()
    assert (look.person_id, look.looker_id, look.looked_at) == (worker, worker, NOW)
    assert (look.role, look.channel, look.data_group) == ("worker", "page", "account")
    assert (look.organisation, look.reason) == (None, None)
