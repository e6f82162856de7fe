"""Looks follow each other, one chain a person, whoever looks at the same time."""

import hashlib
import json
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import Engine, func, select, text
from sqlalchemy.orm import Session as AnySession

from portal.account.looks import DataGroup, Look, write_looks
from portal.database import Session, reading
from portal.identifiers import new_id
from portal.models import Look as LookRow
from portal.models import LookChain
from portal.roles import Role
from tests.account.seen import NOW, OFFICE, X, look_at, run
from tests.statements import statements

ODD = 'een "reden"\n\t\\ \u2028 é \x7f 😀'


def hash_of(row: LookRow) -> bytes:
    """Return the hash that a look must have, worked out as docs/looks.md says."""
    words = [row.organisation, row.through, row.role, row.reason, row.data_group, row.channel]
    said = json.dumps([row.looker_id and str(row.looker_id), *words], ensure_ascii=False)
    seconds = f"{int(row.looked_at.timestamp())}.{row.looked_at.microsecond:06}"
    content = hashlib.sha256(f"[{seconds}, {said[1:]}".encode()).digest()
    place = row.person_id.bytes + row.sequence.to_bytes(8, "big")
    return hashlib.sha256(row.previous_hash + place + content).digest()


def chain_of(db: AnySession, person_id: UUID) -> list[LookRow]:
    return list(
        db.scalars(select(LookRow).where(LookRow.person_id == person_id).order_by(LookRow.sequence))
    )


def test_each_look_holds_the_hash_of_the_one_before_and_one_over_all_it_says(
    db: AnySession,
) -> None:
    person_id = new_id()
    late = NOW + timedelta(microseconds=7)
    looks = [
        Look.of_worker(person_id, NOW),
        Look(late, Role.MANDATE_HOLDER, "rest", new_id(), X, ODD, OFFICE),
        Look(NOW, Role.OPERATOR, "command"),
    ]
    for look in looks:
        write_looks(db.connection(), [person_id], DataGroup.TRAINING, look)
    rows = chain_of(db, person_id)
    assert [row.sequence for row in rows] == [1, 2, 3]
    assert [row.previous_hash for row in rows] == [b"", rows[0].hash, rows[1].hash]
    assert [row.hash for row in rows] == [hash_of(row) for row in rows]
    assert (rows[1].reason, rows[1].through, rows[1].looked_at) == (ODD, OFFICE, late)
    chain = db.get(LookChain, person_id)
    assert (chain.sequence, chain.hash, chain.holder_id) == (3, rows[2].hash, person_id)


def test_a_thousand_people_are_looked_at_in_one_statement(db: AnySession) -> None:
    people = [new_id() for _ in range(1000)]
    connection = db.connection()
    with statements() as sent:
        for _ in range(2):
            write_looks(connection, people, DataGroup.ACCOUNT, Look(NOW, Role.OPERATOR, "command"))
    assert len(sent) == 2
    assert db.scalar(select(func.count()).select_from(LookRow)) == 2000
    assert {row.hash == hash_of(row) for row in db.scalars(select(LookRow))} == {True}
    assert set(db.scalars(select(LookChain.sequence))) == {2}


def test_looks_at_one_person_at_the_same_time_neither_fork_nor_get_lost(database: Engine) -> None:
    person_id, others = new_id(), [new_id() for _ in range(40)]
    orders = [[*others, person_id], [person_id, *reversed(others)]] * 4
    with ThreadPoolExecutor(8) as threads:
        list(threads.map(lambda people: look_at(*people, times=10), orders))
    with Session() as db:
        rows = chain_of(db, person_id)
    assert [row.sequence for row in rows] == list(range(1, 81))
    assert [row.previous_hash for row in rows[1:]] == [row.hash for row in rows[:-1]]
    assert database.pool.checkedout() == 0
    assert run("verify").exit_code == 0


def test_a_look_at_one_person_never_waits_for_a_look_at_another(database: Engine) -> None:
    one, other = new_id(), new_id()
    look_at(one, other)
    with database.begin() as slow:
        write_looks(slow, [one], DataGroup.ACCOUNT, Look(NOW, Role.OPERATOR, "command"))
        look_at(other)
        waiting = threading.Thread(target=look_at, args=(one,))
        waiting.start()
        waiting.join(0.3)
        assert waiting.is_alive()
    waiting.join(10)
    assert not waiting.is_alive()
    with Session() as db:
        assert [len(chain_of(db, person_id)) for person_id in (one, other)] == [3, 2]


@pytest.mark.parametrize(
    "act", ["UPDATE look SET reason = ''", "DELETE FROM look", "TRUNCATE look"]
)
def test_not_even_the_owner_changes_a_look_by_mistake(database: Engine, act: str) -> None:
    look_at(new_id())
    with pytest.raises(Exception, match="The look log only grows"), database.begin() as db:
        db.execute(text(act))
    with reading() as db:
        assert db.scalar(text("SELECT count(*) FROM look")) == 1
