"""Why somebody could not be signed in, as pages tell it: what happened and what to do."""

from dataclasses import dataclass

from portal.languages import N_


@dataclass(frozen=True, slots=True)
class Refusal:
    """One way in which a sign-in ends without a session.

    advice: what the reader can do. again: whether trying again may help.
    """

    code: str
    status: int
    title: str
    reason: str
    advice: str
    again: bool = True


class Refused(Exception):
    """A sign-in was refused.

    detail: for the log, in a few words; never a number, a name or a token.
    """

    def __init__(self, refusal: Refusal, detail: str = "") -> None:
        super().__init__(f"{refusal.code}: {detail}")
        self.refusal = refusal
        self.detail = detail


CANCELLED = Refusal(
    "cancelled",
    200,
    N_("You stopped signing in"),
    N_("The digital key told us that you did not want to go on. Nothing was done."),
    N_("Sign in again whenever you want, with the same digital key or with another one."),
)
NOT_BELIEVED = Refusal(
    "notBelieved",
    403,
    N_("We could not sign you in"),
    N_(
        "The digital key sent an answer that we could not check. "
        "To protect your data, we did not use it."
    ),
    N_("Try again. Does it happen again? Then choose another digital key, or come back later."),
)
DENIED = Refusal(
    "denied",
    403,
    N_("The digital key did not sign you in"),
    N_("It told us that it could not find out who you are."),
    N_("Try again, or choose another digital key."),
)
UNREACHABLE = Refusal(
    "unreachable",
    503,
    N_("This digital key cannot be reached"),
    N_("It does not answer at the moment. Your data is safe: only the key does not work."),
    N_("Choose another digital key, or try again in a few minutes."),
)
TOO_WEAK = Refusal(
    "tooWeak",
    403,
    N_("A stronger digital key is needed"),
    N_("The way in which you signed in is not secure enough for the data in your account."),
    N_(
        "Sign in again with a stronger key, for example your identity card or an app on your phone."
    ),
)
UNKNOWN_PERSON = Refusal(
    "unknownPerson",
    403,
    N_("We know no employment of yours"),
    N_("You signed in, but no employer in Belgium has told us that you work or worked there."),
    N_(
        "Did you start to work a few days ago? Come back in a week. Have you worked for longer? "
        "Ask your employer whether it declared your employment."
    ),
    again=False,
)
CANCELED_NUMBER = Refusal(
    "canceledNumber",
    403,
    N_("Your social security number is no longer used"),
    N_("You signed in, but the National Register has withdrawn the number in your digital key."),
    N_("Ask your municipality which number you have now, and have your digital key renewed."),
    again=False,
)
NO_NUMBER = Refusal(
    "noNumber",
    403,
    N_("This digital key does not say who you are"),
    N_(
        "You signed in, but we did not get your social security number. "
        "We need it to find your account."
    ),
    N_("Sign in again with a digital key that holds your social security number."),
)
STALE = Refusal(
    "stale",
    400,
    N_("This sign-in is no longer valid"),
    N_("It took too long, was begun in another browser, or was used before."),
    N_("Sign in again. Close other windows in which you began to sign in."),
)
