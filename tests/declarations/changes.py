"""What the door says to changes of records, also of those that a provider declared."""

from portal.declarations import catalogue as C  # noqa: N812 - as in the other table
from portal.declarations.declaration import Channel, Declarant, Quality
from tests.declarations.cases import MONTH, Case, Change, Found
from tests.declarations.world import (
    BAKERY,
    CAREFUL,
    EMMA,
    EMPLOYER,
    GARAGE,
    HOLDER,
    JAN,
    LOTTE,
    OLD_EMMA,
    OPERATOR,
    PIET,
    PROVIDER,
    RIGHT,
    TRAINING,
)

UPDATE = {"action": "updateTraining", "title": "Hygiëne"}
CANCEL = {"action": "cancelTraining", "cancel_reason": "Twice"}
VERIFY = {"action": "verifyTraining", "record_id": "@P1"}
RIGHT_UPDATE = {"action": "updateRight", "days": "7"}
RIGHT_CANCEL = {"action": "cancelRight"}
MADE = (EMPLOYER, TRAINING)
OFFERED = (PROVIDER, TRAINING | {"reference": "P1"})
NAMED_BY_ID = {"reference": "", "record_id": "@W2026-1"}
NOT_MINE: Found = (C.NO_SUCH_RECORD, "record_id")
BY_BATCH = Declarant(BAKERY, Quality.EMPLOYER, Channel.BATCH)
NAMES = ("action", "reference", "record_id", "expected_version", "made_at", "cancel_reason")


def named(name: str, change: Change, *expected: Found, **more: object) -> Case:
    """Return a case of an action that only names its record."""
    kept = {key: value for key, value in change.items() if key in (*NAMES, "ssin")}
    return Case(name, kept, expected, base={}, **more)


def changed(name: str, change: Change, *expected: Found, **more: object) -> Case:
    """Return a case of a training that the employer declared, and that is now said anew."""
    given = more.pop("given", (MADE,))
    return Case(name, UPDATE | change, expected, given=given, **{"declarant": EMPLOYER, **more})


def right_changed(name: str, change: Change, *expected: Found, **more: object) -> Case:
    """Return a case of a right that the employer declared, and that is now said anew."""
    given = ((EMPLOYER, RIGHT),)
    said = RIGHT_UPDATE | change
    return Case(name, said, expected, EMPLOYER, base=RIGHT, given=given, **more)


VERSIONS = [
    changed("a training said anew", {}),
    changed("by its id", NAMED_BY_ID),
    changed("by its id and its reference", {"record_id": "@W2026-1"}),
    changed("nothing new", {"title": "Veilig werken op hoogte"}),
    changed("the version that was seen", {"expected_version": "1"}),
    changed(
        "a version of later", {"expected_version": "2"}, (C.VERSION_CONFLICT, "expected_version")
    ),
    changed(
        "a version before the first",
        {"expected_version": "0"},
        (C.OUT_OF_RANGE, "expected_version"),
    ),
    changed(
        "no version where one must be named", {}, (C.MISSING, "expected_version"), declarant=CAREFUL
    ),
    changed("the version where one must be named", {"expected_version": "1"}, declarant=CAREFUL),
    changed(
        "the same again, with a version of before",
        {"expected_version": "1"},
        given=(MADE, (EMPLOYER, TRAINING | UPDATE)),
    ),
    changed(
        "the same again, where the version must be the present one",
        {"expected_version": "1"},
        (C.VERSION_CONFLICT, "expected_version"),
        declarant=CAREFUL,
        given=(MADE, (EMPLOYER, TRAINING | UPDATE)),
    ),
    changed(
        "written before another channel changed it",
        {"made_at": "2026-11-24T08:59:59+01:00"},
        (C.OVERWROTE_NEWER_CHANGE, "made_at"),
        declarant=BY_BATCH,
    ),
    changed("written after it", {"made_at": "2026-11-24T09:00:01+01:00"}, declarant=BY_BATCH),
    changed(
        "a moment of nowhere", {"made_at": "2026-11-24T09:00:01"}, (C.INVALID_STRUCTURE, "made_at")
    ),
]

NAMES_OF_RECORDS = [
    changed("no name at all", {"reference": ""}, (C.MISSING, "reference")),
    changed("a name that nobody gave", {"reference": "W9"}, (C.NO_SUCH_RECORD, "reference")),
    changed("no id", {"reference": "", "record_id": "W2026-1"}, (C.INVALID_STRUCTURE, "record_id")),
    changed("an id of nothing", {"record_id": "01999999-0000-7000-8000-000000000000"}, NOT_MINE),
    changed(
        "another's record",
        NAMED_BY_ID,
        NOT_MINE,
        given=((OPERATOR, TRAINING | {"enterprise_number": GARAGE, "ssin": PIET}),),
    ),
    changed(
        "a right, as if it were a training",
        {**NAMED_BY_ID, "record_id": "@R2026-1"},
        NOT_MINE,
        given=((EMPLOYER, RIGHT),),
    ),
    changed(
        "another reference",
        {"record_id": "@W2026-1", "reference": "W9"},
        (C.EQUAL_EXPECTED, "reference"),
    ),
    changed("another worker", {"ssin": LOTTE}, (C.EQUAL_EXPECTED, "ssin")),
    changed("the worker's number of before", {"ssin": OLD_EMMA}),
    changed(
        "another enterprise",
        {"enterprise_number": GARAGE},
        (C.MISSING_PERMISSION, "enterprise_number"),
    ),
    changed(
        "another enterprise, by the operator",
        {**NAMED_BY_ID, "enterprise_number": GARAGE},
        (C.EQUAL_EXPECTED, "enterprise_number"),
        declarant=OPERATOR,
    ),
    changed("by the mandate holder", NAMED_BY_ID, declarant=HOLDER),
    changed(
        "out of the mandate's quarters",
        {**NAMED_BY_ID, "start_date": "2026-11-09"},
        NOT_MINE,
        declarant=HOLDER,
        given=((EMPLOYER, TRAINING | {"start_date": "2024-05-06", "end_date": "2024-05-06"}),),
    ),
    changed(
        "by somebody without a mandate",
        NAMED_BY_ID,
        (C.MISSING_PERMISSION, "enterprise_number"),
        declarant=Declarant(GARAGE, Quality.MANDATE_HOLDER, Channel.REST),
    ),
    changed("by another's provider", NAMED_BY_ID, NOT_MINE, declarant=PROVIDER),
    changed("by the operator, under the enterprise's name", {}, declarant=OPERATOR),
    named(
        "by the operator, without saying whose name it is",
        CANCEL | {"reference": "W2026-1"},
        (C.MISSING, "enterprise_number"),
    ),
]

RULES = [
    changed(
        "ends before it starts now", {"end_date": "2026-11-08"}, (C.INVALID_PERIOD, "end_date")
    ),
    changed("out of the employment", {"start_date": "2019-12-31"}, (C.NOT_FOUND, "ssin")),
    changed(
        "like another one now",
        {},
        (C.POSSIBLE_DUPLICATE, "title"),
        given=(MADE, (EMPLOYER, TRAINING | {"title": "Hygiëne", "reference": "W2"})),
    ),
    changed(
        "declared in time, corrected late",
        {"start_date": "2025-11-10", "end_date": "2025-11-10"},
        given=((EMPLOYER, TRAINING | {"start_date": "2025-11-10", "end_date": "2025-11-10"}),),
    ),
    changed(
        "completed, and told too late",
        {"start_date": "2025-11-10", "end_date": "2025-11-10"},
        (C.LATE_FOR_QUARTER, "end_date"),
        given=(
            (
                EMPLOYER,
                TRAINING
                | {"start_date": "2025-11-10", "end_date": "2025-11-10", "status": "reserved"},
            ),
        ),
    ),
    changed(
        "more than the right gives now",
        {**MONTH, "duration_minutes": str(15 * 456 + 1)},
        (C.OVER_THE_RIGHT, "charged_minutes"),
    ),
    changed(
        "another title where too much was used",
        {**MONTH, "duration_minutes": str(15 * 456 + 1)},
        given=((EMPLOYER, TRAINING | {**MONTH, "duration_minutes": str(15 * 456 + 1)}),),
    ),
    changed(
        "what was canceled",
        NAMED_BY_ID,
        (C.RECORD_CANCELED, "action"),
        given=(MADE, (EMPLOYER, CANCEL | {"reference": "W2026-1"})),
    ),
    named(
        "a training taken back",
        CANCEL | {"reference": "W2026-1"},
        declarant=EMPLOYER,
        given=(MADE,),
    ),
    named(
        "taken back twice",
        CANCEL | {"reference": "W2026-1"},
        declarant=EMPLOYER,
        given=(MADE, (EMPLOYER, CANCEL | {"reference": "W2026-1"})),
    ),
    named(
        "of another worker",
        CANCEL | {"reference": "W2026-1", "ssin": LOTTE},
        (C.EQUAL_EXPECTED, "ssin"),
        declarant=EMPLOYER,
        given=(MADE,),
    ),
    named(
        "of who left too long ago",
        CANCEL | {"reference": "", "record_id": "@W2026-1"},
        (C.ACCESS_CLOSED, "enterprise_number"),
        declarant=EMPLOYER,
        given=(
            (
                OPERATOR,
                TRAINING | {"ssin": JAN, "start_date": "2026-09-29", "end_date": "2026-09-30"},
            ),
        ),
    ),
    Case(
        "a title of what is taken back",
        CANCEL | {"reference": "W2026-1", "title": "Hygiëne"},
        ((C.UNKNOWN_INPUT, "title"),),
        EMPLOYER,
        base={},
        given=(MADE,),
    ),
]

CHANGED_RIGHTS = [
    right_changed("a right said anew", {}),
    right_changed("below the computed one now", {"days": "4"}, (C.RIGHT_BELOW_CALCULATED, "days")),
    right_changed("another year", {"year": "2025"}, (C.EQUAL_EXPECTED, "year")),
    right_changed("another kind", {"kind": "sectoral"}, (C.EQUAL_EXPECTED, "kind")),
    right_changed("collective now", {"kind": "collective"}, (C.EQUAL_EXPECTED, "kind")),
    right_changed("without days", {"days": ""}, (C.MISSING, "days")),
    named(
        "a right taken back",
        RIGHT_CANCEL | {"reference": "R2026-1"},
        declarant=EMPLOYER,
        given=((EMPLOYER, RIGHT),),
    ),
    Case(
        "declared anew after that",
        {"reference": "R2"},
        (),
        EMPLOYER,
        base=RIGHT,
        given=((EMPLOYER, RIGHT), (EMPLOYER, RIGHT_CANCEL | {"reference": "R2026-1"})),
    ),
]

OPT_OUT = {
    "action": "optOutEmployer",
    "enterprise_number": BAKERY,
    "reference": "O2026-1",
    "year": "2026",
}


def opt_out(name: str, change: Change, *expected: Found, **more: object) -> Case:
    """Return a case of an opt-out for all workers of an employer."""
    return Case(name, change, expected, base=OPT_OUT, **{"declarant": EMPLOYER, **more})


OPT_OUTS = [
    opt_out("nothing is computed for anybody", {}),
    opt_out("by the mandate holder", {}, declarant=HOLDER),
    opt_out("by the operator", {}, declarant=OPERATOR),
    opt_out("the same again", {}, given=((EMPLOYER, OPT_OUT),)),
    opt_out("that again", {"reference": "O2"}, (C.RIGHT_EXISTS, "kind"), before=({},)),
    opt_out("of another year", {"reference": "O2", "year": "2025"}, before=({},)),
    opt_out("of a year without right", {"year": "2022"}, (C.OUT_OF_RANGE, "year")),
    opt_out("of one worker", {"ssin": EMMA}, (C.UNKNOWN_INPUT, "ssin")),
    opt_out(
        "of another's workers",
        {"enterprise_number": GARAGE},
        (C.MISSING_PERMISSION, "enterprise_number"),
    ),
    opt_out("by a provider", {}, (C.MISSING_PERMISSION, "enterprise_number"), declarant=PROVIDER),
    named(
        "computed again",
        RIGHT_CANCEL | {"reference": "O2026-1"},
        declarant=EMPLOYER,
        given=((EMPLOYER, OPT_OUT),),
    ),
]

VERIFICATION = [
    named("the employer accepts it", VERIFY, declarant=EMPLOYER, given=(OFFERED,)),
    named(
        "the employer accepts it twice",
        VERIFY,
        declarant=EMPLOYER,
        given=(OFFERED, (EMPLOYER, VERIFY)),
    ),
    named("the mandate holder accepts it", VERIFY, declarant=HOLDER, given=(OFFERED,)),
    named(
        "a provider accepts its own",
        VERIFY,
        (C.MISSING_PERMISSION, "enterprise_number"),
        declarant=PROVIDER,
        given=(OFFERED,),
    ),
    named(
        "another employer accepts it",
        VERIFY,
        NOT_MINE,
        declarant=Declarant(GARAGE, Quality.EMPLOYER, Channel.REST),
        given=(OFFERED,),
    ),
    named(
        "more than the right gives, once accepted",
        VERIFY,
        (C.OVER_THE_RIGHT, "charged_minutes"),
        declarant=EMPLOYER,
        given=(
            (OPERATOR, TRAINING | {**MONTH, "reference": "W9", "duration_minutes": str(15 * 456)}),
            OFFERED,
        ),
    ),
    Case("the provider corrects it", UPDATE | {"reference": "P1"}, (), PROVIDER, given=(OFFERED,)),
    Case(
        "the provider corrects what was accepted",
        UPDATE | {"reference": "P1"},
        ((C.ALREADY_ACCEPTED, "action"),),
        PROVIDER,
        given=(OFFERED, (EMPLOYER, VERIFY)),
    ),
    Case(
        "the employer says it otherwise",
        UPDATE | {"reference": "", "record_id": "@P1"},
        (),
        EMPLOYER,
        given=(OFFERED,),
    ),
    named(
        "the employer refuses it",
        CANCEL | {"record_id": "@P1", "reference": ""},
        declarant=EMPLOYER,
        given=(OFFERED,),
    ),
]

CHANGES = [*VERSIONS, *NAMES_OF_RECORDS, *RULES, *CHANGED_RIGHTS, *OPT_OUTS, *VERIFICATION]
