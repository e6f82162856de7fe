"""Certificates that expire soon, as part of the one statement that opens an account."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from portal.account.certificates import SOON_DAYS
from portal.account.values import ExpiringCertificate

SOON = timedelta(days=SOON_DAYS)

_EXPIRES = """training.certificate_valid_until BETWEEN :as_of AND :soon
        AND training.certificate_obtained
        AND training.record_state = 'active'"""
# Counted where all trainings are: most people have none, and nothing is looked for again.
EXPIRING_COUNT = f"count(*) FILTER (WHERE {_EXPIRES}) AS expiring"

# What a person can still act on: no newer certificate of the same training is valid for longer.
EXPIRING_ROWS = f"""(
    SELECT json_agg(json_build_array(
        training.training_id,
        training.title,
        training.language,
        training.certificate_valid_until
    ) ORDER BY training.certificate_valid_until, training.training_id)
    FROM training
    WHERE training.person_id = :person_id
        AND (SELECT record.expiring > 0 FROM record)
        AND {_EXPIRES}
        AND NOT EXISTS (
            SELECT FROM training AS newer
            WHERE newer.person_id = training.person_id
                AND newer.certificate_obtained
                AND newer.record_state = 'active'
                AND lower(newer.title) = lower(training.title)
                AND coalesce(newer.certificate_valid_until, 'infinity')
                    > training.certificate_valid_until
        )
)"""  # noqa: S608 - put together from constants of this house


def expiring_of(rows: Iterable[Sequence[Any]]) -> tuple[ExpiringCertificate, ...]:
    """Return the certificates that EXPIRING_ROWS wrote."""
    return tuple(
        ExpiringCertificate(UUID(key), title, language, date.fromisoformat(until))
        for key, title, language, until in rows
    )
