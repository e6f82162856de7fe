"""Attestations that were handed out: kept, found by their number, withdrawn by their holder."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self
from uuid import UUID

from sqlalchemy import Connection, text
from sqlalchemy.orm import Session

from portal.account.attestation import Scope, Wanted
from portal.account.codes import GROUP, code_hash

COLUMNS = """attestation_id, person_id, code_start, scope, year, enterprise_number, training_id,
    first_date, last_date, with_number, language, issued_at, facts_digest, pdf_digests,
    withdrawn_at"""

_KEEP = text("""
    INSERT INTO attestation (
        person_id, attestation_id, code_start, scope, year, enterprise_number, training_id,
        first_date, last_date, with_number, language, issued_at, facts_digest, pdf_digests
    )
    VALUES (
        :person_id, :attestation_id, :code_start, :scope, :year, :enterprise_number, :training_id,
        :first_date, :last_date, :with_number, :language, :issued_at, :facts_digest, '{}'
    )
    ON CONFLICT DO NOTHING
""")
_KEEP_CODE = text("""
    INSERT INTO attestation_code (code_hash, person_id, attestation_id)
    VALUES (:code_hash, :person_id, :attestation_id)
    ON CONFLICT DO NOTHING
""")
_KEEP_PDF = text("""
    UPDATE attestation
    SET pdf_digests = pdf_digests || CAST(:digest AS bytea)
    WHERE person_id = :person_id
        AND attestation_id = :attestation_id
        AND NOT CAST(:digest AS bytea) = ANY (pdf_digests)
""")
_ONE = text(f"""
    SELECT {COLUMNS}
    FROM attestation
    WHERE person_id = :person_id AND attestation_id = :attestation_id
""")  # noqa: S608 - our own words
_BY_CODE = text(f"""
    SELECT {COLUMNS}
    FROM attestation
    WHERE (person_id, attestation_id) = (
        SELECT person_id, attestation_id FROM attestation_code WHERE code_hash = :code_hash
    )
""")  # noqa: S608 - same
_OF_HOLDER = text(f"""
    SELECT {COLUMNS}
    FROM attestation
    WHERE person_id = :person_id
    ORDER BY issued_at DESC, attestation_id
    LIMIT :most
""")  # noqa: S608 - same
_WITHDRAW = text("""
    UPDATE attestation
    SET withdrawn_at = coalesce(withdrawn_at, :now)
    WHERE person_id = :person_id AND attestation_id = :attestation_id
    RETURNING person_id
""")


@dataclass(frozen=True, slots=True)
class Issued:
    """What is kept of an attestation.

    code_start: how its number begins; nobody can tell the rest.
    pdf_digests: SHA-256 of each file that was handed out as this attestation.
    """

    attestation_id: UUID
    person_id: UUID
    code_start: str
    wanted: Wanted
    language: str
    issued_at: datetime
    facts_digest: bytes
    pdf_digests: tuple[bytes, ...]
    withdrawn_at: datetime | None

    @classmethod
    def of(cls, row: Any) -> Self:  # noqa: ANN401 - a row
        """Return it from a row of COLUMNS."""
        return cls(
            row.attestation_id,
            row.person_id,
            row.code_start,
            Wanted(
                Scope(row.scope),
                row.year,
                row.enterprise_number,
                row.training_id,
                row.first_date,
                row.last_date,
                row.with_number,
            ),
            row.language,
            row.issued_at,
            row.facts_digest,
            tuple(row.pdf_digests),
            row.withdrawn_at,
        )

    def is_this_file(self, file: bytes) -> bool:
        """Tell whether these are the bytes of this very attestation as it was handed out."""
        return hashlib.sha256(file).digest() in self.pdf_digests


@dataclass(frozen=True, slots=True)
class Issue:
    """An attestation that is about to be handed out."""

    person_id: UUID
    attestation_id: UUID
    code: str
    wanted: Wanted
    language: str
    issued_at: datetime


def keep(db: Session, issue: Issue, facts: bytes) -> Issued:
    """Return what is kept of an attestation: of the first request where this one is doubled.

    Whoever asks for the same at the same time waits until the transaction of `db` ends.
    """
    wanted = issue.wanted
    bound: Mapping[str, Any] = {
        "person_id": issue.person_id,
        "attestation_id": issue.attestation_id,
        "code_start": issue.code[:GROUP],
        "code_hash": code_hash(issue.code),
        "scope": wanted.scope.value,
        "year": wanted.year,
        "enterprise_number": wanted.enterprise_number,
        "training_id": wanted.training_id,
        "first_date": wanted.first_date,
        "last_date": wanted.last_date,
        "with_number": wanted.with_number,
        "language": issue.language,
        "issued_at": issue.issued_at,
        "facts_digest": facts,
    }
    db.execute(_KEEP, bound)
    db.execute(_KEEP_CODE, bound)
    return Issued.of(db.execute(_ONE, bound).one())


def keep_file(db: Session, issued: Issued, file: bytes) -> None:
    """Keep the digest of the file that is handed out, so that it can be told from others."""
    bound = {"person_id": issued.person_id, "attestation_id": issued.attestation_id}
    db.execute(_KEEP_PDF, bound | {"digest": hashlib.sha256(file).digest()})


def find_issued(db: Connection, code: str) -> Issued | None:
    """Return the attestation of a number as `read_code` gives it; None: there is none."""
    row = db.execute(_BY_CODE, {"code_hash": code_hash(code)}).one_or_none()
    return Issued.of(row) if row else None


def issued_one(db: Connection, person_id: UUID, attestation_id: UUID) -> Issued | None:
    """Return one of a worker's attestations; somebody else's and an unknown one alike are None."""
    bound = {"person_id": person_id, "attestation_id": attestation_id}
    row = db.execute(_ONE, bound).one_or_none()
    return Issued.of(row) if row else None


def issued_to(db: Connection, person_id: UUID, most: int = 200) -> list[Issued]:
    """Return a worker's attestations, the newest first."""
    rows = db.execute(_OF_HOLDER, {"person_id": person_id, "most": most})
    return [Issued.of(row) for row in rows]


def withdraw(db: Session, person_id: UUID, attestation_id: UUID, now: datetime) -> bool:
    """Withdraw an attestation; harmless to repeat. False: this worker has no such attestation."""
    bound = {"person_id": person_id, "attestation_id": attestation_id, "now": now}
    return db.execute(_WITHDRAW, bound).one_or_none() is not None
