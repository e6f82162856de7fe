"""Two groups of a file are declared at a time, and nobody can tell it by what is kept."""

from collections.abc import Callable, Sequence
from threading import Barrier, Event
from typing import BinaryIO

import pytest
from sqlalchemy import Engine, text

from portal.batch import declaring, groups
from portal.batch.process import process
from portal.declarations.outcome import Outcome
from portal.declarations.table import Table
from portal.submissions.outcomes import Told
from portal.submissions.working import work_once
from portal.wire.xml.reading import Passage
from tests.batch.messages import of_rows
from tests.batch.sending import answer_to, lay, send
from tests.declarations.world import AT, EMMA, TINE, TODAY, TRAINING

PATIENCE = 30  # seconds
Arranged = Callable[[Callable[[int], object]], None]
EMMAS, TINES = ({**TRAINING, "reference": f"W{name}", "ssin": name} for name in (EMMA, TINE))


@pytest.fixture(autouse=True)
def groups_of_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let each record be a group."""
    monkeypatch.setattr(groups, "GROUP", 1)
    monkeypatch.setattr(groups, "LARGEST", 1)


@pytest.fixture
def at_each_group(monkeypatch: pytest.MonkeyPatch) -> Arranged:
    """Do something when a group was declared and is not kept yet, by its place in the file."""

    def arrange(act: Callable[[int], object]) -> None:
        def telling(file: BinaryIO, group: groups.Group, outcomes: Sequence[Outcome]) -> list[Told]:
            act(group.place)
            return groups.tell(file, group, outcomes)

        monkeypatch.setattr(declaring, "tell", telling)

    return arrange


def kept(world: Engine) -> int:
    with world.connect() as db:
        return int(db.execute(text("SELECT count(*) FROM submission_outcome")).scalar_one())


@pytest.mark.usefixtures("world")
def test_the_next_group_is_declared_while_one_is(
    at_each_group: Arranged,
) -> None:
    both = Barrier(2, timeout=PATIENCE)
    at_each_group(lambda _place: both.wait())
    assert send(of_rows([EMMAS, TINES])).outcomes == ["accepted", "accepted"]


def test_groups_that_name_the_same_worker_or_reference_follow_each_other(
    world: Engine, at_each_group: Arranged
) -> None:
    seen: list[tuple[int, int]] = []
    at_each_group(lambda place: seen.append((place, kept(world))))
    again = {**EMMAS, "reference": "W9"}
    answer = send(of_rows([EMMAS, again, {**TINES, "reference": "W9"}, again]))
    assert seen == [(0, 0), (1, 1), (2, 2), (3, 3)]
    assert answer.outcomes == ["accepted", "acceptedWithWarnings", "rejected", "unchanged"]
    assert answer.anomalies[1]["Code"] == "duplicateInFile"


def test_a_group_that_may_be_about_anybody_is_declared_alone(
    world: Engine, at_each_group: Arranged
) -> None:
    seen: list[tuple[int, int]] = []
    at_each_group(lambda place: seen.append((place, kept(world))))
    unsaid = {name: said for name, said in TINES.items() if name != "reference"}
    send(of_rows([EMMAS, unsaid, {**TINES, "reference": "W9"}]))
    assert seen == [(0, 0), (1, 1), (2, 2)]


def test_no_group_is_kept_before_those_that_stand_before_it(
    world: Engine, at_each_group: Arranged
) -> None:
    later = Event()

    def fail(place: int) -> None:
        if place == 0:
            assert later.wait(PATIENCE)
            raise OSError("the disk is gone")
        later.set()

    submission_id = lay(of_rows([EMMAS, TINES]))
    at_each_group(fail)
    assert work_once(TODAY, AT, process)
    with pytest.raises(OSError, match="the disk is gone"):
        work_once(TODAY, AT, process)
    assert kept(world) == 0
    at_each_group(lambda _place: None)
    with world.begin() as db:
        db.execute(text("UPDATE submission SET lease_until = NULL"))
    work_once(TODAY, AT, process)
    assert answer_to(submission_id).outcomes == ["accepted", "accepted"]


def test_records_of_one_worker_that_stand_together_are_one_group(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(groups, "LARGEST", 3)
    rows = [EMMAS, EMMAS, TINES, EMMAS, EMMAS, EMMAS, EMMAS]
    texts = [Table.of([{"ssin": row["ssin"]}]) for row in rows]
    apart = [
        Passage(place, said, (), 1, "TrainingRecord", 1, *[0] * 4)
        for place, said in enumerate(texts)
    ]  # type: ignore[arg-type]
    together = Passage(0, Table.joined(texts), (), 1, "TrainingRecord", 1, *[0] * 4)  # type: ignore[arg-type]
    for passages in (apart, [together]):
        assert [len(group) for group in groups.groups_of(passages)] == [2, 1, 3, 1]
