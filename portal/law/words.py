"""The closed lists of words that the law's numbers are keyed by.

They stand apart because the parameters need them and everything else needs the parameters. Each
is also offered by the module it belongs to (`size.SizeClass`, `right.RightKind`, ...).
"""

from enum import StrEnum


class SizeClass(StrEnum):
    """The classes of employers, by their size in full-time equivalents."""

    UNDER10 = "under10"
    FROM10 = "from10"
    FROM20 = "from20"
    # No quarter is known at all: counts as under 10, and the page says so.
    UNKNOWN = "unknown"


class RightKind(StrEnum):
    """The kinds of training right, in the order in which days taken are attributed to them."""

    LEGAL = "legal"
    SECTORAL = "sectoral"
    EMPLOYER = "employer"


class EndReason(StrEnum):
    """Why an employment ended."""

    RESIGNATION = "resignation"
    SERIOUS_CAUSE = "seriousCause"
    DISMISSAL_WITH_NOTICE = "dismissalWithNotice"
    DISMISSAL_WITH_INDEMNITY = "dismissalWithIndemnity"
    FIXED_TERM_END = "fixedTermEnd"
    MUTUAL_AGREEMENT = "mutualAgreement"


class State(StrEnum):
    """What has become, as of a day, of the days left in a year's account."""

    USABLE = "usable"
    CARRIED = "carried"
    EXPIRED = "expired"
    LOST = "lost"
    UNSETTLED = "unsettled"


class Regime(StrEnum):
    """What may be done with the learning account on a day."""

    OPEN = "open"
    READ_ONLY = "read-only"
    DESTROYED = "destroyed"
