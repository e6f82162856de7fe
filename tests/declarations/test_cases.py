"""Every case through every channel that has its fields: the same answer everywhere."""

import pytest
from sqlalchemy.orm import Session

from portal.declarations import catalogue
from portal.declarations.outcome import Result
from tests.declarations.cases import CASES, Case
from tests.declarations.changes import CHANGES
from tests.declarations.channels import CHANNELS, By, by_door

ALL = [*CASES, *CHANGES]
# What only a spreadsheet does to a number: the door itself never sees it.
NOT_AT_THIS_DOOR = {catalogue.ZEROS_RESTORED}
BY_CASE = [
    pytest.param(by, case, id=f"{by.__name__}: {case.name}")
    for case in ALL
    for by, has in CHANNELS.items()
    if has(case)
]


@pytest.mark.parametrize(("by", "case"), BY_CASE)
def test_every_channel_gives_the_same_answer(world: Session, by: By, case: Case) -> None:
    outcome = by(world, case)[-1]
    assert {(issue.reason, issue.field) for issue in outcome.issues} == set(case.expected)
    assert len(outcome.issues) == len(case.expected)
    blocked = any(issue.is_blocking for issue in outcome.issues)
    assert (outcome.result is Result.REJECTED) == blocked
    assert (outcome.record_id is None) == blocked


def test_every_reason_of_this_door_has_a_case() -> None:
    found = {reason for case in ALL for reason, _ in case.expected}
    assert set(catalogue.CATALOGUE.values()) - found == NOT_AT_THIS_DOOR


@pytest.mark.parametrize("case", [case for case in ALL if case.expected], ids=lambda c: c.name)
def test_every_sentence_says_its_values(world: Session, case: Case) -> None:
    for issue in by_door(world, case)[-1].issues:
        sentence = issue.reason.sentence % issue.detail
        assert all(str(value) in sentence for value in issue.detail.values())
        assert sentence.endswith(".")
