"""Who may do what with which thing: the one table that guards, door, window and tests ask.

What does not stand here is denied. A channel says who speaks; the room that knows the records
says what ties the speaker to the thing; this table says whether that is enough.
"""

from enum import StrEnum
from typing import Final


class Role(StrEnum):
    """As what somebody speaks or looks."""

    STRANGER = "stranger"  # nobody signed in
    WORKER = "worker"
    VERIFIER = "verifier"  # to whom a worker gave an attestation
    EMPLOYER = "employer"  # who acts for an enterprise, in its own matters
    MANDATE_HOLDER = "mandateHolder"  # the same, in the matters of who gave the mandate
    PROVIDER = "provider"  # of trainings
    SECTOR_FUND = "sectorFund"
    INSPECTION = "inspection"
    FPS = "fps"  # FPS Employment
    OPERATOR = "operator"  # who runs the portal, by command


class Function(StrEnum):
    """What a representative may do for the enterprise."""

    READER = "reader"
    EDITOR = "editor"
    ACCESS_MANAGER = "accessManager"


class Action(StrEnum):
    """What somebody wants to do."""

    READ = "read"
    WRITE = "write"  # make, change, cancel, end
    VERIFY = "verify"  # say that what somebody else declared is right


class Thing(StrEnum):
    """With what somebody wants to do it."""

    ACCOUNT = "account"  # everything about one worker, of all employers
    LOOKS = "looks"  # who looked at a worker's record
    PROFILE = "profile"  # a worker's e-mail address and language
    SESSION = "session"  # where somebody is signed in
    STATEMENT = "statement"  # an attestation or export of an account
    REPORT = "report"  # what a worker says is wrong, and the answer
    EMPLOYMENT = "employment"  # one employment with its rights and trainings, and no other
    TRAINING = "training"
    RIGHT = "right"
    ACCESS = "access"  # who acts for an enterprise
    AGGREGATE = "aggregate"  # sums in which nobody can be found
    FEED = "feed"  # what the authentic sources say


class Tie(StrEnum):
    """What ties the thing to who speaks."""

    OWN = "own"  # of the person, of a worker of the enterprise, or registered by it
    MANDATED = "mandated"  # of an enterprise whose mandate covers it and is in force
    ENDED = "ended"  # the mandate is over, or not yet in force
    GIVEN = "given"  # the worker gave out its number
    CLOSED = "closed"  # the worker left, and the employer's term to complete the record is over
    NONE = "none"  # nothing: somebody else's, or not there at all


_RECORD: Final = (Thing.TRAINING, Thing.RIGHT)
_OF_WORKERS: Final = (Thing.EMPLOYMENT, Thing.REPORT)
_MINE: Final = (Thing.PROFILE, Thing.SESSION, Thing.STATEMENT, Thing.REPORT)

# Role, action, tie: the things. What a provider writes waits for the employer, who verifies it.
ROWS: Final[tuple[tuple[Role, Action, Tie, tuple[Thing, ...]], ...]] = (
    (Role.WORKER, Action.READ, Tie.OWN, (Thing.ACCOUNT, Thing.LOOKS, *_MINE)),
    (Role.WORKER, Action.WRITE, Tie.OWN, _MINE),
    (Role.VERIFIER, Action.READ, Tie.GIVEN, (Thing.STATEMENT,)),
    (Role.EMPLOYER, Action.READ, Tie.OWN, (*_OF_WORKERS, Thing.ACCESS)),
    (Role.EMPLOYER, Action.WRITE, Tie.OWN, (*_RECORD, Thing.REPORT, Thing.ACCESS)),
    (Role.EMPLOYER, Action.VERIFY, Tie.OWN, _RECORD),
    (Role.MANDATE_HOLDER, Action.READ, Tie.MANDATED, _OF_WORKERS),
    (Role.MANDATE_HOLDER, Action.WRITE, Tie.MANDATED, (*_RECORD, Thing.REPORT)),
    (Role.MANDATE_HOLDER, Action.VERIFY, Tie.MANDATED, _RECORD),
    (Role.PROVIDER, Action.READ, Tie.OWN, (Thing.TRAINING,)),
    (Role.PROVIDER, Action.WRITE, Tie.OWN, (Thing.TRAINING,)),
    (Role.SECTOR_FUND, Action.READ, Tie.OWN, (Thing.AGGREGATE,)),
    (Role.INSPECTION, Action.READ, Tie.NONE, (Thing.ACCOUNT, Thing.EMPLOYMENT)),
    (Role.FPS, Action.READ, Tie.NONE, (Thing.ACCOUNT, Thing.EMPLOYMENT)),
    (Role.FPS, Action.WRITE, Tie.CLOSED, _RECORD),
    (Role.OPERATOR, Action.READ, Tie.NONE, (Thing.ACCOUNT,)),
    (Role.OPERATOR, Action.WRITE, Tie.NONE, (*_RECORD, Thing.FEED)),
    (Role.OPERATOR, Action.WRITE, Tie.CLOSED, _RECORD),
)
PERMITTED: Final = frozenset(
    (role, action, thing, tie) for role, action, tie, things in ROWS for thing in things
)
# What a function leaves of what the enterprise may; who has none speaks as its software.
FUNCTIONS: Final = {
    Function.READER: {Action.READ},
    Function.EDITOR: {Action.READ, Action.WRITE, Action.VERIFY},
    Function.ACCESS_MANAGER: {Action.READ, Action.WRITE, Action.VERIFY},
}
_FOR_ENTERPRISES: Final = frozenset(
    {Role.EMPLOYER, Role.MANDATE_HOLDER, Role.PROVIDER, Role.SECTOR_FUND}
)


def may(
    role: Role, action: Action, thing: Thing, tie: Tie, function: Function | None = None
) -> bool:
    """Tell whether a role may do something with a thing to which this ties it.

    function: of the person who acts for an enterprise; None: software of the enterprise, or a
    role without functions. Whatever is not known is denied.
    """
    if (role, action, thing, tie) not in PERMITTED:
        return False
    if thing == Thing.ACCESS and action == Action.WRITE:  # pages say it in words
        return function is Function.ACCESS_MANAGER
    if function is None:
        return True
    return role in _FOR_ENTERPRISES and action in FUNCTIONS.get(function, ())
