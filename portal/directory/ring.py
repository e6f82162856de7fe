"""The keys that the database is written with, as this process knows them.

The database says which keys those are, the files hold them. While a rotation runs there are two:
each number stands under either, so whoever looks for it asks for both, and whoever writes takes
the current one.
"""

from collections.abc import Mapping
from datetime import datetime
from functools import cache
from pathlib import Path

from sqlalchemy import Connection, select, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from portal.directory.keys import KeyPair, KeysFault, key_ids, make_key, read_key
from portal.models import NumberKey
from portal.settings import load_settings

LOCK = 0x6E756D62  # "numb", among this database's advisory locks
CURRENT, FORMER, RETIRED = "current", "former", "retired"


class KeyRing:
    """The keys of one folder that are in use.

    in_use: as the database said last; another process may have begun a rotation since.
    may_make: whether the first key may be made when it is needed.
    """

    def __init__(self, folder: Path, *, may_make: bool) -> None:
        self.folder = folder
        self.may_make = may_make
        self.in_use: tuple[KeyPair, ...] = ()
        self._known: dict[str, KeyPair] = {}

    def key(self, key_id: str) -> KeyPair:
        """Return a key by its id; raises KeysFault where its file cannot be used."""
        if key_id not in self._known:
            self._known[key_id] = read_key(self.folder, key_id)
        return self._known[key_id]

    def take_over(self, proofs: Mapping[str, bytes]) -> tuple[KeyPair, ...]:
        """Take over which keys are in use, and return them.

        Raises KeysFault where a file is missing, damaged or holds another key.
        """
        pairs = self.in_use
        if {pair.key_id: pair.proof for pair in pairs} != proofs:
            pairs = tuple(self._proven(key_id, proof) for key_id, proof in proofs.items())
            self.in_use = pairs
        return pairs

    def ask(self, db: Session | Connection) -> tuple[KeyPair, ...]:
        """Return the keys in use, as the database says now; none before the first number."""
        in_use = select(NumberKey.key_id, NumberKey.proof).where(NumberKey.state != RETIRED)
        return self.take_over({row.key_id: row.proof for row in db.execute(in_use)})

    def first_key(self) -> KeyPair:
        """Return the key for a database without any: the newest one that has a file, else a new.

        Raises KeysFault where none may be made by itself.
        """
        made = key_ids(self.folder)
        if made:
            return self.key(made[-1])
        if not self.may_make:
            raise KeysFault(
                f"There is no key of social security numbers in {self.folder}: make the first one"
                " with `portal keys rotate`, and keep a copy of its file apart from the database."
            )
        return make_key(self.folder)

    def check(self) -> None:
        """Raise KeysFault where there is no key and none may be made, before it is needed."""
        if not self.may_make:
            self.first_key()

    def _proven(self, key_id: str, proof: bytes) -> KeyPair:
        pair = self.key(key_id)
        if pair.proof != proof:
            # It may have been put right since.
            pair = self._known[key_id] = read_key(self.folder, key_id)
        if pair.proof != proof:
            raise KeysFault(
                f"The file of key {key_id} in {self.folder} holds another key than the one that"
                " this database is written with. Bring the right one back from where keys are kept."
            )
        return pair


@cache
def _ring_of(folder: Path, *, may_make: bool) -> KeyRing:
    return KeyRing(folder, may_make=may_make)


def key_ring() -> KeyRing:
    """Return the keys that the settings name, one ring a process."""
    settings = load_settings()
    development = settings.environment == "development"
    return _ring_of(settings.number_keys_folder, may_make=development)


def hold_writing(db: Session | Connection) -> None:
    """Wait until nobody else writes numbers, and keep others from it until the transaction ends."""
    db.execute(text("SET LOCAL lock_timeout = 0"))  # a load may take minutes
    db.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})


def key_for_writing(db: Session | Connection, ring: KeyRing) -> KeyPair:
    """Return the key under which to write; for the first number one that is not yet in use.

    To be called behind `hold_writing`.
    """
    ring.ask(db)
    current = select(NumberKey.key_id).where(NumberKey.state == CURRENT)
    key_id = db.execute(current).scalar_one_or_none()
    if key_id is not None:
        return ring.key(key_id)
    return ring.first_key()


def take_into_use(db: Session | Connection, pair: KeyPair, now: datetime) -> None:
    """Make a key the current one, of which there is at most one; harmless where it is."""
    values = {"key_id": pair.key_id, "state": CURRENT, "proof": pair.proof, "since": now}
    db.execute(insert(NumberKey).values(values).on_conflict_do_nothing())
