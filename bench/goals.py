"""What a bench must see: a figure, its bound, and whether it is reached or short by how much."""

import statistics
from typing import NamedTuple


class Goal(NamedTuple):
    """A figure, what it must be, and what we would like it to be."""

    said: str
    found: float
    bound: float
    wish: float | None = None
    least: bool = False

    @property
    def reached(self) -> bool:
        """Whether the figure is good enough."""
        return self.found >= self.bound if self.least else self.found <= self.bound

    def __str__(self) -> str:
        """Say the figure, and by how much it is short where it is."""
        way = "at least" if self.least else "at most"
        wish = f", goal {self.wish:g}" if self.wish else ""
        verdict = "reached" if self.reached else f"SHORT by {abs(self.found - self.bound):.2f}"
        return f"{self.said:62} {self.found:9.2f}  {way} {self.bound:g}{wish}: {verdict}"


def ratio(above: list[float], below: list[float]) -> float:
    """Return the median of paired rounds."""
    return statistics.median(one / two for one, two in zip(above, below, strict=True))
