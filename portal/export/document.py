"""What may stand in the JSON document of an export: the schema that is published, and the reader.

Values that follow from others (amounts, names of employers) are for whoever reads; coming back,
they are computed anew.
"""

from datetime import date, datetime
from typing import Annotated, Any, Final, Literal
from uuid import UUID

from pydantic import ConfigDict, Field, StringConstraints

from portal.account.attestation import Scope
from portal.export.as_json import VERSION
from portal.export.parts import (
    EnterpriseNumber,
    Exact,
    Language,
    Number,
    Part,
    Quarter,
    RightPart,
    Ssin,
    Text,
    TrainingPart,
)
from portal.law.right import Origin
from portal.law.words import EndReason, RightKind, SizeClass, State

SCHEMA_ID: Final = f"urn:learning-account:export:{VERSION}"


class Amount(Part):
    """An amount of days: four decimals half to even, exact, and in whole minutes half up."""

    days: Number
    fraction: Exact
    minutes: int


class BorneNumber(Part):
    """A social security number that the person bears or bore."""

    ssin: Ssin
    state: Literal["current", "replaced", "canceled"]
    replaced_by: Ssin | None = None


class PersonPart(Part):
    """Who it is about. language: that of the register; email: given by the person."""

    ssin: Ssin
    numbers: list[BorneNumber] = Field(min_length=1, max_length=100)
    family_name: str
    given_names: str
    birth_date: date | None = None
    birth_place: str | None = None
    language: Language | None = None
    email: str | None = None


class Size(Part):
    """How large an employer was at the end of a quarter: full-time equivalents, persons."""

    quarter: Quarter
    fte: Number | None = None
    headcount: int | None = Field(default=None, ge=0)


class EmployerPart(Part):
    """An employer; on its sizes the right depends, and on its opt-outs for all its workers."""

    enterprise_number: EnterpriseNumber
    name: Text
    sizes: list[Size]
    opt_outs: list[RightPart]


class Regime(Part):
    """The share of a full-time week from a day on."""

    from_date: date
    work_regime: Annotated[str, StringConstraints(pattern=r"^[0-9]+(/[0-9]+)?$", max_length=80)]


class Period(Part):
    """Years, both included."""

    from_: int = Field(alias="from")
    to: int


class Right(Part):
    """A right of one kind in a year. calculated: what a declared one replaced."""

    kind: RightKind
    origin: Origin
    gained: Amount
    calculated: Amount | None = None
    source: str | None = None


class Year(Part):
    """The account of one employment and year: left = carried + gained - charged."""

    legal: Amount
    sectoral: Amount
    employer: Amount
    carried: Amount
    gained: Amount
    charged: Amount
    left: Amount
    usable: Amount
    state: State
    day_minutes: int | Exact
    size_class: SizeClass
    five_year_period: Period
    rights: list[Right]


class EmploymentPart(Part):
    """An employment, from first to last day. weekly_minutes: of a full-timer there."""

    employment_id: Text
    enterprise_number: EnterpriseNumber
    employer_name: Text
    joint_committee: Text
    start_date: date
    end_date: date | None = None
    end_reason: EndReason | None = None
    weekly_minutes: int = Field(gt=0)
    work_regimes: list[Regime] = Field(min_length=1)
    years: dict[Annotated[str, StringConstraints(pattern=r"^[0-9]{4}$")], Year]


class AttestationPart(Part):
    """An attestation that was handed out; of its number only the beginning is known."""

    id: UUID
    scope: Scope
    year: int | None = None
    enterprise_number: str | None = None
    training_id: UUID | None = None
    first_date: date | None = None
    last_date: date | None = None
    with_number: bool
    language: Language
    issued_at: datetime
    withdrawn_at: datetime | None = None
    code_start: Text


class CalendarAddressPart(Part):
    """That there is an address at which a calendar fetches dates; the address is known nowhere."""

    language: Language
    made_at: datetime


class Representation(Part):
    """An enterprise for which the person may use the service."""

    enterprise_number: EnterpriseNumber
    role: Text
    since: date


class SignInPart(Part):
    """A sign-in; nothing with which one could sign in again."""

    provider: Text
    subject: Text
    level: Text
    signed_in_at: datetime
    last_seen_at: datetime
    ends_at: datetime


class LookPart(Part):
    """One reading of the person's record."""

    looked_at: datetime
    role: Text
    organisation: str | None = None
    organisation_name: str | None = None
    through: str | None = None
    through_name: str | None = None
    reason: str | None = None
    data_group: Text
    channel: Text


class Document(Part):
    """All that a learning account holds of one person.

    as_of: the day for which years and their states are computed; data_date: of the newest data.
    """

    model_config = ConfigDict(title="Export of a learning account")

    format: Literal["learning-account-export"]
    version: Literal[1]
    exported_at: datetime
    as_of: date
    data_date: date | None = None
    person: PersonPart
    employers: list[EmployerPart]
    employments: list[EmploymentPart]
    attestations: list[AttestationPart]
    calendar_address: CalendarAddressPart | None = None
    representations: list[Representation]
    sign_ins: list[SignInPart]
    trainings: list[TrainingPart]
    declared_rights: list[RightPart]
    looks: list[LookPart]


def schema() -> dict[str, Any]:
    """Return the JSON Schema of the document, as it is published."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": SCHEMA_ID,
        **Document.model_json_schema(by_alias=True),
    }
