"""The one statement behind every page of trainings, whatever the filter.

All trainings of the worker are read once, by their key; nobody has more than a few hundred. What
is chosen from, what is counted and what is shown are all taken from there.
"""

import unicodedata
from enum import StrEnum
from functools import cache

from sqlalchemy import TextClause, text

from portal.account.choosing import CANCELED
from portal.account.rows import NEWEST_FIRST, TRAINING_ROW
from portal.reckoning.statement import EMPLOYER_NAME


class Cut(StrEnum):
    """On which side of the training that a cursor names a page begins."""

    OLDER = "older"
    NEWER = "newer"


# A text without case and accents, as `words_of` makes of what is looked for.
FOLDED = r"""replace(replace(
    lower(regexp_replace(
        normalize(concat_ws(' ', title, provider_name), NFKD), '[\u0300-\u036f]', '', 'g'
    )),
    'œ', 'oe'), 'ß', 'ss')"""
_MARKS = dict.fromkeys(range(0x300, 0x370))

# The condition that each field of a filter sets, by the name of the field.
CONDITIONS = {
    "year": "CAST(:year AS int)"
    " BETWEEN extract(year FROM start_date) AND extract(year FROM end_date)",
    "enterprise_number": "enterprise_number = :enterprise_number",
    "nature": "nature = :nature",
    "status": "status = :status",
    "counts": "counts = :counts",
    "origin": "registered_quality = :origin",
    # Each word by itself; no pattern, so no character means anything special.
    "text": f"""(
        SELECT bool_and(strpos({FOLDED}, word) > 0)
        FROM unnest(CAST(:text AS text[])) AS word
    )""",  # noqa: S608 - put together from constants of this house
}
CUTS = {
    None: ("true", "ASC"),
    Cut.OLDER: ("(start_date, training_id) < (:cut_date, :cut_id)", "ASC"),
    Cut.NEWER: ("(start_date, training_id) > (:cut_date, :cut_id)", "DESC"),
}

# `counts` says what `TrainingRecord.counting` says; a test holds them together.
PAGE = """
WITH place AS MATERIALIZED (
    SELECT *
    FROM unnest(
        CAST(:employments AS text[]),
        CAST(:enterprises AS text[]),
        CAST(:first_days AS date[]),
        CAST(:last_days AS date[])
    ) AS place (employment_id, enterprise_number, first_day, last_day)
),
year_of_right AS MATERIALIZED (
    SELECT *
    FROM unnest(CAST(:right_employments AS text[]), CAST(:right_years AS int[]))
        AS year_of_right (employment_id, year)
),
own AS MATERIALIZED (
    SELECT
        training.start_date,
        training.end_date,
        training.training_id,
        training.enterprise_number,
        place.employment_id,
        training.title,
        training.provider_name,
        training.nature,
        CASE training.record_state WHEN 'active' THEN training.status ELSE '{canceled}' END
            AS status,
        training.registered_quality,
        training.duration_minutes,
        training.charged_minutes,
        training.record_state = 'active'
            AND training.status = 'completed'
            AND training.counts_for_right
            AND NOT training.to_verify
            AND training.charged_minutes > 0
            AND EXISTS (
                SELECT
                FROM year_of_right
                WHERE year_of_right.employment_id = place.employment_id
                    AND year_of_right.year = extract(year FROM training.end_date)
            ) AS counts
    FROM training
    LEFT JOIN place
        ON place.enterprise_number = training.enterprise_number
        AND place.first_day <= training.start_date
        AND coalesce(place.last_day, 'infinity') >= training.end_date
    WHERE training.person_id = :person_id
),
chosen AS MATERIALIZED (
    SELECT *, row_number() OVER (ORDER BY start_date DESC, training_id DESC) AS position
    FROM own
    WHERE {conditions}
),
shown AS MATERIALIZED (
    SELECT start_date, training_id, position
    FROM chosen
    WHERE {cut}
    ORDER BY position {direction}
    LIMIT :page_size
)
SELECT
    (
        SELECT json_agg({training_row} ORDER BY {newest_first})
        FROM shown
        JOIN training
            ON training.person_id = :person_id
            AND training.start_date = shown.start_date
            AND training.training_id = shown.training_id
    ),
    (SELECT min(position) FROM shown),
    (SELECT count(*) FROM chosen),
    (
        SELECT json_agg(json_build_array(
            enterprise_number, employment_id, year, trainings, followed, planned, charged
        ))
        FROM (
            SELECT
                enterprise_number,
                employment_id,
                extract(year FROM end_date) AS year,
                count(*) AS trainings,
                coalesce(sum(duration_minutes) FILTER (WHERE status = 'completed'), 0) AS followed,
                coalesce(sum(duration_minutes) FILTER (WHERE status = 'reserved'), 0) AS planned,
                coalesce(sum(charged_minutes) FILTER (WHERE counts), 0) AS charged
            FROM chosen
            GROUP BY enterprise_number, employment_id, extract(year FROM end_date)
        ) AS total
    ),
    (
        SELECT json_build_array(
            (
                SELECT json_agg(DISTINCT year)
                FROM own
                CROSS JOIN LATERAL (
                    VALUES (extract(year FROM start_date)), (extract(year FROM end_date))
                ) AS touched (year)
            ),
            (SELECT json_agg(DISTINCT nature) FROM own),
            (SELECT json_agg(DISTINCT status) FROM own),
            (SELECT json_agg(DISTINCT registered_quality) FROM own)
        )
    ),
    (
        SELECT json_object_agg(named.enterprise_number, {employer_name})
        FROM (SELECT DISTINCT enterprise_number FROM own) AS named
    )
"""


@cache
def page_statement(fields: tuple[str, ...], cut: Cut | None) -> TextClause:
    """Return the statement of a page that these fields of a filter choose; each text made once.

    cut: on which side of another page it lies; None: it is the first.
    """
    condition, direction = CUTS[cut]
    written = PAGE.format(
        canceled=CANCELED,
        conditions=" AND ".join([CONDITIONS[field] for field in fields]) or "true",
        cut=condition,
        direction=direction,
        training_row=TRAINING_ROW,
        newest_first=NEWEST_FIRST,
        employer_name=EMPLOYER_NAME,
    )
    # Without the indents, which the driver would send and read again at every call.
    return text(" ".join(written.split()))


def words_of(sought: str) -> list[str]:
    """Return the words that somebody looks for, without case and accents as FOLDED has them."""
    plain = unicodedata.normalize("NFKD", sought).translate(_MARKS).lower()
    return plain.replace("œ", "oe").replace("ß", "ss").split()
