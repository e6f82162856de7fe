"""Invented employers, and jobs at them, as the account of a worker shows them."""

from datetime import date
from fractions import Fraction

from portal.account.values import EmploymentAccount
from portal.law.credit import Employment, Ledger, credits_of, day_minutes
from portal.law.size import Quarter, QuarterSize, SizeHistory

TODAY = date(2026, 11, 24)
BAKERY = ("0123456749", "Bakkerij Van Damme NV")
CARE = ("0765432131", "Zorggroep Lindeboom VZW")
STEEL = ("0403170701", "Ateliers métallurgiques de la Haute-Meuse et de l'Ourthe SA")
SMALL = ("0899123490", "Friterie chez Léon SRL")


def of_size(fte: str) -> SizeHistory:
    """Return the quarters of an employer that never changes."""
    return SizeHistory(
        tuple(
            QuarterSize(Quarter(year, number), Fraction(fte), None)
            for year in range(2020, 2029)
            for number in (1, 2, 3, 4)
        )
    )


# The first regime also holds for any day before it, so this serves jobs of every age.
FULL_TIME = Employment(
    joint_committee="118",
    start_date=date(2020, 3, 2),
    end_date=None,
    end_reason=None,
    weekly_minutes=2280,
    work_regimes=((date(2020, 3, 2), Fraction(1)),),
)


def job(
    employer: tuple[str, str],
    sizes: SizeHistory,
    employment: Employment = FULL_TIME,
    ledger: Ledger | None = None,
    today: date = TODAY,
) -> EmploymentAccount:
    """Return one employment as the account shows it."""
    end = employment.end_date
    return EmploymentAccount(
        employment_id=f"E-{employer[0][-4:]}-{employment.start_date.year}",
        enterprise_number=employer[0],
        employer_name=employer[1],
        joint_committee=employment.joint_committee,
        start_date=employment.start_date,
        end_date=end,
        end_reason=employment.end_reason,
        work_regimes=employment.work_regimes,
        weekly_minutes=employment.weekly_minutes,
        day_minutes=day_minutes(employment.weekly_minutes, TODAY.year),
        years=credits_of(employment, sizes, ledger or Ledger({}), today),
        present=end is None or end >= today,
        as_of=today,
    )
