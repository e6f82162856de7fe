"""Everybody else: people and careers drawn from the seed."""

from dataclasses import replace
from datetime import date, timedelta

from portal.demo.country.dates import AS_OF, workday_from
from portal.demo.country.dice import Dice
from portal.demo.country.material import employers, names
from portal.demo.country.numbers import Numbers
from portal.demo.country.trainings import not_counting, reserved, yearly
from portal.demo.country.values import Employer, Job, Person, Right

_ADULT = 18  # years; nobody starts earlier
_MOST_YEARS = 18  # of the present job
_REGIMES = (("1", 66), ("0.8", 13), ("0.5", 10), ("0.9", 4), ("0.75", 3), ("0.6", 3), ("0.3333", 1))
_REASONS = (
    ("resignation", 40),
    ("fixedTermEnd", 20),
    ("dismissalWithNotice", 13),
    ("mutualAgreement", 10),
    ("dismissalWithIndemnity", 8),
    ("", 5),
    ("seriousCause", 4),
)
_EARLIEST = date(1985, 1, 2)
_MORE_TRAINING = {"care": 3, "metal": 2, "chemistry": 3, "transport": 2, "construction": 2}
# Every worker of this employer gets one day more.
_GENEROUS, _GIVEN = "lex-loon", Right(2026, "employer", "1", "Bijkomende dag, cao van 3 maart 2025")


def crowd(count: int, numbers: Numbers) -> tuple[Person, ...]:
    """Return that many people, spread evenly over the employers that still exist."""
    present = [employer for employer in employers().values() if employer.closed is None]
    return tuple(
        _person(present[order % len(present)], numbers, Dice(f"crowd:{order}"))
        for order in range(count)
    )


def _person(employer: Employer, numbers: Numbers, dice: Dice) -> Person:
    language = employer.language if dice.chance(92) else dice.pick(("nl", "fr"))
    sex = dice.pick("fm")
    born = dice.day(date(1962, 1, 1), date(2005, 12, 31))
    spoken = names()[language]
    return Person(
        ssin=numbers.ssin(born, sex),
        family_name=dice.pick(spoken["family"]),
        given_names=dice.pick(spoken[sex]),
        birth_date=born,
        birth_place=dice.pick(spoken["towns"]),
        language=language,
        jobs=_career(employer, born, dice),
    )


def _career(employer: Employer, born: date, dice: Dice) -> tuple[Job, ...]:
    """Return the present job (sometimes just ended), perhaps one beside it, and earlier ones."""
    adult = max(_EARLIEST, date(born.year + _ADULT, 7, 1))
    floor = max(adult, date(employer.opened, 4, 1), date(AS_OF.year - _MOST_YEARS, 1, 2))
    start = _start(floor, dice)
    end = None
    if dice.chance(12) and start < date(2025, 6, 1):
        end = dice.day(max(start, date(2025, 1, 31)), AS_OF - timedelta(days=5))
    jobs = [_job(employer, start, end, dice)]
    beside = _others(employer, jobs, date(2024, 1, 1), dice)
    if dice.chance(8) and start < date(2024, 1, 1) and beside:
        jobs.append(_job(dice.pick(beside), date(2024, 2, 1), None, dice))
    before = start
    for _ in range(dice.weighted(((0, 40), (1, 30), (2, 20), (3, 10)))):
        until = before - timedelta(days=dice.between(1, 240))
        since = until - timedelta(days=dice.between(200, 2200))
        possible = _others(employer, jobs, since, dice, until)
        if since < adult or not possible:
            break
        jobs.append(_job(dice.pick(possible), since, until, dice))
        before = since
    return tuple(jobs)


def _start(floor: date, dice: Dice) -> date:
    """Return a first day in service, as often recent as long ago."""
    last = date(2026, 9, 1)
    if dice.chance(50):
        floor = max(floor, date(2021, 1, 4))
    day = dice.day(min(floor, last), last)
    return day.replace(day=1) if dice.chance(40) and day.replace(day=1) > floor else day


def _others(
    employer: Employer, jobs: list[Job], since: date, dice: Dice, until: date = AS_OF
) -> list[Employer]:
    """Return the employers of that language, or now and then any, not yet in the career."""
    had = {job.employer.key for job in jobs}
    anywhere = dice.chance(10)
    return [
        other
        for other in employers().values()
        if other.key not in had
        and (anywhere or other.language == employer.language)
        and other.opened < since.year
        and (other.closed is None or until.year < other.closed)
    ]


def _job(employer: Employer, start: date, end: date | None, dice: Dice) -> Job:
    job = Job(
        employer=employer,
        joint_committee=dice.pick(employer.committees),
        start_date=start,
        end_date=end,
        end_reason="" if end is None else dice.weighted(_REASONS),
        regimes=_regimes(start, end or AS_OF, dice),
    )
    drawn = yearly(job, _MORE_TRAINING.get(employer.trade, 1), dice)
    if end is None and dice.chance(15):
        drawn += reserved(job, dice)
    if dice.chance(8):
        drawn += not_counting(job, "leave" if dice.chance(60) else "outside", dice)
    generous = employer.key == _GENEROUS and end is None
    return replace(job, trainings=drawn, rights=(_GIVEN,) if generous else ())


def _regimes(start: date, last: date, dice: Dice) -> dict[date, str]:
    """Return the work regime from the first day, and now and then changes of it."""
    found = {start: dice.weighted(_REGIMES)}
    day = start
    while dice.chance(25):
        day = workday_from(day + timedelta(days=dice.between(120, 1500)))
        share = dice.weighted(_REGIMES)
        if day >= last:
            break
        if share != found[max(found)]:
            found[day] = share
    return found
