"""What stands on an attestation, word for word and figure for figure, in the language chosen."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from portal.account.attestation import EmployerPart, Scope, Statement, Wanted
from portal.account.codes import show_code
from portal.account.values import TrainingRecord
from portal.documents.figures import rights_of
from portal.documents.lines import total_of, training_line
from portal.documents.notes import notes_of
from portal.documents.sentences import Sentences
from portal.documents.words import SCOPES
from portal.identifiers import show_enterprise_number
from portal.languages import N_, show_date


@dataclass(frozen=True, slots=True)
class Imprint:
    """What makes a statement an attestation: who issues it, when, and under which number.

    issuer: who attests; empty: the portal, by its name in the language of the paper.
    ssin: the holder's social security number; None: it shall not stand in it.
    base_url: of the portal where it can be checked.
    dispute: where to go when something is wrong and the employer does not correct it.
    is_trial: whether its seal is worth nothing.
    """

    code: str
    issued_at: datetime
    issuer: str
    dispute: str
    base_url: str
    ssin: str | None = None
    is_trial: bool = False

    def who_attests(self, say: Sentences) -> str:
        """Return the name of who attests."""
        return self.issuer or say(N_("Learning account"))

    def address(self, language: str) -> str:
        """Return where the attestation is checked, without script and without signing in."""
        return f"{self.base_url}/{language}/verify/{show_code(self.code)}"


def paper_of(statement: Statement, imprint: Imprint, say: Sentences) -> dict[str, Any]:
    """Return all that the type setter sets, as JSON has it."""
    title = say(N_("Attestation of trainings"))
    code = show_code(imprint.code)
    name = f"{statement.holder.given_names} {statement.holder.family_name}".strip()
    return {
        "title": title,
        "subject": subject_of(statement.wanted, name_of(statement), say),
        "issuer": imprint.who_attests(say),
        "code": code,
        "address": imprint.address(say.language),
        "language": say.language,
        "region": "BE" if say.language != "en" else "GB",
        "holder": {"name": name},
        "running": f"{title} · {code}",
        "foot": f"{imprint.who_attests(say)} · {code}",
        "facts": _facts(statement, imprint, name, say),
        "lead": _lead(statement, imprint, say),
        "trial": say(N_("Trial copy: worth nothing as a proof")) if imprint.is_trial else "",
        "parts": parts_of(statement, say),
        "notes": notes_of(statement, imprint.dispute, say),
        "words": words_of(say),
    }


def subject_of(wanted: Wanted, name: str, say: Sentences) -> str:
    """Return in a few words what an attestation is about.

    name: of the employer or the training, where it is about one.
    """
    if wanted.scope is Scope.PERIOD and wanted.first_date and wanted.last_date:
        return say(
            SCOPES[wanted.scope],
            first=show_date(wanted.first_date, say.language),
            last=show_date(wanted.last_date, say.language),
        )
    return say(SCOPES[wanted.scope], year=wanted.year, name=name)


def name_of(statement: Statement) -> str:
    """Return the name of the training or the employer that a statement is about."""
    if statement.wanted.scope is Scope.TRAINING:
        return statement.trainings[0].title
    names = [part.employment.employer_name for part in statement.parts]
    names += [one.employer_name for one in statement.trainings]
    return names[0]


def _facts(statement: Statement, imprint: Imprint, name: str, say: Sentences) -> list[list[str]]:
    holder, data_date = statement.holder, statement.data_date
    said = {
        say(N_("Holder")): name,
        say(N_("Date of birth")): holder.birth_date and show_date(holder.birth_date, say.language),
        say(N_("Social security number")): imprint.ssin and _grouped(imprint.ssin),
        say(N_("Number")): show_code(imprint.code),
        say(N_("Issued on")): show_date(imprint.issued_at.date(), say.language),
        say(N_("Data of")): data_date and show_date(data_date, say.language),
    }
    return [[label, value] for label, value in said.items() if value]


def _grouped(ssin: str) -> str:
    return f"{ssin[:2]}.{ssin[2:4]}.{ssin[4:6]}-{ssin[6:9]}.{ssin[9:]}"


def _lead(statement: Statement, imprint: Imprint, say: Sentences) -> str:
    return say.ngettext(
        "%(issuer)s attests that this stood in the holder's learning account on %(day)s:"
        " %(num)s training.",
        "%(issuer)s attests that this stood in the holder's learning account on %(day)s:"
        " %(num)s trainings.",
        len(statement.trainings),
        issuer=imprint.who_attests(say),
        day=show_date(statement.as_of, say.language),
    )


def parts_of(statement: Statement, say: Sentences) -> list[dict[str, Any]]:
    """Return what is said at each employer: rights of each employment, then all trainings."""
    rights: dict[str, list[EmployerPart]] = defaultdict(list)
    for part in statement.parts:
        rights[part.employment.enterprise_number].append(part)
    trainings: dict[str, list[TrainingRecord]] = defaultdict(list)
    for one in statement.trainings:
        trainings[one.enterprise_number].append(one)
    return [
        {
            "name": _name(rights[number], trainings[number]),
            "about": say(N_("Enterprise number %(number)s"), number=show_enterprise_number(number)),
            "rights": [rights_of(part, say) for part in rights[number] if part.years],
            "trainings": [training_line(one, say) for one in trainings[number]],
            "total": total_of(trainings[number], say),
        }
        for number in dict.fromkeys([*rights, *trainings])
        if trainings[number] or any(part.years for part in rights[number])
    ]


def _name(rights: list[EmployerPart], trainings: list[TrainingRecord]) -> str:
    return rights[0].employment.employer_name if rights else trainings[0].employer_name


def words_of(say: Sentences) -> dict[str, str]:
    """Return what is said around the figures, whatever they are."""
    return {
        "check": say(N_("Check it at")),
        "scan": say(N_("Scan to check")),
        "qr": say(N_("QR code with the address at which this attestation can be checked")),
        "year": say(N_("Year")),
        "carried": say(N_("Carry-over")),
        "gained": say(N_("Right of the year")),
        "charged": say(N_("Used")),
        "left": say(N_("Left, in days")),
        "left_hours": say(N_("Left, in hours")),
        "trainings": say(N_("Trainings")),
        "period": say(N_("When")),
        "training": say(N_("Training")),
        "status": say(N_("Status")),
        "hours": say(N_("Duration")),
        "days": say(N_("Days")),
        "certificate": say(N_("Certificate")),
        "notes": say(N_("How to read this attestation")),
        "page": say(N_("page {page} of {pages}")),
    }
