"""The training account of one employment over the years: gained, charged, carried, left."""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from portal.law.right import DeclaredRight, KindRight, MonthShares
from portal.law.size import Size
from portal.law.words import EndReason, RightKind, State

__all__ = ["Employment", "EndReason", "Ending", "Ledger", "State", "YearCredit", "YearSources"]


@dataclass(frozen=True, slots=True)
class Employment:
    """A job with one employer, from its first day to its last (both included).

    end_date: None: still in service, without a known end.
    weekly_minutes: of a full-timer there.
    work_regimes: (first day, share of a full-time week), ascending; the first holds from the start.
    """

    joint_committee: str
    start_date: date
    end_date: date | None
    end_reason: EndReason | None
    weekly_minutes: int
    work_regimes: tuple[tuple[date, Fraction], ...]


@dataclass(frozen=True, slots=True)
class Ledger:
    """What was declared for one employment.

    charged_minutes: minutes of training to charge, by the year in which the training ended.
    opt_outs: years in which only declared rights count.
    """

    charged_minutes: Mapping[int, int]
    declared: Sequence[DeclaredRight] = ()
    opt_outs: AbstractSet[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Ending:
    """What the end of the employment does to the days left on its last day, and by which rule."""

    end_date: date
    reason: EndReason | None
    state: State
    source: str


@dataclass(frozen=True, slots=True)
class YearSources:
    """The rules behind a year's figures, each in one line with its article or decision."""

    pro_rata: str
    training_day: str
    five_years: str


@dataclass(frozen=True, slots=True)
class YearCredit:
    """One employment's account of one calendar year, with all it was computed from.

    carried, gained, charged, left, usable: days, exact; carried and left may be negative.
    state: as of the day that was asked for.
    five_years: the first and the last year of the period after which nothing is carried.
    charged_minutes: minutes asked for, also where no right was there to charge them to.
    charged_by_kind: for display only, in the order legal, sectoral, employer.
    ending: set in the last year of an employment that has ended.
    """

    year: int
    size: Size
    months: tuple[MonthShares, ...]
    rights: tuple[KindRight, ...]
    carried: Fraction
    gained: Fraction
    charged: Fraction
    left: Fraction
    usable: Fraction
    state: State
    five_years: tuple[int, int]
    charged_minutes: int
    charged_by_kind: tuple[tuple[RightKind, Fraction], ...]
    opted_out: bool
    day_minutes: Fraction
    ending: Ending | None
    sources: YearSources
