"""Why a whole message is refused: one reason each, which tells its sender what to do."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from portal.declarations.reason import Reason, Severity
from portal.identifiers import SSIN_LENGTH
from portal.languages import N_

FILE: Final = "file"  # zones of an ErrorID
HEADER: Final = "header"
_NO_DETAIL: Final[Mapping[str, str | int]] = MappingProxyType({})
_MOST_SHOWN: Final = 200  # characters of a value that is repeated


@dataclass(frozen=True, slots=True)
class Spot:
    """A place in a message; line and column from 1."""

    line: int
    column: int
    xpath: str | None = None


class MessageRefused(Exception):
    """The message is none, so nothing of it was declared; spot: where, value: what stood there."""

    def __init__(
        self,
        reason: Reason,
        spot: Spot | None = None,
        value: str | None = None,
        *,
        zone: str = FILE,
        detail: Mapping[str, str | int] = _NO_DETAIL,
    ) -> None:
        super().__init__(reason.code)
        self.reason = reason
        self.spot = spot
        self.value = shown(value)
        self.zone = zone
        self.detail = detail

    @property
    def error_id(self) -> str:
        """The ErrorID, such as 80100-003."""
        return self.reason.error_id(self.zone)

    @property
    def sentence(self) -> str:
        """What is wrong, in English."""
        return self.reason.sentence % self.detail

    def __str__(self) -> str:
        """Return the sentence, with the place."""
        if self.spot is None:
            return self.sentence
        return f"line {self.spot.line}, column {self.spot.column}: {self.sentence}"


def shown(text: str | None) -> str | None:
    """Return a text as an answer repeats it: never endless, and never the number of a person."""
    if text is None or sum(map(str.isdigit, text)) >= SSIN_LENGTH:
        return None
    return text[:_MOST_SHOWN]


def _blocking(code: str, kind: str, sentence: str) -> Reason:
    return Reason(code, kind, Severity.BLOCKING, sentence)


EMPTY_FILE: Final = _blocking("emptyFile", "001", N_("The file is empty. Send it again."))
NOT_UTF8: Final = _blocking(
    "notUtf8", "003", N_("The file is not written in UTF-8. Write it in UTF-8 and send it again.")
)
DOCTYPE: Final = _blocking(
    "doctypeForbidden", "005", N_("The file has a DOCTYPE. Leave it out: none is read.")
)
XINCLUDE: Final = _blocking(
    "xincludeForbidden", "005", N_("The file wants to include another one. Write all in one file.")
)
NOT_WELL_FORMED: Final = _blocking(
    "notWellFormed", "003", N_("This is not XML: %(fault)s. Correct it and send the file again.")
)
TRUNCATED: Final = _blocking(
    "truncated", "003", N_("The file ends in the middle. Send it again, whole.")
)
TOO_DEEP: Final = _blocking(
    "tooDeep",
    "093",
    N_("Elements stand too deep within each other. Write them as the schema says."),
)
TOO_MANY_ATTRIBUTES: Final = _blocking(
    "tooManyAttributes",
    "093",
    N_("An element has too many attributes. Write it as the schema says: only the first has one."),
)
TEXT_TOO_LONG: Final = _blocking(
    "textTooLong", "093", N_("A text is far too long. Write it as the schema says.")
)
RECORD_TOO_LARGE: Final = _blocking(
    "recordTooLarge", "093", N_("A record is larger than %(most)s kB. Write it as the schema says.")
)
FILE_TOO_LARGE: Final = _blocking(
    "fileTooLarge", "093", N_("The file is larger than %(most)s MB. Split it into smaller ones.")
)
TOO_MANY_RECORDS: Final = _blocking(
    "tooManyRecords",
    "093",
    N_("The file has more than %(most)s records. Split it into smaller ones."),
)
WRONG_ROOT: Final = _blocking(
    "unknownMessage",
    "146",
    N_("This is no message of declarations. Begin it with %(expected)s."),
)
INVALID_HEADER: Final = _blocking(
    "schemaViolation",
    "003",
    N_("What stands before the records of this form is not written as the schema says."),
)
UNEXPECTED: Final = _blocking(
    "unexpectedElement",
    "091",
    N_("This stands where no such thing is expected. Write forms and records as the schema says."),
)
FOREIGN_DECLARANT: Final = _blocking(
    "missingPermission",
    "155",
    N_("The declarant of this form is not the organisation that sent the file."),
)
GIVEN_UP: Final = _blocking(
    "notProcessed",
    "005",
    N_(
        "We could not work through this file, which is our fault. Send it again under another"
        " name: what was kept of it is then answered as unchanged."
    ),
)
COPY_LOST: Final = _blocking(
    "notProcessed",
    "005",
    N_("We lost this file, which is our fault, and nothing of it was declared. Send it again."),
)
REFUSALS: Final = (
    EMPTY_FILE,
    NOT_UTF8,
    DOCTYPE,
    XINCLUDE,
    NOT_WELL_FORMED,
    TRUNCATED,
    TOO_DEEP,
    TOO_MANY_ATTRIBUTES,
    TEXT_TOO_LONG,
    RECORD_TOO_LARGE,
    FILE_TOO_LARGE,
    TOO_MANY_RECORDS,
    WRONG_ROOT,
    INVALID_HEADER,
    UNEXPECTED,
    FOREIGN_DECLARANT,
    GIVEN_UP,
    COPY_LOST,
)
