"""Whom an employer may choose for a course: its own workers by name, and no figure of theirs."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Connection, Row, text

from portal.account.looks import Look, check_may_look
from portal.account.names import BY_NAME, FULL_NAME, plain
from portal.account.represented import tie_of
from portal.law.terms import still_open
from portal.roles import Thing

MOST_SHOWN: Final = 60  # at once; who is not among them is found by a part of the name
MOST_WORDS: Final = 6

_OPEN: Final = """
    employment.enterprise_number = :enterprise_number
    AND coalesce(employment.end_date, 'infinity') >= :still_open
"""
_COMMITTEES_OF: Final = f"""
    SELECT array_agg(DISTINCT joint_committee ORDER BY joint_committee)
    FROM employment
    WHERE employment.person_id = shown.person_id AND {_OPEN}
"""  # noqa: S608 - put together from constants of this house
# The committees are looked up of those who are shown only.
_SEARCH: Final = text(f"""
    SELECT shown.*, ({_COMMITTEES_OF}) AS committees
    FROM (
        SELECT person.person_id, family_name, given_names, count(*) OVER () AS found
        FROM (
                SELECT DISTINCT person_id
                FROM employment
                WHERE {_OPEN} AND (:committee = '' OR joint_committee = :committee)
            ) AS own
            JOIN person USING (person_id)
        WHERE :words = '' OR NOT EXISTS (
            SELECT FROM unnest(string_to_array(:words, ' ')) AS word
            WHERE position({plain("word")} IN {plain(f"({FULL_NAME})")}) = 0
        )
        ORDER BY {BY_NAME.format("person")}
        LIMIT :most
    ) AS shown
    ORDER BY {BY_NAME.format("shown")}
""")  # noqa: S608 - same
_NAMED: Final = text(f"""
    SELECT shown.person_id, family_name, given_names, committees
    FROM person AS shown
    JOIN LATERAL ({_COMMITTEES_OF}) AS own (committees) ON committees IS NOT NULL
    WHERE shown.person_id = ANY(CAST(string_to_array(:people, ',') AS uuid[]))
    ORDER BY {BY_NAME.format("shown")}
""")  # noqa: S608 - same
_COMMITTEES: Final = text(
    f"SELECT DISTINCT joint_committee FROM employment WHERE {_OPEN} ORDER BY 1"  # noqa: S608 - same
)


@dataclass(frozen=True, slots=True)
class Choosable:
    """One of an employer's workers. committees: the joint committees of the employments here."""

    person_id: UUID
    family_name: str
    given_names: str
    committees: tuple[str, ...]

    @property
    def name(self) -> str:
        """The name as lists have it."""
        return f"{self.family_name}, {self.given_names}"


@dataclass(frozen=True, slots=True)
class Found:
    """Workers whom a search found, by name. count: how many there are, shown or not.

    committees: all joint committees of the employer, to choose from.
    """

    workers: tuple[Choosable, ...]
    count: int
    committees: tuple[str, ...]


def search(
    db: Connection, enterprise_number: str, look: Look, words: str = "", committee: str = ""
) -> Found:
    """Return the workers of an enterprise whose name holds these words; two statements.

    Only who works there, or left so lately that the record can be completed. Nothing of a record
    is shown, so no look is written. Raises NotPermitted.
    """
    bound = _bound(enterprise_number, look)
    asked = {"words": " ".join(words.split()[:MOST_WORDS]), "committee": committee}
    rows = db.execute(_SEARCH, {**bound, **asked, "most": MOST_SHOWN}).all()
    committees = tuple(db.execute(_COMMITTEES, bound).scalars())
    workers = tuple(_choosable(row) for row in rows)
    return Found(workers, rows[0].found if rows else 0, committees)


def named(
    db: Connection, enterprise_number: str, look: Look, people: Collection[UUID]
) -> dict[UUID, Choosable]:
    """Return those among these people who are workers of the enterprise, by name."""
    if not people:
        return {}
    bound = {**_bound(enterprise_number, look), "people": ",".join(map(str, people))}
    rows = db.execute(_NAMED, bound)
    return {row.person_id: _choosable(row) for row in rows}


def _choosable(row: Row[Any]) -> Choosable:
    names = row.family_name, row.given_names
    return Choosable(row.person_id, *names, tuple(row.committees))


def _bound(enterprise_number: str, look: Look) -> dict[str, object]:
    """Return whose workers are asked for; that the look is made for them, the channel found."""
    check_may_look((), Thing.EMPLOYMENT, look, tie_of(look.role))
    today = look.looked_at.date()
    return {"enterprise_number": enterprise_number, "still_open": still_open(today)}
