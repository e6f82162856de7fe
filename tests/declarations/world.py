"""A small world at the door: two employers, a social secretariat, and workers of every kind."""

from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from portal.declarations.declaration import Channel, Declarant, Quality
from portal.declarations.declare import Moment
from portal.directory.entries import find
from portal.identifiers import new_id
from portal.models import (
    Employer,
    EmployerSize,
    Employment,
    Mandate,
    Person,
    WorkRegime,
)
from tests.directory.register import add_number

AT = datetime(2026, 11, 24, 9, tzinfo=ZoneInfo("Europe/Brussels"))
TODAY = Moment(AT, "open")
BY_LAW = Moment(AT, "by-law")


def enterprise(number: int) -> str:
    """Return a well-formed enterprise number."""
    eight = 4_000_000 + number
    return f"{eight:08}{97 - eight % 97:02}"


def ssin(serial: int, born: str = "850214") -> str:
    """Return a well-formed social security number of somebody born in the last century."""
    nine = int(f"{born}{serial:03}")
    return f"{nine:09}{97 - nine % 97:02}"


BAKERY, GARAGE, SECRETARIAT, COLLEGE = (enterprise(number) for number in (1, 2, 3, 4))
EMMA = ssin(1)  # works at the bakery since 2020
OLD_EMMA = ssin(2)  # her number before it was replaced
JAN = ssin(3)  # left the bakery on 30 September 2026: its access is closed
LOTTE = ssin(4)  # left the bakery on 10 November 2026: its access is open for some days more
PIET = ssin(5)  # works at the garage only
NEVER = ssin(6)  # a number that was canceled, of a worker of the bakery
TINE = ssin(7)  # works at the bakery, 2015 to 2019 and again since 2022
NOBODY = ssin(99)
NEWBORN = "00010150187"  # born on 1 January 2000, works at the garage; the number begins with zeros

OPERATOR = Declarant(None, Quality.OPERATOR, Channel.SHEET)
EMPLOYER = Declarant(BAKERY, Quality.EMPLOYER, Channel.SHEET)
# Software of the bakery that must say which version it saw.
CAREFUL = Declarant(BAKERY, Quality.EMPLOYER, Channel.REST, names_versions=True)
HOLDER = Declarant(SECRETARIAT, Quality.MANDATE_HOLDER, Channel.SHEET)
PROVIDER = Declarant(COLLEGE, Quality.PROVIDER, Channel.SHEET)

TRAINING = {
    "enterprise_number": BAKERY,
    "ssin": EMMA,
    "reference": "W2026-1",
    "title": "Veilig werken op hoogte",
    "language": "nl",
    "nature": "formal",
    "status": "completed",
    "start_date": "2026-11-09",
    "end_date": "2026-11-10",
    "duration_minutes": "456",
    "counts_for_right": "true",
    "certificate_obtained": "false",
}
RIGHT = {
    "action": "createRight",
    "enterprise_number": BAKERY,
    "ssin": EMMA,
    "reference": "R2026-1",
    "year": "2026",
    "kind": "legal",
    "days": "6",
}


def fill(db: Session) -> None:
    """Bring everybody into the database."""
    for number in (BAKERY, GARAGE, SECRETARIAT, COLLEGE):
        db.add(Employer(enterprise_number=number, name=f"Firma {number}"))
    db.flush()
    for number in (BAKERY, GARAGE):
        for year in range(2020, 2026):
            for quarter in range(1, 5):
                name, size = f"{year}Q{quarter}", Decimal(45)
                db.add(EmployerSize(enterprise_number=number, quarter=name, fte=size))
    db.add(
        Mandate(
            holder_enterprise_number=SECRETARIAT,
            mandator_enterprise_number=BAKERY,
            from_quarter="2025Q1",
        )
    )
    _employ(db, EMMA, "E1", date(2020, 1, 1))
    _employ(db, JAN, "E2", date(2020, 1, 1), date(2026, 9, 30))
    _employ(db, LOTTE, "E3", date(2020, 1, 1), date(2026, 11, 10))
    _employ(db, PIET, "E4", date(2020, 1, 1))
    _employ(db, NEVER, "E5", date(2020, 1, 1))
    add_number(db, NEVER, find(db, [NEVER])[NEVER].person_id, "canceled")
    _employ(db, NEWBORN, "E6", date(2020, 1, 1))
    _employ(db, TINE, "E7", date(2015, 1, 1), date(2019, 12, 31))
    _employ(db, TINE, "E8", date(2022, 1, 1))
    add_number(db, OLD_EMMA, find(db, [EMMA])[EMMA].person_id, "replaced", EMMA)


def _employ(db: Session, number: str, key: str, start: date, end: date | None = None) -> None:
    """Add a full-time job of 38 hours, and the worker where nobody has that number yet."""
    entry = find(db, [number]).get(number)
    if entry is None:
        person = Person(person_id=new_id(), family_name="Peeters", given_names="An")
        db.add(person)
        db.flush()
        add_number(db, number, person.person_id)
        entry = find(db, [number])[number]
    db.add(
        Employment(
            person_id=entry.person_id,
            employment_id=key,
            enterprise_number=GARAGE if number in {PIET, NEWBORN} else BAKERY,
            joint_committee="330",
            start_date=start,
            end_date=end,
            weekly_minutes=2280,
        )
    )
    db.flush()
    db.add(
        WorkRegime(
            person_id=entry.person_id, employment_id=key, from_date=start, work_regime=Decimal(1)
        )
    )
    db.flush()
