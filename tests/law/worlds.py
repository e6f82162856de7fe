"""Small worlds for the tests of the law: an employment, an employer's quarters, one account."""

from collections.abc import Mapping
from datetime import date
from fractions import Fraction

from portal.law.credit import Employment, EndReason, Ledger, YearCredit, credits_of
from portal.law.right import DeclaredRight, RightKind
from portal.law.size import Quarter, QuarterSize, SizeHistory

FULL_TIME = ((date(2015, 1, 1), Fraction(1)),)
ACME = "0123456749"


def employment(  # noqa: PLR0913 - a world is told in one line, by name
    *,
    joint_committee: str = "302",
    start: str = "2015-01-01",
    end: str | None = None,
    reason: EndReason | None = None,
    weekly_minutes: int = 2280,
    regimes: Mapping[str, str] | None = None,
) -> Employment:
    """Make an employment, full-time and without end unless told otherwise."""
    return Employment(
        joint_committee=joint_committee,
        start_date=date.fromisoformat(start),
        end_date=date.fromisoformat(end) if end else None,
        end_reason=reason,
        weekly_minutes=weekly_minutes,
        work_regimes=tuple(
            (date.fromisoformat(day), Fraction(regime))
            for day, regime in (regimes or {start: "1"}).items()
        ),
    )


def quarters(**fte: str) -> tuple[QuarterSize, ...]:
    """Make the quarters of an employer: `quarters(q2022Q4="18.2")`."""
    return tuple(
        QuarterSize(Quarter.parse(name[1:]), Fraction(value), None) for name, value in fte.items()
    )


def employer_of(fte: str) -> SizeHistory:
    """Make an employer with the same size in every quarter from 2020 to 2034."""
    return SizeHistory(
        tuple(
            QuarterSize(Quarter(year, number), Fraction(fte), None)
            for year in range(2020, 2035)
            for number in (1, 2, 3, 4)
        )
    )


def declared(
    year: int, days: str, kind: RightKind = RightKind.LEGAL, on: str = "2024-02-01"
) -> DeclaredRight:
    """Make a right as an employer declares it."""
    return DeclaredRight(year, kind, Fraction(days), date.fromisoformat(on), ACME)


def accounts(
    job: Employment, fte: str = "45", ledger: Ledger | None = None, as_of: str = "2026-11-24"
) -> dict[int, YearCredit]:
    """Give the accounts of an employment with an employer of that size, by year."""
    reckoned = credits_of(job, employer_of(fte), ledger or Ledger({}), date.fromisoformat(as_of))
    return {account.year: account for account in reckoned}
