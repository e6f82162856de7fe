"""What is asked in the words of the server is asked as it was written."""

import pytest
from sqlalchemy import orm, text
from sqlalchemy.exc import OperationalError

from portal.driver import ask, rows_of

LONG = " ".join(f"AND {number} = {number}" for number in range(1000))


@pytest.mark.parametrize("condition", ["", LONG])
def test_values_stand_where_their_names_are_however_often(db: orm.Session, condition: str) -> None:
    statement = text(
        "SELECT CAST(:day AS date) - 1, :name::text, CAST(:day AS date)::text || :name::text"
        f" WHERE true {condition}"
    )
    (row,) = rows_of(db, statement, {"name": "A:day$1%s", "day": "2026-11-30"})
    assert (row[0].isoformat(), *row[1:]) == ("2026-11-29", "A:day$1%s", "2026-11-30A:day$1%s")


def test_an_order_without_rows_can_be_given(db: orm.Session) -> None:
    insert = "INSERT INTO employer (enterprise_number, name) VALUES (:number, :name)"
    assert ask(db, text(insert), {"number": "0123456749", "name": "A"}).rowcount == 1
    assert rows_of(db, text("SELECT name FROM employer"), {}) == [("A",)]


def test_a_server_that_gives_up_is_told_as_any_other_question_tells_it(db: orm.Session) -> None:
    db.execute(text("SET LOCAL statement_timeout = '10ms'"))
    with pytest.raises(OperationalError):
        rows_of(db, text("SELECT pg_sleep(:seconds)"), {"seconds": 60})
