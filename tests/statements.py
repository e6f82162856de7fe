"""What a test hears of the database: every statement that is sent, by whatever way."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
import pytest
from psycopg import sql

Statement = str | bytes | sql.Composable


@contextmanager
def statements() -> Iterator[list[str]]:
    """Give a list that grows with every statement that this process sends, COPY included."""
    sent: list[str] = []

    def hear(name: str) -> object:
        act = getattr(psycopg.Cursor, name)

        def heard(cursor: psycopg.Cursor, statement: Statement, *given: Any, **more: Any) -> object:
            sent.append(_written(statement))
            return act(cursor, statement, *given, **more)

        return heard

    with pytest.MonkeyPatch.context() as patch:
        for name in ("execute", "copy"):
            patch.setattr(psycopg.Cursor, name, hear(name))
        yield sent


def _written(statement: Statement) -> str:
    if isinstance(statement, bytes):
        return statement.decode()
    return statement if isinstance(statement, str) else statement.as_string()
