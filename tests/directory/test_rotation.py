"""Keys are changed while everybody goes on working, and at any moment nothing is lost."""

import os
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from click.testing import CliRunner
from sqlalchemy import Connection, Engine, TextClause, select, text
from sqlalchemy.orm import Session as DatabaseSession

from portal import clock
from portal.commands import portal
from portal.database import Session, reading
from portal.directory import entries as entries_module
from portal.directory import rotation
from portal.directory.entries import numbers_of
from portal.directory.keys import KeysFault, make_key, path_of
from portal.directory.ring import CURRENT, FORMER, RETIRED, KeyRing, hold_writing, key_ring
from portal.directory.rotation import rotate, states
from portal.models import DirectoryEntry
from tests.directory.meanwhile import NUMBERS, Meanwhile, found
from tests.directory.register import add_number, all_entries
from tests.feed.country import Feed
from tests.feed.persons import FIRST, SECOND, THIRD, entries, load_workers, worker
from tests.reckoning.world import add_worker

SLOWLY = Path(__file__).with_name("rotate_slowly.py")


@pytest.fixture(autouse=True)
def _own_keys(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every test have a folder of keys of its own, its other processes too."""
    mine = KeyRing(tmp_path_factory.mktemp("numbers"), may_make=True)
    monkeypatch.setattr("portal.directory.ring._ring_of", lambda _folder, **_: mine)
    monkeypatch.setenv("PORTAL_NUMBER_KEYS", str(mine.folder))


@pytest.fixture
def people(database: Engine) -> dict[str, UUID]:
    """Return workers by number, every third of whom had another number before."""
    assert database
    known = {}
    with Session.begin() as db:
        for place, number in enumerate(NUMBERS):
            if place % 3:
                known[number] = add_worker(db, number)
            else:
                known[number] = add_worker(db, number)
                old = number[:9] + "77"
                add_number(db, old, known[number], "replaced", number)
                known[old] = known[number]
    return known


def stopped_in_the_middle() -> None:
    """Begin a rotation in a process of its own, and kill that without mercy."""
    surroundings = {**os.environ, "PYTHONPATH": str(SLOWLY.parents[2])}
    process = subprocess.Popen(  # noqa: S603 - our own program
        [sys.executable, SLOWLY], stdout=subprocess.PIPE, text=True, env=surroundings
    )
    assert process.stdout
    for line in process.stdout:
        if int(line) >= 20:
            break
    process.kill()
    process.communicate()


def by_state() -> dict[str, int]:
    return {state.state: state.numbers for state in states()}


def test_every_number_is_written_anew_and_the_former_key_retired(people: dict[str, UUID]) -> None:
    before = states()
    with Session() as db:
        said = entries(db)
        sealed = {ssin: entry.sealed for ssin, entry in all_entries(db).items()}

    answer = CliRunner().invoke(portal, ["keys", "rotate"])

    assert answer.exit_code == 0
    former, current = states()
    assert (former.key_id, former.state, former.numbers) == (before[0].key_id, RETIRED, 0)
    assert (current.state, current.numbers) == (CURRENT, len(people))
    assert f"Key {former.key_id} is retired" in answer.output
    assert str(path_of(key_ring().folder, current.key_id)) in answer.output
    assert found() == people
    with Session() as db:
        assert entries(db) == said
        now = {ssin: entry.sealed for ssin, entry in all_entries(db).items()}
    assert set(now) == set(sealed)
    assert set(now.values()).isdisjoint(sealed.values())


def test_the_former_key_is_needed_no_more(people: dict[str, UUID]) -> None:
    rotate(clock.now(), lambda _done, _of: None)
    by_its_state = {key.state: key.key_id for key in states()}
    path_of(key_ring().folder, by_its_state[RETIRED]).unlink()
    fresh = KeyRing(key_ring().folder, may_make=False)
    with reading() as db:
        assert [pair.key_id for pair in fresh.ask(db)] == [by_its_state[CURRENT]]
        assert len(numbers_of(db, list(people.values()))) == len(NUMBERS)


def test_a_rotation_that_was_killed_goes_on_where_it_stopped(people: dict[str, UUID]) -> None:
    stopped_in_the_middle()
    between = by_state()
    assert between[FORMER] > 0
    assert between[CURRENT] >= 20
    assert found() == people
    asked = CliRunner().invoke(portal, ["keys", "list"])
    assert "former since" in asked.output

    answer = CliRunner().invoke(portal, ["keys", "rotate"])

    assert "Went on with a rotation that had been stopped" in answer.output
    assert by_state() == {RETIRED: 0, CURRENT: len(people)}
    assert len(states()) == 2
    assert found() == people


def test_a_key_that_was_made_and_not_yet_used_is_the_next(people: dict[str, UUID]) -> None:
    made = CliRunner().invoke(portal, ["keys", "new"])
    assert "portal keys rotate" in made.output
    waiting = make_key(key_ring().folder)
    assert "unused" in CliRunner().invoke(portal, ["keys", "list"]).output
    assert rotate(clock.now(), lambda _done, _of: None).current == waiting.key_id
    assert found() == people


def test_the_first_key_can_be_made_by_hand(database: Engine) -> None:
    assert database
    assert "no key yet" in CliRunner().invoke(portal, ["keys", "list"]).output or states() == []
    assert CliRunner().invoke(portal, ["keys", "rotate"]).exit_code == 0
    assert [state.state for state in states()] == [CURRENT]


def test_look_ups_and_writes_go_on_meanwhile(
    people: dict[str, UUID], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rotation, "PERSONS", 3)

    with Meanwhile(people) as meanwhile:
        for _ in range(3):
            rotate(clock.now(), lambda _done, _of: None)
    rotate(clock.now(), lambda _done, _of: None)

    assert meanwhile.missed == []
    assert meanwhile.rounds > 3
    assert by_state() == {RETIRED: 0, CURRENT: len(people) + 60}
    with Session() as db:
        assert len(all_entries(db)) == len(people) + 60


def test_a_look_up_sees_all_where_another_learns_of_the_new_key_before_its_answer(
    people: dict[str, UUID], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert found() == people
    asking, others = entries_module.rows_of, ["asks, and is answered, before us"]

    def answered_late(
        db: DatabaseSession | Connection, statement: TextClause, bound: dict[str, object]
    ) -> list[tuple[Any, ...]]:
        rows = list(asking(db, statement, bound))
        if others:
            others.clear()
            assert found() == people
        return rows

    stopped_in_the_middle()
    monkeypatch.setattr(entries_module, "rows_of", answered_late)

    assert found() == people
    assert not others


def test_a_rotation_waits_for_who_is_writing_under_the_former_key(people: dict[str, UUID]) -> None:
    rotating = threading.Thread(target=rotate, args=(clock.now(), lambda _done, _of: None))
    with Session.begin() as db:
        hold_writing(db)
        add_worker(db, "99021039900")
        rotating.start()
        rotating.join(1)
        assert rotating.is_alive()
    rotating.join()

    assert by_state() == {RETIRED: 0, CURRENT: len(people) + 1}


def test_a_process_that_knows_only_the_former_key_finds_everybody(
    people: dict[str, UUID], monkeypatch: pytest.MonkeyPatch
) -> None:
    other = KeyRing(key_ring().folder, may_make=True)
    with reading() as db:
        other.ask(db)
    rotate(clock.now(), lambda _done, _of: None)
    monkeypatch.setattr("portal.directory.entries.key_ring", lambda: other)

    assert found() == people


def test_a_machine_without_the_new_key_says_so_and_finds_nobody_by_mistake(
    people: dict[str, UUID], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert people
    former = key_ring().folder / f"{states()[0].key_id}.key"
    tmp_path.joinpath(former.name).write_bytes(former.read_bytes())
    other = KeyRing(tmp_path, may_make=True)
    with reading() as db:
        other.ask(db)
    stopped_in_the_middle()
    monkeypatch.setattr("portal.directory.entries.key_ring", lambda: other)

    with pytest.raises(KeysFault, match="there is no file"):
        found()


def test_a_feed_between_two_halves_of_a_rotation_says_what_it_always_says(
    database: Engine, tmp_path: Path
) -> None:
    assert database
    with Session.begin() as db:
        feed = Feed(tmp_path, db)
        load_workers(feed, worker(FIRST), worker(SECOND), worker("85021400120"))
    former = states()[0].key_id
    with Session.begin() as db:
        rotation._begin(db, key_ring(), clock.now())  # a rotation that was stopped at once
    with Session.begin() as db:
        feed = Feed(tmp_path, db)
        told = load_workers(feed, worker(THIRD, SECOND), worker(SECOND, FIRST))
        assert told.faults == ()
        assert told.counts["workers.csv"].new == 1
    with Session.begin() as db:
        assert entries(db) == {
            FIRST: ("replaced", THIRD),
            SECOND: ("replaced", THIRD),
            THIRD: ("current", None),
            "85021400120": ("current", None),
        }
        left = db.scalars(select(DirectoryEntry.key_id).where(DirectoryEntry.key_id == former))
        assert len(left.all()) == 1  # whom the feed does not name
        again = load_workers(Feed(tmp_path, db), worker(THIRD, SECOND), worker(SECOND, FIRST))
        assert (again.counts["workers.csv"].new, again.counts["workers.csv"].changed) == (0, 0)
    rotate(clock.now(), lambda _done, _of: None)
    with Session.begin() as db:
        assert len(entries(db)) == 4
        people = {entry.person_id for entry in all_entries(db).values()}
        assert len(people) == 2
        assert db.scalar(text("SELECT count(*) FROM person")) == 2
