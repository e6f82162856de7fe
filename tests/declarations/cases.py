"""What the door says to every kind of declaration: a name, what is declared, what is found wrong.

One table for all channels: a case that needs a field which a channel does not have is not for it.
"""

from dataclasses import dataclass, field

from portal.declarations import catalogue
from portal.declarations.declaration import Declarant
from portal.declarations.declare import Moment
from portal.declarations.reason import Reason
from tests.declarations.world import (
    BAKERY,
    BY_LAW,
    EMMA,
    EMPLOYER,
    GARAGE,
    HOLDER,
    JAN,
    LOTTE,
    NEVER,
    NOBODY,
    OLD_EMMA,
    OPERATOR,
    PIET,
    PROVIDER,
    RIGHT,
    TINE,
    TODAY,
    TRAINING,
    ssin,
)

Change = dict[str, str]
Found = tuple[Reason, str]  # what is wrong, and with which field


@dataclass(frozen=True)
class Case:
    """A declaration that differs from a faultless one by a few fields.

    expected: every issue, in any order; none: accepted. before: what stands earlier in the list.
    given: what others declared long before. `@W1` as the id of a record is that of reference W1.
    """

    name: str
    change: Change
    expected: tuple[Found, ...] = ()
    declarant: Declarant = OPERATOR
    moment: Moment = TODAY
    before: tuple[Change, ...] = ()
    base: Change = field(default_factory=lambda: TRAINING)
    given: tuple[tuple[Declarant, Change], ...] = ()

    @property
    def rows(self) -> list[Change]:
        """The list as it is declared; the last row is the one that is spoken of."""
        return [self.base | change for change in (*self.before, self.change)]


def right(name: str, change: Change, *expected: Found, **more: object) -> Case:
    """Return a case of a right, which only some channels have."""
    return Case(name, change, expected, base=RIGHT, **more)


C = catalogue
YEAR_OLD = {"start_date": "2025-11-10", "end_date": "2025-11-10"}
MONTH = {"start_date": "2026-10-01", "end_date": "2026-10-31"}

NOT_THERE: tuple[Found, ...] = ((C.NOT_FOUND, "ssin"),)

READING = [
    Case("a faultless training is accepted", {}),
    Case("nothing given where something must be", {"title": ""}, ((C.MISSING, "title"),)),
    Case("only spaces are nothing", {"title": " \u00a0 "}, ((C.MISSING, "title"),)),
    Case(
        "every unreadable field is named at once",
        {"ssin": "", "nature": "Formal", "start_date": "9/11/2026", "duration_minutes": "soon"},
        (
            (C.MISSING, "ssin"),
            (C.UNKNOWN_CODE, "nature"),
            (C.INVALID_STRUCTURE, "start_date"),
            (C.INVALID_STRUCTURE, "duration_minutes"),
        ),
    ),
    Case("letters in a number", {"ssin": "85.02.14-001"}, ((C.NOT_NUMERIC, "ssin"),)),
    Case("Arabic digits in a number", {"ssin": "٨٥٠٢١٤٠٠١٣٥"}, ((C.NOT_NUMERIC, "ssin"),)),
    Case("a number too short", {"ssin": "1234567"}, ((C.WRONG_LENGTH, "ssin"),)),
    Case("a typing error in a number", {"ssin": f"{EMMA[:9]}00"}, ((C.CHECK_DIGITS, "ssin"),)),
    Case("a birth day that never was", {"ssin": ssin(1, "850232")}, ((C.INVALID_NUMBER, "ssin"),)),
    Case(
        "a typing error in the enterprise",
        {"enterprise_number": f"{BAKERY[:8]}00"},
        ((C.CHECK_DIGITS, "enterprise_number"),),
    ),
    Case("a reference with a space", {"reference": "W 1"}, ((C.INVALID_STRUCTURE, "reference"),)),
    Case("a day that never was", {"end_date": "2026-02-30"}, ((C.INVALID_STRUCTURE, "end_date"),)),
    Case("a week for a day", {"end_date": "2026-W46-2"}, ((C.INVALID_STRUCTURE, "end_date"),)),
    Case(
        "a day before all careers", {"start_date": "1949-12-31"}, ((C.OUT_OF_RANGE, "start_date"),)
    ),
    Case("a day after all careers", {"end_date": "2100-01-01"}, ((C.OUT_OF_RANGE, "end_date"),)),
    Case("no minutes at all", {"duration_minutes": "0"}, ((C.OUT_OF_RANGE, "duration_minutes"),)),
    Case(
        "negative minutes", {"duration_minutes": "-5"}, ((C.INVALID_STRUCTURE, "duration_minutes"),)
    ),
    Case(
        "endless minutes", {"duration_minutes": "9" * 15}, ((C.OUT_OF_RANGE, "duration_minutes"),)
    ),
    Case("an unknown status", {"status": "followed"}, ((C.UNKNOWN_CODE, "status"),)),
    Case("capitals in a code", {"status": "NotFollowed"}, ((C.UNKNOWN_CODE, "status"),)),
    Case("a language of elsewhere", {"language": "es"}, ((C.UNKNOWN_CODE, "language"),)),
    Case(
        "neither yes nor no", {"counts_for_right": "maybe"}, ((C.UNKNOWN_CODE, "counts_for_right"),)
    ),
    Case("an endless title", {"title": "a" * 251}, ((C.TOO_LONG, "title"),)),
    Case("the longest title", {"title": "é" * 250}),
    Case("a NUL in a title", {"title": "Veilig\x00werken"}, ((C.HIDDEN_CHARACTERS, "title"),)),
    Case("a tab in a title", {"title": "Veilig\twerken"}, ((C.HIDDEN_CHARACTERS, "title"),)),
    Case("text turned around", {"title": "Veilig\u202enekrew"}, ((C.HIDDEN_CHARACTERS, "title"),)),
    Case("half a character", {"title": "Veilig\ud800"}, ((C.HIDDEN_CHARACTERS, "title"),)),
    Case("no character at all", {"title": "Veilig\uffff"}, ((C.HIDDEN_CHARACTERS, "title"),)),
    Case("a sign newer than our Unicode", {"title": "Veilig \U0001fbff \U0001fae8"}),
    Case("a French title with its spaces", {"title": "Gérer\u202f: l\u2019équipe\u00a0!"}),
    Case("a formula is a text", {"title": "=1+1"}),
    Case("a field that does not exist", {"colour": "red"}, ((C.UNKNOWN_INPUT, "colour"),)),
    Case("an action that does not exist", {"action": "paint"}, ((C.UNKNOWN_CODE, "action"),)),
]

AUTHORITY = [
    Case("an employer for itself", {}, (), EMPLOYER),
    Case(
        "an employer for another",
        {"enterprise_number": GARAGE, "ssin": PIET},
        ((C.MISSING_PERMISSION, "enterprise_number"),),
        EMPLOYER,
    ),
    Case(
        "a stranger about nobody",
        {"enterprise_number": GARAGE, "ssin": NOBODY, "end_date": "2026-11-08"},
        ((C.MISSING_PERMISSION, "enterprise_number"),),
        EMPLOYER,
    ),
    Case("a mandate holder within the mandate", {}, (), HOLDER),
    Case(
        "a mandate holder before the mandate",
        {"start_date": "2024-12-30", "end_date": "2024-12-31"},
        ((C.MISSING_PERMISSION, "enterprise_number"),),
        HOLDER,
    ),
    Case(
        "a mandate holder without a mandate",
        {"enterprise_number": GARAGE, "ssin": PIET},
        ((C.MISSING_PERMISSION, "enterprise_number"),),
        HOLDER,
    ),
    Case("a provider, whose word waits for the employer", {}, (), PROVIDER),
    Case(
        "a provider, of more than the right gives, which is not for them to know",
        {"duration_minutes": "1440"},
        (),
        PROVIDER,
        given=(
            (OPERATOR, TRAINING | {**MONTH, "reference": "W9", "duration_minutes": str(15 * 456)}),
        ),
    ),
    Case("a provider, of a worker nobody knows", {"ssin": NOBODY}, NOT_THERE, PROVIDER),
    Case("a provider, of another employer's worker", {"ssin": PIET}, NOT_THERE, PROVIDER),
    Case("a provider, of a replaced number", {"ssin": OLD_EMMA}, NOT_THERE, PROVIDER),
    Case(
        "a provider, of who left long ago",
        {"ssin": JAN, "start_date": "2026-09-29", "end_date": "2026-09-30", "status": "reserved"},
        NOT_THERE,
        PROVIDER,
    ),
    Case(
        "a provider hears of no duplicate of another",
        {},
        (),
        PROVIDER,
        given=((EMPLOYER, TRAINING),),
    ),
    Case(
        "nothing may be written once the law closed registration",
        {},
        ((C.REGISTRATION_CLOSED, "action"),),
        moment=BY_LAW,
    ),
    Case(
        "not even what cannot be read is looked at then",
        {"title": ""},
        ((C.REGISTRATION_CLOSED, "action"),),
        EMPLOYER,
        BY_LAW,
    ),
]

IDENTIFIERS = [
    Case("a worker nobody knows", {"ssin": NOBODY}, ((C.NOT_FOUND, "ssin"),)),
    Case("a worker of another employer", {"ssin": PIET}, ((C.NOT_FOUND, "ssin"),)),
    Case("unknown to the employer too", {"ssin": NOBODY}, ((C.NOT_FOUND, "ssin"),), EMPLOYER),
    Case("another's worker is unknown alike", {"ssin": PIET}, ((C.NOT_FOUND, "ssin"),), EMPLOYER),
    Case("a replaced number", {"ssin": OLD_EMMA}, ((C.REPLACED_SSIN, "ssin"),)),
    Case("told to the employer", {"ssin": OLD_EMMA}, ((C.REPLACED_SSIN, "ssin"),), EMPLOYER),
    Case(
        "not told for an enterprise where the worker never was",
        {"ssin": OLD_EMMA, "enterprise_number": GARAGE},
        ((C.NOT_FOUND, "ssin"),),
        Declarant(GARAGE, EMPLOYER.quality, EMPLOYER.channel),
    ),
    Case("a canceled number", {"ssin": NEVER}, ((C.CANCELED_SSIN, "ssin"),)),
    Case(
        "only the number is spoken of",
        {"ssin": NOBODY, "end_date": "2026-11-08"},
        ((C.NOT_FOUND, "ssin"),),
    ),
    Case("before the employment", {"start_date": "2019-12-31"}, ((C.NOT_FOUND, "ssin"),)),
    Case(
        "between two employments",
        {"ssin": TINE, "start_date": "2020-05-04", "end_date": "2020-05-04"},
        ((C.NOT_FOUND, "ssin"),),
    ),
    Case(
        "over the border of two employments",
        {"ssin": TINE, "start_date": "2019-12-31", "end_date": "2022-01-01"},
        ((C.NOT_FOUND, "ssin"),),
    ),
    Case(
        "within the first of two",
        {"ssin": TINE, "start_date": "2019-05-06", "end_date": "2019-05-06"},
    ),
]

BUSINESS = [
    Case("ends before it starts", {"end_date": "2026-11-08"}, ((C.INVALID_PERIOD, "end_date"),)),
    Case("ends today", {"start_date": "2026-11-24", "end_date": "2026-11-24"}),
    Case("completed tomorrow", {"end_date": "2026-11-25"}, ((C.COMPLETED_IN_FUTURE, "end_date"),)),
    Case("reserved for next year", {"status": "reserved", "end_date": "2027-02-01"}),
    Case(
        "does not count, and no reason",
        {"counts_for_right": "false"},
        ((C.MISSING, "not_counting_reason"),),
    ),
    Case(
        "does not count, with a reason",
        {"counts_for_right": "false", "not_counting_reason": "flemishTrainingLeave"},
    ),
    Case(
        "leave that counts",
        {"not_counting_reason": "paidEducationalLeave"},
        ((C.LEAVE_CANNOT_COUNT, "not_counting_reason"),),
    ),
    Case(
        "a reason where it counts",
        {"not_counting_reason": "outsideProfession"},
        ((C.NOT_EXPECTED, "not_counting_reason"),),
    ),
    Case(
        "more charged than followed",
        {"charged_minutes": "457"},
        ((C.CHARGED_OVER_DURATION, "charged_minutes"),),
    ),
    Case("less charged than followed", {"charged_minutes": "0"}),
    Case("twelve hours a day", {"duration_minutes": "1440"}),
    Case(
        "over twelve hours a day",
        {"duration_minutes": "1441"},
        ((C.UNLIKELY_DURATION, "duration_minutes"),),
    ),
    Case(
        "over twenty-four hours a day",
        {"duration_minutes": "2881"},
        ((C.IMPOSSIBLE_DURATION, "duration_minutes"),),
    ),
    Case(
        "valid without a certificate",
        {"certificate_valid_until": "2029-01-01"},
        ((C.NOT_EXPECTED, "certificate_valid_until"),),
    ),
    Case(
        "no longer valid when it was given",
        {"certificate_obtained": "true", "certificate_valid_until": "2026-11-09"},
        ((C.INVALID_VALIDITY, "certificate_valid_until"),),
    ),
    Case(
        "valid for three years",
        {"certificate_obtained": "true", "certificate_valid_until": "2029-11-10"},
    ),
    Case("within the quarter's term", {"start_date": "2026-10-01", "end_date": "2026-10-02"}),
    Case("after the quarter's term", YEAR_OLD, ((C.LATE_FOR_QUARTER, "end_date"),)),
    Case("before there was a duty", {"start_date": "2023-05-08", "end_date": "2023-05-08"}),
    Case("before there was a right", {"start_date": "2021-05-10", "end_date": "2021-05-10"}),
    Case(
        "every business issue is named at once",
        {"charged_minutes": "3000", "duration_minutes": "2999", "counts_for_right": "false"},
        (
            (C.CHARGED_OVER_DURATION, "charged_minutes"),
            (C.IMPOSSIBLE_DURATION, "duration_minutes"),
            (C.MISSING, "not_counting_reason"),
        ),
    ),
    Case(
        "a leaver, after access closed",
        {"ssin": JAN, "start_date": "2026-09-29", "end_date": "2026-09-30"},
        ((C.ACCESS_CLOSED, "enterprise_number"), (C.LATE_FOR_QUARTER, "end_date")),
        EMPLOYER,
    ),
    Case(
        "a leaver, by the operator",
        {"ssin": JAN, "start_date": "2026-09-29", "end_date": "2026-09-30"},
        ((C.LATE_FOR_QUARTER, "end_date"),),
    ),
    Case("a leaver, while access is open", {"ssin": LOTTE}, (), EMPLOYER),
]

RECORDS = [
    Case(
        "the same training under another reference",
        {"reference": "W2026-2"},
        ((C.POSSIBLE_DUPLICATE, "title"),),
        before=({},),
    ),
    Case("the same training of another worker", {"reference": "W2", "ssin": LOTTE}, before=({},)),
    Case("the same training once refused", {"reference": "W2"}, before=({"status": "x"},)),
    Case(
        "other content under the same reference",
        {"title": "Hygiëne"},
        ((C.DUPLICATE_IN_FILE, "reference"),),
        before=({},),
    ),
    Case(
        "a reference that was used for something else",
        {},
        ((C.REFERENCE_CONFLICT, "reference"),),
        given=((OPERATOR, TRAINING | {"title": "Hygiëne"}),),
    ),
    Case(
        "another organisation's reference",
        {"enterprise_number": GARAGE, "ssin": PIET},
        before=({},),
    ),
    Case("as much as the right gives", {**MONTH, "duration_minutes": str(15 * 456)}),
    Case(
        "more than the right gives",
        {**MONTH, "duration_minutes": str(15 * 456 + 1)},
        ((C.OVER_THE_RIGHT, "charged_minutes"),),
    ),
    Case(
        "more than is left after the one before",
        {**MONTH, "reference": "W2"},
        ((C.OVER_THE_RIGHT, "charged_minutes"),),
        before=({**MONTH, "duration_minutes": str(15 * 456), "title": "Lassen"},),
    ),
    Case(
        "more, but it does not count",
        {
            **MONTH,
            "duration_minutes": str(20 * 456),
            "counts_for_right": "false",
            "not_counting_reason": "outsideProfession",
        },
    ),
    Case(
        "more, but less is charged", {**MONTH, "duration_minutes": "9000", "charged_minutes": "0"}
    ),
    Case("more, but not completed", {**MONTH, "duration_minutes": "9000", "status": "notFollowed"}),
]

RIGHTS = [
    right("a right above the computed one", {}),
    right("a right equal to the computed one", {"days": "5.00"}),
    right("a right below the computed one", {"days": "4.9999"}, (C.RIGHT_BELOW_CALCULATED, "days")),
    right("an employer's own right", {"kind": "employer", "days": "0.5"}),
    right("an opt-out", {"kind": "optOut", "days": ""}),
    right("an opt-out with days", {"kind": "optOut"}, (C.NOT_EXPECTED, "days")),
    right("a right without days", {"days": ""}, (C.MISSING, "days")),
    right("days with a comma", {"days": "2,5"}, (C.INVALID_STRUCTURE, "days")),
    right("days with five decimals", {"days": "2.50001"}, (C.INVALID_STRUCTURE, "days")),
    right("more days than a year", {"days": "367"}, (C.OUT_OF_RANGE, "days")),
    right("collective days", {"kind": "collective"}, (C.COLLECTIVE_RIGHT, "kind")),
    right("an unknown kind", {"kind": "private"}, (C.UNKNOWN_CODE, "kind")),
    right("before the first right", {"year": "2022"}, (C.OUT_OF_RANGE, "year")),
    right("for next year", {"year": "2027"}),
    right("for the year after", {"year": "2028"}, (C.OUT_OF_RANGE, "year")),
    right("not in service that year", {"ssin": JAN, "year": "2027"}, (C.NOT_FOUND, "ssin")),
    right("a field of trainings", {"title": "Lassen"}, (C.UNKNOWN_INPUT, "title")),
    right("the same right again", {"reference": "R2"}, (C.RIGHT_EXISTS, "kind"), before=({},)),
    right(
        "a right, by a provider",
        {},
        (C.MISSING_PERMISSION, "enterprise_number"),
        declarant=PROVIDER,
    ),
    right("another year's right", {"reference": "R2", "year": "2025"}, before=({},)),
    right(
        "a leaver's right, after access closed",
        {"ssin": JAN},
        (C.ACCESS_CLOSED, "enterprise_number"),
        declarant=EMPLOYER,
    ),
]

CASES = [*READING, *AUTHORITY, *IDENTIFIERS, *BUSINESS, *RECORDS, *RIGHTS]
