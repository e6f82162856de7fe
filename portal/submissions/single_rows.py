"""The statements that read what came one by one: versions of records, by day and by sender."""

from typing import Final

from sqlalchemy import text

from portal.submissions.concerning import IN_QUARTERS

_DEED: Final = """
    CASE WHEN record_state = 'canceled' THEN 'canceled' WHEN version = 1 THEN 'created'
        ELSE 'changed' END
"""
# Each table that keeps versions: its kind of record, and the id of one.
_KEPT: Final = {
    "training": ("training", "training_id"),
    "training_version": ("training", "training_id"),
    "training_right": ("right", "training_right_id"),
    "training_right_version": ("right", "training_right_id"),
}
_ENDED_IN: Final = "to_char(last_at, 'YYYY\"Q\"Q')"
_CAME_IN: Final = "to_char(registered_at, 'YYYY\"Q\"Q')"
_OURS: Final = f"""
    enterprise_number = :enterprise_number
    AND submission_id IS NULL AND channel IN ('rest', 'form')
    AND (CAST(:channel AS text) IS NULL OR channel = :channel)
    AND registered_at >= CAST(:first AS timestamptz)
    AND (
        CAST(:through AS text) IS NULL
        OR registered_by = :through
        OR EXISTS (
            SELECT
            FROM mandate
            WHERE holder_enterprise_number = :through
                AND mandator_enterprise_number = :enterprise_number
                AND revoked_at IS NULL
                AND {IN_QUARTERS.format(":quarter")}
                AND {IN_QUARTERS.format(_CAME_IN)}
        )
    )
"""  # noqa: S608 - put together from constants of this house


def _latest(before: str) -> str:
    """Return what finds the last moment before another, by the end of an index of each table."""
    ends = ", ".join(
        f"(SELECT registered_at FROM {table} WHERE {_OURS} AND registered_at < {before}"  # noqa: S608 - our own
        " ORDER BY registered_at DESC LIMIT 1)"
        for table in _KEPT
    )
    return f"greatest({ends})"


def _versions(since: str) -> str:
    """Return what reads all versions from a moment on."""
    return " UNION ALL ".join(
        f"SELECT registered_at, registered_by, registered_quality, channel, version, record_state,"  # noqa: S608 - our own
        f" reference, '{kind}' AS record_kind, {record_id} AS record_id, person_id"
        f" FROM {table} WHERE {_OURS}"
        f" AND registered_at >= {since} AND registered_at < CAST(:until AS timestamptz)"
        for table, (kind, record_id) in _KEPT.items()
    )


# The days are found from the last one backwards, so that only those of a page are read; one more,
# since all of the first may stand on the page before.
_DAYS: Final = f"""
    WITH RECURSIVE latest (at, number) AS (
        SELECT {_latest("CAST(:until AS timestamptz)")}, 1
        UNION ALL
        SELECT {_latest("date_trunc('day', latest.at)")}, number + 1
        FROM latest
        WHERE at IS NOT NULL AND number <= :most
    )
"""  # noqa: S608 - our own
_PARTS: Final = f"""
    SELECT part.*, coalesce(sender.name, registered_by) AS sender_name,
        under.from_quarter, under.until_quarter
    FROM (
        SELECT CAST(registered_at AS date) AS day, channel,
            registered_quality, registered_by, max(registered_at) AS last_at,
            count(*) FILTER (WHERE {_DEED} = 'created') AS created,
            count(*) FILTER (WHERE {_DEED} = 'changed') AS changed,
            count(*) FILTER (WHERE {_DEED} = 'canceled') AS canceled
        FROM ({{versions}}) AS one
        GROUP BY 1, 2, 3, 4
    ) AS part
        LEFT JOIN employer AS sender ON sender.enterprise_number = registered_by
        LEFT JOIN LATERAL (
            SELECT from_quarter, until_quarter
            FROM mandate
            WHERE registered_quality = 'mandateHolder'
                AND holder_enterprise_number = registered_by
                AND mandator_enterprise_number = :enterprise_number
                AND {IN_QUARTERS.format(_ENDED_IN)}
            ORDER BY from_quarter DESC
            LIMIT 1
        ) AS under ON true
"""  # noqa: S608 - our own
_KEY: Final = "concat_ws('.', day, channel, registered_quality, registered_by) COLLATE \"C\""
LIST: Final = text(
    _DAYS  # noqa: S608 - our own
    + _PARTS.format(versions=_versions("(SELECT min(date_trunc('day', at)) FROM latest)"))
    + f"""
    WHERE last_at < CAST(:before AS timestamptz)
        OR last_at = CAST(:before AS timestamptz)
            AND (CAST(:key AS text) IS NULL OR {_KEY} < :key)
    ORDER BY last_at DESC, {_KEY} DESC
    LIMIT :most
    """
)
_THIS: Final = "channel = :channel AND registered_quality = :quality AND registered_by = :declarant"
_DAY: Final = "CAST(:day AS date)"  # which begins at midnight in Belgium, as the connection does
ONE: Final = text(_PARTS.format(versions=_versions(_DAY)) + f"WHERE {_THIS}")
DECLARED: Final = text(
    f"""
    SELECT one.registered_at, one.reference, {_DEED} AS deed, one.record_kind, one.record_id,
        one.person_id, kept.warnings,
        EXISTS (
            SELECT
            FROM employment
            WHERE employment.person_id = one.person_id
                AND employment.enterprise_number = :enterprise_number
                AND coalesce(employment.end_date, 'infinity') >= :still_open
        ) AS is_open
    FROM (
        SELECT *
        FROM ({_versions(_DAY)}) AS one
        WHERE {_THIS}
        ORDER BY registered_at, record_id, version
        OFFSET :after
        LIMIT :most
    ) AS one
        LEFT JOIN declared_reference AS kept
            ON version = 1 AND kept.declarant = registered_by AND kept.reference = one.reference
    ORDER BY registered_at, record_id, version
    """  # noqa: S608 - our own
)
