"""What is asked often, asked in the words of the server itself.

SQLAlchemy describes each column of each answer anew, and the driver looks for the values of a long
statement each time it is asked; both cost more than most answers.
"""

import re
from collections.abc import Mapping
from functools import cache
from typing import Any, Final, NamedTuple

import psycopg
from sqlalchemy import Connection, TextClause, orm
from sqlalchemy.exc import OperationalError

_BOUND: Final = re.compile(r"(?<!:):(\w+)")  # a value in a statement, and no `::` of a type
Answer = psycopg.Cursor[tuple[Any, ...]]


class Question(NamedTuple):
    """A statement whose values are numbered; names: theirs, in that order."""

    text: bytes
    names: tuple[str, ...]

    def ask(self, driver: psycopg.Connection[Any], bound: Mapping[str, Any]) -> Answer:
        """Return what the server answers."""
        return psycopg.RawCursor(driver).execute(self.text, [bound[name] for name in self.names])


def rows_of(
    db: orm.Session | Connection, statement: TextClause, bound: Mapping[str, Any]
) -> list[tuple[Any, ...]]:
    """Return all rows that a question has; raises OperationalError as SQLAlchemy does."""
    return ask(db, statement, bound).fetchall()


def ask(db: orm.Session | Connection, statement: TextClause, bound: Mapping[str, Any]) -> Answer:
    """Return the answer to a question, or to an order that has no rows; raises as above."""
    ours = db.connection() if isinstance(db, orm.Session) else db
    driver = driver_of(ours)
    try:
        return question_of(statement).ask(driver, bound)
    except psycopg.OperationalError as fault:
        if driver.closed:
            ours.invalidate(fault)  # nobody else gets it
        raise OperationalError(statement.text, None, fault) from fault


def driver_of(connection: Connection) -> psycopg.Connection[Any]:
    """Return the driver's own connection, in the same transaction."""
    driver: psycopg.Connection[Any] = connection.connection.driver_connection  # type: ignore[assignment]
    return driver


@cache
def question_of(statement: TextClause) -> Question:
    """Return a statement as the server takes it."""
    names = tuple(dict.fromkeys(_BOUND.findall(statement.text)))
    text = _BOUND.sub(lambda found: f"${names.index(found[1]) + 1}", statement.text)
    return Question(text.encode(), names)
