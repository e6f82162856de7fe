"""Lists an employer's own workers by name, each with what is left; every listing is a look."""

from dataclasses import dataclass
from functools import cache
from typing import Final
from uuid import UUID

from sqlalchemy import Connection, TextClause, text

from portal.account.looks import DataGroup, Look
from portal.account.names import BY_NAME, FULL_NAME, plain
from portal.account.records_told import tell_of_reading
from portal.law.credit import YearCredit
from portal.law.terms import access_closes, still_open
from portal.reckoning.reckon import Reckoned, reckon

PAGE_SIZE: Final = 50
MOST_WORDS: Final = 6


@dataclass(frozen=True, slots=True)
class Listed:
    """One worker in a list. jobs: the employments that the employer may see, the last first."""

    person_id: UUID
    family_name: str
    given_names: str
    jobs: tuple[Reckoned, ...]

    @property
    def this_year(self) -> YearCredit | None:
        """The account of the present year in the last of the jobs; None: there is none."""
        job = self.jobs[0]
        years = job.years
        return years[-1] if years and years[-1].year == job.as_of.year else None


@dataclass(frozen=True, slots=True)
class Workers:
    """Some of an employer's workers, by name.

    count: how many there are, whatever was looked for. after: behind whom the next page begins;
    None: this is the last.
    """

    workers: tuple[Listed, ...]
    count: int
    after: UUID | None


@dataclass(frozen=True, slots=True)
class Wanted:
    """Whom to list: by words of the name, or only some; after: behind whom the page begins.

    people: of whom to list those that are workers of the employer; None: of all.
    """

    words: tuple[str, ...] = ()
    people: tuple[UUID, ...] | None = None
    after: UUID | None = None

    @classmethod
    def named(cls, name: str, after: UUID | None = None) -> "Wanted":
        """Return whom a name asks for; only its first words are looked at."""
        return cls(tuple(name.split()[:MOST_WORDS]), None, after)


@cache
def _statement(words: int, *, some: bool, follows: bool) -> TextClause:
    """Return the statement that finds workers by so many words, some of them, behind another."""
    name = plain(f"({FULL_NAME})")
    chosen = [f"position({plain(f':word{one}')} IN {name}) > 0" for one in range(words)]
    if some:
        chosen.append("person.person_id = ANY(CAST(string_to_array(:people, ',') AS uuid[]))")
    if follows:
        last = BY_NAME.format("last")
        behind = f"SELECT {last} FROM own JOIN person AS last USING (person_id)"  # noqa: S608 - same
        chosen.append(f"({BY_NAME.format('person')}) > ({behind} WHERE last.person_id = :after)")
    return text(f"""
        WITH own AS MATERIALIZED (
            SELECT DISTINCT person_id
            FROM employment
            WHERE enterprise_number = :enterprise_number
                AND coalesce(end_date, 'infinity') >= :still_open
        )
        SELECT person.person_id, family_name, given_names, (SELECT count(*) FROM own)
        FROM own
        JOIN person USING (person_id)
        WHERE {" AND ".join(chosen) or "true"}
        ORDER BY {BY_NAME.format("person")}
        LIMIT :most
    """)  # noqa: S608 - put together from constants of this house, as above


def open_workers(db: Connection, enterprise_number: str, wanted: Wanted, look: Look) -> Workers:
    """Return a page of an enterprise's workers; the looks are written before it is returned.

    While they are employed, and for the term in which their record can be completed. Three
    statements, whatever their number. Whether `look` is made for that enterprise, the channel
    has found. Nobody else's worker is found, whatever is asked. Raises NotPermitted.
    """
    today = look.looked_at.date()
    bound: dict[str, object] = {
        "enterprise_number": enterprise_number,
        "still_open": still_open(today),
        "most": PAGE_SIZE + 1,
        "people": ",".join(map(str, wanted.people or ())),
        "after": wanted.after,
        **{f"word{number}": word for number, word in enumerate(wanted.words)},
    }
    some, follows = wanted.people is not None, wanted.after is not None
    rows = db.execute(_statement(len(wanted.words), some=some, follows=follows), bound).all()
    if not rows:
        return Workers((), 0, None)
    shown = rows[:PAGE_SIZE]
    people = [row[0] for row in shown]
    reckoned = reckon(db, [(person_id, enterprise_number) for person_id in people], today)
    tell_of_reading(db, people, DataGroup.ACCOUNT, look)
    workers = tuple(
        Listed(person_id, family_name, given_names, _seen(reckoned[person_id, enterprise_number]))
        for person_id, family_name, given_names, _ in shown
    )
    return Workers(workers, shown[0][3], people[-1] if len(rows) > PAGE_SIZE else None)


def _seen(jobs: tuple[Reckoned, ...]) -> tuple[Reckoned, ...]:
    """Return the employments to which the employer still has access, the last first."""
    return tuple(
        job
        for job in reversed(jobs)
        if job.employment.end_date is None or access_closes(job.employment.end_date) >= job.as_of
    )
