"""What the parts of the document have in common, and what it says of registered records.

Names are those of the web service.
"""

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, StringConstraints
from pydantic.alias_generators import to_camel

from portal.law.training import Financing, Nature, NotCountingReason, TrainingStatus

Ssin = Annotated[str, StringConstraints(pattern=r"^[0-9]{11}$")]
EnterpriseNumber = Annotated[str, StringConstraints(pattern=r"^[0-9]{10}$")]
Text = Annotated[str, StringConstraints(min_length=1, max_length=2000)]
Quarter = Annotated[str, StringConstraints(pattern=r"^[0-9]{4}Q[1-4]$")]
Number = Annotated[str, StringConstraints(pattern=r"^-?[0-9]+(\.[0-9]+)?$", max_length=40)]
Exact = Annotated[str, StringConstraints(pattern=r"^-?[0-9]+(/[0-9]+)?$", max_length=80)]
Hash = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
Language = Literal["nl", "fr", "de", "en"]


class Part(BaseModel):
    """A part of the document: nothing in it is unknown, nothing is guessed."""

    model_config = ConfigDict(
        alias_generator=to_camel, extra="forbid", frozen=True, hide_input_in_errors=True
    )


class Worker(Part):
    """Whose training it is."""

    ssin: Ssin


class EmployerReference(Part):
    """At whom."""

    enterprise_number: EnterpriseNumber


class Provider(Part):
    """Who gave a training."""

    enterprise_number: EnterpriseNumber | None = None
    name: Text | None = None


class Certificate(Part):
    """Whether there is one, and its last day."""

    obtained: bool
    valid_until: date | None = None


class RegisteredBy(Part):
    """Which organisation registered a version, and as what."""

    enterprise_number: EnterpriseNumber
    quality: Literal["employer", "mandateHolder", "provider", "operator"]


class _Record(Part):
    """What every version of a registered record says."""

    id: UUID
    version: int = Field(ge=1)
    reference: Text
    employer: EmployerReference
    record_state: Literal["active", "canceled"]
    registered_by: RegisteredBy
    last_modified: datetime
    channel: Text
    cancel_reason: str | None = None


class TrainingVersion(_Record):
    """What was registered of a training. charged_minutes: as declared; taken if is_charged.

    to_verify: a provider registered it, and the employer did not accept it yet.
    """

    worker: Worker
    employment_id: Text | None = None
    employer_name: Text
    title: Text
    language: Language
    nature: Nature
    status: TrainingStatus
    start_date: date
    end_date: date
    duration_minutes: int = Field(gt=0)
    counts_for_right: bool
    not_counting_reason: NotCountingReason | None = None
    charged_minutes: int = Field(ge=0)
    is_charged: bool
    to_verify: bool
    verified_by: EnterpriseNumber | None = None
    verified_at: datetime | None = None
    provider: Provider | None = None
    certificate: Certificate
    financing: Financing | None = None


class TrainingPart(TrainingVersion):
    """A training as it stands. declaration_hash: by which a repeated declaration is known."""

    declaration_hash: Hash | None = None
    earlier_versions: list[TrainingVersion]


class RightVersion(_Record):
    """What was registered of a right; an opt-out has no days."""

    year: int = Field(ge=1900, le=2999)
    kind: Literal["legal", "sectoral", "employer", "optOut"]
    days: Number | None = None
    comment: str | None = None


class RightPart(RightVersion):
    """A declared right as it stands."""

    declaration_hash: Hash | None = None
    earlier_versions: list[RightVersion]
