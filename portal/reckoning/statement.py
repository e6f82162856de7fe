"""What bears on a right, read for many workers in one statement: named parts to build it from.

Bound values: `:people`, and beside each person in `:enterprises` an enterprise number, or null for
all their employers. Every list comes back as one JSON text, so that a statement has one answer
whatever the number of workers. `portal.reckoning.rows` reads what is written here, in this order.
"""

# In which employment a training lies: the one that holds it whole. The last line repeats the
# third for the index, which knows the first day of a training but not its last.
LIES_WHOLE = """
    job.person_id = training.person_id
    AND job.enterprise_number = training.enterprise_number
    AND job.start_date <= training.start_date
    AND (job.end_date IS NULL OR job.end_date >= training.end_date)
"""

ASKED = """
asked AS MATERIALIZED (
    SELECT *
    FROM unnest(CAST(:people AS uuid[]), CAST(:enterprises AS text[]))
        AS asked (person_id, enterprise_number)
)"""

JOBS = """
job AS MATERIALIZED (
    SELECT employment.*
    FROM asked
    JOIN employment
        ON employment.person_id = asked.person_id
        AND employment.enterprise_number
            = coalesce(asked.enterprise_number, employment.enterprise_number)
)"""

# Read once, for sums and for all that is asked of a whole record; few columns of many rows.
# What is charged stands as in `portal.law.training.is_charged`; a test holds the two together.
FACTS = """
training_fact AS MATERIALIZED (
    SELECT
        training.person_id,
        training.enterprise_number,
        training.start_date,
        training.end_date,
        training.charged_minutes,
        training.registered_at,
        training.record_state = 'active'
            AND training.status = 'completed'
            AND training.counts_for_right AS is_charged
    FROM asked
    JOIN training
        ON training.person_id = asked.person_id
        AND training.enterprise_number
            = coalesce(asked.enterprise_number, training.enterprise_number)
)"""

CHARGES = f"""
charge AS (
    SELECT person_id, employment_id, json_object_agg(year, minutes) AS minutes
    FROM (
        SELECT
            job.person_id,
            job.employment_id,
            extract(year FROM training.end_date) AS year,
            sum(training.charged_minutes) AS minutes
        FROM job
        JOIN training_fact AS training ON {LIES_WHOLE}
        WHERE training.is_charged
        GROUP BY job.person_id, job.employment_id, extract(year FROM training.end_date)
    ) AS yearly
    GROUP BY person_id, employment_id
)"""  # noqa: S608 - put together from constants of this house

DECLARED = """
declared AS MATERIALIZED (
    SELECT training_right.*
    FROM asked
    JOIN training_right
        ON training_right.person_id = asked.person_id
        AND training_right.enterprise_number
            = coalesce(asked.enterprise_number, training_right.enterprise_number)
    WHERE training_right.record_state = 'active'
)"""

PARTS = f"{ASKED},{JOBS},{FACTS},{CHARGES},{DECLARED}"

JOB_ROWS = """(
    SELECT json_agg(json_build_array(
        job.person_id,
        job.employment_id,
        job.enterprise_number,
        job.joint_committee,
        job.start_date,
        job.end_date,
        job.end_reason,
        job.weekly_minutes,
        (
            SELECT json_agg(
                json_build_array(work_regime.from_date, work_regime.work_regime::text)
                ORDER BY work_regime.from_date
            )
            FROM work_regime
            WHERE work_regime.person_id = job.person_id
                AND work_regime.employment_id = job.employment_id
        ),
        charge.minutes
    ))
    FROM job
    LEFT JOIN charge USING (person_id, employment_id)
)"""

DECLARED_ROWS = """(
    SELECT json_agg(json_build_array(
        person_id,
        enterprise_number,
        year,
        kind,
        days::text,
        (registered_at AT TIME ZONE 'Europe/Brussels')::date,
        registered_by
    ))
    FROM declared
)"""


def employer_rows(numbers: str) -> str:
    """Return the part that names employers and gives their sizes, once each, by their number.

    numbers: a query of enterprise numbers. Sizes are one text an employer, which whoever reads it
    again need not parse again.
    """
    return f"""(
    SELECT json_object_agg(employer.enterprise_number, json_build_array(
        employer.name,
        (
            SELECT string_agg(
                concat_ws(',', quarter, coalesce(fte::text, '-'), coalesce(headcount::text, '-')),
                ' ' ORDER BY quarter
            )
            FROM employer_size
            WHERE employer_size.enterprise_number = employer.enterprise_number
        )
    ))
    FROM employer
    WHERE employer.enterprise_number IN ({numbers})
)"""  # noqa: S608 - put together from constants of this house


JOB_EMPLOYERS = "SELECT job.enterprise_number FROM job"
