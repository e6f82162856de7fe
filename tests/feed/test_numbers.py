"""Numbers that replace others lead to one person, whatever was loaded in which order."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from portal.identifiers import new_id
from portal.models import (
    Employment,
    Person,
    Representative,
)
from tests.directory.register import all_entries
from tests.feed.country import BRAM, EMMA, Feed
from tests.feed.persons import (
    FIRST,
    SECOND,
    THIRD,
    entries,
    load_workers,
    person_of,
    persons,
    worker,
)

CHAIN = {FIRST: ("replaced", THIRD), SECOND: ("replaced", THIRD), THIRD: ("current", None)}


@pytest.mark.parametrize(
    "order", [(0, 1, 2), (2, 1, 0), (1, 2, 0)], ids=["oldest first", "newest first", "mixed"]
)
def test_a_chain_of_numbers_is_one_person_whose_last_number_counts(
    db: Session, feed: Feed, order: tuple[int, ...]
) -> None:
    rows = [worker(FIRST, name="Old"), worker(SECOND, FIRST, "Older"), worker(THIRD, SECOND, "New")]

    told = load_workers(feed, *(rows[place] for place in order))

    assert told.faults == ()
    assert entries(db) == CHAIN
    assert db.scalars(select(Person.family_name)).all() == ["New"]


def test_numbers_that_replace_each_other_may_come_feed_by_feed(db: Session, feed: Feed) -> None:
    load_workers(feed, worker(FIRST, name="Old"))
    before = person_of(db, FIRST)
    load_workers(feed, worker(SECOND, FIRST, "New"))
    assert entries(db)[FIRST] == ("replaced", SECOND)

    load_workers(feed, worker(THIRD, SECOND, "Newest"))

    assert entries(db) == CHAIN
    assert persons(db) == {before}
    assert db.scalars(select(Person.family_name)).all() == ["Newest"]


def test_a_replaced_number_that_was_never_loaded_leads_to_its_person(
    db: Session, feed: Feed
) -> None:
    load_workers(feed, worker(SECOND, FIRST))

    assert person_of(db, FIRST) == person_of(db, SECOND)
    assert entries(db)[FIRST] == ("replaced", SECOND)


def test_the_row_of_a_replaced_number_no_longer_describes_the_person(
    db: Session, feed: Feed
) -> None:
    load_workers(feed, worker(SECOND, FIRST, "New"))

    told = load_workers(feed, worker(FIRST, name="Old"))

    assert told.counts["workers.csv"].unchanged == 1
    assert entries(db)[FIRST] == ("replaced", SECOND)
    assert db.scalars(select(Person.family_name)).all() == ["New"]


def test_a_link_said_again_changes_nothing(db: Session, feed: Feed) -> None:
    rows = worker(FIRST), worker(SECOND, FIRST), worker(THIRD, SECOND)
    load_workers(feed, *rows)
    before = {ssin: entry.changed_at for ssin, entry in all_entries(db).items()}

    again = load_workers(feed, *rows[1:]).counts["workers.csv"]

    assert (again.new, again.changed) == (0, 0)
    assert entries(db) == CHAIN
    after = {ssin: entry.changed_at for ssin, entry in all_entries(db).items()}
    assert after == before


def test_a_replaced_number_stays_replaced_also_when_it_is_canceled(db: Session, feed: Feed) -> None:
    load_workers(feed, worker(FIRST, canceled="true"), worker(SECOND, FIRST))

    assert entries(db)[FIRST] == ("replaced", SECOND)


def test_an_employment_under_a_replaced_number_is_the_persons(db: Session, feed: Feed) -> None:
    feed.rows["workers.csv"] = [worker(FIRST), worker(SECOND, FIRST)]
    feed.rows["employments.csv"] = [feed.rows["employments.csv"][0] | {"ssin": FIRST}]
    feed.rows["work_regimes.csv"] = feed.rows["work_regimes.csv"][:2]
    feed.rows["representatives.csv"][0]["ssin"] = FIRST

    assert feed.load().faults == ()

    assert db.scalar(select(Employment.person_id)) == person_of(db, SECOND)
    assert db.scalar(select(Representative.person_id)) == person_of(db, SECOND)


@pytest.mark.parametrize(
    "rows",
    [
        [(FIRST, FIRST)],
        [(FIRST, SECOND), (SECOND, FIRST)],
        [(FIRST, SECOND), (SECOND, THIRD), (THIRD, FIRST)],
    ],
    ids=["itself", "two", "three"],
)
def test_numbers_in_a_circle_are_a_fault_on_every_line_of_it(
    db: Session, feed: Feed, rows: list[tuple[str, str]]
) -> None:
    told = load_workers(feed, worker(BRAM), *(worker(*row) for row in rows))

    assert [(fault.line, fault.column) for fault in told.faults] == [
        (line, "replaces_ssin") for line in range(3, 3 + len(rows))
    ]
    assert {"in a circle" in fault.sentence for fault in told.faults} == {True}
    assert entries(db) == {}


def test_a_circle_that_closes_with_what_is_known_is_a_fault(feed: Feed) -> None:
    load_workers(feed, worker(SECOND, FIRST))

    (fault,) = load_workers(feed, worker(FIRST, SECOND)).faults

    assert (fault.line, fault.column) == (2, "replaces_ssin")
    assert "in a circle" in fault.sentence


@pytest.mark.parametrize("other", ["loaded before", "in the same feed"])
def test_two_numbers_cannot_replace_the_same_number(feed: Feed, other: str) -> None:
    if other == "loaded before":
        load_workers(feed, worker(SECOND, FIRST))
        told = load_workers(feed, worker(THIRD, FIRST))
    else:
        told = load_workers(feed, worker(SECOND, FIRST), worker(THIRD, FIRST))

    assert len(told.faults) == (1 if other == "loaded before" else 2)
    assert told.faults[-1].value == FIRST
    assert f"replaced by {SECOND} too" in told.faults[-1].sentence


def test_two_numbers_of_a_representative_give_one_role(feed: Feed) -> None:
    feed.rows["workers.csv"].append(worker(FIRST, EMMA))
    feed.rows["representatives.csv"].append(
        feed.rows["representatives.csv"][0] | {"ssin": FIRST, "role": "reader"}
    )

    (fault,) = feed.load().faults

    assert (fault.file, fault.line, fault.column) == ("representatives.csv", 3, "ssin")
    assert "Line 2 gives the same person a role" in fault.sentence


def test_ids_of_persons_grow_with_time_as_those_of_all_records(db: Session, feed: Feed) -> None:
    load_workers(feed, *(worker(ssin) for ssin in (FIRST, SECOND, THIRD)))

    ids = persons(db)
    assert {person_id.version for person_id in ids} == {7}
    assert {person_id.variant for person_id in ids} == {new_id().variant}
    seconds = {(person_id.int >> 80) / 1000 for person_id in ids}
    assert max(abs(moment - datetime.now(UTC).timestamp()) for moment in seconds) < 600


def test_not_even_the_tables_of_a_load_hold_a_number(db: Session, feed: Feed) -> None:
    feed.rows["workers.csv"] += [worker(FIRST), worker(SECOND, FIRST)]
    assert feed.load().faults == ()
    numbers = {row["ssin"] for row in feed.rows["workers.csv"]}

    tables = db.scalars(
        text(
            "SELECT relname FROM pg_class"
            " WHERE relnamespace = pg_my_temp_schema() AND relkind = 'r'"
        )
    ).all()

    assert {"feed_worker", "feed_employment", "feed_representative", "feed_number"} <= set(tables)
    for table in tables:
        kept = "\n".join(db.scalars(text(f"SELECT t::text FROM pg_temp.{table} t")))  # noqa: S608
        for number in numbers:
            assert number not in kept, table
            assert number.encode().hex() not in kept, table
