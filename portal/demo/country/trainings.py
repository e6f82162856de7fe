"""Draws the ordinary trainings of a job from the titles of its trade."""

from dataclasses import replace
from datetime import date, timedelta

from portal.demo.country.dates import AS_OF, later_workday, workday_from, years_later
from portal.demo.country.dice import Dice
from portal.demo.country.material import Title, providers, titles
from portal.demo.country.values import Job, Training

_FULL_DAY = 456  # minutes of a day in the titles' file; follows the employer's own day
_FIRST_YEAR = 2022  # of ordinary trainings; the portal needs nothing older
_LAST_RESERVED = date(2027, 3, 31)
_WEEK = 5  # workdays; a longer course is given once a week
_PAST = (("completed", 93), ("notFollowed", 4), ("unsuitable", 3))
_FINANCING = (
    ("employer", 60),
    ("sectorFund", 22),
    ("", 10),
    ("government", 4),
    ("worker", 2),
    ("other", 2),
)


def yearly(job: Job, count: int, dice: Dice) -> tuple[Training, ...]:
    """Return about `count` trainings for every year of a job."""
    found: list[Training] = []
    for year in range(max(job.start_date.year, _FIRST_YEAR), AS_OF.year + 1):
        first = max(job.start_date, date(year, 1, 8))
        last = job.last_day(min(AS_OF, date(year, 12, 20)))
        taken: set[str] = set()
        for _ in range(max(0, count + dice.between(-1, 1)) if first < last else 0):
            title = _title(job, dice)
            if title.texts["nl"] not in taken and (
                drawn := _drawn(job, title, (first, last), dice)
            ):
                taken.add(title.texts["nl"])
                found.append(drawn)
    return tuple(found)


def spread(job: Job, count: int, dice: Dice) -> tuple[Training, ...]:
    """Return exactly `count` trainings, spread evenly over a job."""
    last = job.last_day(AS_OF)
    step = (last - job.start_date).days // count
    found: list[Training] = []
    while len(found) < count:
        first = job.start_date + timedelta(days=step * len(found))
        # Those still in service go to many short talks: a right is soon used up.
        long = dice.chance(6 if job.end_date is None else 50)
        title = _title(job, dice) if long else dice.pick(titles("short", job.employer.language))
        window = (first, min(last, first + timedelta(days=max(step, 12))))
        if drawn := _drawn(job, title, window, dice):
            found.append(replace(drawn, status="completed"))
    return tuple(found)


def reserved(job: Job, dice: Dice) -> tuple[Training, ...]:
    """Return one training that is still to come."""
    drawn = _drawn(job, _title(job, dice), (AS_OF + timedelta(days=3), _LAST_RESERVED), dice)
    if drawn is None:
        return ()
    return (replace(drawn, status="reserved", certificate=False, valid_until=None),)


def not_counting(job: Job, trade: str, dice: Dice) -> tuple[Training, ...]:
    """Return one training that does not count: under training leave, or outside the profession."""
    year = dice.between(2024, 2025)
    first = max(date(year, 9, 2), job.start_date)
    title = dice.pick(titles(trade, job.employer.language))
    end = first + timedelta(days=3 * title.workdays)
    if first.year > year or end > job.last_day(AS_OF):
        return ()
    dutch = job.employer.language == "nl"
    leave = "flemishTrainingLeave" if dutch else "paidEducationalLeave"
    return (
        Training(
            title=title.texts[job.employer.language],
            language=job.employer.language,
            start_date=first,
            end_date=end,
            minutes=title.minutes,
            not_counting_reason=leave if trade == "leave" else "outsideProfession",
            certificate=trade == "leave",
            provider=dice.pick(providers()[job.employer.language]),
            financing="worker",
        ),
    )


def _title(job: Job, dice: Dice) -> Title:
    trade = "general" if dice.chance(35) else job.employer.trade
    return dice.pick(titles(trade, job.employer.language))


def _drawn(job: Job, title: Title, window: tuple[date, date], dice: Dice) -> Training | None:
    """Return a training within a window of days, or None if the window is too narrow."""
    start = workday_from(dice.day(*window))
    end = (
        later_workday(start, title.workdays - 1)
        if title.workdays <= _WEEK
        else workday_from(start + timedelta(days=7 * (title.workdays - 1)))
    )
    if end > window[1]:
        return None
    language = job.employer.language
    if dice.chance(5):
        language = dice.pick([spoken for spoken, text in title.texts.items() if text])
    status = dice.weighted(_PAST)
    certificate = status == "completed" and title.valid_years is not None and dice.chance(90)
    outside = title.nature == "formal" and dice.chance(75)
    days, rest = divmod(title.minutes, _FULL_DAY)
    return Training(
        title=title.texts[language],
        language=language,
        start_date=start,
        end_date=end,
        minutes=title.minutes if rest else days * job.employer.weekly_minutes // 5,
        nature=title.nature,
        status=status,
        certificate=certificate,
        valid_until=years_later(end, title.valid_years)
        if certificate and title.valid_years
        else None,
        provider=dice.pick(providers()[language]) if outside else "",
        financing=dice.weighted(_FINANCING),
    )
