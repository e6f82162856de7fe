"""What is read of a person for an export: every statement in one place, rows as JSON."""

from sqlalchemy import text

from portal.account.look_log import NAMED
from portal.account.rows import NEWEST_FIRST, PLACE_ROWS, TRAINING_ROW
from portal.reckoning.statement import EMPLOYER_NAME
from portal.records.facts import EVERYBODY

# Bound in all of them: `person_id`.
PERSON = text(f"""
SELECT
    person.birth_place,
    person.email,
    {PLACE_ROWS},
    (
        SELECT json_agg(json_build_array(enterprise_number, role, since) ORDER BY enterprise_number)
        FROM representative
        WHERE representative.person_id = person.person_id AND revoked_at IS NULL
    ),
    (
        SELECT json_agg(
            json_build_array(
                provider, subject, level, created_at, last_seen_at,
                coalesce(revoked_at, least(idle_end_at, absolute_end_at))
            )
            ORDER BY created_at DESC
        )
        FROM session
        WHERE session.person_id = person.person_id
    )
FROM person
WHERE person.person_id = :person_id
""")  # noqa: S608 - put together from constants of this house


def _content(kind: str) -> str:
    """Return the part that finds what the ledger of references keeps of a record.

    The ledger is keyed by who declared first, and by the reference.
    """
    return f"""(
    SELECT encode(ledger.content, 'hex')
    FROM declared_reference AS ledger
    WHERE ledger.record_id = this.record_id
        AND (ledger.declarant, ledger.reference) = (
            SELECT first.registered_by, first.reference
            FROM (
                SELECT registered_by, reference, version
                FROM {kind}_version AS version
                WHERE version.person_id = this.person_id
                    AND version.{kind}_id = this.record_id
                UNION ALL
                SELECT this.registered_by, this.reference, this.version
            ) AS first
            ORDER BY first.version
            LIMIT 1
        )
)"""  # noqa: S608 - same


def _this(kind: str) -> str:
    return f"""CROSS JOIN LATERAL (
    SELECT {kind}.person_id, {kind}.{kind}_id AS record_id, {kind}.registered_by,
        {kind}.reference, {kind}.version
) AS this"""


# What pages do not show of a version.
VERSION_ROW = f"""json_build_array(
    {TRAINING_ROW}, training.cancel_reason, training.verified_by, training.verified_at
)"""

TRAININGS = text(f"""
SELECT
    {VERSION_ROW},
    {_content("training")},
    (
        SELECT json_agg({VERSION_ROW} ORDER BY training.version DESC)
        FROM training_version AS training
        WHERE training.person_id = this.person_id
            AND training.training_id = this.record_id
    )
FROM training
{_this("training")}
WHERE training.person_id = :person_id
ORDER BY {NEWEST_FIRST}
""")  # noqa: S608 - same

# A row of `training_right` or of its versions, called so.
RIGHT_ROW = """json_build_array(
    training_right.training_right_id,
    training_right.version,
    training_right.record_state,
    training_right.reference,
    training_right.enterprise_number,
    training_right.year,
    training_right.kind,
    training_right.days::text,
    training_right.comment,
    training_right.registered_by,
    training_right.registered_quality,
    training_right.registered_at,
    training_right.channel,
    training_right.cancel_reason
)"""

# A declared right, what the ledger keeps of it, and its versions.
RIGHT_PARTS = f"""
    {RIGHT_ROW},
    {_content("training_right")},
    (
        SELECT json_agg({RIGHT_ROW} ORDER BY training_right.version DESC)
        FROM training_right_version AS training_right
        WHERE training_right.person_id = this.person_id
            AND training_right.training_right_id = this.record_id
    )
"""  # noqa: S608 - same

RIGHTS = text(f"""
SELECT {RIGHT_PARTS}
FROM training_right
{_this("training_right")}
WHERE training_right.person_id = :person_id
ORDER BY training_right.year DESC, training_right.training_right_id DESC
""")  # noqa: S608 - same

# Every enterprise that the record names as an employer; sizes decide the right, and opt-outs for
# all its workers.
EMPLOYERS = text(f"""
WITH named AS MATERIALIZED (
    SELECT enterprise_number FROM employment WHERE person_id = :person_id
    UNION
    SELECT enterprise_number FROM training WHERE person_id = :person_id
    UNION
    SELECT enterprise_number FROM training_version WHERE person_id = :person_id
    UNION
    SELECT enterprise_number FROM training_right WHERE person_id = :person_id
    UNION
    SELECT enterprise_number FROM training_right_version WHERE person_id = :person_id
)
SELECT
    named.enterprise_number,
    {EMPLOYER_NAME},
    (
        SELECT json_agg(json_build_array(quarter, fte::text, headcount) ORDER BY quarter)
        FROM employer_size
        WHERE employer_size.enterprise_number = named.enterprise_number
    ),
    (
        SELECT json_agg(
            json_build_array({RIGHT_PARTS})
            ORDER BY training_right.year DESC, training_right.training_right_id DESC
        )
        FROM training_right
        {_this("training_right")}
        WHERE training_right.person_id = '{EVERYBODY.hex}'
            AND training_right.enterprise_number = named.enterprise_number
    )
FROM named
ORDER BY named.enterprise_number
""")  # noqa: S608 - same


LOOKS = text(f"""
SELECT
    shown.looked_at, shown.role, shown.organisation, {NAMED.format("organisation")}, shown.through,
    {NAMED.format("through")}, shown.reason, shown.data_group, shown.channel
FROM look_chain AS chain
JOIN look AS shown ON shown.person_id = chain.person_id
WHERE chain.holder_id = :person_id
ORDER BY shown.person_id DESC, shown.sequence DESC
""")  # noqa: S608 - same
