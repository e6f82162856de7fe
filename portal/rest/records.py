"""Records as the service tells them: a training or a right as one of its versions stands."""

from collections.abc import Iterable
from typing import Any

from portal.declarations.outcome import Issue
from portal.records.facts import RightDeclaration, TrainingDeclaration
from portal.records.stand import Stand
from portal.rest.problems import sentence_of
from portal.wire.kinds import issue_urn
from portal.wire.shapes import place_of, told


def record_json(stand: Stand, ssin: str, warnings: Iterable[Issue] = ()) -> dict[str, Any]:
    """Return a record; warnings: what its declaration was warned of just now."""
    said = stand.facts
    facts = _right_json(said) if isinstance(said, RightDeclaration) else _training_json(said)
    registered = stand.registered
    return {
        "id": str(stand.record_id),
        "version": stand.version,
        "reference": registered.reference,
        "worker": {"ssin": ssin},
        "employer": {"enterpriseNumber": said.enterprise_number},
        **facts,
        "recordState": stand.record_state,
        **({"toVerify": True} if stand.to_verify else {}),
        "registeredBy": {
            "enterpriseNumber": registered.registered_by,
            "quality": registered.registered_quality,
        },
        "lastModified": registered.registered_at.isoformat(),
        "warnings": [warning_json(issue) for issue in warnings],
    }


def version_json(stand: Stand) -> dict[str, Any]:
    """Return who said a version, when and through which channel."""
    registered = stand.registered
    return known(
        version=stand.version,
        recordState=stand.record_state,
        registeredBy={
            "enterpriseNumber": registered.registered_by,
            "quality": registered.registered_quality,
        },
        registeredAt=registered.registered_at.isoformat(),
        channel=registered.channel,
        submissionId=registered.submission_id and str(registered.submission_id),
        cancelReason=stand.cancel_reason,
    )


def _training_json(said: TrainingDeclaration) -> dict[str, Any]:
    provider = known(enterpriseNumber=said.provider_enterprise_number, name=said.provider_name)
    return known(
        title=said.title,
        language=said.language,
        nature=said.nature,
        status=said.status,
        startDate=said.start_date.isoformat(),
        endDate=said.end_date.isoformat(),
        durationMinutes=said.duration_minutes,
        countsForRight=said.counts_for_right,
        notCountingReason=said.not_counting_reason,
        chargedMinutes=said.charged_minutes,
        provider=provider or None,
        certificate=known(
            obtained=said.certificate_obtained,
            validUntil=said.certificate_valid_until and said.certificate_valid_until.isoformat(),
        ),
        financing=said.financing,
    )


def _right_json(said: RightDeclaration) -> dict[str, Any]:
    return known(
        year=said.year,
        kind=said.kind,
        days=None if said.days is None else f"{said.days.normalize():f}",
        comment=said.comment,
    )


def warning_json(issue: Issue) -> dict[str, Any]:
    """Return what a declaration was warned of, with its field where there is one."""
    return known(
        type=issue_urn(issue.reason.code),
        name=place_of(issue.field),
        value=None if issue.value is None else told(issue.value),
        detail=sentence_of(issue),
    )


def known(**said: Any) -> dict[str, Any]:
    """Return an object without what is not known."""
    return {name: value for name, value in said.items() if value is not None}
