"""One year's account, with all its figures were computed from, and the rules of that year."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cache
from typing import NamedTuple

from portal.law.parameters import (
    CHARGING,
    DAYS_IN_ADVANCE,
    DAYS_PER_WEEK,
    FIVE_YEAR_PERIODS,
    PRO_RATA,
)
from portal.law.periods import period_of
from portal.law.right import KindRight, MonthShares
from portal.law.size import Size
from portal.law.words import EndReason, RightKind, State

_NOTHING = Fraction(0)


@dataclass(frozen=True, slots=True)
class YearRules:
    """What holds for everybody in a year, and the rules behind it, each with its article.

    five_years: the first and the last year of the period after which nothing is carried.
    pro_rata_source, training_day_source, five_years_source, in_advance_source, no_right_source:
    where each rule stands.
    """

    five_years: tuple[int, int]
    pro_rata_source: str
    training_day_source: str
    five_years_source: str
    in_advance_source: str
    no_right_source: str


@cache
def rules_of(year: int) -> YearRules:
    """Return what holds for everybody in a year; NotYetInForce before the first account."""
    day = date(year, 1, 1)
    return YearRules(
        five_years=period_of(year, FIVE_YEAR_PERIODS),
        pro_rata_source=PRO_RATA.change_on(day).source,
        training_day_source=DAYS_PER_WEEK.change_on(day).source,
        five_years_source=FIVE_YEAR_PERIODS.change_on(day).source,
        in_advance_source=DAYS_IN_ADVANCE.change_on(day).source,
        no_right_source=CHARGING["noRight"].change_on(day).source,
    )


@dataclass(frozen=True, slots=True)
class Ending:
    """What the end of the employment does to the days left on its last day, and by which rule."""

    end_date: date
    reason: EndReason | None
    state: State
    source: str


class YearCredit(NamedTuple):
    """One employment's account of one calendar year, with all it was computed from.

    A named tuple, because thousands are made at once and a frozen dataclass takes three times as
    long to make.

    carried, gained, charged, left, usable: days, exact; carried and left may be negative.
    state: as of the day that was asked for.
    charged_minutes: minutes asked for, also where no right was there to charge them to.
    charged_by_kind: for display only, in the order legal, sectoral, employer.
    opted_out: only declared rights count in this year.
    day_minutes: the minutes of one training day.
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
    charged_minutes: int
    charged_by_kind: tuple[tuple[RightKind, Fraction], ...]
    opted_out: bool
    day_minutes: Fraction
    ending: Ending | None
    rules: YearRules

    @property
    def five_years(self) -> tuple[int, int]:
        """The first and the last year of the period after which nothing is carried."""
        return self.rules.five_years

    @property
    def legal(self) -> Fraction:
        """Days gained of the legal kind; 0 when there is none."""
        return self._of_kind(RightKind.LEGAL)

    @property
    def sectoral(self) -> Fraction:
        """Days gained of the sectoral kind; 0 when there is none."""
        return self._of_kind(RightKind.SECTORAL)

    @property
    def employer(self) -> Fraction:
        """Days gained of the employer's kind; 0 when there is none."""
        return self._of_kind(RightKind.EMPLOYER)

    @property
    def has_right(self) -> bool:
        """Whether there is anything to take days from; if not, trainings are history only."""
        return self.gained.numerator > 0 or self.carried.numerator > 0

    def _of_kind(self, kind: RightKind) -> Fraction:
        return next((right.gained for right in self.rights if right.kind is kind), _NOTHING)
