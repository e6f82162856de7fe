"""Fills a database with a country as large as asked: 200,000 workers, two million trainings.

All of it is made by the server itself, with the rows of a table in the order in which they would
have come: trainings by day, so that those of one worker lie far apart.
"""

from sqlalchemy import Connection, text

PERSON = "CAST('0190a000-0000-7000-8000-' || lpad(to_hex({number}), 12, '0') AS uuid)"
TRAINING = "CAST('0190b000-0000-7000-8000-' || lpad(to_hex({number}), 12, '0') AS uuid)"

WORKERS = 200_000
EMPLOYERS = 5_000
LONG_CAREER = 1  # the worker with 450 trainings at twelve employers
SHORT_CAREER = 2  # the worker with 60 trainings at two employers
ABROAD = 1_000_000  # numbers beyond those of the other trainings

ENTERPRISE = "lpad(CAST(({number}) % :employers AS text), 10, '0')"

STATEMENTS = (
    """
    INSERT INTO employer (enterprise_number, name)
    SELECT lpad(CAST(n AS text), 10, '0'), 'Bakkerij ' || n
    FROM generate_series(0, :employers - 1) AS n
    """,
    """
    INSERT INTO employer_size (enterprise_number, quarter, fte, headcount)
    SELECT lpad(CAST(n AS text), 10, '0'), year || 'Q' || quarter, n % 60 + 0.5, n % 60 + 3
    FROM generate_series(0, :employers - 1) AS n,
        generate_series(2020, 2025) AS year,
        generate_series(1, 4) AS quarter
    """,
    f"""
    INSERT INTO person (person_id, family_name, given_names, birth_date, language)
    SELECT {PERSON.format(number="n")}, 'Peeters', 'Emma', date '1970-01-01' + n % 12000, 'nl'
    FROM generate_series(1, :workers) AS n
    """,
    # As large as real ones, and under no key: nobody is looked up by number here.
    f"""
    INSERT INTO directory (number_index, key_id, person_id, sealed, state, changed_at)
    SELECT sha256(CAST(CAST(n AS text) AS bytea)), 'no key', {PERSON.format(number="n")},
        CAST(repeat('x', 47) AS bytea), 'current', now()
    FROM generate_series(1, :workers) AS n
    """,
    # Two jobs each, one of them past; the long career has twelve in forty years, two at a time.
    f"""
    INSERT INTO employment (
        person_id, employment_id, enterprise_number, joint_committee, start_date, end_date,
        end_reason, weekly_minutes
    )
    SELECT {PERSON.format(number="n")}, 'E' || n || '-' || job,
        {ENTERPRISE.format(number="n * 7 + job * 13")},
        (ARRAY['200', '124', '330', '119'])[1 + n % 4],
        CASE
            WHEN n = {LONG_CAREER} THEN date '1986-01-01' + 1200 * job
            ELSE date '2019-01-01' + n % 300
        END,
        CASE
            WHEN n = {LONG_CAREER} AND job < 11 THEN date '1986-01-01' + 1200 * job + 2399
            WHEN n <> {LONG_CAREER} AND job = 1 THEN date '2025-06-30'
        END,
        CASE WHEN n = {LONG_CAREER} AND job < 11 OR job = 1 THEN 'resignation' END,
        (ARRAY[2280, 2160, 2400])[1 + n % 3]
    FROM generate_series(1, :workers) AS n,
        generate_series(0, CASE WHEN n = {LONG_CAREER} THEN 11 ELSE 1 END) AS job
    """,
    """
    INSERT INTO work_regime (person_id, employment_id, from_date, work_regime)
    SELECT person_id, employment_id, from_date, work_regime
    FROM employment,
        LATERAL (
            VALUES (start_date, 1.0), (start_date + 1000, 0.8)
        ) AS regime (from_date, work_regime)
    """,
    f"""
    INSERT INTO training (
        person_id, start_date, training_id, version, record_state, reference, registered_by,
        registered_quality, channel, registered_at, enterprise_number, title, language, nature,
        status, end_date, duration_minutes, counts_for_right, charged_minutes, provider_name,
        certificate_obtained, financing
    )
    SELECT {PERSON.format(number="worker")}, day, {TRAINING.format(number="n")}, 1, 'active',
        'R-' || n, enterprise_number, 'employer', 'batch', now(), enterprise_number,
        'Omgaan met gevaarlijke stoffen ' || n % 100, 'nl', 'formal', 'completed', day,
        60 * (1 + n % 8), TRUE, 60 * (1 + n % 8), 'Syntra', FALSE, 'employer'
    FROM (
        SELECT
            n,
            1 + n % :workers AS worker,
            date '2021-01-01' + (n / 1000) % 1600 AS day,
            n % 2 AS job
        FROM generate_series(1, 10 * :workers) AS n
        WHERE n % :workers + 1 NOT IN ({LONG_CAREER}, {SHORT_CAREER})
        UNION ALL
        SELECT
            {ABROAD} * 10 + n,
            {LONG_CAREER},
            date '1986-01-01' + 33 * n,
            least(11, 33 * n / 1200)
        FROM generate_series(1, 450) AS n
        UNION ALL
        SELECT {ABROAD} * 20 + n, {SHORT_CAREER}, date '2021-01-01' + 23 * n, n % 2
        FROM generate_series(1, 60) AS n
    ) AS training,
        LATERAL (
            SELECT {ENTERPRISE.format(number="worker * 7 + job * 13")} AS enterprise_number
        ) AS place
    ORDER BY day, n
    """,
    f"""
    INSERT INTO training_right (
        person_id, training_right_id, enterprise_number, year, kind, days, version, record_state,
        reference, registered_by, registered_quality, channel, registered_at
    )
    SELECT {PERSON.format(number="n")}, {TRAINING.format(number="n")},
        {ENTERPRISE.format(number="n * 7")}, 2026, 'legal', 6, 1, 'active', 'R-' || n,
        {ENTERPRISE.format(number="n * 7")}, 'employer', 'batch', now()
    FROM generate_series(1, :workers, 20) AS n
    """,
    """
    INSERT INTO feed_load (feed_load_id, loaded_at, counts)
    SELECT gen_random_uuid(), now() - n * interval '1 day', '{}'
    FROM generate_series(1, 1000) AS n
    """,
)


def fill(db: Connection, workers: int = WORKERS) -> None:
    """Fill empty tables; a million trainings take about half a minute."""
    for statement in STATEMENTS:
        # A colon before a word names a bound value; there are no others in these texts.
        db.execute(text(statement), {"workers": workers, "employers": EMPLOYERS})
    db.commit()
    db.execution_options(isolation_level="AUTOCOMMIT").execute(text("VACUUM ANALYZE"))
