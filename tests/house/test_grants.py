"""The role of the running pages can add to the look log, and change or remove nothing of it."""

from collections.abc import Iterator
from uuid import uuid4

import pytest
from click.testing import CliRunner
from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import ProgrammingError

from portal import database as ground
from portal import grants
from portal.account.looks import DataGroup, Look, write_looks
from portal.commands import portal
from portal.identifiers import new_id
from portal.processes import programs
from portal.roles import Role
from portal.settings import Settings, load_settings
from tests.account.seen import NOW, look_at


@pytest.fixture
def as_web(database: Engine) -> Iterator[Connection]:
    """Give a connection in the role of the pages, on which every statement stands alone."""
    look_at(new_id())
    with database.connect() as opened:
        db = opened.execution_options(isolation_level="AUTOCOMMIT")
        if not grants.exists(db):
            pytest.skip("this server lets nobody make the role")
        db.execute(text(f"SET ROLE {grants.WEB_ROLE}"))
        yield db
        db.execute(text("RESET ROLE"))


REFUSED = [
    "UPDATE look SET reason = ''",
    "DELETE FROM look",
    "TRUNCATE look",
    "ALTER TABLE look DISABLE TRIGGER USER",
    "DROP TABLE look",
    "UPDATE look_chain SET holder_id = person_id",
    "UPDATE look_chain SET person_id = holder_id",
    "DELETE FROM look_chain",
    "TRUNCATE look_chain",
    "INSERT INTO anchored_look SELECT person_id, now(), 1, '' FROM look",
    "DELETE FROM anchored_look",
    "INSERT INTO look_anchor VALUES (now(), now(), 1, '')",
    "UPDATE look_anchor SET root = ''",
    "TRUNCATE look_anchor",
    "UPDATE access_act SET act = ''",
    "DELETE FROM access_act",
    "UPDATE alembic_version SET version_num = '001'",
    "TRUNCATE training",
    "CREATE OR REPLACE FUNCTION look_log_only_grows() RETURNS trigger AS '' LANGUAGE plpgsql",
]


@pytest.mark.parametrize("act", REFUSED)
def test_the_pages_are_refused(as_web: Connection, act: str) -> None:
    with pytest.raises(ProgrammingError, match=r"permission denied|must be owner"):
        as_web.execute(text(act))


def test_the_pages_may_look_and_write_it_down(as_web: Connection) -> None:
    person_id = new_id()
    for _ in range(2):
        write_looks(as_web, [person_id], DataGroup.ACCOUNT, Look(NOW, Role.EMPLOYER, "page"))
    assert as_web.scalar(text("SELECT count(*) FROM look")) == 3


def test_the_pages_may_do_all_to_every_table_that_is_no_look_log(as_web: Connection) -> None:
    rights = as_web.execute(
        text(
            "SELECT tablename, has_table_privilege(tablename, 'SELECT')"
            " AND has_table_privilege(tablename, 'INSERT')"
            " AND has_table_privilege(tablename, 'UPDATE')"
            " AND has_table_privilege(tablename, 'DELETE')"
            " FROM pg_tables WHERE schemaname = current_schema()"
        )
    )
    assert {table for table, everything in rights if not everything} == set(grants.LESS)


def test_a_role_of_ones_own_is_given_the_same(
    database: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("portal.commands.load_settings", load_settings)
    role = f"Role of {uuid4().hex[:8]}"
    with database.begin() as db:
        if not grants.exists(db):
            pytest.skip("this server lets nobody make a role")
        db.execute(text(f'CREATE ROLE "{role}"'))
    try:
        assert CliRunner().invoke(portal, ["db", "grants", role]).exit_code == 0
        with database.connect() as db:
            db.execute(text(f'SET ROLE "{role}"'))
            assert db.scalar(text("SELECT count(*) FROM training")) == 0
            with pytest.raises(ProgrammingError, match="permission denied"):
                db.execute(text("DELETE FROM look"))
    finally:
        with database.begin() as db:
            db.execute(text(f'DROP OWNED BY "{role}"; DROP ROLE "{role}"'))


def test_a_role_that_is_not_there_is_named() -> None:
    answer = CliRunner().invoke(portal, ["db", "grants", "nobody_at_all"])
    assert answer.exit_code == 1
    assert "no role nobody_at_all" in answer.output


def test_only_the_embedded_database_is_entered_in_another_role(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = "postgresql://owner@/portal?host=/run/own"
    monkeypatch.setattr("portal.embedded.ensure_running", lambda _data: own)
    monkeypatch.delenv("DATABASE_URL")
    assert ground.url_of(Settings(database_role="portal_web")).username == "portal_web"
    assert ground.url_of(Settings()).username == "owner"
    outside = Settings(database_url=own, database_role="portal_web")
    assert ground.url_of(outside).username == "owner"
    assert settings.database_role is None


@pytest.fixture
def served_in(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str | None]]:
    """Give the roles in which pages would be served, instead of serving them."""
    for name in ("PORTAL_DATABASE_ROLE", "PGOPTIONS"):
        monkeypatch.setenv(name, "")
        monkeypatch.delenv(name)
    roles: list[str | None] = []
    monkeypatch.setattr(
        programs, "serve", lambda *_, **__: roles.append(load_settings().database_role)
    )
    yield roles
    monkeypatch.undo()
    load_settings.cache_clear()


def test_the_pages_run_in_that_role(settings: Settings, served_in: list[str | None]) -> None:
    programs.serve_web(settings)
    assert served_in == [grants.WEB_ROLE]


def test_pages_that_could_change_the_look_log_say_so_at_their_start(
    settings: Settings, served_in: list[str | None], capsys: pytest.CaptureFixture[str]
) -> None:
    assert settings.database_url
    programs.serve_web(settings)
    told = capsys.readouterr().err
    assert "Warning: in the role of DATABASE_URL the pages could change the look log" in told
    assert grants.WEB_ROLE in told
    assert served_in


def test_pages_in_their_own_role_have_nothing_to_say(as_web: Connection) -> None:
    assert not grants.may_change_looks(as_web)
