"""What both peers have in common with us, so that only the way of asking and drawing differs.

The law (`portal.law`), the drawing of the strip, and how the hash of a look is made.
"""

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from hashlib import sha256
from typing import Any, NamedTuple
from uuid import UUID

from portal.law.credit import Employment, EndReason, Ledger, YearCredit, credits_of
from portal.law.right import DeclaredRight, RightKind
from portal.law.size import Quarter, QuarterSize, SizeHistory
from portal.records.facts import EVERYBODY
from portal.web.strip import Strip, strip_of

__all__ = ["EVERYBODY"]  # to hand on
LANGUAGES = {"nl": "Nederlands", "fr": "Français", "de": "Deutsch", "en": "English"}
NAMES = (
    *("home", "sign-out", "sign-in", "verify", "terms", "contact", "readers", "privacy"),
    *("accessibility", "status", "account/looks", "account/sessions", "account/sessions/stay"),
    *("account/trainings", "account/certificates", "account/attestations", "account/export"),
    "account/calendar",
)  # the other pages to which this one leads
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; script-src 'self'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cache-Control": "no-store",
}
ENDINGS = {
    None: "Your employment ended on %(day)s. We do not know why.",
    "resignation": "You resigned. Your last day was %(day)s.",
    "dismissalWithNotice": "You were dismissed with notice. Your last day was %(day)s.",
}
_DURATIONS = {"nl": ("u.", "min."), "fr": ("h", "min"), "de": ("Std.", "Min."), "en": ("h", "min")}


class Shown(NamedTuple):
    """An employment as the page shows it."""

    job: Any
    years: tuple[YearCredit, ...]
    today: date

    @property
    def employer_name(self) -> str:
        """Who it is with."""
        return str(self.job.employer.name)

    @property
    def present(self) -> bool:
        """Whether it has not ended."""
        return self.job.end_date is None or self.job.end_date >= self.today

    @property
    def year(self) -> YearCredit:
        """The last year."""
        return self.years[-1]

    @property
    def last_day(self) -> date:
        """When the five years are over."""
        return date(self.year.five_years[1], 12, 31)

    @property
    def available(self) -> Fraction:
        """What there was to use."""
        return self.year.carried + self.year.gained

    @property
    def percent(self) -> int:
        """How much of it is used, in hundredths."""
        return round(100 * self.year.charged / self.available)

    @property
    def minutes_left(self) -> Fraction:
        """What is left, in minutes."""
        return self.year.left * self.year.day_minutes

    def holds(self, training: Any) -> bool:  # noqa: ANN401 - of either framework's models
        """Tell whether a training lies whole in it."""
        return bool(
            self.job.enterprise_number == training.enterprise_number
            and self.job.start_date <= training.start_date
            and (self.job.end_date is None or training.end_date <= self.job.end_date)
        )

    @property
    def strip(self) -> Strip | None:
        """The drawing of its five years."""
        return strip_of(self.years, self.year)


def shown(
    job: Any,  # noqa: ANN401 - of either framework's models
    sizes: Iterable[Any],
    said: Iterable[Any],
    charged: Mapping[int, int],
    today: date,
) -> Shown:
    """Return an employment with its years, as our law reckons them."""
    employment = Employment(
        job.joint_committee,
        job.start_date,
        job.end_date,
        EndReason(job.end_reason) if job.end_reason else None,
        job.weekly_minutes,
        tuple((one.from_date, Fraction(one.work_regime)) for one in job.regimes_by_day),
    )
    history = SizeHistory(
        tuple(
            QuarterSize(
                Quarter.parse(one.quarter),
                None if one.fte is None else Fraction(one.fte),
                one.headcount,
            )
            for one in sizes
        )
    )
    here = [one for one in said if one.enterprise_number == job.enterprise_number]
    ledger = Ledger(
        charged,
        tuple(
            DeclaredRight(
                one.year,
                RightKind(one.kind),
                Fraction(one.days),
                one.registered_at.date(),
                one.registered_by,
            )
            for one in here
            if one.kind != "optOut"
        ),
        frozenset(one.year for one in here if one.kind == "optOut"),
    )
    return Shown(job, credits_of(employment, history, ledger, today), today)


def order(one: Shown) -> tuple[bool, int]:
    """Put present ones first, by their first day; then past ones, the last ended first."""
    if one.present:
        return False, int(one.job.start_date.toordinal())
    return True, -int(one.job.end_date.toordinal())


def tag_of(training: Any, jobs: Iterable[Shown]) -> str:  # noqa: ANN401 - as above
    """Return what a training does to the right, in the words of our page."""
    said = "Employment not known"
    if training.record_state == "canceled":
        said = "Withdrawn"
    elif training.status != "completed":
        said = {"reserved": "Planned", "notFollowed": "Not followed"}.get(
            training.status, "Did not suit you"
        )
    elif not training.counts_for_right:
        said = "Does not count for your right"
    elif training.to_verify:
        said = "Waits for your employer"
    elif training.end_date.year < 2023:  # noqa: PLR2004 - the first year of the right
        said = "From before the training right"
    elif job := next((one for one in jobs if one.holds(training)), None):
        has_right = any(year.has_right for year in job.years if year.year == training.end_date.year)
        said = "Counts for your right" if has_right else "No right in that year"
    return said


def rounded(amount: Fraction | int) -> Decimal:
    """Return an amount with at most two decimals, half up."""
    exact = Decimal(amount.numerator) / amount.denominator
    return exact.quantize(Decimal("0.01"), ROUND_HALF_UP).normalize()


def hours(minutes: Fraction | int, language: str) -> str:
    """Return a duration in hours and minutes."""
    whole, rest = divmod(int(minutes + Fraction(1, 2)), 60)
    hour_word, minute_word = _DURATIONS[language]
    parts = [f"{whole} {hour_word}"] if whole or not rest else []
    return " ".join(parts + ([f"{rest} {minute_word}"] if rest else []))


def look_hash(previous: bytes, person_id: UUID, sequence: int, now: datetime) -> bytes:
    """Return the hash of a worker's look at the own account, as `portal.account.chain` says."""
    micro = (now - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(microseconds=1)
    moment = f"{micro // 10**6}.{micro % 10**6:06}"
    said = f'[{moment}, "{person_id}", null, null, "worker", null, "account", "page"]'
    content = sha256(said.encode()).digest()
    return sha256(previous + person_id.bytes + sequence.to_bytes(8, "big") + content).digest()
