"""Which accounts need not be reckoned to know that no year is below zero."""

from datetime import date
from uuid import UUID

import pytest
from sqlalchemy.orm import Session

from portal.models import WorkRegime
from portal.reckoning.reckon import reckon
from portal.reckoning.within import may_be_overdrawn
from portal.records.facts import EVERYBODY
from tests.reckoning.world import (
    add_employer,
    add_employment,
    add_right,
    add_training,
    add_worker,
)

TODAY = date(2026, 11, 24)
X = "0100000001"
DAY = 456  # minutes


def is_doubtful(db: Session, worker: UUID) -> bool:
    return may_be_overdrawn(db, [(str(worker), X)]) == {0}


@pytest.mark.parametrize(
    ("job", "days"),
    [
        pytest.param({}, 5, id="whole year"),
        pytest.param({"start_date": date(2026, 4, 4)}, 3.75, id="from April"),
        pytest.param({"end_date": date(2026, 6, 1)}, 2.5, id="until the first of June"),
        pytest.param({"work_regime": "0.5"}, 2.5, id="half-time"),
        pytest.param({"joint_committee": "124"}, 3, id="growth path"),
    ],
)
@pytest.mark.parametrize("more", [0, 1])
def test_an_account_is_doubted_from_the_first_minute_above_the_right_of_its_year(
    db: Session, job: dict[str, object], days: float, more: int
) -> None:
    worker = add_worker(db)
    add_employer(db, X)
    add_employment(db, worker, X, **{"start_date": date(2020, 1, 1)} | job)
    add_training(db, worker, X, date(2026, 4, 4), int(days * DAY) + more)
    assert is_doubtful(db, worker) is bool(more)


def test_what_was_declared_of_a_right_and_a_change_of_regime_are_left_to_the_reckoning(
    db: Session,
) -> None:
    alone, declared, changed, opted_out = (add_worker(db) for _ in range(4))
    add_employer(db, X)
    for worker in (alone, declared, changed, opted_out):
        key = add_employment(db, worker, X)
        add_training(db, worker, X, date(2026, 3, 4), 60)
        if worker is changed:
            regime = {"from_date": date(2026, 3, 1), "work_regime": 0.5}
            db.add(WorkRegime(person_id=worker, employment_id=key, **regime))
    add_right(db, declared, X, 2026, "0")
    add_right(db, opted_out, X, 2025, None)
    db.flush()
    pairs = [(str(worker), X) for worker in (alone, declared, changed, opted_out)]
    assert may_be_overdrawn(db, pairs) == {1, 2, 3}
    add_right(db, EVERYBODY, X, 2024, None)
    assert may_be_overdrawn(db, pairs) == {0, 1, 2, 3}


def test_what_is_not_doubted_is_never_below_zero(db: Session) -> None:
    employers = {"0100000001": "45", "0100000002": "12", "0100000003": "7"}
    for number, fte in employers.items():
        add_employer(db, number, fte)
    pairs = []
    for place in range(60):
        worker, number = add_worker(db), list(employers)[place % 3]
        add_employment(db, worker, number, date(2023, 1 + place % 12, 2))
        for year in (2023, 2024, 2026):
            add_training(db, worker, number, date(year, 12, 20 + place % 9), 40 * place + 1)
        pairs.append((worker, number))
    doubtful = may_be_overdrawn(db, [(str(worker), number) for worker, number in pairs])
    accounts = reckon(db, pairs, TODAY)
    below = {
        place
        for place, pair in enumerate(pairs)
        if any(year.left < 0 for account in accounts[pair] for year in account.years)
    }
    assert below
    assert below <= doubtful
    assert len(doubtful) < len(pairs)
