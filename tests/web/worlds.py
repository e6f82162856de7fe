"""Invented accounts, one for each story that the account page has to tell."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from fractions import Fraction
from uuid import UUID
from zoneinfo import ZoneInfo

from portal.account.values import (
    Account,
    EmploymentAccount,
    ExpiringCertificate,
    Person,
    TrainingRecord,
)
from portal.law.credit import Employment, EndReason, Ledger, credits_of, day_minutes
from portal.law.right import DeclaredRight, RightKind
from portal.law.size import Quarter, QuarterSize, SizeHistory
from portal.law.training import Financing, Nature, NotCountingReason, TrainingStatus

TODAY = date(2026, 11, 24)
LAST_YEAR = date(2028, 12, 1)  # of a five-year period
PERSON = Person(UUID(int=7), "Peeters", "Bram", date(1995, 11, 17), "nl")
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


def training(
    number: int, title: str, language: str, day: date, **changes: object
) -> TrainingRecord:
    """Return a training that was followed in one day and counts."""
    facts: dict[str, object] = {
        "training_id": UUID(int=1000 + number),
        "version": 1,
        "record_state": "active",
        "reference": f"W{number}",
        "enterprise_number": BAKERY[0],
        "employer_name": BAKERY[1],
        "employment_id": "E-6749-2020",
        "title": title,
        "language": language,
        "nature": Nature.FORMAL,
        "status": TrainingStatus.COMPLETED,
        "start_date": day,
        "end_date": day,
        "duration_minutes": 456,
        "counts_for_right": True,
        "not_counting_reason": None,
        "charged_minutes": 456,
        "day_minutes": Fraction(456),
        "provider_name": "Centre de formation Meuse",
        "provider_enterprise_number": None,
        "certificate_obtained": False,
        "certificate_valid_until": None,
        "financing": None,
        "registered_by": BAKERY[0],
        "registered_quality": "employer",
        "registered_at": datetime(2026, 10, 8, 10, 30, tzinfo=ZoneInfo("Europe/Brussels")),
        "channel": "sheet",
        "is_charged": True,
        "to_verify": False,
    }
    return TrainingRecord(**{**facts, **changes})


TRAININGS = (
    training(1, "Veilig werken met ovens", "nl", date(2026, 10, 6)),
    training(
        2,
        "Allergenen en hygiëne (HACCP)",
        "nl",
        date(2026, 5, 19),
        end_date=date(2026, 5, 21),
        certificate_obtained=True,
        certificate_valid_until=date(2027, 1, 14),
    ),
    training(
        3,
        "Communication non violente",
        "fr",
        date(2026, 3, 2),
        version=3,
        duration_minutes=228,
        charged_minutes=228,
        financing=Financing.SECTOR_FUND,
    ),
    training(
        4,
        "Frans op de werkvloer",
        "nl",
        date(2025, 9, 3),
        duration_minutes=1920,
        counts_for_right=False,
        not_counting_reason=NotCountingReason.FLEMISH_TRAINING_LEAVE,
        is_charged=False,
    ),
    training(
        5,
        "Umgang mit Gefahrstoffen",
        "de",
        date(2025, 2, 11),
        status=TrainingStatus.RESERVED,
        is_charged=False,
    ),
    training(6, "Excel basis", "nl", date(2024, 11, 5), record_state="canceled", is_charged=False),
    training(7, "Secourisme en entreprise", "fr", date(2022, 12, 31)),
)


def account(
    *employments: EmploymentAccount, trainings: Sequence[TrainingRecord] = TRAININGS
) -> Account:
    """Return the account of one person with these employments."""
    return Account(PERSON, TODAY, TODAY, employments, tuple(trainings), len(trainings))


USED = Ledger({2024: 456, 2025: 912, 2026: 1140})
NEW = replace(FULL_TIME, start_date=date(2026, 1, 5))
PART_TIME = replace(
    FULL_TIME,
    joint_committee="200",
    work_regimes=((date(2022, 1, 3), Fraction(1)), (date(2026, 7, 1), Fraction(1, 2))),
)
# Declared for the year of two jobs at one employer: it stands with the later one.
LATER = DeclaredRight(
    2025, RightKind.LEGAL, Fraction(0), date(2025, 2, 3), STEEL[0], for_later_job=True
)
BY_EMPLOYER = DeclaredRight(2025, RightKind.LEGAL, Fraction(6), date(2025, 2, 3), STEEL[0])
PRESENT = job(BAKERY, of_size("46.5"), ledger=USED)
PAST = (
    job(
        STEEL,
        of_size("120"),
        replace(FULL_TIME, end_date=date(2025, 3, 31), end_reason=EndReason.RESIGNATION),
    ),
    job(
        SMALL,
        of_size("4"),
        replace(FULL_TIME, start_date=date(2010, 6, 1), end_date=date(2018, 12, 31)),
    ),
)

MANY_PAST = tuple(
    job(
        SMALL,
        of_size("45"),
        replace(
            FULL_TIME,
            start_date=date(year, 3, 1),
            end_date=date(year, 11, 30),
            end_reason=EndReason.FIXED_TERM_END,
        ),
    )
    for year in range(2023, 1986, -1)
)
EXPIRING = (
    ExpiringCertificate(UUID(int=1002), "Allergenen en hygiëne (HACCP)", "nl", date(2027, 1, 14)),
    ExpiringCertificate(UUID(int=1007), "Secourisme en entreprise", "fr", date(2027, 2, 1)),
)

WORLDS = {
    "one": account(PRESENT, *PAST),
    "several": account(
        PRESENT,
        job(CARE, of_size("14"), replace(FULL_TIME, weekly_minutes=2160)),
        job(SMALL, of_size("7"), replace(FULL_TIME, joint_committee="200")),
    ),
    "nothing-left": account(job(BAKERY, of_size("15"), NEW, Ledger({2026: 456}))),
    "in-advance": account(job(BAKERY, of_size("15"), NEW, Ledger({2026: 700}))),
    "too-small": account(job(SMALL, of_size("4"))),
    "size-unknown": account(job(SMALL, SizeHistory())),
    "only-declared": account(
        job(BAKERY, of_size("30"), NEW, Ledger({}, (), frozenset({TODAY.year})))
    ),
    "not-yet": account(
        job(BAKERY, of_size("30"), replace(FULL_TIME, start_date=date(2027, 1, 4))), trainings=()
    ),
    "ending": account(
        job(BAKERY, of_size("30"), replace(FULL_TIME, end_date=date(2026, 12, 11)), USED)
    ),
    "unsettled": account(
        PRESENT,
        job(
            CARE,
            of_size("80"),
            replace(
                FULL_TIME,
                end_date=date(2026, 6, 30),
                end_reason=EndReason.DISMISSAL_WITH_INDEMNITY,
            ),
        ),
    ),
    "only-past": account(*PAST),
    "path": account(job(STEEL, of_size("45.25"), PART_TIME, Ledger({2026: 100}, (BY_EMPLOYER,)))),
    "last-year": replace(
        account(
            job(BAKERY, of_size("46.5"), ledger=USED, today=LAST_YEAR),
            job(CARE, of_size("14"), today=LAST_YEAR),
        ),
        as_of=LAST_YEAR,
    ),
    "expiring": replace(account(PRESENT), expiring=EXPIRING),
    "huge": replace(account(PRESENT, *MANY_PAST), training_count=450),
    "read-only": account(PRESENT),
    "two-jobs": account(
        job(
            STEEL,
            of_size("45"),
            replace(FULL_TIME, end_date=date(2025, 4, 30), end_reason=EndReason.FIXED_TERM_END),
            Ledger({}, (LATER,)),
        )
    ),
    "nobody": account(trainings=()),
}
