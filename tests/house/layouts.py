"""The schema laid out otherwise: in hash partitions on one server, or on others behind it.

The portal does none of this; it is the trial of what its schema and its statements bear.
"""

from collections.abc import Sequence

from sqlalchemy import URL, Connection, text

# What is kept by person: its key begins with the person.
BY_PERSON = text("""
    SELECT CAST(conrelid AS regclass)::text
    FROM pg_constraint
    JOIN pg_attribute ON attrelid = conrelid AND attnum = conkey[1]
    WHERE contype = 'p' AND attname = 'person_id'
    ORDER BY 1
""")
REFERENCES = text("""
    SELECT CAST(conrelid AS regclass)::text, CAST(confrelid AS regclass)::text, conname,
        pg_get_constraintdef(oid)
    FROM pg_constraint
    WHERE contype = 'f' AND connamespace = CAST(current_schema() AS regnamespace)
""")
TRIGGERS = text("""
    SELECT pg_get_triggerdef(oid) FROM pg_trigger
    WHERE tgrelid = CAST(:of AS regclass) AND NOT tgisinternal
""")
# Unique without the person: no partitioned table can hold it.
UNIQUE_ALONE = "ALTER TABLE credential DROP CONSTRAINT IF EXISTS uq_credential_status_index"


def partition(db: Connection, parts: int) -> None:
    """Part every empty table that is kept by person into hash partitions; all else stays true."""
    tables, references = _stripped(db)
    for table in tables:
        triggers = db.scalars(TRIGGERS, {"of": table}).all()
        _make_parent(db, table, "INCLUDING ALL")
        for part in range(parts):
            _say(db, f"CREATE TABLE {table}_{part} PARTITION OF {table} {_values(parts, part)}")
        for trigger in triggers:
            _say(db, trigger)
    for table, _, name, said in references:
        _say(db, f"ALTER TABLE {table} ADD CONSTRAINT {name} {said}")


def spread(db: Connection, shards: Sequence[URL]) -> None:
    """Let every empty table that is kept by person lie on other servers, which have it already.

    Keys, references and triggers are then only theirs: no foreign partition can have any here.
    """
    tables, _ = _stripped(db)
    _say(db, "CREATE EXTENSION postgres_fdw")
    for number, shard in enumerate(shards):
        _say(
            db,
            f"CREATE SERVER shard{number} FOREIGN DATA WRAPPER postgres_fdw OPTIONS ("
            f"host '{shard.query['host']}', dbname '{shard.database}', batch_size '1000',"
            " fetch_size '1000')",
        )
        _say(
            db,
            f"CREATE USER MAPPING FOR CURRENT_USER SERVER shard{number}"
            f" OPTIONS (user '{shard.username}', password_required 'false')",
        )
    for table in tables:
        _make_parent(db, table, "INCLUDING DEFAULTS INCLUDING IDENTITY")
        for number in range(len(shards)):
            _say(
                db,
                f"CREATE FOREIGN TABLE {table}_{number} PARTITION OF {table}"
                f" {_values(len(shards), number)} SERVER shard{number}"
                f" OPTIONS (table_name '{table}')",
            )


def hold_a_part(db: Connection) -> None:
    """Let a server hold a part of the people: employers and numbers lie elsewhere."""
    tables, references = _stripped(db)
    for table, target, name, said in references:
        if table in tables and target in tables:
            _say(db, f"ALTER TABLE {table} ADD CONSTRAINT {name} {said}")


def _stripped(db: Connection) -> tuple[Sequence[str], Sequence[tuple[str, str, str, str]]]:
    """Return the tables to lay out, and the references from and to them, which are gone now."""
    tables = db.scalars(BY_PERSON).all()
    references = [
        (table, target, name, said)
        for table, target, name, said in db.execute(REFERENCES)
        if {table, target} & set(tables)
    ]
    for table, _, name, _ in references:
        _say(db, f"ALTER TABLE {table} DROP CONSTRAINT {name}")
    _say(db, UNIQUE_ALONE)
    return tables, references


def _make_parent(db: Connection, table: str, including: str) -> None:
    """Put a partitioned table without partitions in the place of a table without rows."""
    _say(db, f"ALTER TABLE {table} RENAME TO former")
    _say(db, f"CREATE TABLE {table} (LIKE former {including}) PARTITION BY HASH (person_id)")
    _say(db, "DROP TABLE former")


def _values(parts: int, part: int) -> str:
    return f"FOR VALUES WITH (MODULUS {parts}, REMAINDER {part})"


def _say(db: Connection, statement: str) -> None:
    db.exec_driver_sql(statement)
