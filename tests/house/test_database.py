from decimal import Decimal

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Engine, orm, text

from portal.database import (
    Session,
    UnusableDatabase,
    engine,
    reading,
    replica_engine,
    upgrade,
)
from portal.models import Base
from portal.settings import Settings


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


def test_who_runs_a_process_may_limit_its_questions(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PGOPTIONS", "-c statement_timeout=7s")
    pool = engine.__wrapped__(settings)
    with pool.connect() as connection:
        assert connection.execute(text("SHOW statement_timeout")).scalar() == "7s"
        assert connection.execute(text("SHOW timezone")).scalar() == "Europe/Brussels"
    pool.dispose()


@pytest.mark.parametrize("scheme", ["postgresql", "postgres", "postgresql+psycopg"])
def test_every_usual_way_to_write_the_address_is_understood(
    settings: Settings, scheme: str
) -> None:
    address = str(settings.database_url).partition("://")[2]
    pool = engine.__wrapped__(Settings(database_url=f"{scheme}://{address}"))
    with pool.connect() as connection:
        assert connection.execute(text("SELECT 1")).scalar() == 1
    pool.dispose()


def test_a_replica_that_is_no_postgresql_is_refused_by_the_name_of_its_setting() -> None:
    with pytest.raises(UnusableDatabase, match="DATABASE_REPLICA_URL must name a PostgreSQL"):
        replica_engine(Settings(database_replica_url="mysql://a@b/c"))


def test_a_second_upgrade_is_harmless_and_the_tables_are_what_the_models_say(
    settings: Settings,
) -> None:
    upgrade(settings)
    with engine(settings).connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_server_default": True})
        assert compare_metadata(context, Base.metadata) == []
