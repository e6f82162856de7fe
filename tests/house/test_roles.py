"""The table of roles: what it never permits, and that whatever runs asks it."""

import itertools
from collections.abc import Callable
from pathlib import Path

import pytest

from portal.roles import FUNCTIONS, PERMITTED, Action, Function, Role, Thing, Tie, may

DOC = Path(__file__).parents[2] / "docs" / "roles.md"
ALL = list(itertools.product(Role, Action, Thing, Tie, [None, *Function]))
OFFICE = {Role.INSPECTION, Role.FPS, Role.OPERATOR}
FOR_ENTERPRISES = {Role.EMPLOYER, Role.MANDATE_HOLDER, Role.PROVIDER, Role.SECTOR_FUND}
MINE = {Thing.LOOKS, Thing.PROFILE, Thing.SESSION, Thing.STATEMENT}
PERMITTED_WAYS = [way for way in ALL if may(*way)]

NEVER: dict[str, Callable[..., bool]] = {
    "a stranger does anything": lambda role, *_: role is Role.STRANGER,
    "a worker does anything with what is not their own": lambda role, _a, _t, tie, _f: (
        role is Role.WORKER and tie is not Tie.OWN
    ),
    "a worker changes a training or a right": lambda role, action, thing, *_: (
        role is Role.WORKER and action is not Action.READ and thing in {Thing.TRAINING, Thing.RIGHT}
    ),
    "somebody else has a worker's looks, profile, sessions or statements": (
        lambda role, _, thing, *__: role not in {Role.WORKER, Role.VERIFIER} and thing in MINE
    ),
    "who was given an attestation does more than read it": (
        lambda role, action, thing, tie, _: (
            (role is Role.VERIFIER or tie is Tie.GIVEN)
            and (role, action, thing, tie)
            != (Role.VERIFIER, Action.READ, Thing.STATEMENT, Tie.GIVEN)
        )
    ),
    "an employer or who acts for it sees what others declared": lambda role, _, thing, *__: (
        role in FOR_ENTERPRISES and thing is Thing.ACCOUNT
    ),
    "an enterprise does anything with what is not its own or mandated to it": (
        lambda role, _a, _t, tie, _f: role in FOR_ENTERPRISES and tie not in {Tie.OWN, Tie.MANDATED}
    ),
    "an employer uses a mandate, or a mandate holder does without": (
        lambda role, _a, _t, tie, _f: (
            (role is Role.MANDATE_HOLDER) != (tie is Tie.MANDATED)
            and role in {Role.EMPLOYER, Role.MANDATE_HOLDER}
        )
    ),
    "anything is done by a mandate that is over": lambda *way: way[3] is Tie.ENDED,
    "a reader does more than read": lambda _r, action, _t, _i, function: (
        function is Function.READER and action is not Action.READ
    ),
    "anybody but an access manager gives access": lambda _r, action, thing, _i, function: (
        thing is Thing.ACCESS
        and action is not Action.READ
        and function is not Function.ACCESS_MANAGER
    ),
    "a sector fund sees more than sums": lambda role, _, thing, *__: (
        role is Role.SECTOR_FUND and thing is not Thing.AGGREGATE
    ),
    "the inspection changes anything": lambda role, action, *_: (
        role is Role.INSPECTION and action is not Action.READ
    ),
    "the FPS corrects while the employer still can": lambda role, action, _, tie, __: (
        role is Role.FPS and action is not Action.READ and tie is not Tie.CLOSED
    ),
    "an office or a worker has a function of an enterprise": lambda role, _a, _t, _i, function: (
        role in {*OFFICE, Role.WORKER} and function is not None
    ),
}


@pytest.mark.parametrize("what", NEVER)
def test_it_never_happens_that(what: str) -> None:
    assert [way for way in PERMITTED_WAYS if NEVER[what](*way)] == []


def test_every_word_that_is_not_known_is_denied() -> None:
    known = (Role.WORKER, Action.READ, Thing.ACCOUNT, Tie.OWN)
    assert may(*known)
    for place in range(len(known)):
        for unknown in ("", "anything", "*", None):
            words: list[object] = [*known[:place], unknown, *known[place + 1 :]]
            assert not may(*words)
    declaring = (Role.EMPLOYER, Action.WRITE, Thing.TRAINING, Tie.OWN)
    assert may(*declaring, Function.EDITOR)
    assert not may(*declaring, "owner")


def test_every_function_is_one_that_the_feed_may_give() -> None:
    assert set(FUNCTIONS) == set(Function)


def lines() -> list[str]:
    """Return the table as the documentation shows it."""
    rows = []
    for role, action, tie in itertools.product(Role, Action, Tie):
        things = [thing for thing in Thing if (role, action, thing, tie) in PERMITTED]
        if things:
            rows.append(f"| {role} | {action} | {', '.join(things)} | {tie} |")
    return rows


def test_the_documentation_shows_the_table_as_it_is() -> None:
    shown = [line for line in DOC.read_text().splitlines() if line.startswith("| ")]
    assert shown[1:] == lines()
