"""What may be declared, by whom and through which channel: frozen values."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Final, NamedTuple
from uuid import UUID

from portal import roles
from portal.records.facts import Facts, RecordKind, RightDeclaration
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
    names_versions: whether each change must name the version that its declarant saw.
    """

    enterprise_number: str | None
    quality: Quality
    channel: Channel
    person_id: UUID | None = None
    submission_id: UUID | None = None
    names_versions: bool = False

    @property
    def role(self) -> Role:
        """As what the declarant speaks."""
        return Role(self.quality.value)


class Action(StrEnum):
    """What a declaration asks for."""

    CREATE_TRAINING = "createTraining"
    UPDATE_TRAINING = "updateTraining"
    CANCEL_TRAINING = "cancelTraining"
    VERIFY_TRAINING = "verifyTraining"  # the employer accepts what a provider declared
    CREATE_RIGHT = "createRight"
    UPDATE_RIGHT = "updateRight"
    CANCEL_RIGHT = "cancelRight"
    OPT_OUT_EMPLOYER = "optOutEmployer"  # of nobody anything is computed in that year

    @property
    def kind(self) -> RecordKind:
        """The kind of record that it is about."""
        return _KINDS[self]

    @property
    def deed(self) -> roles.Action:
        """What it is in the table of roles."""
        verifies = self is Action.VERIFY_TRAINING
        return roles.Action.VERIFY if verifies else roles.Action.WRITE

    @property
    def thing(self) -> Thing:
        """With what it is done, in the table of roles."""
        return Thing(self.kind.value)


_KINDS: Final = MappingProxyType(
    {
        action: RecordKind.TRAINING if action.value.endswith("Training") else RecordKind.RIGHT
        for action in Action
    }
)


class NamedRecord(NamedTuple):
    """What names a record that is canceled or accepted: nothing else is said of it.

    reference: the declarant's; empty where the record is named by its id.
    """

    enterprise_number: str | None
    ssin: str | None
    reference: str


class Change(NamedTuple):
    """Which record a declaration changes, and what its declarant had seen of it.

    record_id: None: the record that the declarant once made under the reference.
    expected_version: the version that was seen. made_at: when the change was written, where the
    channel tells. cancel_reason: in the declarant's own words.
    """

    action: Action
    record_id: UUID | None
    expected_version: int | None
    made_at: datetime | None
    cancel_reason: str | None


# All that can come to the door.
Declaration = Facts | NamedRecord


def thing_of(facts: Facts) -> Thing:
    """Return what a declaration makes, as the table of roles calls it."""
    return Thing.RIGHT if isinstance(facts, RightDeclaration) else Thing.TRAINING
