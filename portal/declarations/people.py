"""Somebody whom declarations name, and the employments that bear on them."""

from datetime import date
from typing import Final, NamedTuple
from uuid import UUID


class Person:
    """Somebody whom declarations name; text, raw: the person id; jobs: by enterprise number."""

    __slots__ = ("jobs", "person_id", "raw", "text")

    def __init__(self, person_id: UUID) -> None:
        """Begin without any employment."""
        self.person_id = person_id
        self.raw = person_id.bytes
        said = self.raw.hex()  # as str(person_id), at half its cost
        self.text = f"{said[:8]}-{said[8:12]}-{said[12:16]}-{said[16:20]}-{said[20:]}"
        self.jobs: dict[str, list[Job]] = {}


class Job(NamedTuple):
    """The first and last day of an employment; None: still in service."""

    start_date: date
    end_date: date | None

    def covers(self, start_date: date, end_date: date) -> bool:
        """Tell whether a training between those days, both included, lies whole in it."""
        return self.start_date <= start_date and (
            self.end_date is None or end_date <= self.end_date
        )

    def touches(self, year: int) -> bool:
        """Tell whether it was in service on any day of a year."""
        return self.start_date.year <= year and (
            self.end_date is None or year <= self.end_date.year
        )


# Whose number nobody bears; the id of no record.
NOTHING: Final = UUID(int=2**128 - 1)
NOBODY: Final = Person(NOTHING)
