"""Who lives in the country of `bench/country.py`: careers of a known size, job by job."""

import random
from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple
from uuid import UUID

EMPLOYERS = 5_000
LAST_DAY = date(2026, 10, 30)  # of the newest training
NOW = "2026-11-01 12:00:00+01"


class Career(NamedTuple):
    """How large one worker's account is."""

    number: int
    jobs: int
    trainings: int


LONG_CAREER, SHORT_CAREER, LONGEST_CAREER = 1, 2, 3
CAREERS = (
    Career(LONG_CAREER, 12, 450),
    Career(SHORT_CAREER, 3, 60),
    Career(LONGEST_CAREER, 12, 1800),
    *(Career(4 + place, 3, trainings) for place, trainings in enumerate((10, 30, 100, 300, 1000))),
)
TITLES = tuple(
    f"{what} {whereof}"
    for what in ("Veilig werken met", "Omgaan met", "Eerste hulp bij", "Kwaliteit van")
    for whereof in (
        "gevaarlijke stoffen",
        "elektriciteit",
        "klanten",
        "hoogwerkers",
        "levensmiddelen",
    )
)
PROVIDERS = ("Syntra", "Opleidingscentrum Noord", "VDAB", r"\N")
Row = tuple[object, ...]


def person(number: int) -> UUID:
    """Return the id of a worker of the country."""
    return UUID(f"0190a000-0000-7000-8000-{number:012x}")


def enterprise(number: int) -> str:
    """Return the number of an employer of the country."""
    return f"{number % EMPLOYERS:010}"


class Job(NamedTuple):
    """An employment, before it is written as rows."""

    key: str
    employer: str
    start: date
    end: date | None


def jobs_of(career: Career) -> list[Job]:
    """Return the employments of a worker, the first first; of two, three or a life."""
    number = career.number
    if career.jobs > 3:  # noqa: PLR2004 - two at a time for forty years, the last two still run
        starts = [date(1986, 1, 1) + timedelta(1220 * place) for place in range(career.jobs)]
        ends = [start + timedelta(2439) for start in starts[:-2]] + [None, None]
    else:
        starts = [date(2013, 3, 4), date(2019, 1, 1) + timedelta(number % 300), date(2022, 5, 9)]
        ends = [date(2024, 6, 28), None, None]
        starts, ends = starts[: career.jobs], ends[: career.jobs]
    places = enumerate(zip(starts, ends, strict=True))
    return [
        # Those of measured careers are no small ones.
        Job(f"E{number}-{place}", enterprise(number * 60 + 20 + place * 3), start, end)
        for place, (start, end) in places
    ]


def trainings_of(career: Career, jobs: list[Job], draw: random.Random) -> Iterator[Row]:
    """Return a worker's trainings by day, spread evenly, each in a job that runs on its day."""
    first = max(jobs[0].start, date(1990, 1, 1) if career.jobs > 3 else date(2019, 12, 1))  # noqa: PLR2004 - as above
    step = (LAST_DAY - first).days / career.trainings
    owner = person(career.number).hex
    for place in range(career.trainings):
        day = first + timedelta(int((place + 1) * step))
        running = [job for job in jobs if job.start <= day and (job.end is None or day <= job.end)]
        number = career.number * 10_000 + place
        dice = draw.getrandbits(30)
        # In short pieces where there are hundreds, so that nobody owes days.
        minutes, counts = (30 if career.trainings > 60 else 60) * (1 + dice % 3), dice >> 4 & 7 != 0  # noqa: PLR2004
        yield (
            *(owner, day, f"0190b00000007000{0x8000_0000_0000_0000 + number:016x}", 1, "active"),
            *(f"R-{number}", running[place % len(running)].employer, "employer", "batch", NOW),
            *(running[place % len(running)].employer, TITLES[(dice >> 7) % len(TITLES)], "nl"),
            *("formal", "completed", day, minutes, "t" if counts else "f"),
            *(r"\N" if counts else "outsideProfession", minutes, PROVIDERS[dice >> 13 & 3]),
            *("t" if dice >> 16 & 3 == 0 else "f", "employer"),
        )
