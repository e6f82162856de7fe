"""Keeps when workers were handed what is left of their right, and says who is to be told again."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

from sqlalchemy import Connection, text
from sqlalchemy.orm import Session

from portal.law.terms import balance_term, still_open

# Who was in service in a year, and to whose record the employer still has access.
_SERVED: Final = """
    SELECT DISTINCT person_id
    FROM employment
    WHERE enterprise_number = :enterprise_number
        AND start_date <= least(CAST(:today AS date), CAST(:last AS date))
        AND coalesce(end_date, 'infinity') >= greatest(
            CAST(:still_open AS date), CAST(:first AS date)
        )
"""
_IN_SERVICE: Final = text(
    f"""
    SELECT served.person_id
    FROM ({_SERVED}) AS served
    JOIN person USING (person_id)
    ORDER BY lower(family_name), lower(given_names), served.person_id
    """  # noqa: S608 - put together from constants of this house
)
_NOTE: Final = text(
    f"""
    WITH told AS MATERIALIZED (
        SELECT person_id
        FROM ({_SERVED}) AS served
        WHERE CAST(:people AS text) IS NULL
            OR person_id = ANY(CAST(string_to_array(:people, ',') AS uuid[]))
    ),
    noted AS (
        INSERT INTO balance_notice (
            person_id, enterprise_number, year, handed_on, handed_by, noted_by, noted_at
        )
        SELECT
            person_id,
            :enterprise_number,
            :year,
            CAST(:handed_on AS date),
            :handed_by,
            CAST(:noted_by AS uuid),
            CAST(:now AS timestamptz)
        FROM told
        ON CONFLICT DO NOTHING
    )
    SELECT count(*) FROM told
    """  # noqa: S608 - same
)
_TOLD: Final = text(
    """
    SELECT year, handed_on, coalesce(employer.name, handed_by)
    FROM balance_notice
    LEFT JOIN employer ON employer.enterprise_number = handed_by
    WHERE person_id = :person_id AND balance_notice.enterprise_number = :enterprise_number
    ORDER BY handed_on DESC, year DESC
    """
)
_TAKE_BACK: Final = text(
    """
    DELETE FROM balance_notice
    WHERE enterprise_number = :enterprise_number AND person_id = :person_id
        AND year = :year AND handed_on = :handed_on
    """
)
# By worker, since that is what notices are found by; each telling of many has its own moment.
_AT_ONCE: Final = text(
    """
    SELECT year, handed_on, noted_at, count(*), coalesce(employer.name, handed_by)
    FROM balance_notice
    LEFT JOIN employer ON employer.enterprise_number = handed_by
    WHERE balance_notice.enterprise_number = :enterprise_number
        AND person_id IN (
            SELECT person_id FROM employment WHERE enterprise_number = :enterprise_number
        )
    GROUP BY year, handed_on, noted_at, handed_by, employer.name
    HAVING count(*) > 1
    ORDER BY noted_at DESC, year DESC, handed_on DESC
    LIMIT :most
    """
)
_TAKE_ALL_BACK: Final = text(
    """
    DELETE FROM balance_notice
    WHERE enterprise_number = :enterprise_number AND year = :year AND handed_on = :handed_on
        AND noted_at = :noted_at
        AND person_id IN (
            SELECT person_id FROM employment WHERE enterprise_number = :enterprise_number
        )
    """
)
_LAST_TOLD: Final = text(
    f"""
    SELECT last_told, count(*)
    FROM (
        SELECT max(handed_on) AS last_told
        FROM ({_SERVED}) AS served
        LEFT JOIN balance_notice
            ON balance_notice.person_id = served.person_id
            AND balance_notice.enterprise_number = :enterprise_number
        GROUP BY served.person_id
    ) AS each
    GROUP BY last_told
    """  # noqa: S608 - same
)


@dataclass(frozen=True, slots=True)
class Handed:
    """A worker was handed the account of a year. by_name: of the organisation that says so."""

    year: int
    handed_on: date
    by_name: str

    @property
    def again_by(self) -> date:
        """The last day to tell the worker again."""
        return balance_term(self.handed_on)


@dataclass(frozen=True, slots=True)
class Telling:
    """That workers were handed the account of a year, as somebody says it for an organisation.

    handed_by: the enterprise number of the organisation; noted_by: the person.
    """

    year: int
    handed_on: date
    handed_by: str
    noted_by: UUID

    def is_possible(self, today: date) -> bool:
        """Tell whether it can have happened: not before the year, and not after today."""
        return date(self.year, 1, 1) <= self.handed_on <= today


@dataclass(frozen=True, slots=True)
class AtOnce:
    """Several workers were written down as told in one go. count: 2 and more."""

    year: int
    handed_on: date
    noted_at: datetime
    count: int
    by_name: str


@dataclass(frozen=True, slots=True)
class Tally:
    """How many workers are in service, and how many of them were told too long ago, or never.

    due_date: the last day to tell the first of them; who was never told, by the end of the year.
    """

    count: int
    due: int
    due_date: date | None = None


def note_handing_over(
    db: Session,
    enterprise_number: str,
    telling: Telling,
    now: datetime,
    people: Sequence[UUID] | None = None,
) -> int:
    """Keep that workers were told; return of how many, also where it was kept before.

    people: None: all who were in service in that year. Who was not, or whose record has closed, is
    left out. In one statement.
    """
    bound = {
        **_bound(enterprise_number, telling.year, now.date()),
        "year": telling.year,
        "people": None if people is None else ",".join(map(str, people)),
        "handed_on": telling.handed_on,
        "handed_by": telling.handed_by,
        "noted_by": telling.noted_by,
        "now": now,
    }
    return int(db.execute(_NOTE, bound).scalar_one())


def handed_to(db: Connection, person_id: UUID, enterprise_number: str) -> list[Handed]:
    """Return what a worker was handed at an enterprise, the last first."""
    bound = {"person_id": person_id, "enterprise_number": enterprise_number}
    return [Handed(*row) for row in db.execute(_TOLD, bound)]


def served_in(db: Connection, enterprise_number: str, year: int, today: date) -> list[UUID]:
    """Return who was in service at an enterprise in a year, by name; nothing is read of them."""
    return list(db.execute(_IN_SERVICE, _bound(enterprise_number, year, today)).scalars())


def tally_of(db: Connection, enterprise_number: str, today: date) -> Tally:
    """Return how many workers of this year are to be told; nobody is named in it."""
    rows = db.execute(_LAST_TOLD, _bound(enterprise_number, today.year, today)).all()
    terms = [(balance_term(last) if last else None, count) for last, count in rows]
    due = [(term, count) for term, count in terms if term is None or term < today]
    return Tally(
        sum(count for _, count in terms),
        sum(count for _, count in due),
        min((term or date(today.year, 12, 31) for term, _ in due), default=None),
    )


def take_back(
    db: Session, enterprise_number: str, person_id: UUID, year: int, handed_on: date
) -> None:
    """Forget that a worker was told on a day, since it was written down by mistake."""
    bound = {
        "enterprise_number": enterprise_number,
        "person_id": person_id,
        "year": year,
        "handed_on": handed_on,
    }
    db.execute(_TAKE_BACK, bound)


def told_at_once(db: Connection, enterprise_number: str, most: int) -> list[AtOnce]:
    """Return what was written down for several workers in one go, the latest first, up to most."""
    bound = {"enterprise_number": enterprise_number, "most": most}
    return [AtOnce(*row) for row in db.execute(_AT_ONCE, bound)]


def take_all_back(
    db: Session, enterprise_number: str, year: int, handed_on: date, noted_at: datetime
) -> None:
    """Forget that workers were told on a day, as it was written down in one go by mistake.

    What was written down for one of them at another moment stays.
    """
    bound = {
        "enterprise_number": enterprise_number,
        "year": year,
        "handed_on": handed_on,
        "noted_at": noted_at,
    }
    db.execute(_TAKE_ALL_BACK, bound)


def _bound(enterprise_number: str, year: int, today: date) -> dict[str, object]:
    return {
        "enterprise_number": enterprise_number,
        "today": today,
        "still_open": still_open(today),
        "first": date(year, 1, 1),
        "last": date(year, 12, 31),
    }
