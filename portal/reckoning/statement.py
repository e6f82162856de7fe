"""What bears on a right, read in one statement for one worker or for thousands.

Named parts to build it from. Every list comes back as one JSON text, so that a statement has one
answer whatever the number of workers; `portal.reckoning.rows` reads what is written here, in this
order. Each table is entered by its key from what is asked for, never joined with another list:
so the plan stays good whatever number of workers the server believes it will meet.
"""

from sqlalchemy import TextClause, text

from portal.law.parameters import FIRST_YEAR
from portal.records.facts import EVERYBODY

# Bound: `people`, and beside each person in `enterprises` an enterprise number, or null for all
# their employers.
MANY = """
asked AS MATERIALIZED (
    SELECT *
    FROM unnest(CAST(:people AS uuid[]), CAST(:enterprises AS text[]))
        AS asked (person_id, enterprise_number)
)"""

# Bound: `person_id`. Told that there is one, the server soon keeps its plan and plans no more.
ONE = """
asked AS NOT MATERIALIZED (
    SELECT CAST(:person_id AS uuid) AS person_id, CAST(NULL AS text) AS enterprise_number
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

REGIME_ROWS = """(
    SELECT json_agg(
        json_build_array(work_regime.from_date, work_regime.work_regime::text)
        ORDER BY work_regime.from_date
    )
    FROM work_regime
    WHERE work_regime.person_id = job.person_id
        AND work_regime.employment_id = job.employment_id
)"""

# Whether a training is charged, as `portal.law.training.is_charged` says; tests hold them together.
IS_CHARGED = """training.record_state = 'active'
        AND training.status = 'completed'
        AND training.counts_for_right
        AND NOT training.to_verify"""

# The minutes charged in each year that has an account: of a job that ended before, no training is
# looked at. A training lies in the employment that holds it whole, as
# `portal.reckoning.rows.lies_whole` says.
YEARLY = f"""(
    SELECT CAST(extract(year FROM end_date) AS integer) AS year, sum(charged_minutes) AS minutes
    FROM training
    WHERE training.person_id = job.person_id
        AND training.enterprise_number = job.enterprise_number
        AND training.start_date BETWEEN job.start_date AND coalesce(job.end_date, 'infinity')
        AND training.end_date <= coalesce(job.end_date, 'infinity')
        AND training.end_date >= '{FIRST_YEAR}-01-01'
        AND coalesce(job.end_date, 'infinity') >= '{FIRST_YEAR}-01-01'
        AND {IS_CHARGED}
    GROUP BY 1
) AS yearly"""  # noqa: S608 - put together from constants of this house

CHARGED = f"(SELECT json_object_agg(year, minutes) FROM {YEARLY})"  # noqa: S608 - our own words

# The years in which the employer let nothing be computed for anybody.
OPT_OUTS = f"""(
    SELECT json_agg(year)
    FROM training_right
    WHERE person_id = '{EVERYBODY.hex}'
        AND enterprise_number = job.enterprise_number
        AND record_state = 'active'
)"""  # noqa: S608 - put together from constants of this house

JOB_ROWS = f"""(
    SELECT json_agg(json_build_array(
        job.person_id,
        job.employment_id,
        job.enterprise_number,
        job.joint_committee,
        job.start_date,
        job.end_date,
        job.end_reason,
        job.weekly_minutes,
        {REGIME_ROWS},
        {CHARGED},
        {OPT_OUTS}
    ))
    FROM job
)"""  # noqa: S608 - put together from constants of this house

DECLARED_ROWS = """(
    SELECT json_agg(json_build_array(
        said.person_id,
        said.enterprise_number,
        said.year,
        said.kind,
        said.days::text,
        (said.registered_at AT TIME ZONE 'Europe/Brussels')::date,
        said.registered_by
    ))
    FROM asked
    JOIN training_right AS said
        ON said.person_id = asked.person_id
        AND said.enterprise_number = coalesce(asked.enterprise_number, said.enterprise_number)
        AND said.record_state = 'active'
)"""

# Of an enterprise number in a list called `named`; its own number where the feed never named it.
EMPLOYER_NAME = """coalesce(
    (SELECT name FROM employer WHERE employer.enterprise_number = named.enterprise_number),
    named.enterprise_number
)"""

# Of an enterprise in a list called `named`: one text, which whoever reads it again need not parse.
SIZES = """(
    SELECT string_agg(
        concat_ws(',', quarter, coalesce(fte::text, '-'), coalesce(headcount::text, '-')),
        ' ' ORDER BY quarter
    )
    FROM employer_size
    WHERE employer_size.enterprise_number = named.enterprise_number
)"""

JOB_EMPLOYERS = "SELECT DISTINCT job.enterprise_number FROM job"


def employer_rows(numbers: str) -> str:
    """Return the part that names employers and gives their sizes, once each, by their number.

    numbers: a query of enterprise numbers.
    """
    return f"""(
    SELECT json_object_agg(named.enterprise_number, json_build_array({EMPLOYER_NAME}, {SIZES}))
    FROM ({numbers}) AS named
)"""  # noqa: S608 - put together from constants of this house


def statement(parts: tuple[str, ...], columns: tuple[str, ...]) -> TextClause:
    """Return the statement that reads these columns from these named parts.

    Without the indents, which the driver would send and read again at every call.
    """
    written = f"WITH {', '.join(parts)} SELECT {', '.join(columns)}"
    return text(" ".join(written.split()))
