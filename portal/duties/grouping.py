"""Which figures of an employer's groups are told: none from which few people could be known."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

LEAST: Final = 5  # workers of a group that is told


@dataclass(frozen=True, slots=True)
class Figures:
    """What is told of a group of workers.

    workers, trained: people, and how many of them had a training. right, used, left: days, exact.
    """

    workers: int = 0
    trained: int = 0
    right: Fraction = Fraction(0)
    used: Fraction = Fraction(0)
    left: Fraction = Fraction(0)

    def __add__(self, other: "Figures") -> "Figures":
        """Return the figures of both groups together."""
        return Figures(
            self.workers + other.workers,
            self.trained + other.trained,
            self.right + other.right,
            self.used + other.used,
            self.left + other.left,
        )

    @property
    def share_trained(self) -> Fraction:
        """The share of the workers who had a training, 0 to 1, in whole hundredths.

        Rounded down, so that 100 % is everybody.
        """
        return Fraction(100 * self.trained // (self.workers or 1), 100)


@dataclass(frozen=True, slots=True)
class Group:
    """The workers of one joint committee, or of several that are only told together."""

    committees: tuple[str, ...]
    figures: Figures


def groups_told(by_committee: Mapping[str, Figures]) -> tuple[Group, ...]:
    """Return what may be told, by committee, those told together last; (): too few people.

    A group under LEAST is told with the other small ones, and where they are still too few or but
    one, with the next smallest too: else the total without what is told would be that group.
    """
    rising = sorted(by_committee, key=lambda one: (by_committee[one].workers, one))
    together = [one for one in rising if by_committee[one].workers < LEAST]
    apart = rising[len(together) :]
    while together and apart and (len(together) == 1 or _count(by_committee, together) < LEAST):
        together.append(apart.pop(0))
    if _count(by_committee, together) < LEAST:
        together = []  # nobody else is there to be told with
    groups = [Group((one,), by_committee[one]) for one in sorted(apart)]
    if together:
        figures = sum((by_committee[one] for one in together), Figures())
        groups.append(Group(tuple(sorted(together)), figures))
    return tuple(groups)


def _count(by_committee: Mapping[str, Figures], committees: list[str]) -> int:
    return sum(by_committee[one].workers for one in committees)
