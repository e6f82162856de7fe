"""Employments and work regimes: whose, where, since when, and never two at once."""

from portal.feed.checks.question import Check, unknown_employer, unknown_worker
from portal.languages import N_

# Days on which a worker is in service with an employer, from the feed and, for what the feed does
# not name, from what is known. Sorted by first day, an employment overlaps with an earlier one
# when it begins before the last day of the one that lasts longest.
OVERLAPS = """
    WITH timeline AS (
        SELECT person_id, enterprise_number, employment_id, start_date,
            coalesce(end_date, DATE '9999-12-31') AS last_date, line
        FROM feed_job
        WHERE NOT faulty AND person_id IS NOT NULL AND (end_date >= start_date) IS NOT FALSE
        UNION ALL
        SELECT coalesce(m.person_id, e.person_id), e.enterprise_number, e.employment_id,
            e.start_date, coalesce(e.end_date, DATE '9999-12-31'), NULL
        FROM employment e
        LEFT JOIN feed_merge m ON m.former_id = e.person_id
        WHERE e.person_id IN (
            SELECT person_id FROM feed_job
            UNION SELECT person_id FROM feed_merge
            UNION SELECT former_id FROM feed_merge
        )
        AND NOT EXISTS (SELECT FROM feed_job j WHERE j.employment_id = e.employment_id)
    ), sorted AS (
        SELECT *, max(ARRAY[last_date::text, employment_id, line::text]) OVER (
            PARTITION BY person_id, enterprise_number
            ORDER BY start_date, line
            ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
        ) AS earlier
        FROM timeline
    )
    SELECT person_id, coalesce(line, earlier[3]::integer) AS line,
        CASE WHEN line IS NULL THEN earlier[2] ELSE employment_id END AS value,
        CASE WHEN line IS NULL THEN employment_id ELSE earlier[2] END AS other
    FROM sorted
    WHERE earlier[1]::date >= start_date AND earlier[2] <> employment_id
"""

FIRST_REGIMES = """
    SELECT employment_id, min(from_date) AS from_date, min(line) AS line, bool_or(faulty) AS faulty
    FROM feed_work_regime
    WHERE employment_id IS NOT NULL
    GROUP BY employment_id
"""

_OVERLAP_SENTENCE = N_(
    "This employment overlaps with %(other)s of the same worker at the same employer:"
    " correct the dates."
)
_REGIME_SENTENCE = N_(
    "No work regime covers the first day of this employment: give one from %(start_date)s or"
    " earlier in work_regimes.csv."
)

CHECKS = (
    unknown_employer("employments.csv", "feed_employment"),
    unknown_worker("employments.csv", "feed_employment"),
    Check(
        "employments.csv",
        "end_date",
        N_("The employment ends before it starts (%(start_date)s): correct one of the two dates."),
        """
        SELECT line, end_date AS value, start_date
        FROM feed_employment
        WHERE end_date < start_date
        """,
    ),
    Check(
        "employments.csv",
        "end_reason",
        N_("There is a reason for the end but no end date: add the date or remove the reason."),
        """
        SELECT line, end_reason AS value
        FROM feed_employment
        WHERE NOT faulty AND end_reason IS NOT NULL AND end_date IS NULL
        """,
    ),
    Check(
        "employments.csv",
        "employment_id",
        _OVERLAP_SENTENCE,
        "SELECT line, value, other FROM feed_overlap WHERE line IS NOT NULL",
    ),
    Check(
        "employments.csv",
        "start_date",
        _REGIME_SENTENCE,
        """
        SELECT j.line, j.start_date AS value, j.start_date
        FROM feed_job j
        LEFT JOIN feed_first_regime f USING (employment_id)
        WHERE NOT j.faulty
        AND CASE WHEN f.employment_id IS NULL THEN NOT EXISTS (
            SELECT
            FROM employment e
            JOIN work_regime w USING (person_id, employment_id)
            WHERE e.employment_id = j.employment_id AND w.from_date <= j.start_date
        ) ELSE f.from_date > j.start_date AND NOT f.faulty END
        """,
    ),
    Check(
        "employments.csv",
        "ssin",
        N_(
            "The employment was another worker's, who has trainings in it: correct the number of"
            " the worker, or have those trainings canceled first."
        ),
        """
        SELECT j.line, j.ssin AS value
        FROM feed_job j
        JOIN employment e USING (employment_id)
        LEFT JOIN feed_merge m ON m.former_id = e.person_id
        WHERE j.person_id <> coalesce(m.person_id, e.person_id)
        AND EXISTS (
            SELECT
            FROM training t
            WHERE t.person_id = e.person_id AND t.enterprise_number = e.enterprise_number
            AND t.record_state = 'active' AND t.start_date >= e.start_date
            AND (e.end_date IS NULL OR t.end_date <= e.end_date)
        )
        """,
    ),
    Check(
        "work_regimes.csv",
        "employment_id",
        N_("No employment has this key: add it to employments.csv, or correct it."),
        """
        SELECT line, employment_id AS value
        FROM feed_work_regime f
        WHERE employment_id IS NOT NULL
        AND NOT EXISTS (SELECT FROM feed_employment e WHERE e.employment_id = f.employment_id)
        AND NOT EXISTS (SELECT FROM employment e WHERE e.employment_id = f.employment_id)
        """,
    ),
    Check(
        "work_regimes.csv",
        "from_date",
        _REGIME_SENTENCE,
        """
        SELECT f.line, f.from_date AS value, e.start_date
        FROM feed_first_regime f
        JOIN employment e USING (employment_id)
        WHERE f.from_date > e.start_date AND NOT f.faulty
        AND NOT EXISTS (SELECT FROM feed_employment j WHERE j.employment_id = f.employment_id)
        """,
    ),
)
