"""Keys: two in one file, whole or not at all; what one seals opens for its person alone."""

import base64
import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import Engine, text
from sqlalchemy.orm import Session

from portal.commands import portal
from portal.database import Session as Sessions
from portal.database import reading
from portal.directory.entries import numbers_of
from portal.directory.keys import KeyPair, KeysFault, NotTheirs, key_id_of, make_key, read_key
from portal.directory.ring import KeyRing, key_ring
from portal.identifiers import new_id
from portal.models import NumberKey
from portal.settings import Settings
from tests.directory.register import entry_of
from tests.reckoning.world import add_worker

EMMA, JAN = "85021400120", "85021400318"
KEY = KeyPair.of("6b058000", bytes(range(64)))


def test_a_sealed_number_opens_for_its_person_alone() -> None:
    emma, jan = new_id(), new_id()
    sealed = KEY.seal(EMMA, emma)
    assert KEY.open(sealed, emma) == EMMA
    with pytest.raises(NotTheirs, match=str(jan)):
        KEY.open(sealed, jan)


@pytest.mark.parametrize("place", [8, 19, 20, 30, -1], ids=lambda place: f"byte {place}")
def test_a_sealed_number_that_was_changed_does_not_open(place: int) -> None:
    sealed = bytearray(KEY.seal(EMMA, emma := new_id()))
    sealed[place] ^= 1
    with pytest.raises(NotTheirs):
        KEY.open(bytes(sealed), emma)


def test_a_number_is_sealed_otherwise_each_time_and_says_under_which_key() -> None:
    sealed = {KEY.seal(EMMA, new_id()) for _ in range(100)}
    assert len(sealed) == 100
    assert {key_id_of(one) for one in sealed} == {"6b058000"}
    assert {len(one) for one in sealed} == {8 + 12 + 11 + 16}


def test_the_index_of_a_number_is_the_same_each_time_and_another_under_another_key() -> None:
    other = KeyPair.of("6b058000", bytes(64))
    assert KEY.index(EMMA) == KEY.index(EMMA)
    assert len({KEY.index(EMMA), KEY.index(JAN), other.index(EMMA)}) == 3


def test_a_key_shows_nothing_of_itself() -> None:
    assert "Sealing" not in repr(KEY)
    assert repr(bytes(range(32)))[2:20] not in repr(KEY)


def test_the_file_of_a_key_is_for_its_owner_alone(tmp_path: Path) -> None:
    made = make_key(tmp_path / "keys")
    (path,) = tmp_path.joinpath("keys").iterdir()
    assert path.name == f"{made.key_id}.key"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert read_key(path.parent, made.key_id) == made


def test_keys_made_at_the_same_moment_are_all_kept_under_ids_of_their_own(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        made = list(pool.map(lambda _: make_key(tmp_path), range(24)))
    assert len({pair.key_id for pair in made}) == 24
    assert {read_key(tmp_path, pair.key_id).proof for pair in made} == {p.proof for p in made}
    assert len(list(tmp_path.iterdir())) == 24


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (None, "there is no file"),
        (b"", "damaged"),
        (base64.b64encode(bytes(64))[:-8], "damaged"),
        (base64.b64encode(bytes(63)), "damaged"),
        (b"\xff" * 88, "damaged"),
    ],
    ids=["gone", "empty", "truncated", "a byte short", "no text"],
)
def test_a_key_file_that_cannot_be_used_is_named_in_a_sentence(
    tmp_path: Path, content: bytes | None, sentence: str
) -> None:
    if content is not None:
        tmp_path.joinpath("6b058000.key").write_bytes(content)
    with pytest.raises(KeysFault, match=sentence) as fault:
        read_key(tmp_path, "6b058000")
    assert str(tmp_path / "6b058000.key") in str(fault.value)


def test_a_file_with_another_key_is_found_out_before_anybody_is_looked_up(
    db: Session, tmp_path: Path
) -> None:
    add_worker(db, EMMA)
    mine = key_ring().ask(db)[0]
    tmp_path.joinpath(f"{mine.key_id}.key").write_bytes(base64.b64encode(bytes(64)))
    with pytest.raises(KeysFault, match="holds another key"):
        KeyRing(tmp_path, may_make=True).ask(db)


def test_the_console_says_in_a_sentence_which_file_is_missing(database: Engine) -> None:
    assert database
    with Sessions.begin() as db:
        db.add(NumberKey(key_id="5fffffff", state="current", proof=b"", since=text("now()")))
    answer = CliRunner().invoke(portal, ["account", EMMA])
    assert answer.exit_code == 1
    assert "there is no file" in answer.output
    assert "PORTAL_NUMBER_KEYS" in answer.output
    assert "Traceback" not in answer.output
    assert CliRunner().invoke(portal, ["keys", "list"]).exit_code == 1


def test_production_does_not_start_without_a_key(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("PORTAL_TODAY")
    (tmp_path / "secret.key").write_bytes(bytes(range(32)))
    given = {
        "environment": "production",
        "base_url": "https://account.example",
        "providers": tmp_path / "providers.toml",
        "secret_key_file": tmp_path / "secret.key",
        "seal_key": tmp_path / "seal.pem",
    }
    ring = KeyRing(Settings(**given, number_keys=tmp_path).number_keys_folder, may_make=False)  # type: ignore[arg-type]
    with pytest.raises(KeysFault, match="portal keys rotate"):
        ring.check()
    make_key(tmp_path)
    ring.check()


def test_a_sealed_number_moved_to_another_persons_row_does_not_open(database: Engine) -> None:
    assert database
    with Sessions.begin() as db:
        emma, jan = add_worker(db, EMMA), add_worker(db, JAN)
        entry_of(db, JAN).sealed = entry_of(db, EMMA).sealed
    with reading() as connection:
        assert numbers_of(connection, [emma]) == {emma: EMMA}
        with pytest.raises(NotTheirs):
            numbers_of(connection, [jan])
