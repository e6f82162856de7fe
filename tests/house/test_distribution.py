"""The schema can be laid out over machines by person: whoever is read or written lies on one.

Asked of the database as the migrations made it. A table is kept by person, whole on every machine
because it is small, or apart under the key by which it is looked up; each exception has its reason.
"""

from typing import Final

import pytest
from sqlalchemy import orm, text
from sqlalchemy.exc import DBAPIError

from portal.account.account import open_account
from portal.account.looks import Look
from portal.account.verifying import chain_faults
from portal.directory.entries import find
from portal.feed.loading import load_feed
from tests.account.sample import AT, SAMPLE, load
from tests.house.layouts import partition

SSIN: Final = "73092613502"
SMALL: Final = {
    "alembic_version": "one row",
    "access_act": "what access managers decide: a few rows a year and enterprise",
    "destruction": "a row for each two megabytes that were destroyed",
    "employer": "as many as there are enterprises",
    "employer_size": "four rows a year and enterprise",
    "employer_statistics": "a row a year and enterprise, where somebody asked",
    "feed_load": "one row a load",
    "look_anchor": "one row a day",
    "mandate": "some rows an enterprise",
    "number_key": "one row a rotation",
    "sender": "one row a program that declares",
    "worker_beat": "one row a process",
}
APART: Final = {
    "attestation_code": "looked up by the number on a paper, which does not say whose it is",
    "calendar_address": "looked up by the address that a calendar program asks for",
    "declared_reference": "looked up by organisation and its reference, before the person",
    "directory": "looked up by social security number: it is what finds the person",
    "session": "looked up by the cookie",
    "sheet_import": "a file of one enterprise, gone after 30 days",
    "sign_in_attempt": "nobody is known yet; gone after 30 minutes",
    "spent_token": "a token, no person; gone when it expires",
    "submission": "one organisation sends, of many people",
    "submission_employer": "part of a submission, told by enterprise",
    "submission_file": "part of a submission",
    "submission_outcome": "part of a submission, told in its order",
    "training_entry": "a course of one enterprise, of many people",
    "training_entry_worker": "part of a course",
    "try_window": "whoever tries may be nobody we know; gone after five minutes",
}
# What must be done otherwise once there are several machines.
DISOBEDIENT: Final = {
    "fk_directory_person_id_person": (
        "as long as both lie on one machine, no number can be left without its person"
    ),
    "fk_employment_person_id_person follows": (
        "two persons who turn out to be one: on one machine their jobs follow by themselves"
    ),
    "fk_representative_person_id_person follows": "the same, for what they represent",
    "fk_work_regime_person_id_employment_id_employment follows": "the same, for their regimes",
    "uq_credential_status_index": (
        "a place in the public lists of all people together: a sequence gives it, and this proves"
        " that it gave none twice"
    ),
}

KEYS: Final = text("""
    SELECT
        table_class.relname AS table_name,
        index_class.relname AS name,
        pg_index.indisprimary AS is_primary,
        ARRAY(
            SELECT CAST(attname AS text)
            FROM unnest(pg_index.indkey) WITH ORDINALITY AS key (number, place)
            JOIN pg_attribute ON attrelid = pg_index.indrelid AND attnum = key.number
            ORDER BY key.place
        ) AS columns
    FROM pg_class AS table_class
    LEFT JOIN pg_index ON pg_index.indrelid = table_class.oid AND pg_index.indisunique
    LEFT JOIN pg_class AS index_class ON index_class.oid = pg_index.indexrelid
    WHERE table_class.relkind IN ('r', 'p')
        AND table_class.relnamespace = CAST(current_schema() AS regnamespace)
    ORDER BY 1, 2
""")
REFERENCES: Final = text("""
    SELECT
        CAST(conrelid AS regclass)::text AS table_name,
        conname AS name,
        CAST(confrelid AS regclass)::text AS target,
        confupdtype = 'c' AS follows,
        ARRAY(
            SELECT own.attname || ' ' || other.attname
            FROM unnest(conkey, confkey) AS pair (here, there)
            JOIN pg_attribute AS own ON own.attrelid = conrelid AND own.attnum = pair.here
            JOIN pg_attribute AS other ON other.attrelid = confrelid AND other.attnum = pair.there
        ) AS pairs
    FROM pg_constraint
    WHERE contype = 'f' AND connamespace = CAST(current_schema() AS regnamespace)
    ORDER BY 1, 2
""")


def faults(db: orm.Session) -> set[str]:
    """Return what does not lie with its person: tables, unique keys, references."""
    found = set()
    for row in db.execute(KEYS):
        if _is_by_person(row.table_name) and (row.columns or [""])[0] != "person_id":
            found.add(row.name if row.is_primary is False else row.table_name)
    for row in db.execute(REFERENCES):
        if _is_by_person(row.target):
            if not (_is_by_person(row.table_name) and "person_id person_id" in row.pairs):
                found.add(row.name)
            if row.follows:
                found.add(f"{row.name} follows")
    return found


def _is_by_person(table: str) -> bool:
    return table not in SMALL and table not in APART


def test_whatever_grows_with_the_people_is_kept_by_person(db: orm.Session) -> None:
    assert faults(db) == set(DISOBEDIENT)


def test_no_exception_is_named_that_is_none(db: orm.Session) -> None:
    rows = db.execute(KEYS).all()
    assert {*SMALL, *APART} <= {row.table_name for row in rows}
    first = {row.table_name: row.columns[0] for row in rows if row.is_primary}
    assert "person_id" not in {first[name] for name in (*SMALL, *APART)}


@pytest.mark.parametrize(
    ("statement", "fault"),
    [
        ("CREATE TABLE lesson (person_id uuid, lesson_id uuid)", "lesson"),
        ("CREATE TABLE lesson (lesson_id uuid PRIMARY KEY, person_id uuid)", "lesson"),
        ("ALTER TABLE training ADD CONSTRAINT one UNIQUE (training_id)", "one"),
        ("CREATE UNIQUE INDEX one ON look (hash) WHERE sequence = 1", "one"),
        (
            "ALTER TABLE session ADD CONSTRAINT one FOREIGN KEY (person_id) REFERENCES person",
            "one",
        ),
        (
            "CREATE TABLE lesson (person_id uuid PRIMARY KEY, teacher_id uuid REFERENCES person)",
            "lesson_teacher_id_fkey",
        ),
    ],
    ids=["no key", "another key", "unique", "unique in part", "from apart", "another person"],
)
def test_what_would_not_lie_with_its_person_is_found(
    db: orm.Session, statement: str, fault: str
) -> None:
    db.execute(text(statement))
    assert fault in faults(db)


def test_the_portal_works_where_people_lie_in_hash_partitions(db: orm.Session) -> None:
    partition(db.connection(), 3)
    load(db)  # by the feed and through the door
    assert db.scalar(text("SELECT count(DISTINCT tableoid) FROM training")) == 3

    again = load_feed(db, SAMPLE, AT, lambda _step, _rows: None)
    assert {(counts.new, counts.changed) for counts in again.counts.values()} == {(0, 0)}

    person_id = find(db, [SSIN])[SSIN].person_id
    for _ in range(2):
        look = Look.of_worker(person_id, AT)
        account = open_account(db.connection(), person_id, AT.date(), look)
    assert account.employments
    assert account.training_count == len(account.lines)
    assert not list(chain_faults(db.connection(), lambda _chains, _looks: None))
    with pytest.raises(DBAPIError, match="only grows"):
        db.execute(text("DELETE FROM look"))
