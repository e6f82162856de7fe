"""Persons by numbers and numbers by persons."""

import pytest
from sqlalchemy.orm import Session

from portal.directory.entries import find, numbers_of
from portal.identifiers import new_id
from tests.directory.register import add_number
from tests.feed.country import SAMPLE
from tests.reckoning.world import add_worker
from tests.statements import statements

EMMA, JAN, OLD_EMMA, NEVER = "85021400120", "85021400318", "85021400219", "85021400615"
HOUSE = SAMPLE.parents[1]


def test_a_thousand_or_many_thousands_are_found_in_one_statement(db: Session) -> None:
    emma, jan = add_worker(db, EMMA), add_worker(db, JAN)
    find(db, [EMMA])
    others = [f"{number:011}" for number in range(20_000)]
    with statements() as sent:
        found = find(db, [EMMA, *others, JAN, EMMA])
    assert {ssin: entry.person_id for ssin, entry in found.items()} == {EMMA: emma, JAN: jan}
    assert len(sent) == 1


def test_a_number_that_nobody_has_is_left_out(db: Session) -> None:
    assert find(db, [EMMA]) == {}
    add_worker(db, EMMA)
    assert find(db, []) == {}
    assert find(db, [JAN, "", "no number", "\0"]) == {}


def test_an_entry_says_the_state_of_its_number_and_of_the_one_to_use(db: Session) -> None:
    emma, jan = add_worker(db, EMMA), add_worker(db, JAN)
    add_number(db, OLD_EMMA, emma, "replaced", EMMA)
    add_number(db, NEVER, jan, "replaced", JAN)
    add_number(db, JAN, jan, "canceled")
    assert {
        ssin: tuple(entry) for ssin, entry in find(db, [EMMA, OLD_EMMA, JAN, NEVER]).items()
    } == {
        EMMA: (emma, "current", "current"),
        OLD_EMMA: (emma, "replaced", "current"),
        JAN: (jan, "canceled", "canceled"),
        NEVER: (jan, "replaced", "canceled"),
    }
    assert numbers_of(db, [emma, jan, new_id()]) == {emma: EMMA, jan: JAN}
    assert numbers_of(db, []) == {}


def test_no_other_room_sees_the_table() -> None:
    elsewhere = [
        path
        for path in (HOUSE / "portal").rglob("*.py")
        if path.parent.name not in {"directory", "models"}
        if "DirectoryEntry" in path.read_text()
        or any(f"{word} directory" in path.read_text() for word in ("FROM", "JOIN", "INTO"))
    ]
    assert elsewhere == []


@pytest.mark.parametrize("number", ["85021400120", "00010150187"])
def test_a_number_comes_back_as_it_was(db: Session, number: str) -> None:
    person_id = add_worker(db, number)
    assert numbers_of(db, [person_id]) == {person_id: number}
