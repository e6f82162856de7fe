"""Chance that always falls the same way, on every version of Python."""

from collections.abc import Sequence
from datetime import date, timedelta
from random import Random
from typing import TypeVar

T = TypeVar("T")


class Dice:
    """A source of chance with a name; the same name gives the same throws for ever.

    Only `Random.random` is used: of all its methods, that one alone is promised not to change.
    """

    def __init__(self, name: str) -> None:
        self._random = Random(f"demo country 1/{name}")  # noqa: S311 - no secret is made here

    def below(self, bound: int) -> int:
        """Return a whole number, 0 <= number < bound."""
        return int(self._random.random() * bound)

    def between(self, least: int, most: int) -> int:
        """Return a whole number, both bounds included."""
        return least + self.below(most - least + 1)

    def chance(self, percent: int) -> bool:
        """Return True in that many cases of a hundred."""
        return self.below(100) < percent

    def pick(self, values: Sequence[T]) -> T:
        """Return one of the values."""
        return values[self.below(len(values))]

    def weighted(self, values: Sequence[tuple[T, int]]) -> T:
        """Return one of the values, each as often as its weight says."""
        throw = self.below(sum(weight for _, weight in values))
        for value, weight in values:
            throw -= weight
            if throw < 0:
                return value
        raise ValueError("Every weight is zero.")

    def day(self, first: date, last: date) -> date:
        """Return a day, both bounds included."""
        return first + timedelta(days=self.below((last - first).days + 1))
