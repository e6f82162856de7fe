"""Which certificates an account warns of."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from sqlalchemy.orm import Session

from tests.account.test_account import TODAY, X, opened
from tests.reckoning.world import add_employer, add_employment, add_training, add_worker

NEAR = TODAY + timedelta(days=30)


@pytest.fixture
def worker(db: Session) -> UUID:
    """Return somebody who works at one employer."""
    person_id = add_worker(db)
    add_employer(db, X)
    add_employment(db, person_id, X)
    return person_id


def certificate(db: Session, worker: UUID, until: date | None, **facts: object) -> UUID:
    """Add a training that gave a certificate."""
    obtained = {"certificate_obtained": True, "certificate_valid_until": until}
    return add_training(db, worker, X, date(2026, 1, 5), 60, **{**obtained, **facts})


@pytest.mark.parametrize(
    ("until", "told"),
    [
        pytest.param(TODAY - timedelta(days=1), False, id="over"),
        pytest.param(TODAY, True, id="last day today"),
        pytest.param(TODAY + timedelta(days=90), True, id="in 90 days"),
        pytest.param(TODAY + timedelta(days=91), False, id="in 91 days"),
        pytest.param(None, False, id="without end"),
    ],
)
def test_a_certificate_is_told_of_in_its_last_90_days(
    db: Session, worker: UUID, until: date | None, told: bool
) -> None:
    key = certificate(db, worker, until)
    found = [(one.training_id, one.valid_until) for one in opened(db, worker).expiring]
    assert found == ([(key, until)] if told else [])


def test_the_first_to_expire_comes_first(db: Session, worker: UUID) -> None:
    later = certificate(db, worker, NEAR, title="VCA")
    sooner = certificate(db, worker, NEAR - timedelta(days=9), title="HACCP")
    assert [one.training_id for one in opened(db, worker).expiring] == [sooner, later]


@pytest.mark.parametrize("until", [NEAR + timedelta(days=365), None])
def test_what_was_renewed_is_not_told_of(db: Session, worker: UUID, until: date | None) -> None:
    certificate(db, worker, NEAR, title="VCA-basis")
    certificate(db, worker, until, title="vca-basis")
    assert opened(db, worker).expiring == ()


def test_a_withdrawn_training_neither_warns_nor_renews(db: Session, worker: UUID) -> None:
    key = certificate(db, worker, NEAR, title="VCA-basis")
    certificate(db, worker, NEAR, title="HACCP", record_state="canceled")
    certificate(db, worker, None, title="VCA-basis", record_state="canceled")
    assert [one.training_id for one in opened(db, worker).expiring] == [key]


def test_nobody_is_told_of_the_certificate_of_another(db: Session, worker: UUID) -> None:
    certificate(db, add_worker(db), NEAR)
    assert opened(db, worker).expiring == ()
