"""Invented trainings of one worker, newest first."""

from datetime import date, datetime
from fractions import Fraction
from uuid import UUID
from zoneinfo import ZoneInfo

from portal.account.values import TrainingRecord
from portal.law.training import Financing, Nature, NotCountingReason, TrainingStatus
from tests.web.jobs import BAKERY


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
