"""Gathers all that the portal holds of a person, as of one moment, with the names of the contract.

The database is left before the first byte of a file is made: whoever downloads slowly holds
nothing up.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, TextClause

from portal.account.account import read_account
from portal.account.calendar import Address, address_of
from portal.account.issued import Issued, issued_to
from portal.account.looks import DataGroup, Look, check_may_look, write_looks
from portal.account.printed import employment_json, known, training_json, written, year_json
from portal.account.rows import Employers, moment_of, places_of, trainings_of
from portal.account.values import Account, EmploymentAccount
from portal.clock import BELGIUM
from portal.database import reading, snapshot
from portal.directory.entries import BorneNumber, numbers_borne
from portal.export.spool import Lines
from portal.export.statements import EMPLOYERS, LOOKS, PERSON, RIGHTS, TRAININGS
from portal.law.credit import YearCredit
from portal.roles import Thing

CHUNK = 200  # rows that are in memory at once
MOST_ATTESTATIONS = 10_000


@dataclass(frozen=True, slots=True)
class Gathered:
    """All of it. account: with employments and no trainings, which may be many.

    head: the members of the document that are few; the three lists are its long ones.
    """

    account: Account
    exported_at: datetime
    head: Mapping[str, Any]
    trainings: Lines = field(default_factory=Lines)
    declared_rights: Lines = field(default_factory=Lines)
    looks: Lines = field(default_factory=Lines)

    def close(self) -> None:
        """Let go of what waits on disk."""
        for lines in (self.trainings, self.declared_rights, self.looks):
            lines.close()


def gather(person_id: UUID, look: Look) -> Gathered:
    """Return what is held of a person; that it was asked for is written down before.

    Raises portal.account.looks.NotPermitted.
    """
    check_may_look([person_id], Thing.STATEMENT, look)
    with reading() as db:
        write_looks(db, [person_id], DataGroup.EXPORT, look)
    with snapshot() as db:
        return read_all(db, person_id, look.looked_at)


def read_all(db: Connection, person_id: UUID, now: datetime) -> Gathered:
    """Return what is held of a person; db: sees one moment, `portal.database.snapshot`."""
    bound = {"person_id": person_id}
    account = read_account(db, person_id, now.astimezone(BELGIUM).date(), newest=0)
    birth_place, email, places, represents, sign_ins = db.execute(PERSON, bound).one()
    employers = list(db.execute(EMPLOYERS, bound))
    numbers = numbers_borne(db, person_id)
    head = {
        "asOf": account.as_of.isoformat(),
        **known(dataDate=account.data_date.isoformat() if account.data_date else None),
        "person": _person(account, numbers, birth_place, email),
        "employers": [_employer(*row) for row in employers],
        "employments": [_employment(one) for one in account.employments],
        "attestations": [_attestation(one) for one in issued_to(db, person_id, MOST_ATTESTATIONS)],
        **known(calendarAddress=_calendar_address(address_of(db, person_id))),
        "representations": [_representation(row) for row in represents or ()],
        "signIns": [_sign_in(row) for row in sign_ins or ()],
    }
    gathered = Gathered(account, now, head)
    said = Employers({number: name for number, name, _ in employers}, places_of(places))
    ssin = numbers[0].ssin
    for row, content, earlier in _rows(db, TRAININGS, bound):
        gathered.trainings.add(_training(row, content, earlier, said, ssin))
    for row, content, earlier in _rows(db, RIGHTS, bound):
        gathered.declared_rights.add(_right(row, content, earlier))
    for row in _rows(db, LOOKS, bound):
        gathered.looks.add(_look(row))
    return gathered


def _rows(db: Connection, statement: TextClause, bound: Mapping[str, object]) -> Iterator[Any]:
    """Return rows as the server hands them out, some at a time."""
    return iter(db.execute(statement, bound, execution_options={"yield_per": CHUNK}))


def _person(
    account: Account, numbers: Sequence[BorneNumber], birth_place: str | None, email: str | None
) -> dict[str, object]:
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


def _employer(number: str, name: str, sizes: Sequence[Sequence[Any]] | None) -> dict[str, object]:
    return {
        "enterpriseNumber": number,
        "name": name,
        "sizes": [
            known(quarter=quarter, fte=fte, headcount=headcount)
            for quarter, fte, headcount in sizes or ()
        ],
    }


def _employment(employment: EmploymentAccount) -> dict[str, object]:
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


def _representation(row: Sequence[Any]) -> dict[str, object]:
    number, role, since = row
    return {"enterpriseNumber": number, "role": role, "since": since}


def _attestation(issued: Issued) -> dict[str, object]:
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


def _calendar_address(address: Address | None) -> dict[str, object] | None:
    if address is None:
        return None
    return {"language": address.language, "madeAt": address.made_at.isoformat()}


def _sign_in(row: Sequence[Any]) -> dict[str, object]:
    provider, subject, level, signed_in, last_seen, ended = row
    return {
        "provider": provider,
        "subject": subject,
        "level": level,
        "signedInAt": _moment(signed_in),
        "lastSeenAt": _moment(last_seen),
        "endsAt": _moment(ended),
    }


def _training(
    row: Sequence[Any],
    content: str | None,
    earlier: Sequence[Sequence[Any]] | None,
    said: Employers,
    ssin: str,
) -> dict[str, object]:
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


def _right(
    row: Sequence[Any], content: str | None, earlier: Sequence[Sequence[Any]] | None
) -> dict[str, object]:
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


def _look(row: Sequence[Any]) -> dict[str, object]:
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
