"""Every issue that a declaration can have: one reason, one sentence, whatever the channel."""

from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from portal.languages import N_


class Severity(StrEnum):
    """Whether an issue keeps a declaration out."""

    BLOCKING = "blocking"
    WARNING = "warning"


# The zone of an XML ErrorID: which field is concerned. Social security numbers, enterprises and
# joint committees bear the zones of the social security's own messages.
ZONES: Final = MappingProxyType(
    {
        "ssin": "00024",
        "enterprise_number": "00014",
        "provider_enterprise_number": "00014",
        "joint_committee": "00046",
        "reference": "80001",
        "title": "80002",
        "language": "80003",
        "nature": "80004",
        "status": "80005",
        "start_date": "80006",
        "end_date": "80007",
        "duration_minutes": "80008",
        "counts_for_right": "80009",
        "not_counting_reason": "80010",
        "charged_minutes": "80011",
        "provider_name": "80012",
        "certificate_obtained": "80013",
        "certificate_valid_until": "80014",
        "financing": "80015",
        "year": "80016",
        "kind": "80017",
        "days": "80018",
        "comment": "80019",
        "action": "80020",
        "expected_version": "80021",
    }
)
WHOLE_DECLARATION: Final = "80000"  # no single field is to blame


@dataclass(frozen=True, slots=True)
class Reason:
    """What can be wrong, and how it is told.

    code: stable for ever, lowerCamelCase. Several reasons may refine one code: the code says how
    software answers, the sentence what a person should do.
    kind: the second half of an XML ErrorID, three digits.
    sentence: an English msgid; its %(names)s are the details of the issue.
    article: the law, collective agreement or decision behind it, where there is one.
    """

    code: str
    kind: str
    severity: Severity
    sentence: str
    article: str | None = None

    def error_id(self, field: str) -> str:
        """Return the ErrorID of this reason for a field: zone-kind, such as 00024-004."""
        return f"{ZONES.get(field, WHOLE_DECLARATION)}-{self.kind}"


def _blocking(code: str, kind: str, sentence: str, article: str | None = None) -> Reason:
    return Reason(code, kind, Severity.BLOCKING, sentence, article)


def _warning(code: str, kind: str, sentence: str, article: str | None = None) -> Reason:
    return Reason(code, kind, Severity.WARNING, sentence, article)


# Syntax and schema: can it be read?
MISSING = _blocking("missing", "001", N_("Fill this in: it is obligatory."))
NOT_NUMERIC = _blocking("notNumeric", "002", N_("Use digits only, without spaces or points."))
INVALID_STRUCTURE = _blocking(
    "invalidStructure",
    "003",
    N_("This is written in the wrong way. Write it like this: %(expected)s."),
)
INVALID_NUMBER = _blocking(
    "invalidStructure", "003", N_("This number cannot exist. Check it for typing errors.")
)
CHECK_DIGITS = _blocking(
    "invalidStructure",
    "004",
    N_("The number contains a typing error: its last two digits do not fit the others."),
)
WRONG_LENGTH = _blocking("invalidStructure", "093", N_("The number must have %(length)s digits."))
TOO_LONG = _blocking("invalidStructure", "093", N_("Use at most %(length)s characters."))
HIDDEN_CHARACTERS = _blocking(
    "invalidStructure",
    "003",
    N_("The text holds a character that cannot be seen, such as a tab. Type the text again."),
)
OUT_OF_RANGE = _blocking(
    "outOfRange", "008", N_("The value must lie between %(first)s and %(last)s.")
)
UNKNOWN_CODE = _blocking("unknownCode", "146", N_("Use one of these codes: %(codes)s."))
UNKNOWN_INPUT = _blocking("unknownInput", "146", N_("No such field exists: leave it out."))

# Authority: may the declarant say this?
REGISTRATION_CLOSED = _blocking(
    "registrationClosed",
    "005",
    N_("Nothing can be declared any more. What was declared can still be read."),
    "Law of 14 January 2026",
)
MISSING_PERMISSION = _blocking(
    "missingPermission",
    "155",
    N_("You may not declare for this enterprise, or your mandate does not cover this period."),
)

# Identifiers: of whom and of what does it speak?
NOT_FOUND = _blocking(
    "referencedResourceNotFound",
    "151",
    N_(
        "This worker is not known at this enterprise for the whole period. "
        "Check the number and the dates of the employment."
    ),
)
REPLACED_SSIN = _blocking(
    "replacedSsin",
    "003",
    N_("This social security number was replaced. Use the worker's new number."),
)
CANCELED_SSIN = _blocking(
    "canceledSsin",
    "003",
    N_("This social security number was canceled. Ask the worker for the right number."),
)

# Business: does it fit the law, the records and the rest of the list?
INVALID_PERIOD = _blocking(
    "invalidPeriod", "014", N_("The training ends before it starts. Correct one of the two dates.")
)
INVALID_VALIDITY = _blocking(
    "invalidPeriod",
    "014",
    N_("The certificate ends before the training does. Correct one of the two dates."),
)
COMPLETED_IN_FUTURE = _blocking(
    "completedInFuture",
    "014",
    N_("A training that ends in the future is not completed yet. Declare it as reserved."),
)
NOT_EXPECTED = _blocking(
    "notExpected", "090", N_("Leave this out, or correct the rest: the two do not go together.")
)
LEAVE_CANNOT_COUNT = _blocking(
    "leaveCannotCount",
    "005",
    N_("A training taken as training leave cannot count for the training right."),
    "Law of 3 October 2022, art. 50",
)
CHARGED_OVER_DURATION = _blocking(
    "chargedOverDuration",
    "008",
    N_("More minutes are charged than the training lasted. Charge at most its duration."),
)
IMPOSSIBLE_DURATION = _blocking(
    "durationImplausible",
    "008",
    N_(
        "The duration is longer than all the hours between the first and the last day. "
        "Check the dates and the duration."
    ),
)
COLLECTIVE_RIGHT = _blocking(
    "collectiveRightNotRegistrable",
    "005",
    N_(
        "Collective training days cannot be registered: "
        "declare the right of each worker separately."
    ),
    "Law of 20 October 2023",
)
RIGHT_EXISTS = _blocking(
    "rightExists",
    "005",
    N_("This right was declared already for this worker and year. Change it instead."),
)
ACCESS_CLOSED = _blocking(
    "accessClosed",
    "005",
    N_("The employment ended too long ago: your access closed on %(closed)s."),
    "Law of 20 October 2023",
)
REFERENCE_CONFLICT = _blocking(
    "referenceConflict",
    "005",
    N_("You used this reference before for another declaration. Give each its own reference."),
)
DUPLICATE_IN_FILE = _blocking(
    "duplicateInFile",
    "006",
    N_(
        "This reference stands earlier in the same list, with other content. "
        "Give each training its own reference."
    ),
)
VERSION_CONFLICT = _blocking(
    "versionConflict",
    "091",
    N_(
        "The record was changed in the meantime: it now has version %(version)s. "
        "Load it again and repeat your change."
    ),
)

# Warnings: accepted, but worth a second look.
UNLIKELY_DURATION = _warning(
    "durationImplausible",
    "008",
    N_("The training lasts more than twelve hours a day. Check the duration."),
)
POSSIBLE_DUPLICATE = _warning(
    "possibleDuplicate",
    "006",
    N_("The same training was declared already under the reference %(reference)s."),
)
OVER_THE_RIGHT = _warning(
    "overTheRight",
    "008",
    N_(
        "With this training the worker has used more days "
        "than the training right of %(year)s gives."
    ),
    "Law of 3 October 2022, art. 50",
)
RIGHT_BELOW_CALCULATED = _warning(
    "rightBelowCalculated",
    "008",
    N_("The declared right is lower than the right that the law gives for this year."),
    "Law of 3 October 2022, art. 50",
)
LATE_FOR_QUARTER = _warning(
    "lateForQuarter",
    "014",
    N_("This training should have been declared on %(term)s at the latest."),
    "Law of 20 October 2023",
)
ZEROS_RESTORED = _warning(
    "zerosRestored",
    "093",
    N_("The number had lost its first zeros in the spreadsheet. They were put back."),
)
OVERWROTE_NEWER_CHANGE = _warning(
    "overwroteNewerChange",
    "091",
    N_("Your change replaced a newer change that came through another channel."),
)

CATALOGUE: Final = MappingProxyType(
    {name: reason for name, reason in globals().items() if isinstance(reason, Reason)}
)
