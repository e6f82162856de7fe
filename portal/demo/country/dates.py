"""The days on which the country's trainings and contracts fall."""

from datetime import date, timedelta

# The day the country is told as of. Fixed, so that the same seed always gives the same bytes.
AS_OF = date(2026, 11, 24)
FIRST_QUARTER = (2020, 4)
LAST_QUARTER = (2026, 3)
_SATURDAY = 5
_HOLIDAYS = {(1, 1), (5, 1), (7, 21), (8, 15), (11, 1), (11, 11), (12, 25)}  # month, day


def is_workday(day: date) -> bool:
    """Tell whether offices are open: no weekend, no Belgian holiday on a fixed date."""
    return day.weekday() < _SATURDAY and (day.month, day.day) not in _HOLIDAYS


def workday_from(day: date) -> date:
    """Return the first workday on or after a day."""
    while not is_workday(day):
        day += timedelta(days=1)
    return day


def later_workday(day: date, workdays: int) -> date:
    """Return the workday that comes a number of workdays after a workday."""
    for _ in range(workdays):
        day = workday_from(day + timedelta(days=1))
    return day


def years_later(day: date, years: int) -> date:
    """Return the last day of validity of what was obtained on a day for whole years."""
    try:
        return day.replace(year=day.year + years) - timedelta(days=1)
    except ValueError:  # 29 February
        return date(day.year + years, 2, 28)


def quarters() -> tuple[str, ...]:
    """Return all quarters for which an ordinary employer declared its size: 2020Q4, ..."""
    (year, number), last = FIRST_QUARTER, LAST_QUARTER
    found = []
    while (year, number) <= last:
        found.append(f"{year}Q{number}")
        year, number = (year, number + 1) if number < 4 else (year + 1, 1)  # noqa: PLR2004
    return tuple(found)
