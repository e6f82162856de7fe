"""The members of the document, each made from what the database says of it."""

from collections.abc import Sequence
from typing import Any

from portal.account.calendar import Address
from portal.account.issued import Issued
from portal.account.printed import employment_json, known, training_json, written, year_json
from portal.account.rows import Employers, moment_of, trainings_of
from portal.account.values import Account, EmploymentAccount
from portal.clock import BELGIUM
from portal.directory.entries import BorneNumber
from portal.law.credit import YearCredit


def person_of(
    account: Account, numbers: Sequence[BorneNumber], birth_place: str | None, email: str | None
) -> dict[str, object]:
    """Return who it is."""
    person = account.person
    return known(
        ssin=numbers[0].ssin,
        numbers=[
            known(ssin=one.ssin, state=one.state, replacedBy=one.replaced_by) for one in numbers
        ],
        familyName=person.family_name,
        givenNames=person.given_names,
        birthDate=person.birth_date.isoformat() if person.birth_date else None,
        birthPlace=birth_place,
        language=person.language,
        email=email,
    )


def employer_of(
    number: str,
    name: str,
    sizes: Sequence[Sequence[Any]] | None,
    opt_outs: Sequence[Sequence[Any]] | None,
) -> dict[str, object]:
    """Return an employer with its sizes and its opt-outs for all its workers."""
    return {
        "enterpriseNumber": number,
        "name": name,
        "sizes": [
            known(quarter=quarter, fte=fte, headcount=headcount)
            for quarter, fte, headcount in sizes or ()
        ],
        "optOuts": [right_of(*opt_out) for opt_out in opt_outs or ()],
    }


def employment_of(employment: EmploymentAccount) -> dict[str, object]:
    """Return an employment with its account of every year."""
    years = {
        str(credit.year): {**year_json(credit), "rights": _rights(credit)}
        for credit in employment.years
    }
    return {**employment_json(employment), "years": years}


def _rights(credit: YearCredit) -> list[dict[str, object]]:
    """Return the kinds of right of a year, and where each comes from."""
    per_day = credit.day_minutes
    return [
        known(
            kind=right.kind,
            origin=right.origin,
            gained=written(right.gained, per_day),
            calculated=None if right.calculated is None else written(right.calculated, per_day),
            source=right.full_time.source if right.full_time else None,
        )
        for right in credit.rights
    ]


def representation_of(row: Sequence[Any]) -> dict[str, object]:
    """Return an enterprise for which the person may act."""
    number, role, since = row
    return {"enterpriseNumber": number, "role": role, "since": since}


def attestation_of(issued: Issued) -> dict[str, object]:
    """Return an attestation that was handed out."""
    wanted = issued.wanted
    withdrawn_at = issued.withdrawn_at
    return known(
        id=str(issued.attestation_id),
        scope=wanted.scope,
        year=wanted.year,
        enterpriseNumber=wanted.enterprise_number,
        trainingId=str(wanted.training_id) if wanted.training_id else None,
        firstDate=wanted.first_date.isoformat() if wanted.first_date else None,
        lastDate=wanted.last_date.isoformat() if wanted.last_date else None,
        withNumber=wanted.with_number,
        language=issued.language,
        issuedAt=issued.issued_at.isoformat(),
        withdrawnAt=withdrawn_at.isoformat() if withdrawn_at else None,
        codeStart=issued.code_start,
    )


def calendar_address_of(address: Address | None) -> dict[str, object] | None:
    """Return that there is an address of a calendar; None: there is none."""
    if address is None:
        return None
    return {"language": address.language, "madeAt": address.made_at.isoformat()}


def sign_in_of(row: Sequence[Any]) -> dict[str, object]:
    """Return a sign-in, without what could open its session."""
    provider, subject, level, signed_in, last_seen, ended = row
    return {
        "provider": provider,
        "subject": subject,
        "level": level,
        "signedInAt": _moment(signed_in),
        "lastSeenAt": _moment(last_seen),
        "endsAt": _moment(ended),
    }


def training_of(
    row: Sequence[Any],
    content: str | None,
    earlier: Sequence[Sequence[Any]] | None,
    said: Employers,
    ssin: str,
) -> dict[str, object]:
    """Return a training with its versions."""
    return {
        **_version(row, said, ssin),
        **known(declarationHash=content),
        "earlierVersions": [_version(one, said, ssin) for one in earlier or ()],
    }


def _version(row: Sequence[Any], said: Employers, ssin: str) -> dict[str, object]:
    shown, cancel_reason, verified_by, verified_at = row
    (training,) = trainings_of([shown], said)
    return {
        **training_json(training, ssin),
        "employerName": training.employer_name,
        "isCharged": training.is_charged,
        "toVerify": training.to_verify,
        "channel": training.channel,
        **known(
            cancelReason=cancel_reason,
            verifiedBy=verified_by,
            verifiedAt=_moment(verified_at) if verified_at else None,
        ),
    }


def right_of(
    row: Sequence[Any], content: str | None, earlier: Sequence[Sequence[Any]] | None
) -> dict[str, object]:
    """Return a declared right with its versions."""
    return {
        **_right_version(row),
        **known(declarationHash=content),
        "earlierVersions": [_right_version(one) for one in earlier or ()],
    }


def _right_version(row: Sequence[Any]) -> dict[str, object]:
    key, version, state, reference, enterprise, year, kind, days, comment, *registered = row
    by, quality, at, channel, cancel_reason = registered
    return known(
        id=key,
        version=version,
        reference=reference,
        employer={"enterpriseNumber": enterprise},
        year=year,
        kind=kind,
        days=days,
        comment=comment,
        recordState=state,
        registeredBy={"enterpriseNumber": by, "quality": quality},
        lastModified=_moment(at),
        channel=channel,
        cancelReason=cancel_reason,
    )


def look_of(row: Sequence[Any]) -> dict[str, object]:
    """Return one reading of the record."""
    looked_at, role, organisation, name, through, through_name, reason, group, channel = row
    return known(
        lookedAt=looked_at.astimezone(BELGIUM).isoformat(),
        role=role,
        organisation=organisation,
        organisationName=name,
        through=through,
        throughName=through_name,
        reason=reason,
        dataGroup=group,
        channel=channel,
    )


def _moment(text: str) -> str:
    return moment_of(text).isoformat()
