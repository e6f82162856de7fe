"""How an amount of days is written for machines: rounded, exact, and in minutes."""

from fractions import Fraction
from typing import Final, TypedDict

_PLACES: Final = 4
_SCALE: Final = 10**_PLACES


class Amount(TypedDict):
    """An amount of days, three times the same.

    days: decimal text with four places, half to even: "3.3333".
    fraction: the exact value: "10/3", "0", "-1/2".
    minutes: whole, half away from zero.
    """

    days: str
    fraction: str
    minutes: int


def amount(days: Fraction, day_minutes: Fraction) -> Amount:
    """Return an amount of days as it travels; day_minutes: the minutes of one training day."""
    return {
        "days": days_text(days),
        "fraction": str(days),
        "minutes": whole_minutes(days * day_minutes),
    }


def days_text(days: Fraction) -> str:
    """Return days as decimal text with four places, half to even, and no zero below zero."""
    scaled = round(days * _SCALE)
    whole, part = divmod(abs(scaled), _SCALE)
    return f"{'-' if scaled < 0 else ''}{whole}.{part:0{_PLACES}}"


def whole_minutes(minutes: Fraction) -> int:
    """Return whole minutes, half away from zero."""
    half_up = (2 * abs(minutes.numerator) + minutes.denominator) // (2 * minutes.denominator)
    return half_up if minutes >= 0 else -half_up
