"""A submission and its outcomes as channels see them: frozen values."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Final, NamedTuple
from uuid import UUID

from portal.declarations.outcome import Issue

# Issues about it repeat no value: the number of a person stands in one table only.
_NUMBER: Final = frozenset({"ssin", "worker.ssin"})
# Nor where somebody wrote it in a field that is not for it, or as the name of one. The id of a
# record may end in twelve digits, and is left whole: it helps whoever looks for it.
_ID_OR_NUMBER: Final = re.compile(
    r"(?<![\w-])(?P<id>[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-7[0-9a-fA-F]{3}-[89abAB][0-9a-fA-F]{3}"
    r"-[0-9a-fA-F]{12})(?![\w-])"
    r"|\d{11,}|\d{2}\.\d{2}\.\d{2}-\d{3}\.\d{2}"
)


class State(StrEnum):
    """How far a submission is."""

    RECEIVED = "received"
    PROCESSING = "processing"
    DONE = "done"
    REFUSED = "refused"  # it could not be worked through, which is our fault


class Faulty(NamedTuple):
    """A declaration that has no shape for the door, with what could be read of it."""

    reference: str | None
    enterprise_number: str | None
    issues: tuple[Issue, ...]


@dataclass(frozen=True, slots=True)
class Parcel:
    """What a channel hands over: texts by place, and what it found wrong with others itself.

    packed: texts for the door, with their places in the list, as `sealing.pack` gives them.
    faults: by place. total: of both. content: SHA-256 of what was sent.
    """

    reference: str
    content: bytes
    total: int
    packed: bytes
    faults: Mapping[int, Faulty]


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a whole file was refused, so that nothing of it was declared.

    code: stable for ever, lowerCamelCase. error_id: zone-kind, such as 80100-003. sentence: in
    English, what its sender should do. line, column: from 1; None: it concerns no place.
    value: what stood there, as far as it helps and names nobody.
    """

    code: str
    error_id: str
    sentence: str
    line: int | None = None
    column: int | None = None
    xpath: str | None = None
    value: str | None = None


@dataclass(frozen=True, slots=True)
class FileParcel:
    """A file as a mailbox or an upload hands it over.

    file_name: as its sender named it, unique for the sender for ever. environment: R or T.
    spool_name: of our private copy, in the folder that `portal.submissions.files.spool` names.
    size: bytes. content: SHA-256. refusal: what is wrong with the file before it is read, such as
    its signature; such a file needs no copy.
    """

    sender_number: str
    file_name: str
    environment: str
    spool_name: str | None
    size: int
    content: bytes
    refusal: Refusal | None = None


@dataclass(frozen=True, slots=True)
class ReceivedFile:
    """A file that was received, and how far its submission is.

    sender_number: empty: a person uploaded it on a page, and no mailbox waits for answers.
    acknowledged_at: when its sender was told that it was taken; None: not yet.
    """

    submission_id: UUID
    sender_number: str
    file_name: str
    environment: str
    spool_name: str | None
    content: bytes
    refusal: Refusal | None
    state: State
    total: int
    received_at: datetime
    done_at: datetime | None
    acknowledged_at: datetime | None


@dataclass(frozen=True, slots=True)
class Submission:
    """One submission; counts: declarations by what became of them, `total` among them."""

    submission_id: UUID
    reference: str
    channel: str
    state: State
    counts: Mapping[str, int]
    received_at: datetime
    done_at: datetime | None


class StoredOutcome(NamedTuple):
    """What became of the declaration at a place; named tuples, since a result has millions.

    record_id: as text. issues: as `stored` wrote them.
    """

    place: int
    reference: str | None
    result: str
    record_kind: str | None
    record_id: str | None
    version: int | None
    issues: Sequence[Mapping[str, Any]]


class Before(NamedTuple):
    """The last thing of a page of what was sent: the next page begins behind it.

    at: its moment. submission_id: None: it came one by one, and has a key.
    """

    at: datetime
    submission_id: UUID | None
    key: str | None


@dataclass(frozen=True, slots=True)
class Sent:
    """A submission as one employer sees it: counts are of its own part only.

    counts: declarations by result. is_test: checked and answered only. refusal: why nothing of it
    was taken. mandate: first and last quarter of the mandate under which it came, the last None
    until further notice; None: there was none. places: of its first and last outcome.
    """

    submission_id: UUID
    reference: str
    channel: str
    state: State
    is_test: bool
    sender_name: str
    quality: str
    received_at: datetime
    done_at: datetime | None
    counts: Mapping[str, int]
    refusal: Refusal | None
    mandate: tuple[str, str | None] | None
    places: tuple[int, int] | None

    @property
    def place(self) -> Before:
        """Where it stands in the list."""
        return Before(self.received_at, self.submission_id, None)


@dataclass(frozen=True, slots=True)
class ToldOutcome:
    """An outcome of a declaration, and how to get to its record.

    person_id: of its worker. is_open: whether the employer still has access to the record.
    """

    stored: StoredOutcome
    person_id: UUID | None
    is_open: bool


def stored(issue: Issue) -> dict[str, Any]:
    """Return an issue as it is kept: its words in English, and no number of a person."""
    detail = {
        name: value if isinstance(value, str | int) else value.isoformat()
        for name, value in issue.detail.items()
    }
    value = None if issue.field in _NUMBER else _without_numbers(issue.value)
    said = {
        "code": issue.reason.code,
        "severity": issue.reason.severity.value,
        "errorId": issue.reason.error_id(issue.field),
        "field": _without_numbers(issue.field),
        "value": value[:200].replace("\0", "") if value else value,
        "detail": issue.reason.sentence % detail,
    }
    return {name: one for name, one in said.items() if one is not None}


def _without_numbers(text: str | None) -> str | None:
    """Return a text of a sender with dots in the place of what could be a national number."""
    return text and _ID_OR_NUMBER.sub(_id_alone, text)


def _id_alone(found: re.Match[str]) -> str:
    return found["id"] or "\N{HORIZONTAL ELLIPSIS}"
