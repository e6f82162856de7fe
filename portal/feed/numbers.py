"""Whose numbers these are: which number to use instead of which, and the person behind each.

A person may be known by several numbers, each but the last one replaced by another. The feed says
so in any order, also when both numbers were loaded before as two persons: then one person is left.
"""

from portal.directory.keeping import entries_of
from portal.feed.kinds import hidden_numbers
from portal.feed.staging import Load

# Each round doubles how far every row has come: enough for chains of 2**32 numbers.
_ROUNDS = 32

_NAMED = """
    SELECT ssin FROM feed_worker WHERE ssin IS NOT NULL
    UNION
    SELECT replaces_ssin FROM feed_worker WHERE replaces_ssin IS NOT NULL
    UNION
    SELECT ssin FROM feed_employment WHERE ssin IS NOT NULL
    UNION
    SELECT ssin FROM feed_representative WHERE ssin IS NOT NULL
"""

# next_ssin is what this row or the directory says, current_ssin becomes the end of the chain.
_EDGES = """
    SELECT replaces_ssin AS ssin, ssin AS next_ssin, ssin AS current_ssin, line
    FROM feed_worker
    WHERE replaces_ssin IS NOT NULL AND ssin IS NOT NULL
    UNION ALL
    SELECT d.ssin, d.replaced_by, d.replaced_by, NULL
    FROM feed_entry d
    WHERE d.replaced_by IS NOT NULL
"""

_FOLLOW = """
    UPDATE feed_edge e
    SET current_ssin = f.current_ssin
    FROM feed_edge f
    WHERE f.ssin = e.current_ssin
"""

_NUMBERS = """
    SELECT n.ssin, coalesce(e.current_ssin, n.ssin) AS current_ssin, d.person_id AS known_id
    FROM (
        SELECT ssin FROM feed_named
        UNION
        SELECT ssin FROM feed_edge
        UNION
        SELECT next_ssin FROM feed_edge
    ) n
    LEFT JOIN (SELECT DISTINCT ON (ssin) ssin, current_ssin FROM feed_edge) e USING (ssin)
    LEFT JOIN feed_entry d USING (ssin)
"""

# The person of the current number stays; else the one known longest, else a new one, whose id is
# a UUID version 7 as `identifiers.new_id` makes them.
_PERSONS = """
    SELECT n.current_ssin, coalesce(
        (max(n.known_id::text) FILTER (WHERE n.ssin = n.current_ssin))::uuid,
        min(n.known_id::text)::uuid,
        CASE WHEN n.current_ssin IN (SELECT ssin FROM feed_worker) THEN (
            lpad(to_hex(floor(extract(epoch FROM clock_timestamp()) * 1000)::bigint), 12, '0')
            || '7' || substr(translate(gen_random_uuid()::text, '-', ''), 14)
        )::uuid END
    ) AS person_id
    FROM feed_known n
    GROUP BY n.current_ssin
"""


def find_persons(load: Load) -> None:
    """Make `feed_number`: each number that the feed names, the number to use, and the person.

    A number that neither the feed nor the directory knows has no person. `feed_merge` says which
    persons become which, `feed_job` is the employments with their persons. Circles in what replaces
    what stay unfinished in `feed_edge`, for the checks to tell.
    """
    load.make_table("feed_named", _NAMED)
    load.keeper.bring_up(hidden_numbers())
    load.make_table("feed_entry", entries_of("feed_named"))
    load.make_table("feed_edge", _EDGES)
    for _ in range(_ROUNDS):
        if load.make(_FOLLOW) == 0:
            break
    load.make_table("feed_known", _NUMBERS)
    load.make_table("feed_person", _PERSONS)
    load.make_table("feed_number", "SELECT * FROM feed_known JOIN feed_person USING (current_ssin)")
    load.make_table(
        "feed_merge",
        """
        SELECT DISTINCT known_id AS former_id, person_id
        FROM feed_number
        WHERE known_id <> person_id
        """,
    )
    load.make_table(
        "feed_job",
        "SELECT e.*, n.person_id FROM feed_employment e LEFT JOIN feed_number n USING (ssin)",
    )
