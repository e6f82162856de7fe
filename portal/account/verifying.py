"""Finds every change, gap, addition and exchange in the look log, in memory that does not grow."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import Connection, text

from portal.account.anchors import NOTHING, root_of
from portal.account.chain import LOOK_HASH

CHAINS = 2_000  # checked by one statement
FIRST, LAST = UUID(int=0), UUID(int=2**128 - 1)

_UNTIL = text("""
    SELECT person_id FROM look_chain
    WHERE person_id > :after
    ORDER BY person_id
    OFFSET :chains - 1
    LIMIT 1
""")

# Every day that has an anchor or anchored looks.
_ANCHORS = text("""
    SELECT day, coalesce(look_anchor.chains, counted.chains), look_anchor.root
    FROM look_anchor
    FULL JOIN (
        SELECT day, count(*) AS chains FROM anchored_look GROUP BY day
    ) AS counted USING (day)
    ORDER BY day
""")

# One statement sees one moment, so that whoever looks meanwhile disturbs nothing. What a look
# says is compared with its hash; its place and hash with the look before; the last look of a
# chain with what `look_chain` remembers; and each anchored look with what was anchored.
_CHECK = text(f"""
WITH checked AS MATERIALIZED (
    SELECT
        look.person_id,
        look.sequence,
        look.hash,
        lag(look.sequence, 1, 0::bigint) OVER chain AS sequence_before,
        lead(look.sequence) OVER chain IS NULL AS is_last,
        look.hash = {LOOK_HASH} AS is_whole,
        look.previous_hash = lag(look.hash, 1, ''::bytea) OVER chain AS follows
    FROM look
    WHERE look.person_id > :after AND look.person_id <= :until
    WINDOW chain AS (PARTITION BY look.person_id ORDER BY look.sequence)
),
chain AS MATERIALIZED (
    SELECT * FROM look_chain WHERE person_id > :after AND person_id <= :until
)
SELECT NULL AS person_id, count(*) AS first, count(*) FILTER (WHERE is_last) AS last, '' AS what
FROM checked
UNION ALL
SELECT person_id, sequence_before + 1, sequence - 1, 'missing'
FROM checked
WHERE sequence > sequence_before + 1
UNION ALL
SELECT person_id, sequence, sequence, 'numbered as none can be'
FROM checked
WHERE sequence < 1
UNION ALL
SELECT person_id, sequence, sequence, 'changed after it was written'
FROM checked
WHERE NOT is_whole
UNION ALL
SELECT person_id, sequence, sequence, 'not the successor of the look before it'
FROM checked
WHERE is_whole AND NOT follows AND sequence = sequence_before + 1
UNION ALL
SELECT person_id, coalesce(checked.sequence, 0) + 1, chain.sequence, 'missing at the end'
FROM chain
LEFT JOIN (SELECT * FROM checked WHERE is_last) AS checked USING (person_id)
WHERE chain.sequence > coalesce(checked.sequence, 0)
UNION ALL
SELECT person_id, coalesce(chain.sequence, 0) + 1, checked.sequence, 'added beside the portal'
FROM checked
LEFT JOIN chain USING (person_id)
WHERE is_last AND checked.sequence > coalesce(chain.sequence, 0)
UNION ALL
SELECT person_id, sequence, sequence, 'not the look that the chain ends with'
FROM checked
JOIN chain USING (person_id, sequence)
WHERE checked.hash <> chain.hash
UNION ALL
SELECT person_id, 1, chain.sequence, 'given to another person, though this one is still there'
FROM chain
JOIN person USING (person_id)
WHERE chain.holder_id <> person_id
UNION ALL
SELECT person_id, anchored.sequence, anchored.sequence, 'not the look anchored on ' || anchored.day
FROM anchored_look AS anchored
LEFT JOIN look USING (person_id, sequence)
WHERE anchored.person_id > :after
    AND anchored.person_id <= :until
    AND look.hash IS DISTINCT FROM anchored.hash
ORDER BY person_id NULLS FIRST, first, last
""")  # noqa: S608 - put together from constants of this house


@dataclass(frozen=True, slots=True)
class LookFault:
    """What is wrong with the looks of one chain, from the first to the last number given."""

    person_id: UUID
    first: int
    last: int
    what: str

    def __str__(self) -> str:
        """Return it in a sentence."""
        looks = f"look {self.first}"
        if self.last > self.first:
            looks = f"looks {self.first} to {self.last}"
        return f"Chain {self.person_id}, {looks}: {self.what}."


@dataclass(frozen=True, slots=True)
class AnchorFault:
    """What is wrong with the anchor of a day."""

    day: date
    what: str

    def __str__(self) -> str:
        """Return it in a sentence."""
        return f"Anchor of {self.day.isoformat()}: {self.what}."


def chain_faults(db: Connection, checked: Callable[[int, int], None]) -> Iterator[LookFault]:
    """Return what is wrong with the chains, by chain and number.

    db: a connection from `portal.database.reading`: it waits for nobody, and nobody for it.
    checked: told how many looks and how many chains more were checked.
    """
    after = FIRST
    while after != LAST:
        until = db.scalar(_UNTIL, {"after": after, "chains": CHAINS}) or LAST
        (_, looks, chains, _), *faults = db.execute(_CHECK, {"after": after, "until": until})
        checked(looks, chains)
        yield from (LookFault(*fault) for fault in faults)
        after = until


def anchor_faults(db: Connection, kept: Mapping[date, bytes]) -> Iterator[AnchorFault]:
    """Return what is wrong with the anchors, by day.

    kept: anchors as they were told when they were made, from a place that nobody reaches here.
    """
    previous, found = NOTHING, {}
    for day, chains, root in db.execute(_ANCHORS).all():
        if root is None:
            yield AnchorFault(day, f"missing, with {chains} chains that it tied")
            continue
        if root != root_of(db, previous, day):
            yield AnchorFault(day, "not the hash of what was anchored on that day and before")
        previous = found[day] = root
    for day, root in sorted(kept.items()):
        if found.get(day) != root:
            yield AnchorFault(day, "not the one that was kept")
