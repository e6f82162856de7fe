"""What must be true across the rows of a feed, and between them and what is known already.

A cell that was refused is empty in the staged tables and its row is `faulty`: it is told once, and
causes no faults elsewhere.
"""

from sqlalchemy import text

from portal.feed.checks import employments, enterprises, persons
from portal.feed.checks.question import doubled
from portal.feed.kinds import KINDS
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
        for row in answers.mappings():
            value = str(row["value"])[:LONGEST_VALUE]
            sentence = question.sentence % row
            load.faults.add(Fault(question.file, row["line"], question.column, value, sentence))
