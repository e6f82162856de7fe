"""Makes an attestation: one call from a worker's wish to sealed bytes that can be checked.

A doubled request, as a nervous finger or a reloaded page sends it, gets the same attestation.
"""

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime
from typing import Self
from uuid import UUID

from sqlalchemy import Connection
from sqlalchemy.orm import Session as DatabaseSession

from portal.account.account import open_for_attestation
from portal.account.attestation import Statement, Wanted, statement_of
from portal.account.codes import code_of
from portal.account.facts import facts_digest
from portal.account.issued import Issue, Issued, keep, keep_file
from portal.account.looks import Look
from portal.database import Session, reading
from portal.directory.entries import numbers_of
from portal.documents.paper import Imprint, paper_of
from portal.documents.seal import Seal, seal_of
from portal.documents.sentences import Sentences
from portal.documents.typesetting import qr_code, typeset
from portal.identifiers import new_id
from portal.settings import Settings

FORM = "attestation"


class Superseded(Exception):
    """This very request was answered before, and cannot be answered so again.

    The attestation was withdrawn meanwhile, or the facts are different now.
    """


@dataclass(frozen=True, slots=True)
class Attested:
    """An attestation as it is handed out."""

    pdf: bytes
    code: str
    issued_at: datetime
    statement: Statement


@dataclass(frozen=True, slots=True)
class Request:
    """Who asks, for what, in which language.

    form_id: of the form that was sent; the same form and wish is the same attestation. None: each
        request is another.
    again: the attestation that shall be handed out once more, as it was; None: a new one.
    """

    person_id: UUID
    wanted: Wanted
    language: str
    form_id: UUID | None = None
    again: Issued | None = None

    @classmethod
    def once_more(cls, issued: Issued) -> Self:
        """Return the request that is answered by an attestation which was issued before."""
        return cls(issued.person_id, issued.wanted, issued.language, again=issued)

    def attestation_id(self) -> UUID:
        """Return the id of the attestation that answers it."""
        if self.again is not None:
            return self.again.attestation_id
        form_id = self.form_id or new_id()
        wish = json.dumps([str(form_id), self.language, self.wanted.fields], sort_keys=True)
        return UUID(bytes=hashlib.sha256(wish.encode()).digest()[:16])


def issue_attestation(request: Request, settings: Settings, now: datetime) -> Attested:
    """Return a sealed attestation and keep that it was issued; the look is written first.

    Raises portal.account.attestation.NothingToAttest, Superseded,
    portal.documents.apart.TooMuch where it is too long to be set, and
    portal.documents.seal_keys.SealFault where the seal cannot be used.
    """
    seal = seal_of(settings)
    person_id = request.person_id
    issued_at = request.again.issued_at if request.again else now.replace(microsecond=0)
    with reading() as connection:
        look = Look.of_worker(person_id, now)
        account = open_for_attestation(connection, person_id, issued_at.date(), look)
        statement = statement_of(account, request.wanted)
        ssin = _number(connection, person_id) if request.wanted.with_number else None
    attestation_id = request.attestation_id()
    code = code_of(settings.secret_key(), person_id, attestation_id)
    issue = Issue(
        person_id,
        attestation_id,
        code,
        request.wanted,
        request.language,
        issued_at,
    )
    with Session.begin() as db:
        issued = _kept(db, issue, statement)
        imprint = Imprint(
            code=code,
            issued_at=issued.issued_at,
            issuer=settings.issuer,
            dispute=settings.dispute,
            base_url=settings.base_url,
            ssin=ssin,
            is_trial=seal.is_development,
        )
        pdf = sealed_paper(statement, imprint, request.language, seal)
        keep_file(db, issued, pdf)
    return Attested(pdf, code, issued.issued_at, statement)


def sealed_paper(statement: Statement, imprint: Imprint, language: str, seal: Seal) -> bytes:
    """Return a statement as a sealed PDF."""
    return seal.seal(unsealed_paper(statement, imprint, language))


def unsealed_paper(statement: Statement, imprint: Imprint, language: str) -> bytes:
    """Return a statement as a PDF: the same statement and imprint give the same bytes."""
    said = paper_of(statement, imprint, Sentences(language))
    return typeset(FORM, said | {"qr": qr_code(imprint.address(language))}, imprint.issued_at)


def _kept(db: DatabaseSession, issue: Issue, statement: Statement) -> Issued:
    facts = facts_digest(statement)
    issued = keep(db, issue, facts)
    if issued.withdrawn_at is not None or issued.facts_digest != facts:
        raise Superseded
    return issued


def _number(db: Connection, person_id: UUID) -> str | None:
    return numbers_of(db, [person_id]).get(person_id)
