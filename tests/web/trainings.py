"""Invented lists of trainings, trainings with a history, and certificates, out of the accounts."""

from collections.abc import Sequence
from datetime import date, datetime
from fractions import Fraction
from zoneinfo import ZoneInfo

from portal.account.choosing import Choices, EmployerName, EmploymentTotal, TrainingPage
from portal.account.history import TrainingDetail, history_of
from portal.account.values import Account, TrainingRecord
from portal.law.counting import Counting
from portal.law.training import Financing, Nature, TrainingStatus
from tests.web.jobs import BAKERY, CARE, STEEL
from tests.web.records import training

OFFICE = ("0201400209", "Secrétariat social Partena-Acerta de la Haute-Meuse")
SCHOOL = ("0301400308", "Centre de formation Meuse")


def page_of(account: Account, *, nothing: bool) -> TrainingPage:
    """Return the list of this account's trainings; nothing: as if a filter let none through."""
    trainings = () if nothing else account.trainings
    return TrainingPage(
        trainings=trainings,
        newer="newer_2026-10-06_0" if trainings else None,
        older="older_2022-12-31_0" if trainings else None,
        first=51 if trainings else 0,
        count=108 if trainings else 0,
        followed_minutes=_minutes(trainings, TrainingStatus.COMPLETED),
        planned_minutes=_minutes(trainings, TrainingStatus.RESERVED),
        totals=_totals(trainings) if trainings else (),
        choices=_choices(account.trainings),
    )


def _totals(trainings: Sequence[TrainingRecord]) -> tuple[EmploymentTotal, ...]:
    charged = sum(one.charged_minutes for one in trainings if one.counting is Counting.COUNTS)
    followed = _minutes(trainings, TrainingStatus.COMPLETED)
    planned = _minutes(trainings, TrainingStatus.RESERVED)
    return (
        EmploymentTotal(
            BAKERY[1],
            date(2020, 3, 2),
            None,
            len(trainings),
            followed,
            planned,
            Fraction(charged, 456),
        ),
        EmploymentTotal(CARE[1], date(2019, 1, 1), date(2022, 6, 30), 2, 912, 0, Fraction(0)),
        EmploymentTotal(STEEL[1], None, None, 1, 228, 0, None),
    )


def _minutes(trainings: Sequence[TrainingRecord], status: TrainingStatus) -> int:
    return sum(
        one.duration_minutes
        for one in trainings
        if one.status is status and one.record_state == "active"
    )


def _choices(trainings: Sequence[TrainingRecord]) -> Choices:
    if not trainings:
        return Choices()
    return Choices(
        years=(2026, 2025, 2024, 2022),
        employers=tuple(EmployerName(name, number) for number, name in (STEEL, BAKERY, CARE)),
        natures=tuple(Nature),
        statuses=("canceled", *TrainingStatus),
        origins=("employer", "mandateHolder", "provider", "operator"),
    )


def detail_of(record: TrainingRecord) -> TrainingDetail:
    """Return a training with its history; one of a version above 1 was changed in all it has."""
    organisations = dict((BAKERY, CARE, STEEL, OFFICE, SCHOOL))
    if record.version == 1:
        return TrainingDetail(record, history_of(record, ()), organisations)
    earlier = record._replace(
        version=2,
        title="Communiquer sans violance",
        start_date=date(2026, 3, 1),
        duration_minutes=456,
        charged_minutes=456,
        nature=Nature.INFORMAL,
        provider_name=None,
        financing=None,
        registered_by=OFFICE[0],
        registered_quality="mandateHolder",
        registered_at=datetime(2026, 4, 2, 16, 5, tzinfo=ZoneInfo("Europe/Brussels")),
        channel="batch",
    )
    first = earlier._replace(
        version=1,
        status=TrainingStatus.RESERVED,
        registered_by=SCHOOL[0],
        registered_quality="provider",
        registered_at=datetime(2026, 2, 2, 9, 0, tzinfo=ZoneInfo("Europe/Brussels")),
        channel="rest",
    )
    return TrainingDetail(record, history_of(record, (earlier, first)), organisations)


CERTIFICATES = (
    training(
        21,
        "VCA-basis",
        "nl",
        date(2017, 1, 13),
        certificate_obtained=True,
        certificate_valid_until=date(2027, 1, 14),
    ),
    training(
        22,
        "Secouriste en entreprise: recyclage annuel",
        "fr",
        date(2025, 12, 1),
        certificate_obtained=True,
        certificate_valid_until=date(2026, 11, 25),
    ),
    training(
        23,
        "Heftruck besturen",
        "nl",
        date(2024, 5, 6),
        certificate_obtained=True,
        certificate_valid_until=date(2029, 5, 6),
    ),
    training(24, "Excel voor gevorderden", "nl", date(2023, 5, 6), certificate_obtained=True),
    training(
        25,
        "Heftruck besturen",
        "nl",
        date(2019, 5, 6),
        certificate_obtained=True,
        certificate_valid_until=date(2024, 5, 6),
    ),
    training(
        26,
        "Umgang mit Gefahrstoffen",
        "de",
        date(2015, 5, 6),
        financing=Financing.SECTOR_FUND,
        certificate_obtained=True,
        certificate_valid_until=date(2020, 5, 6),
    ),
)


def with_certificates(account: Account) -> Sequence[TrainingRecord]:
    """Return the trainings behind this account's certificates."""
    if not account.trainings:
        return ()
    present = any(one.present for one in account.employments)
    return CERTIFICATES if present else CERTIFICATES[-2:]
