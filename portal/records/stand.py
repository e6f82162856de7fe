"""A record as one of its versions stands, and the next one as a change would make it."""

from datetime import date, datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Any, Final, NamedTuple, Self
from uuid import UUID

from portal.records.facts import Facts, RightDeclaration, TrainingDeclaration

Row = tuple[Any, ...]

ACTIVE: Final = "active"
CANCELED: Final = "canceled"

# Each column and its type, in the order of the rows.
RECORD: Final = MappingProxyType(
    {
        "version": "int4",
        "record_state": "text",
        "reference": "text",
        "registered_by": "text",
        "registered_quality": "text",
        "channel": "text",
        "submission_id": "uuid",
        "registered_at": "timestamptz",
    }
)
_LATER: Final = {"cancel_reason": "text"}
TRAINING_FACTS: Final = MappingProxyType(
    {
        "enterprise_number": "text",
        "title": "text",
        "language": "text",
        "nature": "text",
        "status": "text",
        "start_date": "date",
        "end_date": "date",
        "duration_minutes": "int4",
        "counts_for_right": "bool",
        "certificate_obtained": "bool",
        "not_counting_reason": "text",
        "charged_minutes": "int4",
        "provider_name": "text",
        "provider_enterprise_number": "text",
        "certificate_valid_until": "date",
        "financing": "text",
    }
)
_RIGHT_FACTS: Final = {
    "enterprise_number": "text",
    "year": "int4",
    "kind": "text",
    "days": "numeric",
    "comment": "text",
}
TRAINING: Final = MappingProxyType(
    {
        "person_id": "uuid",
        "training_id": "uuid",
        **TRAINING_FACTS,
        **RECORD,
        **_LATER,
        "to_verify": "bool",
        "verified_by": "text",
        "verified_at": "timestamptz",
    }
)
RIGHT: Final = MappingProxyType(
    {"person_id": "uuid", "training_right_id": "uuid", **_RIGHT_FACTS, **RECORD, **_LATER}
)


class Registered(NamedTuple):
    """Who made a version, when and how; reference: of whoever created the record."""

    reference: str
    registered_by: str
    registered_quality: str
    channel: str
    submission_id: UUID | None
    registered_at: datetime


class Stand(NamedTuple):
    """A version of a record.

    facts: without the worker's number, which records do not hold.
    to_verify, verified_by, verified_at: of a training that a provider declared.
    """

    person_id: UUID
    record_id: UUID
    facts: Facts
    version: int
    record_state: str
    registered: Registered
    cancel_reason: str | None = None
    to_verify: bool = False
    verified_by: str | None = None
    verified_at: datetime | None = None

    @property
    def is_canceled(self) -> bool:
        """Whether it is out of all balances, for good."""
        return self.record_state == CANCELED

    @property
    def last_day(self) -> date:
        """The day whose quarter a mandate must cover."""
        if isinstance(self.facts, RightDeclaration):
            return date(self.facts.year, 12, 31)
        return self.facts.end_date

    @property
    def row(self) -> Row:
        """Its values in the order of the columns of its table."""
        number, _, _, *facts = self.facts
        said = [str(value) if isinstance(value, StrEnum) else value for value in facts]
        who = self.person_id, self.record_id, number
        row = (*who, *said, self.version, self.record_state, *self.registered, self.cancel_reason)
        if isinstance(self.facts, RightDeclaration):
            return row
        return (*row, self.to_verify, self.verified_by, self.verified_at)

    @classmethod
    def of_training(cls, row: Row) -> Self:
        """Return what a row of `training` says."""
        person_id, record_id, number, *rest = row
        count = len(TRAINING_FACTS) - 1
        facts, (version, state, *registered) = rest[:count], rest[count : count + len(RECORD)]
        training = TrainingDeclaration(number, "", registered[0], *facts)
        later = rest[count + len(RECORD) :]
        return cls(person_id, record_id, training, version, state, Registered(*registered), *later)

    @classmethod
    def of_right(cls, row: Row) -> Self:
        """Return what a row of `training_right` says."""
        person_id, record_id, number, *rest = row
        count = len(_RIGHT_FACTS) - 1
        facts, (version, state, *registered) = rest[:count], rest[count : count + len(RECORD)]
        right = RightDeclaration(number, "", registered[0], *facts)
        later = rest[count + len(RECORD) :]
        return cls(person_id, record_id, right, version, state, Registered(*registered), *later)
