"""Looks to test with: written as the portal writes them, and tampered with as nobody should."""

from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from click.testing import CliRunner, Result
from sqlalchemy import Engine, text

from portal.account.looks import DataGroup, Look, write_looks
from portal.commands import portal
from portal.database import reading
from portal.roles import Role

NOW = datetime(2026, 11, 24, 12, tzinfo=ZoneInfo("Europe/Brussels"))
X, OFFICE = "0100000001", "0100000002"

BY_EMPLOYER = Look(NOW, Role.EMPLOYER, "page", organisation=X)


def look_at(*people: UUID, look: Look = BY_EMPLOYER, times: int = 1) -> None:
    """Look at the records of these people, so often."""
    with reading() as db:
        for _ in range(times):
            write_looks(db, people, DataGroup.ACCOUNT, look)


def seconds_later(seconds: float) -> Look:
    """Return a look of the employer at another moment."""
    return Look(NOW + timedelta(seconds=seconds), Role.EMPLOYER, "page", organisation=X)


def tamper(database: Engine, *statements: str) -> None:
    """Change the log as its owner can, who first switches off what refuses it."""
    with database.begin() as db:
        for table in ("look", "look_chain", "anchored_look", "look_anchor"):
            db.execute(text(f"ALTER TABLE {table} DISABLE TRIGGER USER"))
        for statement in statements:
            assert db.execute(text(statement)).rowcount > 0, statement
        for table in ("look", "look_chain", "anchored_look", "look_anchor"):
            db.execute(text(f"ALTER TABLE {table} ENABLE TRIGGER USER"))


def run(*words: str) -> Result:
    """Run `portal looks` with these words."""
    return CliRunner().invoke(portal, ["looks", *words])
