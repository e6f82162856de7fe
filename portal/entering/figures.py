"""An employer's year in figures, as a table to take along: what its page tells, and no more."""

from fractions import Fraction
from typing import Final

from portal.duties.grouping import Figures
from portal.duties.statistics import Statistics
from portal.entering.tables import Cell, Table
from portal.languages import N_, rounded, translated

_HEADINGS: Final = (
    N_("Joint committee"),
    N_("Workers"),
    N_("Had a training, in %"),
    N_("Right with carry-over, in days"),
    N_("Used, in days"),
    N_("Left, in days"),
    N_("Year"),
    N_("Computed on"),
)
_ALL: Final = N_("All workers")
_WHOLE: Final = 100  # percent


def figures_table(found: Statistics, year: int, language: str) -> Table:
    """Return the groups that are told, and all workers where there are several; else no row."""
    moment = f"{found.reckoned_at:%Y-%m-%d %H:%M}" if found.reckoned_at else ""
    told = [(" + ".join(group.committees), group.figures) for group in found.groups]
    if len(told) > 1:
        told.append((translated(_ALL, language), found.total))
    rows = [[*_row(name, figures), year, moment] for name, figures in told]
    return Table(str(year), [translated(one, language) for one in _HEADINGS], rows)


def _row(name: str, figures: Figures) -> list[Cell]:
    days = map(_days, (figures.right, figures.used, figures.left))
    return [name, figures.workers, int(figures.share_trained * _WHOLE), *days]


def _days(days: Fraction) -> float:
    """Return days as spreadsheets have numbers, rounded as the page shows them."""
    return float(rounded(days))
