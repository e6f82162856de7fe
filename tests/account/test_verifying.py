# ruff: noqa: S608 - statements of our own words
"""Whatever is done to the look log beside the portal is found, and named."""

from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import Engine, text

from portal.account import anchors, verifying
from portal.account.anchors import Anchor, anchor_looks
from portal.account.looks import Look
from portal.database import Session, reading
from portal.roles import Role
from tests.account.seen import NOW, look_at, run, seconds_later, tamper

A, B, C = (UUID(int=number) for number in (10, 11, 12))
OF_A, OF_B = f"person_id = '{A}'", f"person_id = '{B}'"


@pytest.fixture
def looks(database: Engine) -> Engine:
    """Return a log in which three people were looked at five times each, once anchored at four."""
    for second in range(4):
        look_at(A, B, C, look=seconds_later(second))
    anchor()
    look_at(A, B, C, look=Look(NOW, Role.OPERATOR, "command", A, reason="vraag"))
    return database


def anchor(days: int = 0) -> Anchor:
    with Session.begin() as db:
        return anchor_looks(db.connection(), NOW + timedelta(days=days))


SWAP = (
    f"UPDATE look SET sequence = -sequence WHERE {OF_A} AND sequence IN (2, 3)",
    f"UPDATE look SET sequence = 5 + sequence WHERE {OF_A} AND sequence < 0",
)
# A column, what it is changed to, and the number of a look that has another value there.
CHANGES = {
    "looked_at": "looked_at + interval '1 microsecond'",
    "looker_id": f"'{B}'",
    "organisation": "'0100000009'",
    "through": "'0100000009'",
    "role": "'worker'",
    "reason": "NULL",
    "data_group": "'training'",
    "channel": "'rest'",
    "previous_hash": "hash",
    "hash": "previous_hash",
}


@pytest.mark.usefixtures("looks")
def test_an_untouched_log_is_found_whole() -> None:
    result = run("verify")
    assert result.exit_code == 0
    assert "15 looks in 3 chains: nothing was changed" in result.output


@pytest.mark.parametrize(("column", "value"), CHANGES.items())
def test_a_change_of_any_field_is_found(looks: Engine, column: str, value: str) -> None:
    tamper(looks, f"UPDATE look SET {column} = {value} WHERE {OF_A} AND sequence = 5")
    result = run("verify")
    assert result.exit_code == 1
    assert f"Chain {A}, look 5: changed after it was written." in result.output
    assert str(B) not in result.output


def test_every_field_of_a_look_is_tried_above() -> None:
    with reading() as db:
        columns = set(db.execute(text("SELECT * FROM look LIMIT 0")).keys())
    assert columns - {"person_id", "sequence"} == set(CHANGES)


NEWEST = f"""
    INSERT INTO look SELECT (last).* FROM (
        SELECT jsonb_populate_record(look, '{{"sequence": 6}}') AS last
        FROM look WHERE {OF_A} AND sequence = 5
    ) AS made
"""
TAMPERED = {
    "removed from the middle": (
        [f"DELETE FROM look WHERE {OF_A} AND sequence IN (2, 3)"],
        "looks 2 to 3: missing",
    ),
    "the first removed": ([f"DELETE FROM look WHERE {OF_A} AND sequence = 1"], "look 1: missing"),
    "the last removed": ([f"DELETE FROM look WHERE {OF_A} AND sequence = 5"], "look 5: missing at"),
    "the last removed, and the place forgotten": (
        [
            f"DELETE FROM look WHERE {OF_A} AND sequence > 2",
            f"""UPDATE look_chain
            SET sequence = 2, hash = (SELECT hash FROM look WHERE {OF_A} AND sequence = 2)
            WHERE {OF_A}""",
        ],
        "look 4: not the look anchored on 2026-11-24",
    ),
    "a whole chain removed": (
        [f"DELETE FROM look WHERE {OF_A}", f"DELETE FROM look_chain WHERE {OF_A}"],
        "look 4: not the look anchored on 2026-11-24",
    ),
    "two exchanged": (list(SWAP), "look 2: changed"),
    "one added at the end": ([NEWEST], "look 6: added beside the portal"),
    "one moved to another person": (
        [f"UPDATE look SET person_id = '{UUID(int=99)}' WHERE {OF_A} AND sequence = 5"],
        "look 5: missing at the end",
    ),
    "the memory of the last one changed": (
        [f"UPDATE look_chain SET hash = '' WHERE {OF_A}"],
        "look 5: not the look that the chain ends with",
    ),
    "numbered below the first": (
        [f"UPDATE look SET sequence = 0 WHERE {OF_A} AND sequence = 1"],
        "look 0: numbered as none can be",
    ),
}


@pytest.mark.parametrize(("acts", "found"), TAMPERED.values(), ids=TAMPERED)
def test_what_is_done_beside_the_portal_is_found(
    looks: Engine, acts: list[str], found: str
) -> None:
    tamper(looks, *acts)
    result = run("verify")
    assert result.exit_code == 1
    assert f"Chain {A}, {found}" in result.output
    assert str(B) not in result.output
    assert str(C) not in result.output


def test_a_chain_given_to_somebody_else_is_found(looks: Engine) -> None:
    tamper(
        looks,
        f"INSERT INTO person (person_id, family_name, given_names) VALUES ('{A}', '', '')",
        f"UPDATE look_chain SET holder_id = '{B}' WHERE {OF_A}",
    )
    result = run("verify")
    assert result.exit_code == 1
    assert f"Chain {A}, looks 1 to 5: given to another person" in result.output


def test_a_chain_rewritten_whole_is_found_by_its_anchor(looks: Engine) -> None:
    """Who can compute hashes can also make a chain that is whole: then the anchor differs."""
    tamper(looks, f"DELETE FROM look WHERE {OF_A}", f"DELETE FROM look_chain WHERE {OF_A}")
    look_at(A, times=5)
    result = run("verify")
    assert result.exit_code == 1
    assert f"Chain {A}, look 4: not the look anchored on 2026-11-24." in result.output


FORGED = {
    "the anchored look": f"UPDATE anchored_look SET hash = '' WHERE {OF_A}",
    "the anchored look removed": f"DELETE FROM anchored_look WHERE {OF_A}",
    "the anchor": "UPDATE look_anchor SET root = '' WHERE day = '2026-11-24'",
    "the anchor removed": "DELETE FROM look_anchor WHERE day = '2026-11-24'",
}


@pytest.mark.parametrize("act", FORGED.values(), ids=FORGED)
@pytest.mark.usefixtures("looks")
def test_a_change_of_an_anchor_is_found(looks: Engine, act: str) -> None:
    anchor(days=1)
    assert run("verify").exit_code == 0
    tamper(looks, act)
    result = run("verify")
    assert result.exit_code == 1
    assert "Anchor of 2026-11-24: " in result.output


def test_an_anchor_kept_elsewhere_finds_what_was_forged_whole(
    looks: Engine, tmp_path: Path
) -> None:
    kept = tmp_path / "anchors"
    kept.write_text(f"{run('anchor').stdout.splitlines()[-1]}\n")
    assert run("verify", "--kept", str(kept)).exit_code == 0
    tamper(
        looks,
        *(f"DELETE FROM {table}" for table in ("look", "look_chain", "anchored_look")),
        "DELETE FROM look_anchor",
    )
    look_at(A, B, C, times=3)
    anchor()
    assert run("verify").exit_code == 0
    result = run("verify", "--kept", str(kept))
    assert result.exit_code == 1
    assert "Anchor of 2026-11-24: not the one that was kept." in result.output


@pytest.mark.parametrize("line", ["2026-11-24", "2026-11-24 xyz", "today 00", "a b c"])
@pytest.mark.usefixtures("database")
def test_a_kept_line_that_is_no_anchor_is_named(tmp_path: Path, line: str) -> None:
    kept = tmp_path / "anchors"
    kept.write_text(line)
    result = run("verify", "--kept", str(kept))
    assert result.exit_code == 1
    assert "anchors, line 1" in result.output
    assert "Traceback" not in result.output


@pytest.mark.usefixtures("database")
def test_a_day_is_anchored_once_and_says_the_same_again() -> None:
    look_at(A, B)
    first = run("anchor")
    look_at(A)
    again = run("anchor")
    assert first.exit_code == again.exit_code == 0
    assert first.stdout.splitlines()[-1] == again.stdout.splitlines()[-1]
    assert first.stdout.splitlines()[-1].startswith("2026-11-24 ")
    second, third = anchor(days=1), anchor(days=2)
    assert [(one.chains, one.is_new) for one in (second, third)] == [(1, True), (0, True)]
    assert second.root != third.root
    assert anchor(days=1).root == third.root
    assert run("verify").exit_code == 0


def test_large_logs_are_checked_part_by_part(
    looks: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(verifying, "CHAINS", 1)
    monkeypatch.setattr(anchors, "AT_ONCE", 1)
    assert "15 looks in 3 chains: nothing" in run("verify").output
    tamper(looks, f"DELETE FROM look WHERE {OF_B} AND sequence = 2")
    assert f"Chain {B}, look 2: missing." in run("verify").output
