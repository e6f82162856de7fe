"""A worker's certificates: what is valid until when."""

from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.account.certificates import SOON_DAYS, Certificates, Validity, open_certificates
from portal.account.looks import Look
from portal.models import Look as LookRow
from tests.reckoning.world import add_employer, add_training, add_worker

TODAY = date(2026, 11, 24)
NOW = datetime(2026, 11, 24, 12, tzinfo=ZoneInfo("Europe/Brussels"))
X = "0100000001"


@pytest.fixture
def worker(db: Session) -> UUID:
    add_employer(db, X)
    return add_worker(db)


def add(db: Session, worker: UUID, until: date | None, **facts: object) -> None:
    facts = {"title": str(until), "certificate_obtained": True} | facts
    add_training(db, worker, X, date(2024, 3, 4), certificate_valid_until=until, **facts)


def opened(db: Session, worker: UUID) -> Certificates:
    return open_certificates(db.connection(), worker, TODAY, Look.of_worker(worker, NOW))


@pytest.mark.parametrize(
    ("until", "validity", "days_left"),
    [
        pytest.param(date(2026, 11, 23), Validity.EXPIRED, -1, id="yesterday"),
        pytest.param(TODAY, Validity.SOON, 0, id="the last day is still valid"),
        pytest.param(date(2027, 2, 22), Validity.SOON, SOON_DAYS, id="just soon"),
        pytest.param(date(2027, 2, 23), Validity.VALID, SOON_DAYS + 1, id="not yet soon"),
        pytest.param(None, Validity.LASTING, None, id="no last day"),
    ],
)
def test_a_certificate_is_valid_until_its_last_day(
    db: Session, worker: UUID, until: date | None, validity: Validity, days_left: int | None
) -> None:
    add(db, worker, until)
    found = opened(db, worker)
    (one,) = found.soon + found.valid + found.expired
    assert (one.validity, one.days_left) == (validity, days_left)


def test_what_ends_first_comes_first_and_what_ended_last(db: Session, worker: UUID) -> None:
    for until in (None, *(date(year, 1, 1) for year in (2029, 2020, 2028, 2025, 2027))):
        add(db, worker, until)
    found = opened(db, worker)
    assert [one.training.title for one in found.soon] == ["2027-01-01"]
    assert [one.training.title for one in found.valid] == ["2028-01-01", "2029-01-01", "None"]
    assert [one.training.title for one in found.expired] == ["2025-01-01", "2020-01-01"]


def test_a_certificate_that_was_renewed_does_not_run_out(db: Session, worker: UUID) -> None:
    add(db, worker, date(2026, 12, 1), title="VCA-basis")
    add(db, worker, date(2031, 12, 1), title="VCA-Basis")
    found = opened(db, worker)
    assert found.soon == ()
    assert [one.days_left for one in found.valid] == [1833]
    assert [one.validity for one in found.expired] == [Validity.RENEWED]


def test_only_what_stands_gives_a_certificate_and_only_to_its_worker(
    db: Session, worker: UUID
) -> None:
    add(db, worker, None, record_state="canceled")
    add(db, worker, None, certificate_obtained=False)
    add(db, add_worker(db), None)
    assert opened(db, worker) == Certificates((), (), ())
    assert db.scalars(select(LookRow.data_group)).all() == ["certificates"]
