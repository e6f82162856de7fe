"""Entries written anew under the current key: found by another index, sealed by another key."""

from collections.abc import Iterable
from typing import Final, NamedTuple
from uuid import UUID

from sqlalchemy import Connection, text

from portal.directory.keys import KeyPair
from portal.directory.ring import KeyRing

# Every entry of some persons, those under the current key too: what replaces what is said by index.
_OF_PERSONS: Final = text("""
    SELECT number_index, key_id, person_id, sealed, replaced_by
    FROM directory
    WHERE person_id = ANY(CAST(string_to_array(:people, ',') AS uuid[]))
""")

_RENEW: Final = text("""
    UPDATE directory d
    SET number_index = r.number_index, key_id = :key_id, sealed = r.sealed,
        replaced_by = r.replaced_by
    FROM unnest(
        CAST(:before AS bytea[]), CAST(:indexes AS bytea[]), CAST(:sealed AS bytea[]),
        CAST(:replaced_by AS bytea[])
    ) AS r (former_index, number_index, sealed, replaced_by)
    WHERE d.number_index = r.former_index
""")


class _Row(NamedTuple):
    number_index: bytes
    key_id: str
    person_id: UUID
    sealed: bytes
    replaced_by: bytes | None


def renew(
    connection: Connection, ring: KeyRing, current: KeyPair, person_ids: Iterable[UUID]
) -> int:
    """Write all numbers of these persons under the current key; return how many were not.

    To be called behind `hold_writing`, so that nobody writes them meanwhile.
    """
    people = ",".join(map(str, person_ids))
    rows = [_Row(*row) for row in connection.execute(_OF_PERSONS, {"people": people})]
    old = [row for row in rows if row.key_id != current.key_id]
    if not old:
        return 0
    named = [(row, ring.key(row.key_id).open(row.sealed, row.person_id)) for row in old]
    index_now = {row.number_index: current.index(ssin) for row, ssin in named}
    connection.execute(
        _RENEW,
        {
            "key_id": current.key_id,
            "before": list(index_now),
            "indexes": list(index_now.values()),
            "sealed": [current.seal(ssin, row.person_id) for row, ssin in named],
            "replaced_by": [
                row.replaced_by and index_now.get(row.replaced_by, row.replaced_by) for row in old
            ],
        },
    )
    return len(old)
