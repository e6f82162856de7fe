"""What employments have gained, used and left, from rows."""

from datetime import date
from fractions import Fraction

import pytest
from sqlalchemy.orm import Session

from portal.law.right import Origin, RightKind
from portal.law.size import SizeClass
from portal.law.training import TrainingStatus, is_charged
from portal.law.words import State
from portal.reckoning.reckon import reckon
from tests.reckoning.world import (
    add_employer,
    add_employment,
    add_right,
    add_training,
    add_worker,
)
from tests.statements import statements

TODAY = date(2026, 11, 24)
X, Y = "0100000001", "0100000002"


def left(db: Session, person_id: object, number: str, year: int = 2026) -> list[Fraction]:
    here = reckon(db, [(person_id, number)], TODAY)[person_id, number]
    return [credit.left for one in here for credit in one.years if credit.year == year]


def test_a_training_day_is_taken_from_the_right_of_the_year_in_which_it_ends(db: Session) -> None:
    worker = add_worker(db)
    add_employer(db, X)
    add_employment(db, worker, X)
    add_training(db, worker, X, date(2024, 12, 30), 912, end_date=date(2025, 1, 2))
    (account,) = reckon(db, [(worker, X)], TODAY)[worker, X]
    charged = {credit.year: credit.charged for credit in account.years}
    assert charged == {2023: 0, 2024: 0, 2025: 2, 2026: 0}


@pytest.mark.parametrize(
    ("facts", "taken"),
    [
        pytest.param({}, 1, id="completed and counting"),
        pytest.param({"record_state": "canceled"}, 0, id="canceled"),
        pytest.param({"status": "reserved"}, 0, id="reserved"),
        pytest.param({"status": "notFollowed"}, 0, id="not followed"),
        pytest.param({"status": "unsuitable"}, 0, id="unsuitable"),
        pytest.param(
            {"counts_for_right": False, "not_counting_reason": "flemishTrainingLeave"},
            0,
            id="under training leave",
        ),
        pytest.param({"to_verify": True}, 0, id="not accepted by the employer yet"),
        pytest.param({"charged_minutes": 228}, Fraction(1, 2), id="charged for half"),
        pytest.param({"start_date": date(2019, 12, 31)}, 0, id="begun before the employment"),
    ],
)
def test_only_what_is_followed_counting_and_in_service_is_charged(
    db: Session, facts: dict[str, object], taken: Fraction
) -> None:
    worker = add_worker(db)
    add_employer(db, X)
    add_employment(db, worker, X)
    facts = {"start_date": date(2026, 3, 4), "end_date": date(2026, 3, 4)} | facts
    add_training(db, worker, X, facts.pop("start_date"), **facts)
    (account,) = reckon(db, [(worker, X)], TODAY)[worker, X]
    assert account.years[-1].charged == taken


@pytest.mark.parametrize("status", TrainingStatus)
@pytest.mark.parametrize("counts", [True, False])
@pytest.mark.parametrize("canceled", [True, False])
@pytest.mark.parametrize("to_verify", [True, False])
def test_the_database_charges_what_the_law_charges(
    db: Session, status: TrainingStatus, *, counts: bool, canceled: bool, to_verify: bool
) -> None:
    worker = add_worker(db)
    add_employer(db, X)
    add_employment(db, worker, X)
    state = "canceled" if canceled else "active"
    add_training(
        db,
        worker,
        X,
        date(2026, 3, 4),
        status=status.value,
        counts_for_right=counts,
        record_state=state,
        to_verify=to_verify,
    )
    (account,) = reckon(db, [(worker, X)], TODAY)[worker, X]
    assert bool(account.years[-1].charged) is is_charged(
        status, counts, canceled=canceled, to_verify=to_verify
    )


def test_two_jobs_with_one_employer_are_charged_each_for_its_own_trainings(db: Session) -> None:
    worker = add_worker(db)
    add_employer(db, X)
    add_employment(db, worker, X, end_date=date(2025, 6, 30), end_reason="resignation")
    add_employment(db, worker, X, date(2025, 9, 1))
    add_training(db, worker, X, date(2025, 6, 30))
    add_training(db, worker, X, date(2025, 9, 1), 912)
    add_training(db, worker, X, date(2025, 6, 30), 4560, end_date=date(2025, 9, 1))
    first, second = reckon(db, [(worker, X)], TODAY)[worker, X]
    assert [credit.charged for credit in first.years] == [0, 0, 1]
    assert [credit.charged for credit in second.years] == [2, 0]
    assert first.years[-1].state is State.LOST
    assert not first.covers(date(2025, 6, 30), date(2025, 9, 1))
    assert second.covers(date(2025, 9, 1), date(2030, 1, 1))


def test_nothing_that_happens_at_one_employer_changes_the_right_at_another(db: Session) -> None:
    worker = add_worker(db)
    add_employer(db, X)
    add_employer(db, Y, fte="12")
    add_employment(db, worker, X, work_regime="0.5")
    before = reckon(db, [(worker, X)], TODAY)[worker, X]
    add_employment(db, worker, Y, work_regime="0.5")
    add_training(db, worker, Y, date(2025, 3, 4), 4560)
    add_right(db, worker, Y, 2026, "9")
    add_right(db, worker, Y, 2025, None)
    both = reckon(db, [(worker, X), (worker, Y)], TODAY)
    assert both[worker, X] == before
    assert [credit.gained for credit in both[worker, Y][0].years] == [
        Fraction(1, 2),
        Fraction(1, 2),
        0,
        9,
    ]


def test_a_declared_right_replaces_the_computed_one_which_stays_visible(db: Session) -> None:
    worker = add_worker(db)
    add_employer(db, X)
    add_employment(db, worker, X)
    add_right(db, worker, X, 2026, "6.5")
    add_right(db, worker, X, 2025, "9", record_state="canceled")
    (account,) = reckon(db, [(worker, X)], TODAY)[worker, X]
    (right,) = account.years[-1].rights
    assert (right.gained, right.calculated, right.origin) == (Fraction(13, 2), 5, Origin.DECLARED)
    assert right.declared is not None
    assert (right.declared.declared_by, right.declared.declared_on) == (X, date(2026, 11, 2))
    assert account.years[-2].gained == 5


def test_an_opt_out_leaves_only_what_was_declared(db: Session) -> None:
    worker = add_worker(db)
    add_employer(db, X, fte="7")
    add_employment(db, worker, X, joint_committee="200")
    add_right(db, worker, X, 2026, None)
    add_right(db, worker, X, 2026, "2", kind="employer")
    (account,) = reckon(db, [(worker, X)], TODAY)[worker, X]
    assert account.years[-1].opted_out
    assert account.years[-1].gained == 2
    assert account.years[-2].gained == 1


def test_a_right_declared_for_a_year_with_two_jobs_goes_whole_to_the_last(db: Session) -> None:
    worker = add_worker(db)
    add_employer(db, X)
    add_employment(db, worker, X, end_date=date(2026, 3, 31), end_reason="mutualAgreement")
    add_employment(db, worker, X, date(2026, 7, 1))
    add_right(db, worker, X, 2026, "6")
    add_right(db, worker, X, 2025, "4")
    add_right(db, worker, X, 2026, "1", kind="employer")
    first, second = reckon(db, [(worker, X)], TODAY)[worker, X]
    assert [credit.gained for credit in first.years] == [4, 5, 4, 0]
    assert [credit.gained for credit in second.years] == [7]
    assert {right.kind: right.calculated for right in first.years[-1].rights} == {
        RightKind.LEGAL: Fraction(5, 4),
        RightKind.EMPLOYER: None,
    }


def test_an_employer_of_unknown_size_counts_as_small(db: Session) -> None:
    worker = add_worker(db)
    add_employer(db, X, fte=None)
    add_employment(db, worker, X)
    (account,) = reckon(db, [(worker, X)], TODAY)[worker, X]
    assert account.years[-1].size.size_class is SizeClass.UNKNOWN
    assert left(db, worker, X) == [0]


def test_a_thousand_questions_are_one_statement(db: Session) -> None:
    add_employer(db, X)
    add_employer(db, Y, fte="12")
    pairs = []
    for number in (X, Y) * 20:
        worker = add_worker(db)
        add_employment(db, worker, number)
        add_training(db, worker, number, date(2026, 3, 4))
        pairs += [(worker, number), (worker, "0199999999"), (worker, number)]
    with statements() as sent:
        accounts = reckon(db, pairs, TODAY)
    assert len(sent) == 1
    assert len(accounts) == 40
    assert {one.years[-1].left for (one,) in accounts.values()} == {14, 2}


def test_nobody_asked_is_nothing_answered(db: Session) -> None:
    assert reckon(db, [], TODAY) == {}
