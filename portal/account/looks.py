"""Who may look is the channels' guard to say; that they looked is written down here."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Self
from uuid import UUID

from sqlalchemy import Connection, text

from portal.identifiers import new_id


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


LOOKS = text("""
    INSERT INTO look (
        person_id, look_id, looked_at, looker_id, organisation, role, reason, data_group, channel
    )
    SELECT
        person_id,
        look_id,
        :looked_at,
        CAST(:looker_id AS uuid),
        CAST(:organisation AS text),
        :role,
        CAST(:reason AS text),
        :data_group,
        :channel
    FROM unnest(CAST(:people AS uuid[]), CAST(:look_ids AS uuid[])) AS seen (person_id, look_id)
""")


def write_looks(db: Connection, people: Sequence[UUID], data_group: DataGroup, look: Look) -> None:
    """Write down that these people's records were looked at, in one statement."""
    db.execute(
        LOOKS,
        {
            "people": list(people),
            "look_ids": [new_id() for _ in people],
            "looked_at": look.looked_at,
            "looker_id": look.looker_id,
            "organisation": look.organisation,
            "role": look.role.value,
            "reason": look.reason,
            "data_group": data_group.value,
            "channel": look.channel,
        },
    )
