"""Who may look is the channels' guard's to say; that they looked is written down here."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Self
from uuid import UUID


class Role(StrEnum):
    """As what somebody looks at a worker's record."""

    WORKER = "worker"
    EMPLOYER = "employer"
    MANDATE_HOLDER = "mandateHolder"
    INSPECTION = "inspection"
    OPERATOR = "operator"


class DataGroup(StrEnum):
    """Which part of a record was looked at."""

    ACCOUNT = "account"
    TRAININGS = "trainings"
    TRAINING = "training"


@dataclass(frozen=True, slots=True)
class Look:
    """Who looks, when, as what and why; whose record and which part, the reader adds.

    channel: page, rest, command ...
    looker_id: the person who looks; None: a program or an operator.
    organisation: the enterprise number of whom they look for; None: for themselves.
    """

    looked_at: datetime
    role: Role
    channel: str
    looker_id: UUID | None = None
    organisation: str | None = None
    reason: str | None = None

    @classmethod
    def of_worker(cls, person_id: UUID, looked_at: datetime) -> Self:
        """Return a worker's look at a page of their own record."""
        return cls(looked_at, Role.WORKER, "page", person_id)
