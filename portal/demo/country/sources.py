"""The country as the authentic sources tell it: rows of the feed's files."""

from collections.abc import Iterator
from datetime import date

from portal.demo.country.dates import AS_OF
from portal.demo.country.values import Country, Job, Person

Row = tuple[str, ...]

FEED = {
    "workers": (
        "ssin",
        "family_name",
        "given_names",
        "birth_date",
        "birth_place",
        "language",
        "replaces_ssin",
        "canceled",
    ),
    "employers": ("enterprise_number", "name", "nsso_number"),
    "employer_sizes": ("enterprise_number", "quarter", "fte", "headcount"),
    "employments": (
        "employment_id",
        "ssin",
        "enterprise_number",
        "joint_committee",
        "start_date",
        "end_date",
        "end_reason",
        "weekly_minutes",
    ),
    "work_regimes": ("employment_id", "from_date", "work_regime"),
    "mandates": (
        "mandator_enterprise_number",
        "holder_enterprise_number",
        "from_quarter",
        "until_quarter",
    ),
    "representatives": ("ssin", "enterprise_number", "role"),
}
_SECRETARIAT = "lex-loon"
_MANDATES = (  # mandator, first quarter, last quarter
    ("van-damme", "2024Q1", ""),
    ("brood-boter", "2024Q1", ""),
    ("goossens", "2024Q1", "2025Q4"),
    ("mariette", "2024Q2", ""),
    ("wuyts", "2024Q1", ""),
    ("cools", "2025Q1", ""),
    ("helix", "2026Q1", ""),
    ("colson", "2024Q3", ""),
    ("coin-dor", "2024Q1", ""),
    ("van-hecke", "2027Q1", ""),
)
_ROLES = ("accessManager", "editor", "reader")
_ALSO = ("fontaine", "jeune-pousse")  # who manages access at the first does so at the second


def feed_rows(country: Country) -> dict[str, list[Row]]:
    """Return the rows of every file of the feed but the senders, by the file's name."""
    numbered = _numbered(country)
    return {
        "workers": [_worker(person) for person in country.people],
        "employers": [
            (employer.enterprise_number, employer.name, employer.nsso_number)
            for employer in country.employers.values()
        ],
        "employer_sizes": [
            (employer.enterprise_number, size.quarter, size.fte, size.headcount)
            for employer in country.employers.values()
            for size in employer.sizes
        ],
        "employments": [_employment(*one) for one in numbered],
        "work_regimes": [
            (employment_id, since.isoformat(), share)
            for employment_id, _, job in numbered
            for since, share in job.regimes.items()
        ],
        "mandates": [
            (
                country.employers[key].enterprise_number,
                country.employers[_SECRETARIAT].enterprise_number,
                first,
                last,
            )
            for key, first, last in _MANDATES
        ],
        "representatives": list(_representatives(country)),
    }


def _numbered(country: Country) -> list[tuple[str, Person, Job]]:
    """Return every job with its employment id."""
    pairs = [(person, job) for person in country.people for job in person.jobs]
    return [(f"D{order:06}", person, job) for order, (person, job) in enumerate(pairs, 1)]


def _day(day: date | None) -> str:
    return "" if day is None else day.isoformat()


def _worker(person: Person) -> Row:
    return (
        person.ssin,
        person.family_name,
        person.given_names,
        _day(person.birth_date),
        person.birth_place,
        person.language,
        person.replaces_ssin,
        "true" if person.canceled else "",
    )


def _employment(employment_id: str, person: Person, job: Job) -> Row:
    return (
        employment_id,
        person.ssin,
        job.employer.enterprise_number,
        job.joint_committee,
        job.start_date.isoformat(),
        _day(job.end_date),
        job.end_reason,
        str(job.employer.weekly_minutes),
    )


def _representatives(country: Country) -> Iterator[Row]:
    """Yield who acts for each employer: as written, else its workers of longest standing."""
    written = [(key, person, role) for person in country.people for key, role in person.roles]
    written += [(_ALSO[1], person, role) for key, person, role in written if key == _ALSO[0]]
    for key, employer in country.employers.items():
        named = [(person, role) for at, person, role in written if at == key]
        if not named:
            staff = _staff(country, key)
            named = list(zip(staff[: len(staff) // 2], _ROLES, strict=False))
        for person, role in named:
            yield (person.ssin, employer.enterprise_number, role)


def _staff(country: Country, key: str) -> list[Person]:
    """Return those in service at an employer, the longest there first."""
    found = [
        (job.start_date, person.ssin, person)
        for person in country.people
        for job in person.jobs
        if job.employer.key == key and job.end_date is None and job.start_date <= AS_OF
    ]
    return [person for *_, person in sorted(found, key=lambda one: one[:2])]
