"""What the country's employers declare: rows of `trainings.csv` and `rights.csv`."""

from collections import Counter
from collections.abc import Iterator

from portal.demo.country.values import Country, Employer, Job, Person, Training

Row = tuple[str, ...]

TRAININGS = (
    "enterprise_number",
    "reference",
    "ssin",
    "title",
    "language",
    "nature",
    "status",
    "startDate",
    "endDate",
    "duration",
    "countsForRight",
    "notCountingReason",
    "certificate",
    "validUntil",
    "provider",
    "financing",
)
RIGHTS = ("enterprise_number", "reference", "ssin", "year", "kind", "days", "comment")
_TRAINING = {"nl": "OPL", "fr": "FORM", "de": "WB"}  # how each language numbers its records
_RIGHT = {"nl": "RECHT", "fr": "DROIT", "de": "ANSPRUCH"}
_HOUR = 60


class _References:
    """Numbers an employer's records from 1 in every year."""

    def __init__(self, words: dict[str, str]) -> None:
        self._words = words
        self._given: Counter[tuple[str, int]] = Counter()

    def next(self, employer: Employer, year: int) -> str:
        self._given[employer.key, year] += 1
        return f"{self._words[employer.language]}-{year}-{self._given[employer.key, year]:04}"


def training_rows(country: Country) -> list[Row]:
    """Return the trainings, employer by employer, each in the order of its days."""
    references = _References(_TRAINING)
    order = {key: place for place, key in enumerate(country.employers)}
    found = [
        (order[job.employer.key], training.start_date, person.ssin, job, training)
        for person in country.people
        for job in person.jobs
        for training in job.trainings
    ]
    found.sort(key=lambda one: (*one[:3], one[4].title))
    return [
        _training(references.next(job.employer, start.year), ssin, job, training)
        for _, start, ssin, job, training in found
    ]


def _training(reference: str, ssin: str, job: Job, training: Training) -> Row:
    until = training.valid_until
    return (
        job.employer.enterprise_number,
        reference,
        ssin,
        training.title,
        training.language,
        training.nature,
        training.status,
        training.start_date.isoformat(),
        training.end_date.isoformat(),
        _duration(training.minutes, job.employer.language),
        "false" if training.not_counting_reason else "true",
        training.not_counting_reason,
        "true" if training.certificate else "false",
        "" if until is None else until.isoformat(),
        training.provider,
        training.financing,
    )


def _duration(minutes: int, language: str) -> str:
    """Return a duration as each language's offices like to write it: all three ways are read."""
    if language == "de":
        return f"{minutes} min"
    tenths, rest = divmod(minutes * 10, _HOUR)
    if language == "fr" and not rest and tenths % 10:
        return f"{tenths // 10},{tenths % 10}"
    return f"{minutes // _HOUR}:{minutes % _HOUR:02}"


def right_rows(country: Country) -> list[Row]:
    """Return the declared rights and opt-outs, person by person."""
    references = _References(_RIGHT)
    return list(_rights(country.people, references))


def _rights(people: tuple[Person, ...], references: _References) -> Iterator[Row]:
    for person in people:
        for job in person.jobs:
            for right in job.rights:
                yield (
                    job.employer.enterprise_number,
                    references.next(job.employer, right.year),
                    person.ssin,
                    str(right.year),
                    right.kind,
                    right.days,
                    right.comment,
                )
