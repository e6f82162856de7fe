"""An employment and what was declared for it: all that its accounts are computed from."""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from portal.law.right import DeclaredRight
from portal.law.words import EndReason


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

    def regime_throughout(self, year: int) -> Fraction | None:
        """Return the one work regime of all days in service in a year; None: it changes in it."""
        regimes = self.work_regimes
        regime = regimes[0][1]
        for since, new_regime in regimes[1:]:
            if since.year > year:
                break
            if since.year == year:
                return None
            regime = new_regime
        return regime


@dataclass(frozen=True, slots=True)
class Ledger:
    """What was declared for one employment.

    charged_minutes: minutes of training to charge, by the year in which the training ended.
    opt_outs: years in which only declared rights count.
    """

    charged_minutes: Mapping[int, int]
    declared: Sequence[DeclaredRight] = ()
    opt_outs: AbstractSet[int] = frozenset()
