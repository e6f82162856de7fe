"""What may be declared, by whom and through which channel: frozen values."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple
from uuid import UUID

from portal.law.training import Financing, Nature, NotCountingReason, TrainingStatus
from portal.roles import Role, Thing


class Channel(StrEnum):
    """The way by which a declaration came."""

    FORM = "form"
    SHEET = "sheet"
    REST = "rest"
    BATCH = "batch"


class Quality(StrEnum):
    """In which quality an organisation speaks."""

    EMPLOYER = "employer"
    MANDATE_HOLDER = "mandateHolder"
    PROVIDER = "provider"
    OPERATOR = "operator"


@dataclass(frozen=True, slots=True)
class Declarant:
    """Who speaks, established by the channel before anything is read.

    enterprise_number: the organisation; None only for the operator, who speaks for the enterprise
    of each declaration.
    person_id: the person who typed, where one did. submission_id: what was sent in bulk.
    """

    enterprise_number: str | None
    quality: Quality
    channel: Channel
    person_id: UUID | None = None
    submission_id: UUID | None = None

    @property
    def role(self) -> Role:
        """As what the declarant speaks."""
        return Role(self.quality.value)


class Action(StrEnum):
    """What a declaration asks for."""

    CREATE_TRAINING = "createTraining"
    CREATE_RIGHT = "createRight"


class DeclaredKind(StrEnum):
    """What can be said of a worker's rights in a year."""

    LEGAL = "legal"
    SECTORAL = "sectoral"
    EMPLOYER = "employer"
    OPT_OUT = "optOut"  # nothing is computed: only declared rights count
    COLLECTIVE = "collective"  # known, so that it can be refused by name


class TrainingDeclaration(NamedTuple):
    """A training as an organisation declares it; None where nothing was said.

    duration_minutes, charged_minutes: whole minutes; charged at most the duration, all of it
    unless said otherwise.
    """

    enterprise_number: str
    ssin: str
    reference: str
    title: str
    language: str
    nature: Nature
    status: TrainingStatus
    start_date: date
    end_date: date
    duration_minutes: int
    counts_for_right: bool
    certificate_obtained: bool
    not_counting_reason: NotCountingReason | None
    charged_minutes: int
    provider_name: str | None
    provider_enterprise_number: str | None
    certificate_valid_until: date | None
    financing: Financing | None


class RightDeclaration(NamedTuple):
    """A worker's right of one year as an organisation declares it.

    days: exact, up to four decimals; None: an opt-out has none.
    """

    enterprise_number: str
    ssin: str
    reference: str
    year: int
    kind: DeclaredKind
    days: Decimal | None
    comment: str | None


Declaration = TrainingDeclaration | RightDeclaration


def thing_of(declaration: Declaration) -> Thing:
    """Return what a declaration makes, as the table of roles calls it."""
    return Thing.RIGHT if isinstance(declaration, RightDeclaration) else Thing.TRAINING
