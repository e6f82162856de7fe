"""What a declaration says of a training or of a right, and what a record then holds."""

from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Final, NamedTuple
from uuid import UUID

from portal.law.training import Financing, Nature, NotCountingReason, TrainingStatus

# Of whom an employer speaks that names no worker: of all that it employs.
EVERYBODY: Final = UUID(int=0)


class RecordKind(StrEnum):
    """What kind of record a declaration makes or changes."""

    TRAINING = "training"
    RIGHT = "right"


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

    ssin: empty: an opt-out of all that the enterprise employs.
    days: exact, up to four decimals; None: an opt-out has none.
    """

    enterprise_number: str
    ssin: str
    reference: str
    year: int
    kind: DeclaredKind
    days: Decimal | None
    comment: str | None


# What says the content of a record.
Facts = TrainingDeclaration | RightDeclaration
