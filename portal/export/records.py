"""Registered records of an export as rows of the tables that keep them."""

from decimal import Decimal
from uuid import UUID

from portal.export.parts import RightPart, RightVersion, TrainingPart, TrainingVersion

Row = dict[str, object]


def training_row(person_id: UUID, training: TrainingVersion) -> Row:
    """Return the row of a training, or of one version of it."""
    provider, certificate = training.provider, training.certificate
    return {
        **_registered(person_id, training),
        "training_id": training.id,
        "title": training.title,
        "language": training.language,
        "nature": training.nature.value,
        "status": training.status.value,
        "start_date": training.start_date,
        "end_date": training.end_date,
        "duration_minutes": training.duration_minutes,
        "counts_for_right": training.counts_for_right,
        "not_counting_reason": training.not_counting_reason,
        "charged_minutes": training.charged_minutes,
        "provider_name": provider.name if provider else None,
        "provider_enterprise_number": provider.enterprise_number if provider else None,
        "certificate_obtained": certificate.obtained,
        "certificate_valid_until": certificate.valid_until,
        "financing": training.financing,
        "to_verify": training.to_verify,
        "verified_by": training.verified_by,
        "verified_at": training.verified_at,
    }


def right_row(person_id: UUID, right: RightVersion) -> Row:
    """Return the row of a declared right, or of one version of it."""
    return {
        **_registered(person_id, right),
        "training_right_id": right.id,
        "year": right.year,
        "kind": right.kind,
        "days": None if right.days is None else Decimal(right.days),
        "comment": right.comment,
    }


def ledger_row(person_id: UUID, record: TrainingPart | RightPart) -> Row | None:
    """Return the row of the ledger of references; None: nobody knows what was declared."""
    if record.declaration_hash is None:
        return None
    first = record.earlier_versions[-1] if record.earlier_versions else record
    return {
        "declarant": first.registered_by.enterprise_number,
        "reference": first.reference,
        "person_id": person_id,
        "record_id": record.id,
        "record_kind": "training" if isinstance(record, TrainingPart) else "right",
        "content": bytes.fromhex(record.declaration_hash),
    }


def _registered(person_id: UUID, record: TrainingVersion | RightVersion) -> Row:
    return {
        "person_id": person_id,
        "version": record.version,
        "record_state": record.record_state,
        "reference": record.reference,
        "enterprise_number": record.employer.enterprise_number,
        "registered_by": record.registered_by.enterprise_number,
        "registered_quality": record.registered_by.quality,
        "registered_at": record.last_modified,
        "channel": record.channel,
        "cancel_reason": record.cancel_reason,
    }
