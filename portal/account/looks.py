"""Who may look `portal.roles` says and is asked here; that they looked is written down here.

Each look follows the one before at the same person, whose row in `look_chain` it locks for the
one statement: two looks at one person stand one after the other, looks at others never wait.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Self
from uuid import UUID

from sqlalchemy import Connection, text

from portal import meters
from portal.account.chain import CONTENT, link
from portal.driver import ask
from portal.roles import Action, Role, Thing, Tie, may


class DataGroup(StrEnum):
    """Which part of a record was looked at."""

    ACCOUNT = "account"
    TRAININGS = "trainings"
    TRAINING = "training"
    CERTIFICATES = "certificates"
    LOOKS = "looks"
    EXPORT = "export"
    CALENDAR = "calendar"
    ATTESTATION = "attestation"
    NUMBER = "number"


@dataclass(frozen=True, slots=True)
class Look:
    """Who looks, when, as what and why; whose record and which part, the reader adds.

    channel: page, rest, command ...
    looker_id: the person who looks; None: a program or an operator.
    organisation: the enterprise number of whom they look for; None: for themselves.
    through: the enterprise number of the mandate holder who acts for that organisation.
    """

    looked_at: datetime
    role: Role
    channel: str
    looker_id: UUID | None = None
    organisation: str | None = None
    reason: str | None = None
    through: str | None = None

    @classmethod
    def of_worker(cls, person_id: UUID, looked_at: datetime) -> Self:
        """Return a worker's look at a page of their own record."""
        return cls(looked_at, Role.WORKER, "page", person_id)


class NotPermitted(PermissionError):
    """Somebody opens a record at which their role may not look: a guard was forgotten."""


def check_may_look(
    people: Sequence[UUID], thing: Thing, look: Look, otherwise: Tie = Tie.NONE
) -> None:
    """Refuse to open the records of these people to whoever may not see them.

    otherwise: what ties the records to who looks where they are not their own.
    Asked by the window itself, whatever the channel's guard has said. Raises NotPermitted.
    """
    own = set(people) == {look.looker_id}
    if not may(look.role, Action.READ, thing, Tie.OWN if own else otherwise):
        raise NotPermitted(look.role)


_FIRST = link("''::bytea", "seen.person_id", "1", "content.hash")
_NEXT = link(
    "chain.hash", "chain.person_id", "chain.sequence + 1", "(SELECT content.hash FROM content)"
)
# Named parts of a statement; in one order for everybody, so that nobody waits in a circle.
_PARTS = (
    """
look AS MATERIALIZED (
    SELECT
        CAST(:looked_at AS timestamptz) AS looked_at,
        CAST(:looker_id AS uuid) AS looker_id,
        CAST(:organisation AS text) AS organisation,
        CAST(:through AS text) AS through,
        CAST(:role AS text) AS role,
        CAST(:reason AS text) AS reason,
        CAST(:data_group AS text) AS data_group,
        CAST(:channel AS text) AS channel
)""",
    f"""
content AS MATERIALIZED (
    SELECT {CONTENT} AS hash FROM look
)""",  # noqa: S608 - put together from constants of this house
    f"""
place AS (
    INSERT INTO look_chain AS chain (person_id, holder_id, sequence, previous_hash, hash)
    SELECT seen.person_id, seen.person_id, 1, '', {_FIRST}
    FROM unnest(CAST(:people AS uuid[])) AS seen (person_id), content
    ORDER BY seen.person_id
    ON CONFLICT (person_id) DO UPDATE SET
        sequence = chain.sequence + 1,
        previous_hash = chain.hash,
        hash = {_NEXT}
    RETURNING person_id, sequence, previous_hash, hash
)""",  # noqa: S608 - same
)
_INSERT = """
INSERT INTO look (
    person_id, sequence, previous_hash, hash,
    looked_at, looker_id, organisation, through, role, reason, data_group, channel
)
SELECT place.*, look.*
FROM place, look
"""
LOOKS = text(f"WITH {', '.join(_PARTS)} {_INSERT}")
# The same beside a question, whose answer is given only if the look stands.
SEEN = (*_PARTS, f"written AS ({_INSERT})")


def bound_by(people: Sequence[UUID], data_group: DataGroup, look: Look) -> dict[str, object]:
    """Return what the statements above ask for."""
    return {
        # A text, which the driver hands over as it is; a list it would look through.
        "people": "{" + ",".join(map(str, people)) + "}",
        "looked_at": look.looked_at,
        "looker_id": look.looker_id,
        "organisation": look.organisation,
        "through": look.through,
        "role": look.role.value,
        "reason": look.reason,
        "data_group": data_group.value,
        "channel": look.channel,
    }


def count_looks(look: Look, number: int) -> None:
    """Let those who watch the portal know of looks that were written."""
    meters.count(meters.LOOKS, look.channel, by=number)


def write_looks(db: Connection, people: Sequence[UUID], data_group: DataGroup, look: Look) -> None:
    """Write down that the records of these people, all different, were looked at.

    One statement, whatever their number.
    """
    ask(db, LOOKS, bound_by(people, data_group, look))
    count_looks(look, len(people))
