"""Periods of several years, one after the other: of employers' sizes, and of carry-over."""

from datetime import date

from portal.law.dated import Dated


def period_of(year: int, lengths: Dated[int]) -> tuple[int, int]:
    """Return the first and the last year of the period in which that year lies.

    lengths: years per period; each entry starts a new count on its day, and cuts short the
    period before it. NotYetInForce before the first entry.
    """
    day = date(year, 1, 1)
    change, after = lengths.change_on(day), lengths.next_after(day)
    start = change.since.year
    first = start + (year - start) // change.value * change.value
    last = first + change.value - 1
    return first, last if after is None else min(last, after.since.year - 1)
