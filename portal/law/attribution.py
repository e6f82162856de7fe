"""Which kind of right the days taken came from: for display only, no figure depends on it.

What is carried stays of its kind. Days taken come first from the legal days, carried and of the
year, then from the sectoral, then from the employer's; within a kind the oldest go first. Days
taken in advance of any right are attributed to the first kind that had days, else to the legal.
"""

from collections.abc import Mapping, Sequence
from fractions import Fraction

from portal.law.right import KindRight
from portal.law.words import RightKind

# Days available per kind, after a year; they add up to what is left.
Pools = Mapping[RightKind, Fraction]
Taken = tuple[tuple[RightKind, Fraction], ...]

_NOTHING = Fraction(0)


def attribute(
    pools: Pools | None, rights: Sequence[KindRight], carried: Fraction, charged: Fraction
) -> tuple[Taken, Pools | None]:
    """Return the days taken per kind (kinds with none left out), and the pools to carry over.

    pools: as the year before returned them; None: all that is carried is of the legal kind.
    """
    if pools is None and len(rights) == 1 and rights[0].kind is RightKind.LEGAL:
        # Nearly every year: one kind, so there is nothing to share out.
        return (((RightKind.LEGAL, charged),) if charged else ()), None
    available = dict(pools) if pools is not None else {RightKind.LEGAL: carried}
    for right in rights:
        available[right.kind] = available.get(right.kind, _NOTHING) + right.gained
    taken = _share_out(available, charged)
    left = {kind: days - taken.get(kind, _NOTHING) for kind, days in available.items()}
    return tuple((kind, taken[kind]) for kind in RightKind if taken.get(kind)), left


def _share_out(available: Pools, charged: Fraction) -> dict[RightKind, Fraction]:
    taken: dict[RightKind, Fraction] = {}
    rest = charged
    for kind in RightKind:
        taken[kind] = min(rest, max(available.get(kind, _NOTHING), _NOTHING))
        rest -= taken[kind]
    if rest:
        first = next((kind for kind in RightKind if taken[kind]), RightKind.LEGAL)
        taken[first] += rest
    return taken
