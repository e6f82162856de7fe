"""What became of a declaration: accepted, refused or known already, and with which issues."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import Final, NamedTuple
from uuid import UUID

from portal.declarations.reason import Reason, Severity
from portal.records.facts import RecordKind

# Raw values: each channel writes dates and numbers as its reader does.
Detail = Mapping[str, str | int | date]
_NO_DETAIL: Final[Detail] = MappingProxyType({})
# More than these help nobody; they are cut off per declaration.
MOST_ISSUES: Final = 100


class Issue(NamedTuple):
    """Something wrong with one field of one declaration.

    field: in snake_case, as in `declaration`; each channel gives it its own name.
    value: what was given there, as text; None: nothing, or nothing worth repeating.
    detail: the values of the names in the reason's sentence.
    """

    reason: Reason
    field: str
    value: str | None = None
    detail: Detail = _NO_DETAIL

    @property
    def is_blocking(self) -> bool:
        """Whether this alone keeps the declaration out."""
        return self.reason.severity is Severity.BLOCKING


class Result(StrEnum):
    """What became of a declaration."""

    ACCEPTED = "accepted"
    ACCEPTED_WITH_WARNINGS = "acceptedWithWarnings"
    REJECTED = "rejected"
    UNCHANGED = "unchanged"  # exactly this was declared before: the first answer again


class Outcome(NamedTuple):
    """The answer to one declaration; named tuples, because a long list makes thousands at once.

    index: its place in the list, from 0.
    reference: the declarant's, as far as it could be read.
    record_id, version: of the training or right; None where rejected.
    existing: the record that stands in the way of one that is rejected, where there is one that
        its declarant may know.
    """

    index: int  # type: ignore[assignment]  # hides the method of tuples, which nobody needs here
    reference: str | None
    result: Result
    record_id: UUID | None
    version: int | None
    issues: tuple[Issue, ...]
    existing: tuple[RecordKind, UUID] | None = None

    @classmethod
    def refused(cls, index: int, reference: str | None, issues: tuple[Issue, ...]) -> "Outcome":
        """Return the answer to a declaration that is not kept."""
        return cls(index, reference, Result.REJECTED, None, None, issues[:MOST_ISSUES])

    def warned(self, *issues: Issue) -> "Outcome":
        """Return the same answer with warnings that only the channel could see."""
        if not issues or self.result is Result.UNCHANGED:
            return self
        result = Result.ACCEPTED_WITH_WARNINGS if self.result is Result.ACCEPTED else self.result
        return self._replace(result=result, issues=(*self.issues, *issues)[:MOST_ISSUES])
