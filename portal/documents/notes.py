"""What a reader of an attestation must know: how figures come about, and what it is not."""

from typing import Any

from portal.account.attestation import Statement
from portal.documents.sentences import Sentences
from portal.languages import N_

FORMULA = (
    N_("How the days are computed."),
    N_(
        "Left = carry-over + right of the year \N{MINUS SIGN} used. The right of a year = days of a"
        " full-time worker in a whole year \N{MULTIPLICATION SIGN} months begun in service"
        " \N{MULTIPLICATION SIGN} work regime ÷ 12. Days at one employer are never added to those"
        " at another. Only what is shown is rounded."
    ),
)
DAY = (
    N_("Days and hours."),
    N_(
        "A training day is a fifth of the full week of a full-time worker at that employer, also"
        " for who works part-time."
    ),
)
ORIGIN = (
    N_("Where this comes from."),
    N_(
        "Employers, or who acts for them, declared the trainings; under each stands who did and"
        " when. Employments come from the social security."
    ),
)
NO_LEAVE = (
    N_("What this is not."),
    N_(
        "This is not an attestation for training leave, such as Flemish training leave or paid"
        " educational leave. The training provider gives that one."
    ),
)
CHECK = (
    N_("Is it genuine?"),
    N_(
        "Type the number at the address above, or scan the code: you see whether this attestation"
        " still holds. The file bears a seal that breaks when anything in it is changed; a print"
        " has none."
    ),
)
DISPUTE = N_("Is something wrong?")
TO_EMPLOYER = N_("Ask the employer to correct what it declared, and then for a new attestation.")
TO_US = N_("If it does not, turn to: %(dispute)s")


def notes_of(statement: Statement, dispute: str, say: Sentences) -> list[dict[str, Any]]:
    """Return the notes that belong to what is stated, each a title and a text."""
    notes = [FORMULA] if any(part.years for part in statement.parts) else []
    notes += [DAY, ORIGIN, NO_LEAVE, CHECK]
    said = [{"title": say(title), "text": say(text)} for title, text in notes]
    advice = say(TO_EMPLOYER)
    if dispute:
        advice = f"{advice} {say(TO_US, dispute=dispute)}"
    return [*said, {"title": say(DISPUTE), "text": advice}]
