"""Every issue that a declaration can have: one reason, one sentence, whatever the channel."""

from types import MappingProxyType
from typing import Final

from portal.declarations.reason import Reason, Severity
from portal.languages import N_


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
    N_("Law of 14 January 2026"),
)
MISSING_PERMISSION = _blocking(
    "missingPermission",
    "155",
    N_("You may not declare for this enterprise, or your mandate does not cover this period."),
)
ALREADY_ACCEPTED = _blocking(
    "missingPermission",
    "155",
    N_("The employer accepted this training: only the employer can change it now."),
)

# Identifiers: of whom and of what does it speak?
NO_SUCH_RECORD = _blocking(
    "referencedResourceNotFound",
    "151",
    N_("Nothing that you may change bears this name. Check the reference or the number."),
)
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
    N_("Law of 3 October 2022, art. 50"),
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
    N_("Law of 20 October 2023"),
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
    N_("Law of 20 October 2023"),
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
EQUAL_EXPECTED = _blocking(
    "equalExpected",
    "005",
    N_("This cannot be changed: give it as it was first declared."),
)
RECORD_CANCELED = _blocking(
    "recordCanceled",
    "005",
    N_("This was canceled, and stays so. Declare it anew under another reference."),
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
    N_("Law of 3 October 2022, art. 50"),
)
RIGHT_BELOW_CALCULATED = _warning(
    "rightBelowCalculated",
    "008",
    N_("The declared right is lower than the right that the law gives for this year."),
    N_("Law of 3 October 2022, art. 50"),
)
LATE_FOR_QUARTER = _warning(
    "lateForQuarter",
    "014",
    N_("This training should have been declared on %(term)s at the latest."),
    N_("Law of 20 October 2023"),
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
