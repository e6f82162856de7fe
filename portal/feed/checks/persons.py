"""Workers, the numbers they are known by, and those who act for enterprises."""

from portal.feed.checks.question import Check, unknown_worker
from portal.languages import N_

CHECKS = (
    Check(
        "workers.csv",
        "birth_date",
        N_("The birth date lies in the future: correct it."),
        "SELECT line, birth_date AS value FROM feed_worker WHERE birth_date > CAST(:now AS date)",
    ),
    Check(
        "workers.csv",
        "replaces_ssin",
        N_("The numbers replace each other in a circle: correct one of their lines."),
        """
        SELECT e.line, e.ssin AS value
        FROM feed_edge e
        WHERE e.line IS NOT NULL AND EXISTS (SELECT FROM feed_edge f WHERE f.ssin = e.current_ssin)
        """,
    ),
    Check(
        "workers.csv",
        "replaces_ssin",
        N_(
            "This number is replaced by %(other)s too: correct one of the two, or say which of them"
            " replaces the other."
        ),
        """
        SELECT e.line, e.ssin AS value, (array_agg(f.current_ssin))[1] AS other
        FROM feed_edge e
        JOIN feed_edge f ON f.ssin = e.ssin AND f.current_ssin <> e.current_ssin
        WHERE e.line IS NOT NULL
        AND NOT EXISTS (SELECT FROM feed_edge g WHERE g.ssin IN (e.current_ssin, f.current_ssin))
        GROUP BY e.line, e.ssin
        """,
    ),
    Check(
        "workers.csv",
        "replaces_ssin",
        N_(
            "Both numbers have an employment at the same employer at the same time (%(one)s and"
            " %(other)s): correct their dates, or leave the two numbers apart."
        ),
        """
        SELECT min(w.line) AS line,
            (array_agg(w.replaces_ssin ORDER BY w.line))[1] AS value, o.value AS one, o.other
        FROM feed_overlap o
        JOIN feed_number n ON n.person_id = o.person_id
        JOIN feed_worker w ON w.ssin = n.ssin AND w.replaces_ssin IS NOT NULL
        WHERE o.line IS NULL
        GROUP BY o.value, o.other
        """,
    ),
    unknown_worker("representatives.csv", "feed_representative"),
    Check(
        "representatives.csv",
        "ssin",
        N_("Line %(first)s gives the same person a role at the same enterprise: remove one."),
        """
        SELECT line, value, first
        FROM (
            SELECT line, ssin AS value, min(line) OVER w AS first,
                min(ssin::text) OVER w <> max(ssin::text) OVER w AS several
            FROM feed_representative
            JOIN feed_number USING (ssin)
            WHERE person_id IS NOT NULL AND enterprise_number IS NOT NULL
            WINDOW w AS (PARTITION BY person_id, enterprise_number)
        ) r
        WHERE line > first AND several
        """,
    ),
)
