"""The papers of a whole record: an overview, and every attestation that still holds, set anew."""

from collections.abc import Iterator
from datetime import date, datetime
from functools import lru_cache
from uuid import UUID, uuid5

from portal.account.account import open_for_attestation, read_account
from portal.account.attestation import NothingToAttest, Scope, Wanted, statement_of
from portal.account.codes import code_of
from portal.account.facts import facts_digest
from portal.account.issued import Issued, issued_to, keep_file
from portal.account.looks import Look
from portal.account.values import Account
from portal.database import Session, reading
from portal.directory.entries import numbers_of
from portal.documents.apart import TooMuch
from portal.documents.issuing import Request, Superseded, issue_attestation, sealed_paper
from portal.documents.paper import Imprint
from portal.documents.seal import seal_of
from portal.documents.seal_keys import SealFault
from portal.settings import Settings

Paper = tuple[str, tuple[bytes]]

_EVERYTHING = Wanted(Scope.ALL)


def papers_of(person_id: UUID, language: str, settings: Settings, now: datetime) -> Iterator[Paper]:
    """Return the papers by the names of their files, each set when it is asked for.

    None where the account is empty, or where the seal cannot be used: a paper without the seal
    that was promised would be taken for one. One that is too long to be set is left out.
    """
    try:
        seal_of(settings)
        with reading() as db:
            look = Look.of_worker(person_id, now)
            account = open_for_attestation(db, person_id, now.date(), look)
            issued = issued_to(db, person_id)
        facts = facts_digest(statement_of(account, _EVERYTHING))
        # The same facts on the same day are the same overview, however often it is taken.
        request = Request(person_id, _EVERYTHING, language, uuid5(person_id, facts.hex()))
        overview = _overview(request, settings, now)
        if overview is not None:
            yield "overview.pdf", (overview,)
        accounts = _Accounts(person_id)
        for one in issued:
            if one.attestation_id == request.attestation_id():
                continue
            pdf = _again(one, accounts.on(one.issued_at.date()), settings)
            if pdf is not None:
                yield _name(one), (pdf,)
    except (NothingToAttest, SealFault):
        return


class _Accounts:
    """A worker's account as it was on a day of the past, read once for those that follow."""

    def __init__(self, person_id: UUID) -> None:
        self._person_id = person_id
        self.on = lru_cache(maxsize=1)(self._on)

    def _on(self, day: date) -> Account:
        with reading() as db:
            return read_account(db, self._person_id, day, newest=None)


def _overview(request: Request, settings: Settings, now: datetime) -> bytes | None:
    """Return an attestation of everything; None: there is too much for one."""
    try:
        return issue_attestation(request, settings, now).pdf
    except Superseded:  # it was withdrawn today
        anew = Request(request.person_id, request.wanted, request.language)
        return _overview(anew, settings, now)
    except TooMuch:
        return None


def _again(issued: Issued, account: Account, settings: Settings) -> bytes | None:
    """Return an attestation as it was handed out.

    None: it was withdrawn, the facts differ, or it cannot be set.
    """
    if issued.withdrawn_at is not None:
        return None
    try:
        statement = statement_of(account, issued.wanted)
    except NothingToAttest:
        return None
    if facts_digest(statement) != issued.facts_digest:
        return None
    seal = seal_of(settings)
    ssin = None
    if issued.wanted.with_number:
        with reading() as db:
            ssin = numbers_of(db, [issued.person_id]).get(issued.person_id)
    imprint = Imprint(
        code=code_of(settings.secret_key(), issued.person_id, issued.attestation_id),
        issued_at=issued.issued_at,
        issuer=settings.issuer,
        dispute=settings.dispute,
        base_url=settings.base_url,
        ssin=ssin,
        is_trial=seal.is_development,
    )
    try:
        pdf = sealed_paper(statement, imprint, issued.language, seal)
    except TooMuch:
        return None
    with Session.begin() as db:
        keep_file(db, issued, pdf)
    return pdf


def _name(issued: Issued) -> str:
    """Return the name of its file: the day, what it is about, and how its number begins."""
    day = issued.issued_at.date()
    return f"attestations/{day}-{issued.wanted.scope}-{issued.code_start}.pdf"
