"""The statements that read whole accounts, of one worker or of many."""

from portal.account.expiring import EXPIRING_COUNT, EXPIRING_ROWS
from portal.account.looks import SEEN
from portal.account.rows import LINE_ROW, NEWEST_FIRST, TRAINING_ROW
from portal.reckoning.statement import (
    DECLARED_ROWS,
    JOB_EMPLOYERS,
    JOB_ROWS,
    JOBS,
    MANY,
    ONE,
    employer_rows,
    statement,
)


def record_of(*more: str) -> str:
    """Return what is told of all trainings of each person, as a named part of a statement."""
    told = ", ".join(("count(*) AS trainings, max(training.registered_at) AS latest", *more))
    return f"""
record AS MATERIALIZED (
    SELECT asked.person_id, told.*
    FROM asked
    CROSS JOIN LATERAL (
        SELECT {told} FROM training WHERE training.person_id = asked.person_id
    ) AS told
)"""  # noqa: S608 - put together from constants of this house


PERSON_ROWS = """(
    SELECT json_agg(json_build_array(
        asked.person_id,
        person.family_name,
        person.given_names,
        person.birth_date,
        person.language,
        record.trainings,
        (
            greatest(
                record.latest,
                (
                    SELECT max(training_right.registered_at)
                    FROM training_right
                    WHERE training_right.person_id = asked.person_id
                ),
                (SELECT max(feed_load.loaded_at) FROM feed_load)
            ) AT TIME ZONE 'Europe/Brussels'
        )::date
    ))
    FROM asked
    LEFT JOIN person ON person.person_id = asked.person_id
    JOIN record ON record.person_id = asked.person_id
)"""


def shown(columns: str) -> str:
    """Return the newest trainings, as a named part of a statement."""
    return f"""
shown AS MATERIALIZED (
    SELECT newest.*
    FROM asked
    CROSS JOIN LATERAL (
        SELECT {columns}
        FROM training
        WHERE training.person_id = asked.person_id
        ORDER BY {NEWEST_FIRST}
        LIMIT CAST(:newest AS bigint)
    ) AS newest
)"""  # noqa: S608 - put together from constants of this house


WHOLE = shown("*")
# No more of each than a list shows.
OF_LINES = shown(
    "training_id, start_date, end_date, title, language, duration_minutes, enterprise_number,"
    " charged_minutes, status, counts_for_right, not_counting_reason, record_state, to_verify"
)
TRAINING_ROWS = f"""(
    SELECT json_agg(json_build_array(training.person_id, {TRAINING_ROW}) ORDER BY {NEWEST_FIRST})
    FROM shown AS training
)"""  # noqa: S608 - same
LINE_ROWS = f"""(
    SELECT json_agg({LINE_ROW} ORDER BY {NEWEST_FIRST}) FROM shown AS training
)"""  # noqa: S608 - same
EMPLOYER_ROWS = employer_rows(
    JOB_EMPLOYERS + " UNION SELECT shown.enterprise_number FROM shown"  # noqa: S608 - same
)

COLUMNS = (PERSON_ROWS, JOB_ROWS, DECLARED_ROWS, TRAINING_ROWS, EMPLOYER_ROWS)
RECORD = record_of(EXPIRING_COUNT)
ACCOUNT = statement((ONE, RECORD, JOBS, WHOLE), (*COLUMNS, EXPIRING_ROWS))
ACCOUNTS = statement((MANY, record_of(), JOBS, WHOLE), COLUMNS)
LINES = (PERSON_ROWS, JOB_ROWS, DECLARED_ROWS, LINE_ROWS, EMPLOYER_ROWS, EXPIRING_ROWS)
SHOWN_ACCOUNT = statement((ONE, RECORD, JOBS, OF_LINES), LINES)
# Read and looked at in one go, where both are done by the same server.
SHOWN_ACCOUNT_SEEN = statement((ONE, RECORD, JOBS, OF_LINES, *SEEN), LINES)
