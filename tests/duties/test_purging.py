"""What may be kept no longer is destroyed, and proved, by the commands; nothing else is touched."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import Engine, func, select, text
from sqlalchemy.exc import ProgrammingError

from portal.clock import machine_now
from portal.commands import portal
from portal.database import Session, engine
from portal.duties import purging
from portal.identifiers import new_id
from portal.models import Base
from portal.models.keeping import KEEPING
from portal.settings import load_settings
from tests.account.seen import look_at
from tests.reckoning.world import add_employer, add_employment, add_right, add_training, add_worker

SSIN = "95111722477"
OUTLIVE = {"number_key", "destruction"}


def command(*arguments: str) -> Result:
    return CliRunner().invoke(portal, arguments, catch_exceptions=False)


def count(database: Engine, table: str) -> int:
    with database.connect() as db:
        return db.execute(
            select(func.count()).select_from(Base.metadata.tables[table])
        ).scalar_one()


def rows(database: Engine) -> dict[str, int]:
    return {name: number for name in Base.metadata.tables if (number := count(database, name)) > 0}


@pytest.fixture
def by_law(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], None]]:
    """Give what makes it another day, by the Belgian dates."""

    def on(day: str) -> None:
        monkeypatch.setenv("PORTAL_REGISTRATION", "by-law")
        monkeypatch.setenv("PORTAL_TODAY", day)
        load_settings.cache_clear()

    yield on
    engine(load_settings()).dispose()
    monkeypatch.undo()
    load_settings.cache_clear()


@pytest.fixture
def world(database: Engine) -> Engine:
    """Give a country of one worker, with a record, a look, and tries of different ages."""
    with Session.begin() as db:
        person_id = add_worker(db, SSIN)
        number = add_employer(db, "0100000001")
        add_employment(db, person_id, number)
        add_right(db, person_id, number, 2026, "5")
        add_training(db, person_id, number, date(2026, 3, 4))
        for hours in (30, 26, -1):
            db.execute(
                text("INSERT INTO worker_beat VALUES (:id, :at, :at)"),
                {"id": new_id(), "at": machine_now() - timedelta(hours=hours)},
            )
        for state in ("draft", "declared"):
            db.execute(
                text(
                    "INSERT INTO training_entry VALUES (:id, '0100000001', '0100000001', :person,"
                    " :state, :state, '{}', :at, :at)"
                ),
                {
                    "id": new_id(),
                    "person": person_id,
                    "state": state,
                    "at": machine_now() - timedelta(days=91),
                },
            )
    look_at(person_id)
    assert command("looks", "anchor").exit_code == 0
    return database


def test_what_is_past_its_term_goes_and_nothing_else(world: Engine) -> None:
    before = rows(world)
    asked = command("purge", "--dry-run")
    assert "worker_beat: 2 rows would be destroyed (kept for a day after" in asked.output
    assert rows(world) == before
    done = command("purge")
    assert done.exit_code == 0
    assert "training_entry: 1 rows destroyed (kept until 90 days after" in done.output
    after = rows(world)
    assert after.pop("destruction") == 2
    assert after == before | {"worker_beat": 1, "training_entry": 1}
    assert command("looks", "verify").exit_code == 0


def test_given_again_it_finds_nothing(world: Engine) -> None:
    command("purge")
    again = command("purge")
    assert again.output.startswith("0 rows were destroyed")
    assert count(world, "destruction") == 2


@pytest.mark.parametrize("day", ["2025-12-31", "2026-12-31"])
def test_before_the_law_destroys_no_record_goes(
    world: Engine, by_law: Callable[[str], None], day: str
) -> None:
    by_law(day)
    asked = command("purge", "--by-law")
    assert (asked.exit_code, "No law destroys" in asked.output) == (1, True)
    command("purge")
    assert {"person", "training", "look", "directory"} <= rows(world).keys()


def test_the_law_destroys_all_that_tells_of_people(
    world: Engine, by_law: Callable[[str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(purging, "PAGES", 1)
    before = rows(world)
    by_law("2027-01-01")
    done = command("purge", "--by-law")
    assert done.exit_code == 0, done.output
    assert "person: 1 rows destroyed (Law of 14 January 2026: destroyed)." in done.output
    left = rows(world)
    assert left.keys() <= OUTLIVE | {"worker_beat"}
    assert left["number_key"] == before["number_key"]
    with world.connect() as db:
        kept = str(db.execute(text("SELECT * FROM destruction")).all())
    assert SSIN not in kept
    assert command("looks", "verify").output.startswith("0 looks in 0 chains")
    assert command("purge", "--by-law").output.startswith("0 rows were destroyed")


def test_what_the_law_destroys_goes_for_no_timer(
    world: Engine, by_law: Callable[[str], None]
) -> None:
    by_law("2027-01-01")
    done = command("purge")
    assert (done.exit_code, "give --by-law" in done.output) == (0, True)
    assert {"person", "training", "look", "directory"} <= rows(world).keys()


def test_a_day_to_come_can_be_looked_at_but_not_done(
    world: Engine, by_law: Callable[[str], None]
) -> None:
    by_law("2026-11-24")
    ahead = command("purge", "--by-law", "--dry-run", "--until", "2027-01-01")
    assert "training: 1 rows would be destroyed (Law of 14 January 2026" in ahead.output
    refused = command("purge", "--until", "2027-01-01")
    assert refused.exit_code == 1
    assert "only --dry-run can look ahead" in refused.output
    assert count(world, "training") == 1


def test_whoever_has_a_backup_can_reckon_the_proof_again(world: Engine) -> None:
    keys = "SELECT sha256(convert_to(ROW(worker_id)::text, 'UTF8')) FROM worker_beat"
    with world.connect() as db:
        old = f"{keys} WHERE beaten_at < now() - interval '1 day'"
        total = sum(int.from_bytes(key, "big") for key in db.scalars(text(old)))
    command("purge")
    shown = command("purged")
    assert shown.exit_code == 0
    assert f"worker_beat: 2 rows (kept for a day after its last beat)  {total % 2**256:064x}" in (
        shown.output
    )


@pytest.mark.parametrize(
    "tampering",
    [
        "UPDATE destruction SET rows = 1 WHERE sequence = 1",
        "DELETE FROM destruction WHERE sequence = 1",
        "UPDATE destruction SET destroyed_at = destroyed_at - interval '1 day'",
    ],
)
def test_a_proof_that_was_changed_is_seen(world: Engine, tampering: str) -> None:
    command("purge")
    with pytest.raises(ProgrammingError, match="Proofs of destruction stay"), world.begin() as db:
        db.execute(text(tampering))
    with world.begin() as db:
        db.execute(text("ALTER TABLE destruction DISABLE TRIGGER USER"))
        db.execute(text(tampering))
        db.execute(text("ALTER TABLE destruction ENABLE TRIGGER USER"))
    shown = command("purged")
    assert shown.exit_code == 1
    assert "tampered" in shown.output


def test_only_what_tells_of_nobody_outlives_the_account() -> None:
    outliving = {name for name, keeping in KEEPING.items() if keeping.outlives}
    assert outliving == OUTLIVE
    assert not any(KEEPING[name].personal for name in outliving)
