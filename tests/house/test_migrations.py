"""Each migration runs upward over data, and together they make the tables of the models."""

from collections.abc import Iterator
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import Engine, create_engine, text

from portal.account.verifying import anchor_faults, chain_faults
from portal.database import MIGRATIONS, engine
from portal.directory.keys import read_key
from portal.identifiers import new_id
from portal.settings import Settings

OLD, NEW, OTHER = "89422710287", "93512178324", "85092903471"
MOMENT = "2026-11-02 09:30:00+01"


class Place:
    """A database without tables, and settings for it whose keys lie in a folder of their own."""

    def __init__(self, pool: Engine, settings: Settings) -> None:
        self.pool = pool
        self.settings = settings
        self.config = Config()
        self.config.set_main_option("script_location", str(MIGRATIONS))
        self.config.attributes.update(connection=pool, settings=settings)

    def upgrade(self, revision: str) -> None:
        command.upgrade(self.config, revision)

    def do(self, statement: str, **bound: object) -> None:
        with self.pool.begin() as db:
            db.execute(text(statement), bound)

    def ask(self, query: str) -> list[tuple[object, ...]]:
        with self.pool.connect() as db:
            return [tuple(row) for row in db.execute(text(query))]


@pytest.fixture
def place(settings: Settings, tmp_path: Path) -> Iterator[Place]:
    given = engine(settings).url
    apart = create_engine(given, isolation_level="AUTOCOMMIT")
    name = f"migrated_{uuid4().hex}"
    with apart.connect() as server:
        server.execute(text(f"CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8'"))
        address = given.set(database=name)
        own = Settings(
            database_url=address.render_as_string(hide_password=False), data=tmp_path / "var"
        )
        pool = create_engine(address)
        yield Place(pool, own)
        pool.dispose()
        server.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
    apart.dispose()


def test_the_migrations_make_the_tables_of_the_models(place: Place) -> None:
    place.upgrade("head")

    command.check(place.config)
    assert not place.settings.number_keys_folder.exists()


def test_numbers_are_sealed_and_found_again_after_002(place: Place) -> None:
    place.upgrade("001")
    one, other = new_id(), new_id()
    for person_id in (one, other):
        place.do("INSERT INTO person VALUES (:p, 'Nguyen', 'Camille')", p=person_id)
    for ssin, person_id, state, by in (
        (OLD, one, "replaced", NEW),
        (NEW, one, "current", None),
        (OTHER, other, "canceled", None),
    ):
        place.do(
            "INSERT INTO directory VALUES (:s, :p, :t, :b, :m)",
            s=ssin,
            p=person_id,
            t=state,
            b=by,
            m=MOMENT,
        )
    moments = "SELECT changed_at FROM directory"
    before = place.ask(moments)

    place.upgrade("002")

    ((key_id, key_state),) = place.ask("SELECT key_id, state FROM number_key")
    key = read_key(place.settings.number_keys_folder, str(key_id))
    assert key_state == "current"
    found = {
        key.open(sealed, person_id): (index, person_id, state, by)
        for index, person_id, sealed, state, by in place.ask(
            "SELECT number_index, person_id, sealed, state, replaced_by FROM directory"
        )
        if isinstance(sealed, bytes) and isinstance(person_id, UUID)
    }
    assert found == {
        OLD: (key.index(OLD), one, "replaced", key.index(NEW)),
        NEW: (key.index(NEW), one, "current", None),
        OTHER: (key.index(OTHER), other, "canceled", None),
    }
    assert place.ask(moments) == before
    assert place.ask("SELECT to_regclass('directory_in_clear')") == [(None,)]


def test_002_asks_production_for_a_key_before_it_touches_a_number(
    place: Place, tmp_path: Path
) -> None:
    place.upgrade("001")
    place.do("INSERT INTO person VALUES (:p, 'Nguyen', 'Camille')", p=(person_id := new_id()))
    place.do("INSERT INTO directory VALUES (:s, :p, 'current', NULL, now())", s=NEW, p=person_id)
    production = place.settings.model_copy(
        update={"environment": "production", "number_keys": tmp_path / "keys"}
    )
    place.config.attributes["settings"] = production

    with pytest.raises(Exception, match="portal keys rotate"):
        place.upgrade("002")

    assert place.ask("SELECT ssin FROM directory") == [(NEW,)]


OLD_LOOK = """
    INSERT INTO look (person_id, look_id, looked_at, looker_id, role, data_group, channel)
    VALUES (:p, gen_random_uuid(), :at, :p, 'worker', 'account', 'page')
"""


def test_looks_are_chained_in_their_order_after_003(place: Place) -> None:
    place.upgrade("002")
    one, other = UUID(int=1), UUID(int=2)
    moments = [f"2026-11-{day:02} 12:00:00.{day:06}+01" for day in range(1, 25)]
    for at in reversed(moments):
        place.do(OLD_LOOK, p=one, at=at)
    place.do(OLD_LOOK, p=other, at=MOMENT)

    place.upgrade("003")

    looks = "SELECT sequence FROM look ORDER BY person_id, looked_at"
    assert place.ask(looks) == [(number,) for number in (*range(1, 25), 1)]
    checked: list[tuple[int, int]] = []
    with place.pool.connect() as db:
        assert list(chain_faults(db, lambda *counted: checked.append(counted))) == []
        assert list(anchor_faults(db, {})) == []
    assert checked == [(25, 2)]


def test_who_was_signed_in_before_tries_were_counted_stays_so_by_a_name(place: Place) -> None:
    place.upgrade("001")
    session = (
        "INSERT INTO session (session_hash, person_id, language, provider, subject, level,"
        " auth_time, created_at, last_seen_at, idle_end_at, absolute_end_at) VALUES"
        " (:hash, :person_id, 'nl', 'demo', 's', 'high', :at, :at, :at, :at, :at)"
    )
    for number in range(2):
        place.do(session, hash=bytes([number]), person_id=new_id(), at=MOMENT)
    place.do(
        "INSERT INTO sign_in_attempt (state_hash, browser_hash, provider, nonce, code_verifier,"
        " language, created_at) VALUES ('a', 'b', 'demo', 'n', 'v', 'nl', :at)",
        at=MOMENT,
    )
    place.upgrade("004")
    assert len({name for (name,) in place.ask("SELECT session_id FROM session")}) == 2
    assert place.ask("SELECT least_level FROM sign_in_attempt") == [("low",)]


OLD_TRAINING = """
    INSERT INTO training (person_id, training_id, start_date, end_date, enterprise_number, title,
        language, nature, status, duration_minutes, counts_for_right, charged_minutes,
        certificate_obtained, version, record_state, reference, registered_by,
        registered_quality, channel, registered_at)
    VALUES (:p, :t, '2026-03-04', '2026-03-04', '0400000199', 'Lassen', 'nl', 'formal',
        'completed', 456, true, 456, false, 1, 'active', 'W1', '0400000199', 'employer', 'sheet',
        :at)
"""


def test_trainings_of_before_006_wait_for_nobody(place: Place) -> None:
    place.upgrade("005")
    place.do(OLD_TRAINING, p=new_id(), t=new_id(), at=MOMENT)
    place.upgrade("006")
    rows = place.ask("SELECT to_verify, verified_by, verified_at, cancel_reason FROM training")
    assert rows == [(False, None, None, None)]


_PLAIN = {"kind": None, "record": None, "issues": "[]"}


def submitted(place: Place, quality: str, *outcomes: dict[str, str]) -> UUID:
    """Keep a submission of before 021 that is done; return its id."""
    submission_id = new_id()
    place.do(
        "INSERT INTO submission (submission_id, declarant, quality, channel, reference, content,"
        " state, total, cursor, fence, received_at, done_at)"
        " VALUES (:s, '0400000199', :q, 'rest', :r, '', 'done', 1, 1, 1, :at, :at)",
        s=submission_id,
        q=quality,
        r=str(submission_id),
        at=MOMENT,
    )
    for number, said in enumerate(outcomes):
        place.do(
            "INSERT INTO submission_outcome (submission_id, place, result, record_kind, record_id,"
            " issues) VALUES (:s, :n, :result, :kind, :record, CAST(:issues AS jsonb))",
            **{
                "s": submission_id,
                "n": number,
                "kind": None,
                "record": None,
                "issues": "[]",
                **said,
            },
        )
    return submission_id


def test_outcomes_of_before_021_are_told_to_their_employer(place: Place) -> None:
    place.upgrade("020")
    for number in ("0400000199", "0400000298"):
        place.do("INSERT INTO employer (enterprise_number, name) VALUES (:n, 'Firma')", n=number)
    training_id = new_id()
    place.do(OLD_TRAINING, p=new_id(), t=training_id, at=MOMENT)
    denied = '[{"code": "missingPermission", "value": "0400000298"}]'
    own = submitted(
        place,
        "employer",
        {"result": "accepted", "kind": "training", "record": str(training_id)},
        {"result": "rejected"},
        {"result": "rejected", "issues": denied},
    )
    foreign = submitted(place, "mandateHolder", {"result": "rejected"})

    place.upgrade("021")

    told = "SELECT enterprise_number, submission_id, accepted, rejected, first_place, last_place"
    assert set(place.ask(f"{told} FROM submission_employer")) == {
        ("0400000199", own, 1, 1, 0, 1),
        ("0400000298", own, 0, 1, 2, 2),
        ("0400000199", foreign, 0, 0, None, None),
    }
