"""What the end of an employment does to the days left, and what state a year's account is in."""

from datetime import date

from portal.law.parameters import END_OF_EMPLOYMENT, NO_REASON
from portal.law.words import EndReason, State
from portal.law.year import Ending, rules_of


def ending_of(end_date: date, reason: EndReason | None) -> Ending:
    """Return what the end of an employment does to the days left on its last day."""
    table = END_OF_EMPLOYMENT[NO_REASON if reason is None else reason]
    change = table.find(end_date) or table.first
    return Ending(end_date, reason, change.value, change.source)


def state_of(year: int, ending: Ending | None, as_of: date) -> State:
    """Return what has become of the days left in a year, as of a day.

    ending: of an employment that ended before that day; None: it had not.
    """
    if ending is not None and ending.end_date.year == year:
        return ending.state
    if year < as_of.year:
        return State.EXPIRED if year == rules_of(year).five_years[1] else State.CARRIED
    return State.USABLE
