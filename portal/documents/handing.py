"""Papers by which an employer tells its workers what is left: one a worker, or all in one ZIP.

They are no attestations: nothing seals them, and they tell of this employer alone.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from portal.account.at_employer import AtEmployer, open_several_at_employer
from portal.account.attestation import NothingToAttest, Scope, Statement, Wanted, statement_of
from portal.account.looks import Look
from portal.account.values import Account
from portal.database import reading
from portal.documents.issuing import FORM
from portal.documents.notes import DAY, DISPUTE, FORMULA, NO_LEAVE, ORIGIN, TO_US
from portal.documents.paper import parts_of, words_of
from portal.documents.sentences import Sentences
from portal.documents.typesetting import typeset
from portal.export.archive import File, zipped
from portal.languages import N_, show_date

AT_ONCE: Final = 50  # accounts that are read together


@dataclass(frozen=True, slots=True)
class Balance:
    """Which paper is wanted.

    enterprise_name: of the employer that hands it over. issuer: who runs the portal; empty: the
    portal, by its name. dispute: where to go when the employer does not correct what is wrong.
    """

    enterprise_number: str
    enterprise_name: str
    year: int
    language: str
    at: datetime
    base_url: str
    issuer: str = ""
    dispute: str = ""


def balance_pdf(opened: AtEmployer, wanted: Balance) -> bytes | None:
    """Return a worker's account of a year at an employer as a PDF; None: there is none.

    The same account at the same moment gives the same bytes. Raises
    portal.documents.apart.TooMuch.
    """
    statement = _statement(opened, wanted)
    if statement is None:
        return None
    return typeset(FORM, _paper(statement, wanted, Sentences(wanted.language)), wanted.at)


def balances_zip(people: Sequence[UUID], wanted: Balance, look: Look) -> Iterator[bytes]:
    """Return the papers of workers in one ZIP, in their order, a piece at a time.

    Each account is read, and the look at it written, when its turn comes.
    """
    return zipped(_files(people, wanted, look), wanted.at)


def _files(people: Sequence[UUID], wanted: Balance, look: Look) -> Iterator[File]:
    number = 0
    for first in range(0, len(people), AT_ONCE):
        some = people[first : first + AT_ONCE]
        with reading() as db:
            accounts = open_several_at_employer(db, some, wanted.enterprise_number, look)
        for opened in accounts:
            pdf = balance_pdf(opened, wanted)
            if pdf is not None:
                number += 1
                yield f"{number:05}-{file_name(opened, wanted.year)}", (pdf,)


def file_name(opened: AtEmployer, year: int) -> str:
    """Return the name of a worker's file, of letters, digits and dashes only."""
    name = f"{opened.person.family_name} {opened.person.given_names}"
    plain = "".join(sign if sign.isalnum() else " " for sign in name)
    return f"{'-'.join([*plain.split(), str(year)])}.pdf"


def _statement(opened: AtEmployer, wanted: Balance) -> Statement | None:
    account = Account(
        # Who hands it over needs no birth date to find the worker.
        person=replace(opened.person, birth_date=None),
        as_of=wanted.at.date(),
        data_date=None,
        employments=opened.employments,
        trainings=opened.trainings,
        training_count=len(opened.trainings),
    )
    try:
        found = statement_of(account, Wanted(Scope.YEAR, wanted.year))
    except NothingToAttest:
        return None
    return found if found.trainings or any(part.years for part in found.parts) else None


def _paper(statement: Statement, wanted: Balance, say: Sentences) -> dict[str, Any]:
    title = say(N_("Your training right in %(year)s"), year=wanted.year)
    issuer = wanted.issuer or say(N_("Learning account"))
    day = show_date(wanted.at.date(), say.language)
    name = f"{statement.holder.given_names} {statement.holder.family_name}".strip()
    return {
        "title": title,
        "subject": wanted.enterprise_name,
        "issuer": issuer,
        "address": f"{wanted.base_url}/{say.language}/",
        "language": say.language,
        "region": "BE" if say.language != "en" else "GB",
        "holder": {"name": name},
        "running": f"{title} · {wanted.enterprise_name}",
        "foot": f"{issuer} · {day}",
        "facts": [
            [say(N_("Worker")), name],
            [say(N_("Employer")), wanted.enterprise_name],
            [say(N_("Made on")), day],
        ],
        "lead": say(
            N_(
                "This stood in your learning account at %(employer)s on %(day)s. What you have at"
                " other employers is not in it."
            ),
            employer=wanted.enterprise_name,
            day=day,
        ),
        "trial": "",
        "parts": parts_of(statement, say),
        "notes": _notes(wanted, say),
        "words": {
            **words_of(say),
            "check": say(N_("See your whole account, at all employers, at")),
            "notes": say(N_("How to read this paper")),
        },
    }


def _notes(wanted: Balance, say: Sentences) -> list[dict[str, str]]:
    advice = say(N_("Ask your employer to correct what it declared."))
    if wanted.dispute:
        advice = f"{advice} {say(TO_US, dispute=wanted.dispute)}"
    said = [(say(title), say(text)) for title, text in (FORMULA, DAY, ORIGIN, NO_LEAVE)]
    said.append((say(DISPUTE), advice))
    return [{"title": title, "text": text} for title, text in said]
