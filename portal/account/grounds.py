"""Reads what a worker's trainings are judged beside: employments, and which years gave a right."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import Connection

from portal.account.rows import Employers
from portal.law.size import SizeClass
from portal.reckoning.reckon import reckon
from portal.reckoning.rows import Place


@dataclass(frozen=True, slots=True)
class Grounds:
    """All employments of a worker, by enterprise number; and (employment, year) of each right.

    sizes: as which size the employer counts, by (employment, year).
    """

    places: dict[str, list[Place]]
    rights: frozenset[tuple[str, int]]
    sizes: dict[tuple[str, int], SizeClass]

    def named(self, names: dict[str, str] | None) -> Employers:
        """Return the same beside the names of the employers, by enterprise number."""
        return Employers(names or {}, self.places, self.rights)


def read_grounds(db: Connection, person_id: UUID, as_of: date) -> Grounds:
    """Return what the trainings of a worker are judged beside, as it stands on a day.

    One statement. It reads a record: whoever asks writes the look.
    """
    places: dict[str, list[Place]] = defaultdict(list)
    rights = set()
    sizes: dict[tuple[str, int], SizeClass] = {}
    for (_, number), here in reckon(db, [(person_id, None)], as_of).items():
        for one in here:
            job = one.employment
            places[number].append(
                Place(one.employment_id, job.start_date, job.end_date, job.weekly_minutes)
            )
            rights |= {(one.employment_id, year.year) for year in one.years if year.has_right}
            sizes |= {(one.employment_id, year.year): year.size.size_class for year in one.years}
    return Grounds(places, frozenset(rights), sizes)
