"""What a feed without faults changes: rows are added or changed by key, and counted."""

from collections.abc import Callable, Mapping

from sqlalchemy import insert, text

from portal.feed.kinds import KINDS, hidden_numbers
from portal.feed.merging import merge_persons
from portal.feed.report import Counts
from portal.feed.staging import Load
from portal.identifiers import new_id
from portal.models import (
    Base,
    Employer,
    EmployerSize,
    Employment,
    FeedLoad,
    Mandate,
    Person,
    Representative,
    Sender,
    WorkRegime,
)

_EMPLOYERS = "SELECT enterprise_number, name, nsso_number FROM feed_employer"
_SIZES = "SELECT enterprise_number, quarter, fte, headcount FROM feed_employer_size"
_EMPLOYMENTS = """
    SELECT person_id, employment_id, enterprise_number, joint_committee, start_date, end_date,
        end_reason, weekly_minutes
    FROM feed_job
"""
_WORK_REGIMES = """
    SELECT e.person_id, f.employment_id, f.from_date, f.work_regime
    FROM feed_work_regime f
    JOIN employment e USING (employment_id)
"""
# What an access manager decided on the pages is left alone, whatever the sources say later.
_MANDATES = """
    SELECT f.holder_enterprise_number, f.mandator_enterprise_number, f.from_quarter,
        f.until_quarter
    FROM feed_mandate f
    LEFT JOIN mandate m USING (holder_enterprise_number, mandator_enterprise_number, from_quarter)
    WHERE m.decided_at IS NULL
"""
# A representative is known since the first load that named them.
_REPRESENTATIVES = """
    SELECT n.person_id, f.enterprise_number, f.role,
        coalesce(r.since, CAST(:now AS date)) AS since
    FROM feed_representative f
    JOIN feed_number n USING (ssin)
    LEFT JOIN representative r
        ON r.person_id = n.person_id AND r.enterprise_number = f.enterprise_number
    WHERE r.decided_at IS NULL
"""
_DECIDED_HERE = ("decided_at", "revoked_at")
_SENDERS = """
    SELECT sender_number, enterprise_number, quality, public_key, certificate, client_id, jwks
    FROM feed_sender
"""

# Only the row of the number to use describes the person. The e-mail address is the worker's own.
_PERSONS = """
    SELECT n.person_id, w.family_name, w.given_names, w.birth_date, w.birth_place, w.language
    FROM feed_worker w
    JOIN feed_number n ON n.ssin = w.ssin AND n.current_ssin = w.ssin
"""
# Whether a number is canceled is known from before where the column is absent.
_DIRECTORY = """
    SELECT n.ssin, n.person_id,
        CASE
            WHEN n.current_ssin <> n.ssin THEN 'replaced'
            WHEN w.canceled THEN 'canceled'
            WHEN w.canceled IS NULL AND d.state = 'canceled' THEN 'canceled'
            ELSE 'current'
        END AS state,
        nullif(n.current_ssin, n.ssin) AS replaced_by
    FROM feed_number n
    LEFT JOIN feed_worker w USING (ssin)
    LEFT JOIN feed_entry d USING (ssin)
"""
# Only workers.csv brings numbers that nobody knew.
_NEW_NUMBERS = hidden_numbers(kind for kind in KINDS if kind.file == "workers.csv")
# A row speaks of its own number, of the number it replaces, and of the person of both.
_WORKER_COUNTS = """
    SELECT count(*) FILTER (WHERE d.ssin IS NULL) AS new,
        count(*) FILTER (WHERE d.ssin IS NOT NULL AND (
            (f.person_id, f.state, f.replaced_by)
                IS DISTINCT FROM (d.person_id, d.state, d.replaced_by)
            OR (o.person_id, o.state, o.replaced_by)
                IS DISTINCT FROM (r.person_id, r.state, r.replaced_by)
            OR f.state <> 'replaced' AND
            (p.family_name, p.given_names, p.birth_date, p.birth_place, p.language)
                IS DISTINCT FROM
                (w.family_name, w.given_names, w.birth_date, w.birth_place, w.language)
        )) AS changed
    FROM feed_worker w
    JOIN feed_directory f USING (ssin)
    LEFT JOIN feed_entry d USING (ssin)
    LEFT JOIN person p ON p.person_id = d.person_id
    LEFT JOIN feed_directory o ON o.ssin = w.replaces_ssin
    LEFT JOIN feed_entry r ON r.ssin = w.replaces_ssin
"""

_MOVED = """
    UPDATE employment e
    SET person_id = j.person_id, enterprise_number = j.enterprise_number,
        joint_committee = j.joint_committee, start_date = j.start_date, end_date = j.end_date,
        end_reason = j.end_reason, weekly_minutes = j.weekly_minutes
    FROM feed_job j
    WHERE e.employment_id = j.employment_id AND e.person_id <> j.person_id
"""
# A client id may go from one sender to another within one feed, so each first gives up its own
# for a name that no client can have.
_FREED_CLIENTS = """
    UPDATE sender s
    SET client_id = 'freed ' || s.sender_number
    FROM feed_sender f
    WHERE f.sender_number = s.sender_number AND f.client_id IS DISTINCT FROM s.client_id
"""
_GONE_REGIMES = """
    DELETE FROM work_regime w
    USING feed_first_regime f
    JOIN employment e USING (employment_id)
    WHERE w.person_id = e.person_id AND w.employment_id = e.employment_id
    AND NOT EXISTS (
        SELECT
        FROM feed_work_regime r
        WHERE r.employment_id = w.employment_id AND r.from_date = w.from_date
    )
"""


def write(load: Load, read: Mapping[str, int]) -> dict[str, Counts]:
    """Write what was staged and checked; return what became of the rows of each file.

    read: rows by file; a file that is not among them was not in the folder.
    """
    counts = {}
    for file, write_rows in _WRITERS.items():
        if file in read:
            load.progress(f"writing {file}", read[file])
            counts[file] = write_rows(load, read[file])
    if "workers.csv" in read:
        load.keeper.write("feed_directory", _NEW_NUMBERS)
        merge_persons(load)
    load.connection.execute(
        insert(FeedLoad).values(feed_load_id=new_id(), loaded_at=load.now, counts=dict(read))
    )
    return counts


def _write_persons(load: Load, read: int) -> Counts:
    load.make_table("feed_directory", _DIRECTORY)
    new, changed = load.connection.execute(text(_WORKER_COUNTS)).one()
    _upsert(load, Person, _PERSONS, left_alone=("email",))
    return Counts(read, new, changed)


def _write_employments(load: Load, read: int) -> Counts:
    moved = load.make(_MOVED)
    new, changed = _upsert(load, Employment, _EMPLOYMENTS)
    return Counts(read, new, changed + moved)


def _write_regimes(load: Load, read: int) -> Counts:
    removed = load.make(_GONE_REGIMES)
    return Counts(read, *_upsert(load, WorkRegime, _WORK_REGIMES), removed)


def _write_senders(load: Load, read: int) -> Counts:
    load.make(_FREED_CLIENTS)
    return Counts(read, *_upsert(load, Sender, _SENDERS))


def _plainly(
    model: type[Base], query: str, left_alone: tuple[str, ...] = ()
) -> Callable[[Load, int], Counts]:
    """Return a writer of rows that concern no other row."""
    return lambda load, read: Counts(read, *_upsert(load, model, query, left_alone))


# In this order they are written: later rows refer to earlier ones.
_WRITERS: dict[str, Callable[[Load, int], Counts]] = {
    "workers.csv": _write_persons,
    "employers.csv": _plainly(Employer, _EMPLOYERS),
    "employer_sizes.csv": _plainly(EmployerSize, _SIZES),
    "employments.csv": _write_employments,
    "work_regimes.csv": _write_regimes,
    "mandates.csv": _plainly(Mandate, _MANDATES, _DECIDED_HERE),
    "representatives.csv": _plainly(Representative, _REPRESENTATIVES, _DECIDED_HERE),
    "senders.csv": _write_senders,
}


def _upsert(
    load: Load, model: type[Base], query: str, left_alone: tuple[str, ...] = ()
) -> tuple[int, int]:
    """Write the rows that are not there or differ; return how many were new, how many changed.

    query: gives rows under the names of the table's columns, all but those to be left alone. Rows
    that say what is known are not written again, so that a feed loaded twice costs only reading.
    """
    table = model.metadata.tables[model.__tablename__]
    key = [column.name for column in table.primary_key]
    names = [column.name for column in table.columns if column.name not in left_alone]
    facts = [name for name in names if name not in key]
    statement = f"""
        WITH said AS ({query}), other AS MATERIALIZED (
            SELECT {_of("said", names)}, known.{key[0]} IS NULL AS is_new
            FROM said
            LEFT JOIN {table.name} known USING ({", ".join(key)})
            WHERE known.{key[0]} IS NULL
            OR ROW({_of("said", facts)}) IS DISTINCT FROM ROW({_of("known", facts)})
        ), written AS (
            INSERT INTO {table.name} ({", ".join(names)})
            SELECT {", ".join(names)}
            FROM other
            ORDER BY {", ".join(key)}
            ON CONFLICT ({", ".join(key)})
            DO UPDATE SET {", ".join(f"{name} = excluded.{name}" for name in facts)}
        )
        SELECT count(*) FILTER (WHERE is_new), count(*) FILTER (WHERE NOT is_new)
        FROM other
    """  # noqa: S608 - the names are those of the models
    new, changed = load.connection.execute(text(statement), {"now": load.now}).one()
    return new, changed


def _of(table: str, names: list[str]) -> str:
    return ", ".join(f"{table}.{name}" for name in names)
