"""Writing what the authentic sources say of numbers, without a number ever leaving this process.

A load stages the keyed index of each number in its temporary tables and, beside it, the number
hidden under a key of this load alone, which nobody keeps: so that the few numbers that are new can
be sealed once their person is known, and a faulty line can be told with its number.
"""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import Connection, text

from portal.directory.keys import INDEX_LENGTH, key_id_of
from portal.directory.renewing import renew
from portal.directory.ring import hold_writing, key_for_writing, key_ring, take_into_use

CHUNK: Final = 10_000  # numbers
_NONCE: Final = 12  # bytes

_PERSONS_WITH: Final = text(f"""
    SELECT DISTINCT d.person_id
    FROM generate_series(0, :last) AS asked (place)
    JOIN directory d ON d.number_index = substring(
        CAST(:indexes AS bytea) FROM asked.place * {INDEX_LENGTH} + 1 FOR {INDEX_LENGTH}
    )
""")  # noqa: S608 - our own number

_SEALED: Final = text("""
    SELECT number_index, person_id, sealed
    FROM directory
    WHERE number_index = ANY(:indexes)
""")


def entries_of(named: str) -> str:
    """Return the query of all entries of the persons whose numbers stand in a table.

    named: a table with the index of each number in `ssin`, as the rows of the answer have it.
    """
    return f"""
        SELECT d.number_index AS ssin, d.person_id, d.state, d.replaced_by
        FROM directory d
        WHERE d.person_id IN (
            SELECT k.person_id FROM directory k JOIN {named} n ON n.ssin = k.number_index
        )
    """  # noqa: S608 - the table is the feed's own


def hold_look_ups(connection: Connection) -> None:
    """Wait for whoever looked up a person and is not done, and let nobody do so meanwhile."""
    connection.execute(text("LOCK TABLE directory IN ACCESS EXCLUSIVE MODE"))


class Keeper:
    """One load's pen: it alone writes numbers until the transaction ends.

    Queries of hidden numbers give rows of `ssin`, the index, and `hidden`.
    """

    def __init__(self, connection: Connection, now: datetime) -> None:
        """Wait for other writers; raises KeysFault where a key that is in use cannot be read."""
        hold_writing(connection)
        self._connection = connection
        self._now = now
        self._ring = key_ring()
        self._current = key_for_writing(connection, self._ring)
        self._hiding = AESGCM(AESGCM.generate_key(256))

    def index(self, ssin: str) -> bytes:
        """Return the index under which a number stands, or will."""
        return self._current.index(ssin)

    def hide(self, index: bytes, ssin: str) -> bytes:
        """Return a number as only this load can read it: the same each time."""
        # Another number has another index, so no nonce serves two texts.
        return self._hiding.encrypt(index[:_NONCE], ssin.encode(), None)

    def _seen(self, index: bytes, hidden: bytes) -> str:
        return self._hiding.decrypt(index[:_NONCE], hidden, None).decode()

    def numbers(self, hidden: str, indexes: Collection[bytes]) -> dict[bytes, str]:
        """Return the numbers behind some indexes, as the load or the directory has them."""
        bound = {"indexes": list(indexes)}
        staged = text(f"SELECT ssin, hidden FROM ({hidden}) h WHERE ssin = ANY(:indexes)")  # noqa: S608 - the feed's own
        rows = self._connection.execute(staged, bound)
        found = {index: self._seen(index, text_) for index, text_ in rows}
        if len(found) < len(indexes):
            for index, person_id, sealed in self._connection.execute(_SEALED, bound):
                found[index] = self._opened(sealed, person_id)
        return found

    def bring_up(self, hidden: str) -> None:
        """Bring the persons of these numbers under the current key, where a rotation is not done.

        Afterwards one index finds each number, as if there was one key.
        """
        former = [pair for pair in self._ring.in_use if pair is not self._current]
        for rows in self._chunks(hidden) if former else ():
            numbers = [self._seen(index, text_) for index, text_ in rows]
            indexes = b"".join([pair.index(ssin) for pair in former for ssin in numbers])
            bound = {"indexes": indexes, "last": len(indexes) // INDEX_LENGTH - 1}
            people = self._connection.execute(_PERSONS_WITH, bound).scalars().all()
            renew(self._connection, self._ring, self._current, people)

    def write(self, said: str, hidden: str) -> None:
        """Write the entries that are not there or differ.

        said: a table with `ssin`, `person_id`, `state` and `replaced_by`, an index too. A number
        that is new, or goes to another person, is sealed for the person that it names now.
        """
        take_into_use(self._connection, self._current, self._now)
        self._seal(said, hidden)
        written = text(f"""
            INSERT INTO directory
                (number_index, key_id, person_id, sealed, state, replaced_by, changed_at)
            SELECT f.ssin, :key_id, f.person_id, coalesce(s.sealed, d.sealed), f.state,
                f.replaced_by, :now
            FROM {said} f
            LEFT JOIN directory d ON d.number_index = f.ssin
            LEFT JOIN directory_sealed s ON s.number_index = f.ssin
            WHERE d.number_index IS NULL
            OR (f.person_id, f.state, f.replaced_by)
                IS DISTINCT FROM (d.person_id, d.state, d.replaced_by)
            ORDER BY f.ssin
            ON CONFLICT (number_index) DO UPDATE
            SET person_id = excluded.person_id, sealed = excluded.sealed, state = excluded.state,
                replaced_by = excluded.replaced_by, changed_at = excluded.changed_at
        """)  # noqa: S608 - the feed's own table
        self._connection.execute(written, {"key_id": self._current.key_id, "now": self._now})

    def _seal(self, said: str, hidden: str) -> None:
        """Make the temporary table of the numbers to seal, each for its person."""
        self._connection.execute(text("DROP TABLE IF EXISTS pg_temp.directory_sealed"))
        self._connection.execute(
            text(
                "CREATE TEMP TABLE directory_sealed (number_index bytea, sealed bytea)"
                " ON COMMIT DROP"
            )
        )
        to_seal = f"""
            SELECT f.ssin, f.person_id, d.person_id AS former_id, d.sealed, h.hidden
            FROM {said} f
            LEFT JOIN directory d ON d.number_index = f.ssin
            LEFT JOIN ({hidden}) h ON h.ssin = f.ssin
            WHERE d.person_id IS DISTINCT FROM f.person_id
        """  # noqa: S608 - same
        for rows in self._chunks(to_seal):
            lines = [f"{_bytea(row.ssin)}\t{_bytea(self._sealed(row))}" for row in rows]
            cursor: Any = self._connection.connection.cursor()  # psycopg's, which alone can COPY
            with cursor, cursor.copy("COPY directory_sealed FROM STDIN") as copy:
                copy.write("\n".join(lines))
        self._connection.execute(text("ANALYZE directory_sealed"))

    def _sealed(self, row: Any) -> bytes:  # noqa: ANN401 - a row
        if row.former_id is None:
            ssin = self._seen(row.ssin, row.hidden)
        else:
            ssin = self._opened(row.sealed, row.former_id)
        return self._current.seal(ssin, row.person_id)

    def _opened(self, sealed: bytes, person_id: UUID) -> str:
        return self._ring.key(key_id_of(sealed)).open(sealed, person_id)

    def _chunks(self, query: str) -> Iterable[Any]:
        """Return the rows of a query by the chunk, so that no list is ever whole in memory."""
        rows = self._connection.execute(text(query).execution_options(yield_per=CHUNK))
        return rows.partitions()


def _bytea(value: bytes) -> str:
    return rf"\\x{value.hex()}"  # a backslash is written twice for COPY
