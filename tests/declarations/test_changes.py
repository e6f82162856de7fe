"""A change makes a new version, and every version stays; of two changes at once, one wins."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from fractions import Fraction
from uuid import UUID

import pytest
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session as DatabaseSession

from portal.database import Session
from portal.declarations import catalogue
from portal.declarations.declaration import Channel, Declarant, Quality
from portal.declarations.declare import Moment, declare
from portal.declarations.outcome import Outcome, Result
from portal.directory.entries import find
from portal.models import Training, TrainingRight, TrainingRightVersion, TrainingVersion
from portal.reckoning.reckon import reckon
from tests.declarations.test_lists import at_once, reasons, rows
from tests.declarations.world import (
    AT,
    BAKERY,
    CAREFUL,
    EMMA,
    EMPLOYER,
    GARAGE,
    LOTTE,
    OPERATOR,
    PIET,
    PROVIDER,
    RIGHT,
    TODAY,
    TRAINING,
)
from tests.statements import statements

UPDATE = TRAINING | {"action": "updateTraining", "title": "Hygiëne"}
CANCEL = {"action": "cancelTraining", "reference": "W2026-1", "cancel_reason": "Declared twice"}
LATER = Moment(AT + timedelta(hours=1), "open")


def one(
    db: DatabaseSession,
    row: dict[str, str],
    declarant: Declarant = EMPLOYER,
    moment: Moment = TODAY,
) -> Outcome:
    (outcome,) = declare(db, declarant, [row], moment)
    return outcome


def charged(db: DatabaseSession) -> int:
    """Return the minutes that Emma has used this year."""
    person_id = find(db, [EMMA])[EMMA].person_id
    (account,) = reckon(db, [(person_id, BAKERY)], TODAY.today)[person_id, BAKERY]
    return sum(account.ledger.charged_minutes.values())


def versions(db: DatabaseSession) -> list[tuple[int, str, str, datetime]]:
    db.expire_all()
    kept = [*db.scalars(select(TrainingVersion)), *db.scalars(select(Training))]
    kept.sort(key=lambda row: row.version)
    return [(row.version, row.title, row.channel, row.registered_at) for row in kept]


def test_every_version_is_kept_with_who_and_when(world: DatabaseSession) -> None:
    first = one(world, TRAINING)
    by_rest = Declarant(BAKERY, Quality.EMPLOYER, Channel.REST)
    second = one(world, UPDATE, by_rest, LATER)
    assert (second.record_id, second.version) == (first.record_id, 2)
    assert second.reference == "W2026-1"
    assert versions(world) == [
        (1, TRAINING["title"], "sheet", AT),
        (2, "Hygiëne", "rest", LATER.now),
    ]


def test_a_training_moved_to_another_day_stays_one_training(world: DatabaseSession) -> None:
    one(world, TRAINING)
    moved = one(world, UPDATE | {"start_date": "2026-10-05", "end_date": "2026-10-05"})
    assert moved.version == 2
    assert world.scalars(select(Training)).one().start_date.isoformat() == "2026-10-05"


def test_what_is_canceled_stays_readable_and_takes_nothing(world: DatabaseSession) -> None:
    one(world, TRAINING)
    assert charged(world) == 456
    canceled = one(world, CANCEL)
    assert (canceled.result, canceled.version) == (Result.ACCEPTED, 2)
    assert charged(world) == 0
    kept = world.scalars(select(Training)).one()
    assert (kept.record_state, kept.cancel_reason) == ("canceled", "Declared twice")
    # Its reference is taken for ever.
    assert one(world, TRAINING).result is Result.UNCHANGED
    assert one(world, TRAINING | {"title": "X"}).issues[0].reason is catalogue.REFERENCE_CONFLICT


def test_nothing_new_makes_no_version(world: DatabaseSession) -> None:
    one(world, TRAINING)
    for row in (TRAINING | {"action": "updateTraining"}, UPDATE, UPDATE, CANCEL, CANCEL):
        outcome = one(world, row)
    assert (outcome.result, outcome.version) == (Result.UNCHANGED, 3)
    assert [version for version, *_ in versions(world)] == [1, 2, 3]


def test_a_provider_s_word_is_charged_once_the_employer_accepts(world: DatabaseSession) -> None:
    offered = one(world, TRAINING | {"reference": "P1"}, PROVIDER)
    assert charged(world) == 0
    verify = {"action": "verifyTraining", "record_id": str(offered.record_id)}
    accepted = one(world, verify, EMPLOYER, LATER)
    assert (accepted.result, accepted.version) == (Result.ACCEPTED, 2)
    assert charged(world) == 456
    kept = world.scalars(select(Training)).one()
    assert (kept.to_verify, kept.verified_by, kept.verified_at) == (False, BAKERY, LATER.now)


def test_a_right_is_said_anew_and_taken_back(world: DatabaseSession) -> None:
    one(world, RIGHT)
    assert one(world, RIGHT | {"action": "updateRight", "days": "7"}).version == 2
    canceled = one(world, {"action": "cancelRight", "reference": "R2026-1"})
    assert canceled.version == 3
    assert one(world, RIGHT | {"reference": "R2"}).result is Result.ACCEPTED
    assert world.scalar(select(func.count()).select_from(TrainingRightVersion)) == 2
    states = world.scalars(select(TrainingRight.record_state).order_by(TrainingRight.reference))
    assert list(states) == ["active", "canceled"]


def test_an_employer_may_opt_out_for_all_its_workers_in_one_year(world: DatabaseSession) -> None:
    def gained() -> dict[str, dict[int, Fraction]]:
        found = {}
        for ssin, number in ((EMMA, BAKERY), (LOTTE, BAKERY), (PIET, GARAGE)):
            person_id = find(world, [ssin])[ssin].person_id
            (account,) = reckon(world, [(person_id, number)], TODAY.today)[person_id, number]
            found[ssin] = {year.year: year.gained for year in account.years}
        return found

    before = gained()
    opt_out = {
        "action": "optOutEmployer",
        "enterprise_number": BAKERY,
        "reference": "O1",
        "year": "2025",
    }
    assert one(world, opt_out).result is Result.ACCEPTED
    after = gained()
    assert after[PIET] == before[PIET]
    for ssin in (EMMA, LOTTE):
        assert before[ssin][2025] > 0
        assert after[ssin] == before[ssin] | {2025: 0}
    one(world, {"action": "cancelRight", "reference": "O1"})
    assert gained() == before


def test_a_list_may_make_a_record_and_change_it(world: DatabaseSession) -> None:
    again = UPDATE | {"title": "Lassen", "expected_version": "2"}
    late = UPDATE | {"expected_version": "2"}
    outcomes = declare(world, EMPLOYER, [TRAINING, UPDATE, again, late, CANCEL], TODAY)
    assert [outcome.version for outcome in outcomes] == [1, 2, 3, None, 4]
    assert outcomes[3].issues[0].detail == {"version": 3}
    titles = [title for _, title, *_ in versions(world)]
    assert titles == [TRAINING["title"], "Hygiëne", "Lassen", "Lassen"]


def test_a_right_taken_back_in_a_list_makes_room_in_it(world: DatabaseSession) -> None:
    one(world, RIGHT)
    cancel = {"action": "cancelRight", "reference": "R2026-1"}
    outcomes = declare(world, EMPLOYER, [cancel, RIGHT | {"reference": "R2"}], TODAY)
    assert [outcome.result for outcome in outcomes] == [Result.ACCEPTED] * 2


def test_a_change_of_what_the_list_could_not_make_finds_nothing(world: DatabaseSession) -> None:
    outcomes = declare(world, EMPLOYER, [TRAINING | {"end_date": "2026-11-08"}, UPDATE], TODAY)
    assert reasons(outcomes[1]) == [catalogue.NO_SUCH_RECORD]


def test_changes_in_a_list_are_warned_of_as_one_by_one(world: DatabaseSession) -> None:
    month = {"start_date": "2026-10-01", "end_date": "2026-10-31", "duration_minutes": "6840"}
    some = [
        TRAINING | month,
        TRAINING | {"reference": "W2"},
        CANCEL | {"enterprise_number": BAKERY},
        TRAINING | {"reference": "W3", "title": "Lassen"},
    ]
    together = declare(world, OPERATOR, some, TODAY)
    assert [reasons(outcome) for outcome in together] == [[], [catalogue.OVER_THE_RIGHT], [], []]


def test_a_thousand_changes_cost_as_many_statements_as_one(world: DatabaseSession) -> None:
    some = rows(1000)
    declare(world, OPERATOR, some, TODAY)
    update = [row | {"action": "updateTraining", "nature": "informal"} for row in some]
    with statements() as few:
        declare(world, OPERATOR, update[:1], TODAY)
    with statements() as many:
        outcomes = declare(world, OPERATOR, update[1:], TODAY)
    assert {outcome.version for outcome in outcomes} == {2}
    assert len(many) == len(few) == 8


@pytest.mark.usefixtures("committed")
def test_of_two_changes_at_once_one_wins_and_the_other_hears_of_it() -> None:
    with Session.begin() as db:
        one(db, TRAINING)
    expected = UPDATE | {"expected_version": "1"}
    lists = [[expected | {"title": f"Title {number}"}] for number in range(8)]
    outcomes = [outcome for (outcome,) in at_once(*lists, declarant=CAREFUL)]
    assert sorted(outcome.version or 0 for outcome in outcomes) == [0] * 7 + [2]
    lost = [outcome for outcome in outcomes if outcome.result is Result.REJECTED]
    assert {reason for outcome in lost for reason in reasons(outcome)} == {
        catalogue.VERSION_CONFLICT
    }
    assert {issue.detail["version"] for outcome in lost for issue in outcome.issues} == {2}


def test_twenty_equal_creates_at_once_make_one(committed: Engine) -> None:
    answers = at_once(*([TRAINING] for _ in range(20)), declarant=EMPLOYER)
    results = sorted(outcome.result for (outcome,) in answers)
    assert results == [Result.ACCEPTED] + [Result.UNCHANGED] * 19
    assert len({outcome.record_id for (outcome,) in answers}) == 1
    with committed.connect() as connection:
        assert connection.scalar(select(func.count()).select_from(Training)) == 1


@pytest.mark.usefixtures("committed")
def test_lists_that_make_and_change_the_same_at_once_never_deadlock() -> None:
    made = rows(60)
    update = [row | {"action": "updateTraining", "title": f"New {row['title']}"} for row in made]
    there, back = at_once(made + update, made[::-1] + update[::-1], declarant=OPERATOR)
    for outcomes in (there, back):
        assert Result.REJECTED not in {outcome.result for outcome in outcomes}
    assert numbers(there) | numbers(back) == {1, 2}
    with Session.begin() as db:
        assert db.scalar(select(func.count()).select_from(Training)) == 60
        assert db.scalar(select(func.count()).select_from(TrainingVersion)) == 60


def numbers(outcomes: Sequence[Outcome]) -> set[int | None]:
    return {outcome.version for outcome in outcomes}


@pytest.mark.parametrize("kind", ["id", "reference"])
def test_what_is_not_there_and_what_is_another_s_have_one_answer(
    world: DatabaseSession, kind: str
) -> None:
    made = one(world, TRAINING)
    foreign = Declarant("0400000298", Quality.EMPLOYER, Channel.REST)
    names = {
        "id": [{"record_id": str(made.record_id)}, {"record_id": str(UUID(int=1))}],
        "reference": [{"reference": "W2026-1"}, {"reference": "W2026-9"}],
    }[kind]
    answers = []
    for name in names:
        with statements() as sent:
            outcome = one(world, {"action": "cancelTraining", **name}, foreign)
        answers.append((reasons(outcome), outcome.existing, sent))
    assert answers[0] == answers[1]
