"""When two persons turn out to be one, everything of the one follows to the other."""

import threading
from datetime import date, timedelta
from uuid import UUID

import pytest
from sqlalchemy import Engine, Uuid, func, select
from sqlalchemy.orm import Session

from portal.account.anchors import anchor_looks
from portal.account.look_log import open_looks
from portal.account.looks import DataGroup, Look, write_looks
from portal.account.verifying import anchor_faults, chain_faults
from portal.feed.console import feed_folder
from portal.identifiers import new_id
from portal.models import (
    Base,
    Employment,
    LookChain,
    Person,
    Representative,
    Training,
    TrainingRight,
    TrainingRightVersion,
    WorkRegime,
)
from portal.roles import Role
from tests.feed.country import BAKERY, BRAM, EMMA, NOW, PHARMACY, Feed
from tests.feed.persons import (
    EARLY,
    FIRST,
    SECOND,
    THIRD,
    TRAINING,
    declare_for,
    entries,
    load_workers,
    person_of,
    persons,
    record,
    right,
    two_persons,
    worker,
)

# A look stays as it was written; whose it is now, its chain says.
WRITTEN_ONCE = {"look.person_id", "look.looker_id", "look_chain.person_id"}


def held(db: Session) -> dict[str, set[UUID | None]]:
    """Return every id that stands anywhere, by table and column, whatever the column means."""
    return {
        f"{table.name}.{column.name}": set(db.scalars(select(column)))
        for table in Base.metadata.sorted_tables
        for column in table.columns
        if isinstance(column.type, Uuid)
    }


def test_everything_of_a_person_follows_when_two_turn_out_to_be_one(
    db: Session, feed: Feed
) -> None:
    first, second = two_persons(db, feed)
    declare_for(db, first)
    db.add(Representative(person_id=first, enterprise_number=BAKERY, role="editor", since=EARLY))
    db.get(Person, first).email = "camille@example.be"
    db.flush()
    before = {name for name, ids in held(db).items() if first in ids}

    told = load_workers(feed, worker(SECOND, FIRST))

    db.expire_all()
    assert told.faults == ()
    assert told.counts["workers.csv"].changed == 1
    after = held(db)
    assert before - WRITTEN_ONCE == {name for name, ids in after.items() if second in ids}
    assert {name for name, ids in after.items() if first in ids} == WRITTEN_ONCE
    assert db.get(LookChain, first).holder_id == second
    assert db.scalar(select(func.count()).select_from(Employment)) == 2
    assert db.scalar(select(func.count()).select_from(WorkRegime)) == 3
    assert db.get(Person, second).email == "camille@example.be"
    assert entries(db) == {FIRST: ("replaced", SECOND), SECOND: ("current", None)}


def test_looks_stay_whole_when_two_persons_become_one_and_are_all_shown(
    db: Session, feed: Feed
) -> None:
    first, second = two_persons(db, feed)
    for person_id in (first, second, first):
        look = Look(EARLY, Role.EMPLOYER, "page", first, BAKERY)
        write_looks(db.connection(), [person_id], DataGroup.ACCOUNT, look)
    anchor_looks(db.connection(), NOW)

    load_workers(feed, worker(SECOND, FIRST))
    # Somebody who found the person before they became one.
    write_looks(db.connection(), [first], DataGroup.ACCOUNT, look)

    assert list(chain_faults(db.connection(), lambda _looks, _chains: None)) == []
    assert list(anchor_faults(db.connection(), {})) == []
    page = open_looks(db.connection(), second, Look.of_worker(second, NOW))
    assert [seen.role for seen in page.looks] == ["employer"] * 4


def test_who_looked_is_known_by_all_their_ids_though_nobody_looked_at_them(
    db: Session, feed: Feed
) -> None:
    first, second = two_persons(db, feed)
    load_workers(feed, worker(SECOND, FIRST))
    chain = db.get(LookChain, first)
    assert (chain.holder_id, chain.sequence) == (second, 0)
    look = Look(EARLY, Role.EMPLOYER, "page", first, BAKERY)
    write_looks(db.connection(), [first], DataGroup.ACCOUNT, look)
    assert list(chain_faults(db.connection(), lambda _looks, _chains: None)) == []


def test_the_same_merge_again_changes_nothing(db: Session, feed: Feed) -> None:
    first, second = two_persons(db, feed)
    declare_for(db, first)
    load_workers(feed, worker(SECOND, FIRST))

    again = load_workers(feed, worker(SECOND, FIRST)).counts["workers.csv"]

    assert (again.new, again.changed) == (0, 0)
    assert persons(db) == {second}


def test_three_persons_become_one_in_one_feed(db: Session, feed: Feed) -> None:
    load_workers(feed, worker(FIRST), worker(SECOND), worker(THIRD), worker(BRAM))
    for number, ssin in enumerate((FIRST, SECOND, THIRD)):
        db.add(right(person_of(db, ssin), f"R{number}", days=number, year=2024))
        db.add(
            Representative(
                person_id=person_of(db, ssin),
                enterprise_number=BAKERY,
                since=EARLY + timedelta(days=number),
                role=("accessManager", "editor", "reader")[number],
            )
        )
    db.flush()
    last = person_of(db, THIRD)

    load_workers(feed, worker(THIRD, SECOND), worker(SECOND, FIRST))

    db.expire_all()
    assert len(persons(db)) == 2
    assert set(db.scalars(select(TrainingRight.person_id))) == {last}
    known = db.scalars(select(Representative)).one()
    assert (known.person_id, known.role) == (last, "reader")


def test_of_two_rights_of_one_kind_and_year_the_last_declared_counts(
    db: Session, feed: Feed
) -> None:
    first, second = two_persons(db, feed)
    db.add(right(first, "R1", days=3, registered_at=EARLY + timedelta(days=1)))
    db.add(right(second, "R2", days=2))
    db.add(right(second, "R3", year=2022))
    db.flush()

    load_workers(feed, worker(SECOND, FIRST))

    db.expire_all()
    rights = {row.reference: row for row in db.scalars(select(TrainingRight))}
    states = {name: (row.record_state, row.version) for name, row in rights.items()}
    assert states == {"R1": ("active", 1), "R2": ("canceled", 2), "R3": ("active", 1)}
    assert (rights["R2"].channel, rights["R2"].registered_quality) == ("feed", "operator")
    kept = db.scalars(select(TrainingRightVersion)).one()
    assert (kept.reference, kept.version, kept.record_state) == ("R2", 1, "active")
    assert kept.person_id == second


def test_persons_whose_employments_overlap_are_not_merged(db: Session, feed: Feed) -> None:
    two_persons(db, feed)
    feed.rows["employments.csv"][1]["enterprise_number"] = BAKERY
    assert feed.only("employments.csv").load().faults == ()

    (fault,) = load_workers(feed, worker(SECOND, FIRST)).faults

    assert (fault.file, fault.line, fault.column) == ("workers.csv", 2, "replaces_ssin")
    assert fault.value == FIRST
    assert "E1" in fault.sentence
    assert "E2" in fault.sentence
    assert len(persons(db)) == 2


def test_an_employment_with_trainings_may_not_go_to_another_worker(db: Session, feed: Feed) -> None:
    feed.load()
    declare_for(db, person_of(db, BRAM))
    feed.rows["employments.csv"][0] |= {"ssin": EMMA, "end_date": "2021-04-30"}

    (fault,) = feed.load().faults

    assert (fault.file, fault.line, fault.column) == ("employments.csv", 2, "ssin")
    assert "another worker's, who has trainings in it" in fault.sentence


@pytest.mark.parametrize(
    "other",
    [
        {"record_state": "canceled"},
        {"enterprise_number": PHARMACY},
        {"start_date": date(2019, 3, 1), "end_date": date(2019, 3, 1)},
    ],
    ids=["canceled", "elsewhere", "before it began"],
)
def test_an_employment_may_move_when_no_training_lies_in_it(
    db: Session, feed: Feed, other: dict[str, object]
) -> None:
    feed.load()
    facts = TRAINING | record("R1") | other
    db.add(Training(person_id=person_of(db, BRAM), training_id=new_id(), **facts))
    db.flush()
    feed.rows["employments.csv"][0] |= {"ssin": EMMA, "end_date": "2021-04-30"}

    assert feed.load().faults == ()


def test_what_is_declared_while_two_persons_become_one_follows_too(
    database: Engine, feed: Feed
) -> None:
    with Session(database) as db, db.begin():
        feed.db = db
        first, second = two_persons(db, feed)
    feed.rows["workers.csv"] = [worker(SECOND, FIRST)]
    folder = feed.only("workers.csv").write()
    loading = threading.Thread(target=lambda: feed_folder(folder, NOW))
    with Session(database) as db, db.begin():
        declared_for = person_of(db, FIRST)
        loading.start()
        loading.join(timeout=1.5)
        assert loading.is_alive()
        declare_for(db, declared_for)
    loading.join(timeout=30)

    with Session(database) as db:
        assert declared_for == first
        assert db.scalars(select(Training.person_id)).all() == [second]
