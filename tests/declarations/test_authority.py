"""The door permits what the table of roles permits, whatever ties the declarant to the worker."""

import itertools
from dataclasses import replace

import pytest
from sqlalchemy.orm import Session

from portal.declarations import catalogue
from portal.declarations.declaration import Channel, Declarant, Quality
from portal.declarations.declare import declare
from portal.declarations.reason import Severity
from portal.identifiers import new_id
from portal.models import Mandate
from portal.roles import Action, Role, Thing, Tie, may
from tests.declarations.world import (
    BAKERY,
    COLLEGE,
    EMMA,
    GARAGE,
    HOLDER,
    JAN,
    NEVER,
    NOBODY,
    OLD_EMMA,
    PIET,
    RIGHT,
    SECRETARIAT,
    TODAY,
    TRAINING,
    enterprise,
)

# Before Jan left the bakery, so that it lies in his employment too.
TRAINING_OF_SUMMER = TRAINING | {"start_date": "2026-09-07", "end_date": "2026-09-07"}
DECLARATIONS = {Thing.TRAINING: TRAINING_OF_SUMMER, Thing.RIGHT: RIGHT}
UNKNOWN = enterprise(77)
SPEAKERS = {
    Quality.EMPLOYER: BAKERY,
    Quality.MANDATE_HOLDER: SECRETARIAT,
    Quality.PROVIDER: COLLEGE,
    Quality.OPERATOR: None,
}
# The enterprise and worker of a declaration, by who speaks and what ties them to it.
TIED = {
    (Quality.EMPLOYER, Tie.OWN): (BAKERY, EMMA),
    (Quality.EMPLOYER, Tie.CLOSED): (BAKERY, JAN),
    (Quality.EMPLOYER, Tie.NONE): (GARAGE, PIET),
    (Quality.MANDATE_HOLDER, Tie.MANDATED): (BAKERY, EMMA),
    (Quality.MANDATE_HOLDER, Tie.CLOSED): (BAKERY, JAN),
    (Quality.MANDATE_HOLDER, Tie.ENDED): (GARAGE, PIET),
    (Quality.MANDATE_HOLDER, Tie.NONE): (COLLEGE, EMMA),
    # What it registers is its own, whatever the enterprise.
    (Quality.PROVIDER, Tie.OWN): (BAKERY, EMMA),
    (Quality.OPERATOR, Tie.NONE): (BAKERY, EMMA),
    (Quality.OPERATOR, Tie.CLOSED): (BAKERY, JAN),
}
PAIRS = [(*tied, thing, by) for tied, thing, by in itertools.product(TIED, DECLARATIONS, "ps")]


def mandate(db: Session, first: str, last: str | None) -> None:
    """Let the secretariat declare for the garage in these quarters."""
    db.add(
        Mandate(
            holder_enterprise_number=SECRETARIAT,
            mandator_enterprise_number=GARAGE,
            from_quarter=first,
            until_quarter=last,
        )
    )
    db.flush()


def speaker(quality: Quality, *, person: bool = True) -> Declarant:
    channel = Channel.FORM if person else Channel.REST
    return Declarant(SPEAKERS[quality], quality, channel, new_id() if person else None)


def answer(db: Session, declarant: Declarant, row: dict[str, str]) -> list[tuple[str, str]]:
    """Return what is found wrong: the code and the field of each issue that refuses."""
    (outcome,) = declare(db, declarant, [row], TODAY)
    return [
        (one.reason.code, one.field)
        for one in outcome.issues
        if one.reason.severity is Severity.BLOCKING
    ]


@pytest.mark.parametrize(("quality", "tie", "thing", "by"), PAIRS)
def test_the_door_does_what_the_table_of_roles_says(
    world: Session, quality: Quality, tie: Tie, thing: Thing, by: str
) -> None:
    mandate(world, "2024Q1", "2026Q3")
    enterprise_number, ssin = TIED[quality, tie]
    row = DECLARATIONS[thing] | {"enterprise_number": enterprise_number, "ssin": ssin}

    found = answer(world, speaker(quality, person=by == "p"), row)

    refused = {catalogue.MISSING_PERMISSION.code, catalogue.ACCESS_CLOSED.code}
    assert bool(refused & {code for code, _ in found}) != may(
        Role(quality.value), Action.WRITE, thing, tie
    )


@pytest.mark.parametrize("thing", DECLARATIONS)
@pytest.mark.parametrize(("first", "last"), [("2027Q1", None), ("2025Q1", "2026Q3")])
def test_a_mandate_gives_nothing_before_it_begins_and_after_it_ends(
    world: Session, thing: Thing, first: str, last: str | None
) -> None:
    mandate(world, first, last)
    row = DECLARATIONS[thing] | {"enterprise_number": GARAGE, "ssin": PIET}
    holder = speaker(Quality.MANDATE_HOLDER)
    over = answer(world, holder, row)
    never = answer(world, holder, row | {"enterprise_number": UNKNOWN})
    assert over == never == [(catalogue.MISSING_PERMISSION.code, "enterprise_number")]


def test_a_mandate_holder_changes_what_the_same_list_creates(world: Session) -> None:
    cancel = {"action": "cancelTraining", "reference": TRAINING["reference"]}
    created, canceled = declare(world, HOLDER, [TRAINING, cancel | {"cancel_reason": "No"}], TODAY)
    assert (created.issues, canceled.issues) == ((), ())
    assert (created.record_id, canceled.version) == (canceled.record_id, 2)


@pytest.mark.parametrize("thing", DECLARATIONS)
def test_a_revoked_mandate_gives_nothing_from_that_moment(world: Session, thing: Thing) -> None:
    mandate(world, "2024Q1", None)
    holder, row = speaker(Quality.MANDATE_HOLDER), DECLARATIONS[thing]
    row = row | {"enterprise_number": GARAGE, "ssin": PIET}
    assert answer(world, holder, row) == []
    world.query(Mandate).update({"revoked_at": TODAY.now})
    found = answer(world, holder, row | {"reference": "after"})
    assert found == [(catalogue.MISSING_PERMISSION.code, "enterprise_number")]


@pytest.mark.parametrize("thing", DECLARATIONS)
def test_an_enterprise_that_is_not_theirs_answers_as_one_that_is_not_there(
    world: Session, thing: Thing
) -> None:
    for quality in (Quality.EMPLOYER, Quality.MANDATE_HOLDER):
        for ssin in (PIET, EMMA, NOBODY):
            row = DECLARATIONS[thing] | {"ssin": ssin}
            declarant = speaker(quality)
            if quality is Quality.EMPLOYER:
                declarant = replace(declarant, enterprise_number=COLLEGE)
            foreign = answer(world, declarant, row | {"enterprise_number": GARAGE})
            unknown = answer(world, declarant, row | {"enterprise_number": UNKNOWN})
            assert foreign == unknown
            assert foreign == [(catalogue.MISSING_PERMISSION.code, "enterprise_number")]


@pytest.mark.parametrize("thing", DECLARATIONS)
def test_people_of_another_employer_answer_as_people_whom_nobody_knows(
    world: Session, thing: Thing
) -> None:
    garage = Declarant(GARAGE, Quality.EMPLOYER, Channel.FORM, new_id())
    row = DECLARATIONS[thing] | {"enterprise_number": GARAGE}
    answers = {
        ssin: answer(world, garage, row | {"ssin": ssin, "reference": f"X{ssin}"})
        for ssin in (NOBODY, EMMA, JAN, OLD_EMMA, NEVER)
    }
    assert set(map(tuple, answers.values())) == {((catalogue.NOT_FOUND.code, "ssin"),)}


def test_a_provider_learns_of_nobody_but_whom_it_trained_there(world: Session) -> None:
    provider = speaker(Quality.PROVIDER)
    answers = {
        answer(world, provider, TRAINING_OF_SUMMER | {"enterprise_number": number, "ssin": ssin})[0]
        for number in (GARAGE, UNKNOWN)
        for ssin in (EMMA, OLD_EMMA, NEVER, NOBODY)
    }
    assert answers == {(catalogue.NOT_FOUND.code, "ssin")}
