"""The proof that rows were destroyed, which tells of nobody and cannot be changed unseen.

Of the rows it keeps how many they were and one number: the sum of the SHA-256 of their keys,
modulo 2^256. Whoever holds a backup reckons it again, in whatever order; nobody else can tell from
it who it was. Each proof has the hash of the one before, so that none is changed or left out.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from sqlalchemy import Connection, Row, insert, select, text

from portal.duties.due import Due
from portal.models import Destruction

_SIZE: Final = 32  # bytes of SHA-256
_ALONE: Final = text("LOCK TABLE destruction IN EXCLUSIVE MODE")  # one proof after the other


@dataclass(frozen=True, slots=True)
class Proved:
    """Rows that were destroyed on one day by one rule."""

    day: date
    table: str
    rule: str
    rows: int
    keys_hash: bytes


def prove(db: Connection, due: Due, until: date, keys: Iterable[bytes], now: datetime) -> None:
    """Keep the proof of rows that are destroyed in this transaction; keys: SHA-256 of each."""
    hashes = list(keys)
    db.execute(_ALONE)
    last = db.execute(
        select(Destruction.sequence, Destruction.hash)
        .order_by(Destruction.sequence.desc())
        .limit(1)
    ).first()
    proof = {
        "sequence": last.sequence + 1 if last else 1,
        "destroyed_at": now,
        "table_name": due.table.name,
        "rule": due.rule,
        "until": until,
        "rows": len(hashes),
        "keys_hash": sum_of(hashes),
    }
    hash_ = _hash(last.hash if last else b"", proof)
    db.execute(insert(Destruction).values(**proof, hash=hash_))


def sum_of(hashes: Iterable[bytes]) -> bytes:
    """Return the sum of hashes modulo 2^256: the same in whatever order, and of sums too."""
    total = sum(int.from_bytes(hash_, "big") for hash_ in hashes)
    return (total % (1 << 8 * _SIZE)).to_bytes(_SIZE, "big")


def proofs(db: Connection) -> Iterator[Row[tuple[Destruction]]]:
    """Give every proof, the first first."""
    table = Destruction.__table__
    yield from db.execute(select(table).order_by(table.c.sequence))


def is_whole(found: Iterable[Row[tuple[Destruction]]]) -> bool:
    """Tell whether no proof was changed, left out or added since."""
    before = b""
    for place, proof in enumerate(found, 1):
        facts = {name: value for name, value in proof._mapping.items() if name != "hash"}  # noqa: SLF001 - as SQLAlchemy names what is public
        if proof.sequence != place or proof.hash != _hash(before, facts):
            return False
        before = proof.hash
    return True


def by_day(found: Iterable[Row[tuple[Destruction]]]) -> list[Proved]:
    """Return what was destroyed, together for each day, table and rule."""
    together: dict[tuple[date, str, str], tuple[int, bytes]] = {}
    for proof in found:
        key = (proof.destroyed_at.date(), proof.table_name, proof.rule)
        rows, sum_ = together.get(key, (0, b""))
        together[key] = rows + proof.rows, sum_of((sum_, proof.keys_hash))
    return [Proved(*key, *facts) for key, facts in together.items()]


def _hash(before: bytes, facts: dict[str, object]) -> bytes:
    said = [
        value.hex()
        if isinstance(value, bytes)
        else value.timestamp()
        if isinstance(value, datetime)
        else str(value)
        for value in facts.values()
    ]
    return hashlib.sha256(before + json.dumps(said, ensure_ascii=False).encode()).digest()
