"""Trainings as statements write them and as accounts hold them: one order of columns for both."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from portal.account.values import TrainingRecord
from portal.clock import BELGIUM
from portal.law.training import (
    Financing,
    Nature,
    NotCountingReason,
    TrainingStatus,
    day_minutes,
    is_charged,
)

# A row of `training` or of `training_version`, called so, beside its employment, called `job`.
TRAINING_ROW = """json_build_array(
    training.training_id,
    training.version,
    training.record_state,
    training.reference,
    training.enterprise_number,
    training.title,
    training.language,
    training.nature,
    training.status,
    training.start_date,
    training.end_date,
    training.duration_minutes,
    training.counts_for_right,
    training.not_counting_reason,
    training.charged_minutes,
    training.provider_name,
    training.provider_enterprise_number,
    training.certificate_obtained,
    training.certificate_valid_until,
    training.financing,
    training.registered_by,
    training.registered_quality,
    training.registered_at,
    training.channel,
    job.employment_id,
    job.weekly_minutes
)"""

NEWEST_FIRST = "training.start_date DESC, training.training_id DESC"


def trainings_of(
    rows: Iterable[Sequence[Any]] | None, names: Mapping[str, str]
) -> tuple[TrainingRecord, ...]:
    """Return the trainings of rows written by TRAINING_ROW; names: of employers, by number."""
    return tuple(_training_of(row, names) for row in rows or ())


def _training_of(row: Sequence[Any], names: Mapping[str, str]) -> TrainingRecord:
    (
        training_id, version, record_state, reference, enterprise, title, language, nature, status,
        start, end, duration, counts, not_counting, charged, provider, provider_number,
        certificate, valid_until, financing, by, quality, at, channel, employment_id, weekly,
    ) = row  # fmt: skip
    status = TrainingStatus(status)
    return TrainingRecord(
        training_id=UUID(training_id),
        version=version,
        record_state=record_state,
        reference=reference,
        enterprise_number=enterprise,
        employer_name=names.get(enterprise, enterprise),
        employment_id=employment_id,
        title=title,
        language=language,
        nature=Nature(nature),
        status=status,
        start_date=date.fromisoformat(start),
        end_date=date.fromisoformat(end),
        duration_minutes=duration,
        counts_for_right=counts,
        not_counting_reason=NotCountingReason(not_counting) if not_counting else None,
        charged_minutes=charged,
        day_minutes=day_minutes(weekly, int(end[:4])) if weekly else None,
        provider_name=provider,
        provider_enterprise_number=provider_number,
        certificate_obtained=certificate,
        certificate_valid_until=date.fromisoformat(valid_until) if valid_until else None,
        financing=Financing(financing) if financing else None,
        registered_by=by,
        registered_quality=quality,
        registered_at=datetime.fromisoformat(at).astimezone(BELGIUM),
        channel=channel,
        is_charged=is_charged(status, counts, canceled=record_state == "canceled"),
    )
