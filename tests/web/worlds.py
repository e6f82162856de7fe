"""Invented accounts, one for each story that the account page has to tell."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction
from uuid import UUID

from portal.account.values import (
    Account,
    EmploymentAccount,
    ExpiringCertificate,
    Person,
    TrainingRecord,
)
from portal.law.credit import EndReason, Ledger
from portal.law.right import DeclaredRight, RightKind
from portal.law.size import SizeHistory
from tests.web.jobs import BAKERY, CARE, FULL_TIME, SMALL, STEEL, TODAY, job, of_size
from tests.web.records import TRAININGS

LAST_YEAR = date(2028, 12, 1)  # of a five-year period
PERSON = Person(UUID(int=7), "Peeters", "Bram", date(1995, 11, 17), "nl")


def account(
    *employments: EmploymentAccount, trainings: Sequence[TrainingRecord] = TRAININGS
) -> Account:
    """Return the account of one person with these employments."""
    lines = tuple(one.line for one in trainings)
    return Account(PERSON, TODAY, TODAY, employments, tuple(trainings), len(trainings), lines)


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
NOTHING = DeclaredRight(2026, RightKind.LEGAL, Fraction(0), date(2026, 2, 3), STEEL[0])
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
    "too-small": account(job(SMALL, of_size("4"), ledger=Ledger({2026: 240}))),
    "size-unknown": account(job(SMALL, SizeHistory())),
    "only-declared": account(
        job(BAKERY, of_size("30"), NEW, Ledger({}, (), frozenset({TODAY.year})))
    ),
    "no-right": account(job(BAKERY, of_size("30"), NEW, Ledger({}, (NOTHING,)))),
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
