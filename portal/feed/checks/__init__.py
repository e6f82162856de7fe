"""What must be true across the rows of a feed, and between them and what is known already.

A cell that was refused is empty in the staged tables and its row is `faulty`: it is told once, and
causes no faults elsewhere.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import RowMapping, text

from portal.feed.checks import employments, enterprises, persons
from portal.feed.checks.question import doubled
from portal.feed.kinds import KINDS, hidden_numbers
from portal.feed.report import LONGEST_VALUE, Fault
from portal.feed.staging import Load

_CHECKS = (
    *(doubled(kind) for kind in KINDS),
    *persons.CHECKS,
    *employments.CHECKS,
    *enterprises.CHECKS,
)


def check(load: Load) -> None:
    """Ask every question, and take note of every fault."""
    load.progress("checks", 0)
    load.make_table("feed_overlap", employments.OVERLAPS)
    load.make_table("feed_first_regime", employments.FIRST_REGIMES)
    for question in _CHECKS:
        query = text(question.query).execution_options(yield_per=1_000)
        answers = load.connection.execute(query, {"now": load.now})
        for rows in answers.mappings().partitions():
            for row in _with_numbers(load, rows):
                value = str(row["value"])[:LONGEST_VALUE]
                sentence = question.sentence % row
                load.faults.add(Fault(question.file, row["line"], question.column, value, sentence))


def _with_numbers(load: Load, rows: Sequence[RowMapping]) -> Iterable[Mapping[str, Any]]:
    """Return rows with the numbers behind their indexes, for whoever corrects the feed."""
    indexes = {value for row in rows for value in row.values() if isinstance(value, bytes)}
    if not indexes or load.faults.are_enough:
        return rows  # type: ignore[return-value]  # a row is a mapping in all but name
    numbers = load.keeper.numbers(hidden_numbers(), indexes)
    return [
        {name: numbers[value] if isinstance(value, bytes) else value for name, value in row.items()}
        for row in rows
    ]
