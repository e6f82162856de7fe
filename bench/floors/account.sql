SELECT
    person_id, given_names, family_name, last_seen_at, least(idle_end_at, absolute_end_at),
    EXISTS (
        SELECT FROM representative r WHERE r.person_id = s.person_id AND r.revoked_at IS NULL
    ),
    (
        SELECT ends_at
        FROM try_window
        WHERE kind = 'miss-person' AND who_hash = sha256(uuid_send(s.person_id)) AND tries >= 60
    )
FROM session s
JOIN person USING (person_id)
WHERE session_hash = %s
    AND revoked_at IS NULL
    AND least(idle_end_at, absolute_end_at) > now();

UPDATE session SET last_seen_at = %s, idle_end_at = %s
WHERE session_hash = %s AND revoked_at IS NULL;

SELECT
    count(*),
    greatest(
        max(registered_at),
        (SELECT max(loaded_at) FROM feed_load),
        (SELECT max(registered_at) FROM training_right WHERE person_id = %(person)s)
    )::date,
    count(*) FILTER (
        WHERE certificate_obtained
            AND record_state = 'active'
            AND certificate_valid_until BETWEEN current_date AND current_date + 90
    )
FROM training
WHERE person_id = %(person)s;

SELECT
    employment_id, name, start_date, end_date, weekly_minutes,
    (
        SELECT json_agg(json_build_array(
            extract(year FROM from_date) * 12 + extract(month FROM from_date), work_regime
        ) ORDER BY from_date)
        FROM work_regime r
        WHERE r.person_id = e.person_id AND r.employment_id = e.employment_id
    ),
    (
        SELECT json_object_agg(year, minutes)
        FROM (
            SELECT extract(year FROM end_date) AS year, sum(charged_minutes) AS minutes
            FROM training t
            WHERE t.person_id = e.person_id
                AND t.enterprise_number = e.enterprise_number
                AND t.start_date >= e.start_date
                AND t.end_date <= coalesce(e.end_date, 'infinity')
                AND record_state = 'active'
                AND status = 'completed'
                AND counts_for_right
                AND NOT to_verify
            GROUP BY 1
        ) AS yearly
    ),
    (
        SELECT json_agg(json_build_array(year, kind, days))
        FROM training_right r
        WHERE r.person_id = e.person_id
            AND r.enterprise_number = e.enterprise_number
            AND record_state = 'active'
    ),
    (
        SELECT avg(fte)
        FROM employer_size s
        WHERE s.enterprise_number = e.enterprise_number AND quarter BETWEEN '2020Q4' AND '2021Q3'
    )
FROM employment e
JOIN employer USING (enterprise_number)
WHERE person_id = %s
ORDER BY end_date DESC NULLS FIRST, start_date;

SELECT training_id, start_date, title, language, duration_minutes, name, counts_for_right
FROM training
JOIN employer USING (enterprise_number)
WHERE person_id = %s
ORDER BY start_date DESC, training_id DESC
LIMIT %s;

WITH content AS MATERIALIZED (
    SELECT sha256(convert_to(json_build_array(
        extract(epoch FROM %(now)s::timestamptz),
        %(person)s::uuid, NULL::text, NULL::text, 'worker', NULL::text, 'account', 'page'
    )::text, 'UTF8')) AS hash
),
place AS (
    INSERT INTO look_chain AS c (person_id, holder_id, sequence, previous_hash, hash)
    SELECT
        %(person)s, %(person)s, 1, '',
        sha256(''::bytea || uuid_send(%(person)s) || int8send(1) || content.hash)
    FROM content
    ON CONFLICT (person_id) DO UPDATE SET
        sequence = c.sequence + 1,
        previous_hash = c.hash,
        hash = sha256(
            c.hash || uuid_send(c.person_id) || int8send(c.sequence + 1)
            || (SELECT content.hash FROM content)
        )
    RETURNING person_id, sequence, previous_hash, hash
)
INSERT INTO look (
    person_id, sequence, previous_hash, hash, looked_at, looker_id, role, data_group, channel
)
SELECT place.*, %(now)s, %(person)s, 'worker', 'account', 'page' FROM place
