"""A reference names one declaration for ever: the same again changes nothing."""

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from portal.declarations import catalogue
from portal.declarations.declaration import Declarant
from portal.declarations.declare import declare
from portal.declarations.outcome import Outcome, Result
from portal.directory.entries import find
from portal.models import DeclaredReference, Employment, Training, TrainingRight
from tests.declarations.world import (
    BAKERY,
    EMMA,
    EMPLOYER,
    GARAGE,
    HOLDER,
    LOTTE,
    OLD_EMMA,
    OPERATOR,
    PIET,
    RIGHT,
    TODAY,
    TRAINING,
)


def one(db: Session, change: dict[str, str], declarant: Declarant = OPERATOR) -> Outcome:
    base = RIGHT if change.get("action") == "createRight" else TRAINING
    return declare(db, declarant, [base | change], TODAY)[0]


def test_the_same_again_is_unchanged_with_the_first_answer(world: Session) -> None:
    first = one(world, {})
    again = one(world, {})
    assert first.result is Result.ACCEPTED
    assert again == replace_result(first, Result.UNCHANGED)
    assert world.scalar(select(func.count()).select_from(Training)) == 1


def replace_result(outcome: Outcome, result: Result) -> Outcome:
    return outcome._replace(result=result, issues=())


def test_the_same_in_other_words_is_unchanged_too(world: Session) -> None:
    first = one(world, {"title": "Caf\u00e9"})
    for change in ({"title": " Cafe\u0301 "}, {"title": "Café", "charged_minutes": "456"}):
        again = one(world, change)
        assert (again.result, again.record_id) == (Result.UNCHANGED, first.record_id)


def test_any_other_content_is_a_conflict(world: Session) -> None:
    one(world, {})
    changes = [
        {"title": "Hygiëne"},
        {"end_date": "2026-11-11"},
        {"provider_name": "None"},
        {"charged_minutes": "0"},
        {"ssin": PIET, "enterprise_number": GARAGE},
    ]
    for change in changes[:-1]:
        outcome = one(world, change)
        assert [issue.reason for issue in outcome.issues] == [catalogue.REFERENCE_CONFLICT]
        assert outcome.result is Result.REJECTED
    # For the operator the row's enterprise speaks, and it has its own references.
    assert one(world, changes[-1]).result is Result.ACCEPTED


def test_another_worker_under_the_same_reference_is_a_conflict(world: Session) -> None:
    one(world, {})
    outcome = one(world, {"ssin": LOTTE})
    assert [issue.reason for issue in outcome.issues] == [catalogue.REFERENCE_CONFLICT]


def test_a_worker_with_a_new_number_is_the_same_worker(world: Session) -> None:
    first = one(world, {})
    again = one(world, {"ssin": OLD_EMMA})
    assert (again.result, again.record_id) == (Result.UNCHANGED, first.record_id)


def test_a_reference_belongs_to_whoever_speaks(world: Session) -> None:
    answers = [one(world, {}, declarant) for declarant in (OPERATOR, EMPLOYER, HOLDER)]
    # The operator speaks for the bakery, which has said it already; the secretariat has not.
    assert [answer.result for answer in answers] == [
        Result.ACCEPTED,
        Result.UNCHANGED,
        Result.ACCEPTED_WITH_WARNINGS,
    ]
    assert [issue.reason for issue in answers[2].issues] == [catalogue.POSSIBLE_DUPLICATE]


def test_a_training_and_a_right_cannot_share_a_reference(world: Session) -> None:
    one(world, {})
    outcome = one(world, {"action": "createRight", "reference": TRAINING["reference"]})
    assert [issue.reason for issue in outcome.issues] == [catalogue.REFERENCE_CONFLICT]


def test_what_was_kept_is_still_known_when_it_could_no_longer_be_declared(world: Session) -> None:
    first = one(world, {}, EMPLOYER)
    emma = find(world, [EMMA])[EMMA]
    world.execute(delete(Employment).where(Employment.person_id == emma.person_id))
    assert one(world, {}, EMPLOYER) == replace_result(first, Result.UNCHANGED)


def test_an_identical_row_is_unchanged_and_a_differing_one_refused(world: Session) -> None:
    rows = [TRAINING, TRAINING, TRAINING | {"title": "Hygiëne"}, TRAINING]
    outcomes = declare(world, OPERATOR, rows, TODAY)
    assert [outcome.result for outcome in outcomes] == [
        Result.ACCEPTED,
        Result.UNCHANGED,
        Result.REJECTED,
        Result.UNCHANGED,
    ]
    assert {outcome.record_id for outcome in outcomes} == {outcomes[0].record_id, None}
    assert [outcome.index for outcome in outcomes] == [0, 1, 2, 3]


def test_a_row_that_repeats_a_refused_one_is_refused_for_the_same(world: Session) -> None:
    row = TRAINING | {"end_date": "2026-11-08"}
    first, second = declare(world, OPERATOR, [row, row], TODAY)
    assert second == first._replace(index=1)
    assert first.result is Result.REJECTED


def test_a_refused_declaration_leaves_its_reference_free(world: Session) -> None:
    assert one(world, {"end_date": "2026-11-08"}).result is Result.REJECTED
    assert one(world, {}).result is Result.ACCEPTED


def test_one_bad_declaration_sinks_no_other(world: Session) -> None:
    rows = [TRAINING | {"reference": f"W{number}", "title": f"Les {number}"} for number in range(5)]
    rows[2]["ssin"] = "x"
    rows[3]["end_date"] = "2026-11-08"
    outcomes = declare(world, OPERATOR, rows, TODAY)
    assert [outcome.result is Result.ACCEPTED for outcome in outcomes] == [
        True,
        True,
        False,
        False,
        True,
    ]
    kept = set(world.scalars(select(Training.reference)))
    assert kept == {"W0", "W1", "W4"} == set(world.scalars(select(DeclaredReference.reference)))


def test_trainings_and_rights_may_stand_in_one_list(world: Session) -> None:
    rows = [RIGHT, TRAINING, RIGHT | {"reference": "R2", "year": "2025"}]
    outcomes = declare(world, OPERATOR, rows, TODAY)
    assert [outcome.result for outcome in outcomes] == [Result.ACCEPTED] * 3
    rights = world.scalars(select(TrainingRight).order_by(TrainingRight.year)).all()
    assert [(right.year, right.days, right.registered_by) for right in rights] == [
        (2025, 6, BAKERY),
        (2026, 6, BAKERY),
    ]


def test_a_record_says_who_declared_it_how_and_when(world: Session) -> None:
    outcome = one(world, {}, HOLDER)
    training = world.scalars(select(Training)).one()
    assert (training.training_id, training.version) == (outcome.record_id, outcome.version)
    assert (training.registered_by, training.registered_quality) == (
        HOLDER.enterprise_number,
        "mandateHolder",
    )
    assert (training.channel, training.registered_at) == ("sheet", TODAY.now)
    assert (training.record_state, training.charged_minutes) == ("active", 456)
