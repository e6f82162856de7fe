"""A small world to reckon with: each function adds one thing and returns what names it."""

from datetime import date, datetime
from decimal import Decimal
from itertools import count
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from portal.identifiers import new_id
from portal.models import (
    Employer,
    EmployerSize,
    Employment,
    Person,
    Training,
    TrainingRight,
    TrainingVersion,
    WorkRegime,
)
from tests.directory.register import add_number

AT = datetime(2026, 11, 2, 9, 30, tzinfo=ZoneInfo("Europe/Brussels"))
NUMBERS = count(1)
QUARTERS = [f"{year}Q{quarter}" for year in range(2020, 2026) for quarter in (1, 2, 3, 4)]


def add_worker(db: Session, ssin: str | None = None) -> UUID:
    """Add a worker, with this number."""
    person_id = new_id()
    db.add(
        Person(
            person_id=person_id,
            family_name="Peeters",
            given_names="Emma",
            birth_date=date(1990, 5, 17),
            language="nl",
        )
    )
    db.flush()
    number = ssin or f"{next(NUMBERS):011}"
    add_number(db, number, person_id)
    return person_id


def add_employer(
    db: Session, number: str, fte: str | None = "45", headcount: int | None = None
) -> str:
    """Add an employer of this size in every quarter; None: no quarter was ever declared."""
    db.add(Employer(enterprise_number=number, name=f"Bakkerij {number}"))
    db.flush()
    if fte is not None:
        db.add_all(
            EmployerSize(
                enterprise_number=number, quarter=quarter, fte=Decimal(fte), headcount=headcount
            )
            for quarter in QUARTERS
        )
    db.flush()
    return number


def add_employment(
    db: Session,
    person_id: UUID,
    number: str,
    start_date: date = date(2020, 1, 1),
    **facts: object,
) -> str:
    """Add a full-time job of 38 hours under committee 330; all columns by name, and the regime."""
    key = f"E{next(NUMBERS):06}"
    work_regime = facts.pop("work_regime", "1")
    columns = {"joint_committee": "330", "weekly_minutes": 2280} | facts
    db.add(
        Employment(
            person_id=person_id,
            employment_id=key,
            enterprise_number=number,
            start_date=start_date,
            **columns,
        )
    )
    db.flush()
    db.add(
        WorkRegime(
            person_id=person_id,
            employment_id=key,
            from_date=start_date,
            work_regime=Decimal(str(work_regime)),
        )
    )
    db.flush()
    return key


def training_facts(number: str, start_date: date, minutes: int) -> dict[str, object]:
    """Return what a training's record says when nothing is said of it."""
    return {
        "version": 1,
        "record_state": "active",
        "reference": f"T-{next(NUMBERS):06}",
        "registered_by": number,
        "registered_quality": "employer",
        "channel": "sheet",
        "registered_at": AT,
        "enterprise_number": number,
        "title": "Heftruck besturen",
        "language": "nl",
        "nature": "formal",
        "status": "completed",
        "start_date": start_date,
        "end_date": start_date,
        "duration_minutes": minutes,
        "counts_for_right": True,
        "charged_minutes": minutes,
        "certificate_obtained": False,
    }


def add_training(
    db: Session,
    person_id: UUID,
    number: str,
    start_date: date,
    minutes: int = 456,
    **facts: object,
) -> UUID:
    """Add a completed training of one day that counts; all columns by name."""
    training_id = new_id()
    columns = training_facts(number, start_date, minutes) | facts
    db.add(Training(person_id=person_id, training_id=training_id, **columns))
    db.flush()
    return training_id


def add_earlier_version(
    db: Session, person_id: UUID, training_id: UUID, version: int, **facts: object
) -> None:
    """Add what a training's record said before."""
    columns = training_facts("", date(2024, 3, 4), 456) | facts | {"version": version}
    db.add(TrainingVersion(person_id=person_id, training_id=training_id, **columns))
    db.flush()


def add_right(
    db: Session, person_id: UUID, number: str, year: int, days: str | None, **facts: object
) -> None:
    """Add a declared legal right; days None: an opt-out."""
    columns = {
        "version": 1,
        "record_state": "active",
        "reference": f"R-{next(NUMBERS):06}",
        "registered_by": number,
        "registered_quality": "employer",
        "channel": "sheet",
        "registered_at": AT,
        "kind": "optOut" if days is None else "legal",
    } | facts
    db.add(
        TrainingRight(
            person_id=person_id,
            training_right_id=new_id(),
            enterprise_number=number,
            year=year,
            days=None if days is None else Decimal(days),
            **columns,
        )
    )
    db.flush()
