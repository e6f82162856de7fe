from decimal import Decimal

from sqlalchemy import Engine, orm, text

from portal.database import Session, reading


def test_a_commit_of_a_test_is_undone_one(db: orm.Session) -> None:
    assert db.execute(text("SELECT count(*) FROM employer")).scalar() == 0
    db.execute(text("INSERT INTO employer (enterprise_number, name) VALUES ('0123456749', 'A')"))
    db.commit()


test_a_commit_of_a_test_is_undone_two = test_a_commit_of_a_test_is_undone_one


def test_reading_sees_what_was_committed_and_holds_no_transaction(database: Engine) -> None:
    insert = "INSERT INTO employer (enterprise_number, name) VALUES ('0123456749', 'A')"
    with reading() as connection:
        with Session.begin() as db:
            db.execute(text(insert))
        assert connection.execute(text("SELECT count(*) FROM employer")).scalar() == 1
        state = "SELECT state FROM pg_stat_activity WHERE pid = :pid"
        pid = connection.execute(text("SELECT pg_backend_pid()")).scalar()
        with database.connect() as other:
            assert other.execute(text(state), {"pid": pid}).scalar() == "idle"


def test_the_database_is_empty_again_after_a_test_that_commits(db: orm.Session) -> None:
    assert db.execute(text("SELECT count(*) FROM employer")).scalar() == 0


def test_numbers_in_json_are_exact(db: orm.Session) -> None:
    answer = db.execute(text("SELECT json_build_object('days', 0.1)")).scalar()
    assert answer == {"days": Decimal("0.1")}
