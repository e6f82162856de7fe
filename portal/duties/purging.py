"""Destroys what may be kept no longer, a few pages of a table at a time, and proves it.

Each small transaction holds the rows and their proof, so it may be stopped at any moment and
begun again; whoever uses the portal waits for none of it.
"""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Final

from sqlalchemy import (
    Connection,
    Table,
    Text,
    cast,
    delete,
    func,
    select,
    text,
)

from portal.database import engine
from portal.duties.due import Due
from portal.duties.proving import prove
from portal.settings import load_settings

PAGES: Final = 256  # of a table, 8 kB each, in one transaction
_PAGES_OF: Final = text(
    """
    SELECT coalesce(max(pg_relation_size(relid)), pg_relation_size(CAST(:table AS regclass)))
        / current_setting('block_size')::int
    FROM pg_partition_tree(CAST(:table AS regclass))
    WHERE isleaf
    """
)
_KEEPS_ITSELF: Final = text(
    "SELECT EXISTS (SELECT FROM pg_trigger WHERE tgrelid = CAST(:table AS regclass)"
    " AND NOT tgisinternal)"
)
_ON_PAGES: Final = text("ctid >= CAST(:low AS tid) AND ctid < CAST(:high AS tid)")

# Called with the table and how many rows of it went so far.
Tell = Callable[[str, int], None]


def count_due(db: Connection, due: Due) -> int:
    """Return how many rows are due."""
    return db.execute(select(func.count()).select_from(due.table).where(due.condition)).scalar_one()


def purge(due: Due, until: date, now: datetime, tell: Tell) -> int:
    """Destroy what is due of one table; return how many rows that were."""
    pool, gone = engine(load_settings()), 0
    with pool.connect() as db:
        pages = db.execute(_PAGES_OF, {"table": due.table.name}).scalar_one()
    for first in range(0, pages, PAGES):
        with pool.begin() as db:
            keys = _destroy(db, due, first)
            if keys:
                prove(db, due, until, keys, now)
                gone += len(keys)
        tell(due.table.name, gone)
    return gone


def give_back(emptied: Sequence[Due]) -> bool:
    """Let the files go in which destroyed rows stood; tell whether they were all empty.

    A deleted row stands on the disk until its place is needed; a file that is gone does not.
    """
    tables = [due.table for due in emptied if due.everything]
    if not tables:
        return True
    names = ", ".join(table.name for table in tables)
    with engine(load_settings()).begin() as db:
        db.execute(text(f"LOCK TABLE {names} IN ACCESS EXCLUSIVE MODE"))
        if any(db.execute(select(table).limit(1)).first() for table in tables):
            return False
        for table in tables:
            _let(db, table, "DISABLE")
        db.execute(text(f"TRUNCATE {names}"))
        for table in tables:
            _let(db, table, "ENABLE")
    return True


def _destroy(db: Connection, due: Due, first: int) -> list[bytes]:
    """Delete what is due on some pages of a table; return the SHA-256 of the key of each row."""
    if due.everything:
        _let(db, due.table, "DISABLE")
    key = cast(func.row(*due.table.primary_key.columns), Text)
    gone = db.scalars(
        delete(due.table)
        .where(due.condition, _ON_PAGES)
        .returning(func.sha256(func.convert_to(key, "UTF8"))),
        {"low": f"({first},0)", "high": f"({first + PAGES},0)"},
    ).all()
    if due.everything:
        _let(db, due.table, "ENABLE")
    return list(gone)


def _let(db: Connection, table: Table, what: str) -> None:
    """Switch off or on what keeps a log from losing rows, in this transaction alone."""
    if db.execute(_KEEPS_ITSELF, {"table": table.name}).scalar_one():
        db.execute(text(f"ALTER TABLE {table.name} {what} TRIGGER USER"))
